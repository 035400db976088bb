import type { Node } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type ObjectValue } from '../../trace/value.ts';
import { findProperty } from '../object-properties.ts';

/** More operations than this are not told apart. */
const most = 40;

/** `changes.map((change) => ({ op: 'set', ...change }))`: the operation once for each of the objects that are spread into it, where these bring their own paths. */
export function spreadOperations(trace: Trace, object: ObjectValue): readonly ObjectValue[] {
  const { node, frame } = object.ref;
  const properties = (node['properties'] ?? []) as Node[];
  for (const [index, spread] of properties.entries()) {
    if (spread.type !== 'SpreadElement') continue;
    const of = members(trace.evaluate(spread['argument'], frame));
    const isOfEach = of.length > 1 && of.length <= most && of.every((value) => value.kind === 'object' && findProperty(trace, value, 'path'));
    if (!isOfEach) continue;
    const { start, end } = spread;
    return of.map((value) => {
      const given: Node = { ...spread, argument: { type: 'Given', start, end, parent: spread, ask: () => value } };
      return { ...object, ref: { node: { ...node, properties: properties.with(index, given), standsFor: node }, frame } };
    });
  }
  return [object];
}
