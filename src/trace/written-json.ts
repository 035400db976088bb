import { hasKey } from '../source/ast.ts';
import { memberOf } from './members.ts';
import type { Trace } from './trace.ts';
import { members, type RawRequest, type Ref, union, unknown, type Value } from './value.ts';

/** What stands in the text when a value is written as JSON: the value itself; where its class or its literal says by `toJSON` how it is written, what that gives. */
export function writtenJson(trace: Trace, value: Value, at: Ref): Value {
  const all = members(value);
  const written = all.map((one) => ownJson(trace, one, at) ?? one);
  return written.every((one, index) => one === all[index]) ? value : union(written);
}

function ownJson(trace: Trace, value: Value, at: Ref): Value | undefined {
  const own = value.kind === 'instance' || (value.kind === 'object' && hasKey(value.ref.node, 'toJSON')) ? memberOf(trace, value, 'toJSON', at) : unknown;
  return own.kind === 'function' ? trace.returned(own, at.node, at.frame) : undefined;
}

/** What a request sends as its body. */
export const sentBody = (trace: Trace, { body }: RawRequest): Value | undefined => body && writtenJson(trace, trace.value(body), body);
