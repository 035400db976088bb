import { entriesOf, memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { absent, isMissing, members, type ObjectValue, type Ref, type Value } from '../value.ts';

/** True for a member that a literal does not have, when every property of it has a name that can be read, and what is spread into it does not have the member either. */
export function isAbsent(trace: Trace, { ref }: ObjectValue, name: string): boolean {
  if (ref.node.type !== 'ObjectExpression') return false;
  return entriesOf(ref.node).every((property) => (property.type === 'SpreadElement' ? lacks(trace, trace.evaluate(property['argument'], ref.frame), name, { node: property, frame: ref.frame }) : !property['computed']));
}

/** `undefined`, and objects that are known not to have the member. */
const lacks = (trace: Trace, spread: Value, name: string, at: Ref): boolean => members(spread).every((value) => isMissing(value) || (value.kind === 'object' && memberOf(trace, value, name, at) === absent));
