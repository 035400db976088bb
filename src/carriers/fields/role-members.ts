import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { propertyName } from '../../trace/evaluate.ts';
import { changesTo } from '../../trace/changes/made.ts';
import type { Trace } from '../../trace/trace.ts';
import { type MapValue, members, type Ref, type Value } from '../../trace/value.ts';

/**
 * What is written where objects of the code get the member that an expression or a pattern takes: `{ roles: cells[1].split(',') }`, `wish.roles = …`,
 * `wanted[mail] = …`, `wanted.set(mail, …)`. Undefined where it may come from anywhere else.
 */
export function writtenMembers(trace: Trace, { node, frame }: Ref): readonly Ref[] | undefined {
  const taken = takenAt(trace, node, frame);
  if (!taken) return undefined;
  const found = members(taken.of).map((value) => writtenIn(trace, value, taken.name));
  return found.every((refs) => refs !== undefined) ? found.flat() : undefined;
}

interface Taken {
  readonly of: Value;
  /** Undefined for a key that only the run knows. */
  readonly name: string | undefined;
}

function takenAt(trace: Trace, node: Node, frame: Ref['frame']): Taken | undefined {
  if (isMember(node)) return { of: trace.evaluate(node['object'], frame), name: memberName(node) };
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  if (isMember(callee)) return memberName(callee as Node) === 'get' ? { of: trace.evaluate(callee?.['object'], frame), name: undefined } : undefined;
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const property = binding?.writes.length === 0 ? binding.id.parent : undefined;
  if (property?.type === 'ArrayPattern') return pairAt(trace, property, binding?.id, frame);
  const pattern = property?.type === 'ObjectProperty' && unwrap(property['value']) === binding?.id ? property.parent : undefined;
  const name = pattern?.type === 'ObjectPattern' ? propertyName(trace, property as Node, frame) : undefined;
  return pattern && name !== undefined ? { of: trace.evaluatePattern(pattern, frame), name } : undefined;
}

/** `[mail, roles] of Object.entries(wanted)`. */
function pairAt(trace: Trace, pattern: Node, id: Node | undefined, frame: Ref['frame']): Taken | undefined {
  const pair = trace.evaluatePattern(pattern, frame);
  return pair.kind === 'each' && pair.part === 'entry' && pattern['elements'][1] === id ? { of: pair.of, name: undefined } : undefined;
}

function writtenIn(trace: Trace, value: Value, name: string | undefined): readonly Ref[] | undefined {
  if (value.kind === 'map') return keptIn(trace, value);
  if (value.kind !== 'object' || value.ref.node.type !== 'ObjectExpression') return undefined;
  const properties = value.ref.node['properties'] as Node[];
  const changes = changesTo(trace, value.ref);
  if (properties.some(({ type }) => type !== 'ObjectProperty') || changes.some(({ kind }) => kind === 'merge' || kind === 'spread')) return undefined;
  const own = properties.filter((property) => name === undefined || [name, undefined].includes(propertyName(trace, property, value.ref.frame)));
  const later = changes.filter((change) => change.kind === 'key' || (change.kind === 'member' && (name === undefined || change.name === name)));
  return [...own.map((property): Ref => ({ node: property['value'], frame: value.ref.frame })), ...later.map((change): Ref => ({ node: change.value, frame: change.frame }))];
}

/** What is put into a map that is made empty. */
function keptIn(trace: Trace, { ref }: MapValue): readonly Ref[] | undefined {
  const changes = changesTo(trace, ref);
  const isEmpty = ref.node.type === 'NewExpression' && ref.node['arguments'].length === 0;
  return isEmpty && changes.every(({ kind }) => kind === 'key') ? changes.map((change) => ({ node: change.value, frame: change.frame })) : undefined;
}
