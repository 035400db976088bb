import type { Node } from '../../source/ast.ts';
import { callbackResult } from '../methods.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Value } from '../value.ts';

/** `.catch(() => ({ roles: [] }))`, `.then(use, () => ({ roles: [] }))`: the object, or the list, that the program goes on with where there is no answer. */
export function insteadOf(trace: Trace, call: Node, index: number, frame: Frame | undefined): Value[] {
  const callback: Node | undefined = call['arguments'][index];
  const given = callback ? callbackResult(trace, callback, call, frame) : undefined;
  return given ? members(given).filter((value) => value.kind === 'object' || (value.kind === 'list' && value.items.length > 0)) : [];
}
