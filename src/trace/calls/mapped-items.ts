import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref, union, type Value } from '../value.ts';
import { writtenItems } from '../written-tables.ts';

const known = new WeakMap<Node, { readonly item: Ref; readonly call: Node }[]>();

/** `[counting, listing].map(send)`, `Object.entries(paths).map(async ([name, path]) => [name, await get(path)])`: what the function gives for each of the elements that are written out, where that are answers, or names with what gives them, one by one. */
export function mappedItems(trace: Trace, list: Value, callback: Node, call: Node, frame: Frame | undefined, joined: Value): readonly Ref[] | undefined {
  const isWorth = members(joined).length > 1 ? members(joined).some(isAnswer) : isNamed(trace, joined);
  const target = isWorth ? trace.evaluate(callback, frame) : undefined;
  const items = target?.kind === 'function' ? (settledItems(trace, list) ?? writtenItems(trace, list)) : undefined;
  if (target?.kind !== 'function' || !items || items.length < 2) return undefined;
  return items.map((item): Ref => {
    const { start, end } = item.node;
    return { node: { type: 'Given', start, end, parent: item.node, ask: () => trace.returned(target, callFor(trace, call, item), frame) }, frame: item.frame };
  });
}

const outcomes = new WeakMap<Node, Node>();

/** `(await Promise.allSettled([a(), b()])).map((one) => one.value)`: what came of each promise, with its value. */
function settledItems(trace: Trace, list: Value): readonly Ref[] | undefined {
  if (list.kind !== 'list' || !list.settled || list.rest) return undefined;
  return list.items.map(({ node, frame }): Ref => {
    const { start, end } = node;
    const made: Node = outcomes.get(node) ?? { type: 'Given', start, end, parent: node, ask: (): Value => ({ kind: 'record', members: { value: trace.value({ node, frame }) } }) };
    outcomes.set(node, made);
    return { node: made, frame };
  });
}

const isAnswer = (value: Value): boolean => value.kind === 'response' || value.kind === 'shape';

/** A pair of a name and an answer, or of a name and a function or an object that may give answers. */
function isNamed(trace: Trace, value: Value): boolean {
  const second = value.kind === 'list' && !value.rest && value.items.length === 2 ? value.items[1] : undefined;
  return !!second && members(trace.value(second)).some((one) => isAnswer(one) || one.kind === 'function' || one.kind === 'object');
}

/** What was made for each element, where it is not said any more which of them stands where. */
export function unordered(trace: Trace, list: Value): Value {
  const callee = list.kind === 'list' && list.items.length > 0 && isCall(list.ref.node) ? unwrap(list.ref.node['callee']) : undefined;
  const isMade = isMember(callee) && memberName(callee as Node) === 'map';
  return list.kind === 'list' && isMade ? { ...list, items: [], rest: union([...list.items.map((item) => trace.value(item)), ...(list.rest ? [list.rest] : [])]) } : list;
}

/** Methods that leave every element where it is. */
const inPlace = /^(?:values|toArray|with|fill|trim)$/;

/** A list of which the elements may stand elsewhere now; `slice()` and `slice(0, 2)` leave them where they are. */
export function moved(value: Value, method: string, first: Node | undefined): Value {
  const isCut = !/^(?:slice|take)$/.test(method) || (method === 'slice' && first !== undefined && first['value'] !== 0);
  return value.kind === 'list' && value.items.length > 1 && !inPlace.test(method) && isCut ? { ...value, isMoved: true } : value;
}

/** The call of the function for one of the elements; always the same for the same. */
export function callFor(trace: Trace, call: Node, item: Ref): Node {
  const calls = known.get(call) ?? [];
  const found = calls.find((other) => other.item.node === item.node && other.item.frame === item.frame);
  if (found) return found.call;
  const { start, end } = item.node;
  const argument: Node = { type: 'Given', start, end, parent: item.node, ask: () => trace.value(item) };
  const made: Node = { ...call, arguments: [argument] };
  known.set(call, [...calls, { item, call: made }]);
  return made;
}
