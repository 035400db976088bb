import { renamedFields } from '../../api.ts';
import type { OldName } from '../../facts.ts';
import { keyName, type Node } from '../../source/ast.ts';
import { literalsOf } from '../names/listed-keys.ts';
import { isRenamed } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { membersOfType } from './types.ts';
import type { ShapeValue } from '../value.ts';

/** Types whose members keep the names and types that they have in the first argument. */
const narrowing = /^(?:Partial|Readonly|Required|Pick|Omit)$/;
/** `Readonly<Partial<User>>` is followed to this depth. */
const deepest = 4;

/** What an interface extends and a class implements. */
export const basesOf = (declaration: Node): readonly Node[] => [...(declaration['extends'] ?? []), ...(declaration['implements'] ?? [])];

/** What `extends Pick<User, 'created'>` names, as a reference to that type. */
export function baseReference(base: Node): Node {
  return { type: 'TSTypeReference', typeName: base['expression'], typeParameters: base['typeParameters'], parent: base.parent, start: base.start, end: base.end } as Node;
}

/** What is declared beside users, or parts of them, as members of the same type: `interface Row extends Omit<User, 'created'> { created: Date }` has a `created` of its own. */
export function withOwn(trace: Trace, shape: ShapeValue | undefined, users: readonly Node[], beside: readonly Node[]): ShapeValue | undefined {
  const names = beside.filter(isRenamed).map((member) => keyName(member['key'], member['computed']) ?? '');
  const own = names.filter((name) => !users.some((user) => has(trace, user, name, 0)));
  return shape && own.length > 0 ? { ...shape, own: new Set([...own, ...(shape.own ?? [])]) } : shape;
}

/** True for the part of a type that declares what the whole has of its own. */
export const hasOwn = (trace: Trace, part: Node, { own }: ShapeValue): boolean =>
  !!own && part.type === 'TSTypeLiteral' && membersOfType(trace, part).some((member) => member['key'] && own.has(keyName(member['key'], member['computed']) ?? ''));

/** True where a member of this name is taken from the type that is narrowed. */
function has(trace: Trace, type: Node, name: string, depth: number): boolean {
  const [inner, keys] = (type['typeParameters']?.['params'] ?? []) as Node[];
  const word: string = type['typeName']?.name ?? '';
  if (!narrowing.test(word) || !inner || depth > deepest) return isInAlias(trace, type, name, depth);
  const listed = keys ? literalsOf(trace, keys).map((key) => key.name) : [];
  return (word === 'Pick' ? listed.includes(name) : word !== 'Omit' || ![name, ...todayNames(name)].some((left) => listed.includes(left))) && has(trace, inner, name, depth + 1);
}

/** True unless the type is another name for one that leaves the member out. */
function isInAlias(trace: Trace, type: Node, name: string, depth: number): boolean {
  const declaration = type.type === 'TSTypeReference' && depth <= deepest ? typeDeclaration(trace, type) : undefined;
  return declaration?.type !== 'TSTypeAliasDeclaration' || has(trace, declaration['typeAnnotation'], name, depth + 1);
}

/** What a member of this name is called now. */
const todayNames = (name: string): string[] => Object.values(renamedFields).flatMap((fields) => fields[name as OldName] ?? []);
