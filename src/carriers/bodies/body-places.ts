import type { PatchOp, Range } from '../../facts.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Whole, wholesIn } from '../../trace/types/typed-values.ts';
import { sentBody } from '../../trace/texts/written-json.ts';
import { members, type RawRequest } from '../../trace/value.ts';
import { operations, parsedText } from './body.ts';
import { rolesOf } from './body-roles.ts';

/** Where a request to any endpoint writes roles or operations into its body. */
export function bodyPlaces(trace: Trace, request: RawRequest): Range[] {
  const sent = sentBody(trace, request);
  const values = sent ? members(sent).map((value) => parsedText(trace, value)) : [];
  const ops = values.flatMap((value) => operations(trace, value)).flatMap((op) => (op ? placesOf(op) : []));
  return [...rolesOf(trace, values).map(({ at }) => at), ...ops];
}

/** Where an operation is written: its own place, its op and path as far as it names them, its value. */
export function placesOf(op: PatchOp): Range[] {
  const named = [op.op, op.path].filter(({ text }) => text !== '');
  return [op.at, ...named.map(({ at }) => at), ...(op.value ? [op.value.at] : [])];
}

/** Objects that a request sends in its body with all their members. */
export function wholeBodies(trace: Trace, request: RawRequest): readonly Whole[] {
  const sent = sentBody(trace, request);
  return sent ? wholesIn(trace, sent) : [];
}
