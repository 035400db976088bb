import type { Node } from '../source/ast.ts';
import { memberOf } from './members.ts';
import type { Trace } from './trace.ts';
import { type Frame, members, union, unknown, type Value } from './value.ts';

/** What is sent of a value that is written as JSON: the value itself; of an object that says how, what its `toJSON` gives. */
export function writtenJson(trace: Trace, value: Value, node: Node, frame: Frame | undefined): Value {
  return union(
    members(value).map((member) => {
      const own = member.kind === 'instance' || member.kind === 'object' ? memberOf(trace, member, 'toJSON', { node, frame }) : unknown;
      return own.kind === 'function' ? trace.returned(own, node, frame) : member;
    }),
  );
}
