import { renamedFields } from '../api.ts';
import type { OldName } from '../facts.ts';
import { keyName, type Node } from '../source/ast.ts';
import { literalsOf } from './listed-keys.ts';
import { isRenamed } from './shape-names.ts';
import type { Trace } from './trace.ts';

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

/** The base as a type, where what is declared beside it gives no old name to something else: `interface Row extends Omit<User, 'created'> { created: Date }` is no user. */
export function keptBase(trace: Trace, declaration: Node, base: Node): Node | undefined {
  const reference = baseReference(base);
  const own = ((declaration['body']?.['body'] ?? []) as Node[]).filter(isRenamed);
  return own.every((member) => has(trace, reference, keyName(member['key'], member['computed']) ?? '', 0)) ? reference : undefined;
}

/** True where a member of this name is taken from the type that is narrowed. */
function has(trace: Trace, type: Node, name: string, depth: number): boolean {
  const [inner, keys] = (type['typeParameters']?.['params'] ?? []) as Node[];
  const word: string = type['typeName']?.name ?? '';
  if (!narrowing.test(word) || !inner || depth > deepest) return true;
  const listed = keys ? literalsOf(trace, keys).map((key) => key.name) : [];
  return (word === 'Pick' ? listed.includes(name) : word !== 'Omit' || ![name, ...todayNames(name)].some((left) => listed.includes(left))) && has(trace, inner, name, depth + 1);
}

/** What a member of this name is called now. */
const todayNames = (name: string): string[] => Object.values(renamedFields).flatMap((fields) => fields[name as OldName] ?? []);
