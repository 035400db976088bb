import { calleeName, descendants, isCall, isMember, type Node, unwrap } from '../source/ast.ts';
import { contextType } from '../trace/flow/expected.ts';
import { isVague } from '../trace/evaluate.ts';
import type { Trace } from '../trace/trace.ts';
import { lists, membersOfType, transparent } from '../trace/types/types.ts';
import type { UserTypes } from '../trace/types/user-types.ts';

/** Functions that read what an earlier run may have written, and those of them that may read a file of the project as well. */
const storage = /^getItem$/;
const files = /^readFile(?:Sync)?$/;
/** Types inside types are looked into to this depth. */
const deepest = 3;

/** Why declared users must keep their names: the program also reads such users from where an earlier run left them, `JSON.parse(localStorage.getItem('users')) as User[]`. */
export function storedUsers(types: UserTypes, programs: readonly Node[]): string | undefined {
  const { trace } = types;
  for (const node of programs.flatMap((program) => descendants(program))) {
    if (!isParse(node) || !trace.ask(() => isStored(types, node), false, node)) continue;
    const source = trace.project.sourceOf(node);
    return `${source.file.split('/').at(-1)}:${source.place(node.start).line} reads users that an earlier run has stored, which have the old names`;
  }
  return undefined;
}

const isParse = (node: Node): boolean => isCall(node) && isMember(unwrap(node['callee'])) && calleeName(node) === 'parse' && unwrap(unwrap(node['callee'])['object'])['name'] === 'JSON' && node['arguments'].length > 0;

function isStored(types: UserTypes, call: Node): boolean {
  const { trace } = types;
  const type = contextType(trace, call);
  const [text] = call['arguments'] as [Node];
  if (!type || !holdsUsers(types, type, 0)) return false;
  return isReadBy(trace, text, storage, 0) || (isReadBy(trace, text, files, 0) && isVague(trace.evaluate(call, undefined)));
}

/** True for a text that one of these functions gives, here or under a name. */
function isReadBy(trace: Trace, text: Node, reading: RegExp, depth: number): boolean {
  return descendants(text).some((node) => {
    if (isCall(node)) return reading.test(calleeName(node));
    const init: Node | undefined = node.type === 'Identifier' && depth < deepest ? trace.project.sourceOf(node).scopes.bindingOf(node)?.declaration['init'] : undefined;
    return init !== undefined && init !== null && !/Function/.test(init.type) && isReadBy(trace, init, reading, depth + 1);
  });
}

/** True for a type of users, of lists of them, and of an object with either. */
function holdsUsers(types: UserTypes, type: Node, depth: number): boolean {
  if (/^User(?:\[\]|\{\})*$/.test(types.valueOf(type)?.shape ?? '')) return true;
  if (depth > deepest) return false;
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  const name: string = type['typeName']?.['name'] ?? '';
  if (argument && (lists.test(name) || transparent.test(name))) return holdsUsers(types, argument, depth + 1);
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).some((part) => holdsUsers(types, part, depth + 1));
  return membersOfType(types.trace, type).some((member) => member['typeAnnotation']?.['typeAnnotation'] && holdsUsers(types, member['typeAnnotation']['typeAnnotation'], depth + 1));
}
