import type { PatchOp, Range } from '../facts.ts';
import type { Node } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import type { Whole } from '../trace/typed-values.ts';
import { members, type RawRequest, type Value } from '../trace/value.ts';
import { operations, rolesOf } from './body.ts';

/** Where a request to any endpoint writes roles or operations into its body. */
export function bodyPlaces(trace: Trace, request: RawRequest): Range[] {
  const values = request.body ? members(trace.value(request.body)) : [];
  const ops = values.flatMap((value) => operations(trace, value)).flatMap((op) => (op ? placesOf(op) : []));
  const { roles } = rolesOf(trace, values);
  return roles ? [roles.at, ...ops] : ops;
}

/** Where an operation is written: its own place, its op and path as far as it names them, its value. */
export function placesOf(op: PatchOp): Range[] {
  const named = [op.op, op.path].filter(({ text }) => text !== '');
  return [op.at, ...named.map(({ at }) => at), ...(op.value ? [op.value.at] : [])];
}

/** Objects that a request sends in its body with all their members. */
export function wholeBodies(trace: Trace, request: RawRequest): readonly Whole[] {
  return request.body ? wholesIn(trace, trace.value(request.body), 0) : [];
}

function wholesIn(trace: Trace, value: Value, depth: number): Whole[] {
  return members(value).flatMap((member): Whole[] => {
    if (member.kind === 'typed') return [member];
    if (member.kind !== 'object' || depth > 4) return [];
    const spreads = ((member.ref.node['properties'] ?? []) as Node[]).filter((property) => property.type === 'SpreadElement');
    return [member, ...spreads.flatMap((spread) => wholesIn(trace, trace.evaluate(spread['argument'], member.ref.frame), depth + 1))];
  });
}
