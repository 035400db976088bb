import type { Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { type Frame, members, type Ref, type Value } from './value.ts';

/** More elements than this are looked at as one. */
const most = 8;

const known = new WeakMap<Node, { readonly item: Ref; readonly call: Node }[]>();

/** `[counting, listing].map(send)`: what the function gives for each of the elements that are written out, where that are answers, one by one. */
export function mappedItems(trace: Trace, list: Value, callback: Node, call: Node, frame: Frame | undefined, joined: Value): readonly Ref[] | undefined {
  const isWorth = list.kind === 'list' && !list.rest && list.items.length > 1 && list.items.length <= most && members(joined).length > 1 && members(joined).some(isAnswer);
  const target = isWorth ? trace.evaluate(callback, frame) : undefined;
  if (list.kind !== 'list' || target?.kind !== 'function') return undefined;
  return list.items.map((item): Ref => {
    const { start, end } = item.node;
    return { node: { type: 'Given', start, end, parent: item.node, ask: () => trace.returned(target, callFor(trace, call, item), frame) }, frame: item.frame };
  });
}

const isAnswer = (value: Value): boolean => value.kind === 'response' || value.kind === 'shape';

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
