import { keyName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type ObjectValue } from '../../trace/value.ts';

/** True when nobody knows which members something has that is spread into the literal. */
export function hasOpenSpread(trace: Trace, object: ObjectValue, depth: number): boolean {
  const spreads = ((object.ref.node['properties'] ?? []) as Node[]).filter((property) => property.type === 'SpreadElement' && !leavesOut(trace, property['argument'], 'roles'));
  return spreads.some((spread) => members(trace.evaluate(spread['argument'], object.ref.frame)).some((value) => (value.kind === 'object' ? depth < 4 && hasOpenSpread(trace, value, depth + 1) : value.kind === 'unknown')));
}

/** `{ roles, ...rest }`: the rest does not have what is taken out before it. */
function leavesOut(trace: Trace, given: Node, name: string): boolean {
  const node = unwrap(given);
  const rest = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node)?.id.parent : undefined;
  return rest?.type === 'RestElement' && ((rest.parent?.['properties'] ?? []) as Node[]).some((property) => property['key'] && keyName(property['key'], property['computed']) === name);
}
