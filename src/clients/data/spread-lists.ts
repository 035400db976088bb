import type { Node } from '../../source/ast.ts';
import { elementAt } from '../../trace/members.ts';
import { asList } from '../../trace/methods.ts';
import { receivedValue } from '../../trace/calls/parameters.ts';
import { type FunctionValue, type LibraryValue, members, type Ref, union, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import type { ClientUse } from '../client.ts';

/** `spread(fn)` gives a function of a list, `spread(fn)(list)` what `fn` makes of its elements. */
export function spreadCall(use: ClientUse): Value | undefined {
  if (!use.library) return undefined;
  return use.made.length === 0 ? { ...use.library, made: [here(use)] } : spreadApply(use.library, use.trace);
}

/** What `fn` receives: the element that stands in its place in the list, or all that follow. */
export function spreadCallback(use: ClientUse, parameter: number): Value {
  const { trace } = use;
  const list = receivedValue(trace, use.call, 0, use.frame);
  const isRest = functionsOf(trace, here(use)).some(({ ref }) => (ref.node['params'] as Node[])[parameter]?.type === 'RestElement');
  if (!isRest) return elementAt(trace, list, parameter, here(use));
  if (parameter === 0) return list;
  const isPlain = list.kind === 'list' && !list.rest;
  return isPlain ? { ...list, items: list.items.slice(parameter) } : asList(trace.element(list, use.call, use.frame), here(use));
}

/** What a function that `spread(fn)` made gives. */
export function spreadApply({ made: [call] }: LibraryValue, trace: ClientUse['trace']): Value | undefined {
  const functions = call ? functionsOf(trace, call) : [];
  return call && functions.length > 0 ? union(functions.map((fn) => trace.callbackReturned(fn, call.node, call.frame))) : undefined;
}

function functionsOf(trace: ClientUse['trace'], { node, frame }: Ref): FunctionValue[] {
  const [given] = node['arguments'] as Node[];
  return given ? members(trace.evaluate(given, frame)).filter((value): value is FunctionValue => value.kind === 'function') : [];
}
