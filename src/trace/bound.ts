import { isCall, isMember, memberName, type Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import type { FunctionValue, Ref } from './value.ts';

const known = new WeakMap<Node, { readonly bound: readonly Ref[]; readonly call: Node }[]>();

/** The call of a function that some arguments were bound to, as a call with all of its arguments: `f.bind(self, a)(b)` is `f(a, b)`. */
export function withBound(trace: Trace, call: Node, bound: FunctionValue['bound']): Node {
  if (!bound || bound.length === 0 || !call['arguments']) return call;
  const calls = known.get(call) ?? [];
  const found = calls.find((other) => other.bound.length === bound.length && other.bound.every((ref, index) => ref.node === bound[index]?.node && ref.frame === bound[index]?.frame));
  if (found) return found.call;
  const given = bound.map((ref) => standIn(trace, ref));
  const made: Node = { ...call, arguments: [...given, ...(call['arguments'] as Node[])] };
  known.set(call, [...calls, { bound, call: made }]);
  return made;
}

/** A node that has the value of an expression in another context. */
const standIn = (trace: Trace, ref: Ref): Node => ({ type: 'Given', start: ref.node.start, end: ref.node.end, parent: ref.node, ask: () => trace.value(ref) });

/** The arguments of a call, with those of a known list in place of `...list`. */
export function argumentsOf(trace: Trace, call: Node, frame: Ref['frame']): readonly Node[] {
  const given: readonly Node[] = call['arguments'] ?? [];
  if (!given.some((argument) => argument?.type === 'SpreadElement')) return given;
  return given.flatMap((argument) => {
    const list = argument.type === 'SpreadElement' ? trace.evaluate(argument['argument'], frame) : undefined;
    return list?.kind === 'list' && !list.rest ? list.items.map((ref) => standIn(trace, ref)) : [argument];
  });
}

/** The arguments that `f.bind(self, a, b)` binds. */
export const boundBy = (call: Node, frame: Ref['frame']): readonly Ref[] => (call['arguments'] as Node[]).slice(1).map((node) => ({ node, frame }));

/** `f.bind(self, a)` for the `f` that is mentioned. */
export function bindAt(mention: Node): Node | undefined {
  const member = mention.parent;
  const call = isMember(member) && member?.['object'] === mention && memberName(member) === 'bind' ? member?.parent : undefined;
  return call && isCall(call) && call['callee'] === member && call['arguments'].length > 1 ? call : undefined;
}
