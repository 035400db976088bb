import { isCall, isFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import { changesTo } from '../changes/made.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type ListValue, literalText, type MapValue, members, type Ref, union, unknown, type Value } from '../value.ts';
import { writtenItems } from '../written-tables.ts';

/** `Object.fromEntries(list)`, `new Map(list)` at `ref`: what stands under each name, where the elements of the list are known one by one, each with a name of its own; and what is put in later under a name. */
export function namedPairs(trace: Trace, list: Value, ref: Ref): ReadonlyMap<string, readonly Ref[]> | undefined {
  const pairs = writtenItems(trace, list)?.map((item) => trace.value(item));
  const named = new Map<string, readonly Ref[]>();
  for (const pair of pairs ?? []) {
    const [key, held] = pair.kind === 'list' && !pair.rest && pair.items.length === 2 ? pair.items : [];
    const name = key && literalText(trace.value(key));
    if (name === undefined || !held) return undefined;
    named.set(name, [held]);
  }
  const changes = named.size > 0 ? changesTo(trace, ref) : [];
  for (const { name, value, frame } of changes) if (name !== undefined) named.set(name, [...(named.get(name) ?? []), { node: value, frame }]);
  return named.size > 0 && changes.every(({ kind }) => kind === 'member') ? named : undefined;
}

/** What a table holds under a name; undefined where the names are not known. */
export function underName(trace: Trace, map: MapValue, name: string | undefined): Value | undefined {
  const held = name === undefined ? undefined : map.named?.get(name);
  return held && union(held.map((ref) => trace.value(ref)));
}

/** A key and what stands under it. */
export const pair = (value: Value, key: Value = unknown): Value => ({ kind: 'record', members: { '0': key, '1': value } });

/** One pair of a map. */
export const pairOfMap = (map: MapValue, at: Ref): Value => (map.isQuery ? { kind: 'each', part: 'entry', of: map, ref: at } : pair(map.value, map.key));

/** `for (const [key, value] of pairs)`, `pairs.forEach(([key, value]) => …)`: the lists whose elements a pattern takes apart. */
export function pairsAt(trace: Trace, pattern: Node, frame: Frame | undefined): readonly ListValue[] {
  const loop = pattern.parent?.parent?.parent;
  const call = isFunction(pattern.parent) ? pattern.parent?.parent : undefined;
  const callee = isCall(call) ? unwrap(call?.['callee']) : undefined;
  const from: Node | undefined = loop?.type === 'ForOfStatement' && loop['left'] === pattern.parent?.parent ? loop['right'] : isMember(callee) ? callee?.['object'] : undefined;
  return from ? members(trace.evaluate(from, frame)).flatMap((value) => (value.kind === 'list' ? [value] : [])) : [];
}
