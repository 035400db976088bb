import { isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { changesOf } from '../../trace/changes/contents.ts';
import { changesTo, type PlacedChange } from '../../trace/changes/made.ts';
import type { Trace } from '../../trace/trace.ts';
import { contextsAt } from '../../trace/calls/own-contexts.ts';
import { type ListValue, members, type Ref, type Value } from '../../trace/value.ts';

/** Everything that a list may hold: what it is written with, what is pushed into it under its name, and what else comes into it. */
export function elementsOf(trace: Trace, list: ListValue): Value[] {
  const copied = copiedOf(trace, list.ref);
  if (copied) return copied.flatMap((one) => elementsOf(trace, one));
  const items = [...list.items, ...pushedItems(trace, list.ref)].flatMap((item) => members(trace.value(item)));
  const inside = trace.ask(() => addedInside(trace, list.ref), undefined);
  return [...items, ...(inside ?? (list.rest ? members(list.rest) : []))];
}

/** `[...this.list]`: the lists that it may be a copy of; undefined where it is more than that. */
function copiedOf(trace: Trace, { node, frame }: Ref): readonly ListValue[] | undefined {
  const [only, ...others]: readonly (Node | null)[] = node.type === 'ArrayExpression' ? node['elements'] : [];
  if (only?.type !== 'SpreadElement' || others.length > 0 || changesOf(trace, node).length > 0) return undefined;
  const copied = members(trace.evaluate(only['argument'], frame));
  const lists = copied.filter((value) => value.kind === 'list');
  return lists.length === copied.length ? lists : undefined;
}

/** `this.list.push(…)` where an instance keeps the list: what was put into that of this very instance; undefined where that is not known of all that is put into it. */
function addedInside(trace: Trace, list: Ref): Value[] | undefined {
  if (!isOfInstance(list.node)) return undefined;
  const changes = changesTo(trace, list);
  const receivers = changes.map((change) => (change.kind === 'add' ? receiverOf(change) : undefined));
  if (changes.length === 0 || receivers.includes(undefined)) return undefined;
  return changes.flatMap((change, index) => contextsAt(trace, receivers[index] as Node, list, change.frame).flatMap((frame) => members(trace.evaluate(change.value, frame))));
}

/** `list = []` in a class, `this.list = []`, a class that extends Array. */
function isOfInstance({ type, parent }: Node): boolean {
  if (/^Class(?:Declaration|Expression)$/.test(type)) return true;
  return /^Class(?:Private)?Property$/.test(parent?.type ?? '') || (parent?.type === 'AssignmentExpression' && isMember(parent['left']) && parent['left'].object.type === 'ThisExpression');
}

/** `this.list` in `this.list.push(…)`. */
function receiverOf({ value }: PlacedChange): Node | undefined {
  const call = outermost(value).parent;
  const callee = call && isCall(call) ? unwrap(call['callee']) : undefined;
  return callee && isMember(callee) ? callee['object'] : undefined;
}

/** `ops.push({ … })` on the variable that holds the list. */
function pushedItems(trace: Trace, list: Ref): Ref[] {
  const declarator = list.node.parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator['id'].type !== 'Identifier') return [];
  const binding = trace.project.sourceOf(list.node).scopes.bindingOf(declarator['id']);
  return (binding?.references ?? []).flatMap((reference) => pushedNodes(reference).map((node) => ({ node, frame: list.frame })));
}

/** The arguments of `push` and `unshift` on this mention of a list. */
function pushedNodes(reference: Node): readonly Node[] {
  const member = reference.parent;
  const call = member?.parent;
  const isPush = isMember(member) && member?.['object'] === reference && /^(?:push|unshift)$/.test(memberName(member) ?? '') && call?.['callee'] === member;
  return isPush ? (call?.['arguments'] as Node[]) : [];
}
