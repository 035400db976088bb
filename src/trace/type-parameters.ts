import type { Node } from '../source/ast.ts';

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
