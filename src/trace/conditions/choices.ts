import type { Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { turnsOfGiven } from './turns.ts';
import { type Frame, members, type ObjectValue, type Ref, type Value } from '../value.ts';

/** More objects than this that an argument can be are looked at as one. */
const most = 8;

const known = new WeakMap<Node, { readonly index: number; readonly of: Ref; readonly call: Node }[]>();

/** `list(job.query)`, where the query is that of one job or of another: the context once for each object that an argument can be. Their members are never given together. */
export function framesByChoice(trace: Trace, frame: Frame | undefined): readonly (Frame | undefined)[] {
  if (!frame || frame.turn) return [frame];
  const callers = framesByChoice(trace, frame.caller).flatMap((caller): readonly (Frame | undefined)[] => (frame.callback ? undefined : turnsOfGiven(trace, frame.call, caller)) ?? [caller]);
  const chosen = callers.flatMap((caller) => (frame.callback ? [frame.call] : callsByChoice(trace, frame.call, caller)).map((call) => ({ caller, call })));
  if (chosen.length === 1 || chosen.length > most) return [frame];
  return chosen.flatMap(({ caller, call }) => trace.frame(frame.fn, call, caller, frame.outer, frame.self, frame.callback) ?? []);
}

function callsByChoice(trace: Trace, call: Node, caller: Frame | undefined): readonly Node[] {
  const given = (call['arguments'] ?? []) as readonly Node[];
  const choices = given.map((argument) => (argument.type === 'SpreadElement' ? [] : objectsOf(trace, trace.evaluate(argument, caller))));
  const at = choices.findIndex((objects) => objects.length > 1);
  const isOne = at >= 0 && choices.every((objects, index) => index === at || objects.length < 2);
  return isOne ? (choices[at] as ObjectValue[]).map((object) => withArgument(call, at, object)) : [call];
}

/** `Object.values(jobs)`: in the place of one of them what is held there. */
export const heldIn = (trace: Trace, values: readonly Value[]): readonly Value[] => values.flatMap((one) => (one.kind === 'each' && one.part === 'value' ? members(trace.element(one.of, one.ref.node, one.ref.frame)) : [one]));

/** The objects of the code that a value is one of; none where it may be anything else. */
function objectsOf(trace: Trace, value: Value): readonly ObjectValue[] {
  const all = heldIn(trace, members(value));
  const objects = all.filter((member) => member.kind === 'object');
  const nodes = new Set(objects.map((member) => member.ref.node));
  return nodes.size === all.length && nodes.size <= most ? objects : [];
}

/** The call with this object in the place of an argument; always the same for the same. */
function withArgument(call: Node, index: number, value: ObjectValue): Node {
  const calls = known.get(call) ?? [];
  const found = calls.find((other) => other.index === index && other.of.node === value.ref.node && other.of.frame === value.ref.frame);
  if (found) return found.call;
  const all = call['arguments'] as Node[];
  const { start, end } = all[index] as Node;
  const argument: Node = { type: 'Given', start, end, parent: call, ask: () => value };
  const made: Node = { ...call, arguments: all.map((other, at) => (at === index ? argument : other)) };
  known.set(call, [...calls, { index, of: value.ref, call: made }]);
  return made;
}
