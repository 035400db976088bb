import type { Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { members, type Value } from '../value.ts';

/** Header properties of an object, of what is spread into it, and array entries. */
export function* headerNodes(trace: Trace, value: Value, depth = 0): Generator<Node> {
  for (const member of members(value)) {
    if (depth > 4) return;
    if (member.kind === 'list') for (const item of member.items) yield item.node;
    if (member.kind !== 'object') continue;
    for (const property of (member.ref.node['properties'] ?? []) as Node[]) {
      if (property.type === 'SpreadElement') yield* headerNodes(trace, trace.evaluate(property['argument'], member.ref.frame), depth + 1);
      else yield property;
    }
  }
}
