import type { Node } from '../../source/ast.ts';

/** What the type parameters of a declaration stand for where it is used. */
export type Environment = ReadonlyMap<string, Node>;
export const nothing: Environment = new Map();

/** The parameters of a declaration, with the types that the reference (or the call) gives for them. */
export function bind(declaration: Node, reference: Node, environment: Environment): Environment {
  const given: Node[] = reference['typeParameters']?.['params'] ?? [];
  return new Map(
    parameterNames(declaration).flatMap((name, index) => {
      const type = given[index];
      const resolved = type?.type === 'TSTypeReference' && environment.get(type['typeName'].name);
      return type ? [[name, resolved || type] as const] : [];
    }),
  );
}

/** The names of the type parameters of a declaration. */
export const parameterNames = (declaration: Node): string[] => ((declaration['typeParameters']?.['params'] ?? []) as Node[]).map((parameter) => parameter['name']?.name ?? parameter['name']);

/** True for a function or a type that has a type parameter of this name. */
export const namesParameter = (declaration: Node, name: string): boolean => parameterNames(declaration).includes(name);

/** The same where what is given has type parameters inside, which are those of another declaration: each type in the context in which it is written. */
export type GivenTypes = ReadonlyMap<string, TypeGiven>;

export interface TypeGiven {
  readonly type: Node;
  readonly given?: GivenTypes | undefined;
}

/** `Options<ListUsersData>` of `type Options<T> = Omit<T, 'url'>`; undefined for a declaration without parameters. */
export function givenTo(declaration: Node, reference: Node, outer: GivenTypes | undefined): GivenTypes | undefined {
  const parameters = (declaration['typeParameters']?.['params'] ?? []) as Node[];
  const types = (reference['typeParameters']?.['params'] ?? []) as Node[];
  const named = parameterNames(declaration).flatMap((name, index) => {
    const type: Node | undefined = types[index] ?? parameters[index]?.['default'];
    return type ? [[name, { type, given: types[index] ? outer : undefined }] as const] : [];
  });
  return named.length > 0 ? new Map(named) : undefined;
}

/** What stands for a type that is the name of a type parameter; any other type as it is. */
export function resolvedType({ type, given }: TypeGiven): TypeGiven {
  const known = type.type === 'TSTypeReference' && !type['typeParameters'] ? given?.get(type['typeName'].name ?? '') : undefined;
  return known ? resolvedType(known) : { type, given };
}
