import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import type { Frame, FunctionValue, Ref } from '../value.ts';

const known = new WeakMap<Node, { readonly bound: readonly Ref[]; readonly call: Node }[]>();

/** The call of a function that some arguments were bound to, as a call with all of its arguments: `f.bind(self, a)(b)` is `f(a, b)`. */
export function withBound(trace: Trace, call: Node, bound: FunctionValue['bound']): Node {
  if (!bound || bound.length === 0 || !call['arguments']) return call;
  const calls = known.get(call) ?? [];
  const found = calls.find((other) => other.bound.length === bound.length && other.bound.every((ref, index) => ref.node === bound[index]?.node && ref.frame === bound[index]?.frame));
  if (found) return found.call;
  const given = bound.map((ref) => givenBy(trace, ref));
  const made: Node = { ...call, arguments: [...given, ...(call['arguments'] as Node[])] };
  known.set(call, [...calls, { bound, call: made }]);
  return made;
}

const spreads = new WeakMap<Node, Map<Frame | undefined, { readonly lists: readonly (readonly Ref[] | undefined)[]; readonly args: readonly Node[] }>>();

/** The arguments of a call, with the elements of a list that is spread among them where those are known: `(...args) => fetch(...args)`. */
export function argumentsOf(trace: Trace, call: Node, frame: Frame | undefined): readonly Node[] {
  const written: readonly Node[] = call['arguments'] ?? [];
  if (!written.some((argument) => argument?.type === 'SpreadElement')) return written;
  const lists = written.map((argument) => {
    const list = argument.type === 'SpreadElement' ? trace.evaluate(argument['argument'], frame) : undefined;
    return list?.kind === 'list' && !list.rest ? list.items : undefined;
  });
  const byFrame = spreads.get(call) ?? new Map<Frame | undefined, { readonly lists: readonly (readonly Ref[] | undefined)[]; readonly args: readonly Node[] }>();
  spreads.set(call, byFrame);
  const known = byFrame.get(frame);
  if (known?.lists.every((items, index) => areSame(items, lists[index]))) return known.args;
  const args = written.flatMap((argument, index) => lists[index]?.map((item) => givenBy(trace, item)) ?? [argument]);
  byFrame.set(frame, { lists, args });
  return args;
}

/** Which argument of a call it is, with the elements of lists that are spread in front of it. */
export const placeOfArgument = (trace: Trace, call: Node, argument: Node | undefined, frame: Frame | undefined): number => (argument ? argumentsOf(trace, call, frame).indexOf(argument) : -1);

const areSame = (some: readonly Ref[] | undefined, others: readonly Ref[] | undefined): boolean =>
  some?.length === others?.length && (some ?? []).every((item, index) => item.node === others?.[index]?.node && item.frame === others[index].frame);

/** An argument that is written somewhere else. */
export const givenBy = (trace: Trace, ref: Ref): Node => ({ type: 'Given', start: ref.node.start, end: ref.node.end, parent: ref.node, ask: () => trace.value(ref) });

/** The arguments that `f.bind(self, a, b)` binds. */
export const boundBy = (call: Node, frame: Ref['frame']): readonly Ref[] => (call['arguments'] as Node[]).slice(1).map((node) => ({ node, frame }));

/** `f.bind(self, a)` for the `f` that is mentioned. */
export function bindAt(mention: Node): Node | undefined {
  const member = mention.parent;
  const call = isMember(member) && member?.['object'] === mention && memberName(member) === 'bind' ? member?.parent : undefined;
  return call && isCall(call) && call['callee'] === member && call['arguments'].length > 1 ? call : undefined;
}

const direct = new WeakMap<Node, Node>();

/** `f.call(self, a)`, `f.apply(self, list)`, `Reflect.apply(f, self, list)` as the call that they make: `f(a)`, `f(...list)`. */
export function directCall(call: Node): Node {
  let made = direct.get(call);
  if (!made) direct.set(call, (made = madeDirect(call)));
  return made;
}

function madeDirect(call: Node): Node {
  const callee = unwrap(call['callee']);
  const given = call['arguments'] as Node[];
  const [called, list] = isReflectApply(call) ? [given[0], given[2]] : [unwrap(callee['object']), given[1]];
  if (memberName(callee) === 'call') return { ...call, callee: called, arguments: given.slice(1) };
  const written = list && unwrap(list);
  const spread = list ? [{ type: 'SpreadElement', start: list.start, end: list.end, argument: list, parent: call }] : [];
  return { ...call, callee: called, arguments: written?.type === 'ArrayExpression' && !written['elements'].includes(null) ? written['elements'] : spread };
}

const lent = new WeakMap<Node, Node | undefined>();

/** `[].slice.call(list, 1)`, `Array.prototype.map.call(users, fn)` as the call of the list's own method: `list.slice(1)`. */
export function lentCall(call: Node): Node | undefined {
  if (!lent.has(call)) lent.set(call, madeOwn(call));
  return lent.get(call);
}

function madeOwn(call: Node): Node | undefined {
  if (!isCall(call)) return undefined;
  const callee = unwrap(call['callee']);
  const method = isMember(callee) && /^(?:call|apply)$/.test(memberName(callee) ?? '') ? unwrap(callee['object']) : undefined;
  const owner = method && isMember(method) ? unwrap(method['object']) : undefined;
  const [self] = call['arguments'] as Node[];
  const isLent = owner && ((owner.type === 'ArrayExpression' && owner['elements'].length === 0) || (isMember(owner) && memberName(owner) === 'prototype' && unwrap(owner['object'])['name'] === 'Array'));
  return method && isLent && self ? { ...directCall(call), callee: { ...method, object: self, parent: call } } : undefined;
}

/** `Reflect.apply(f, self, list)`. */
export function isReflectApply(call: Node): boolean {
  const callee = unwrap(call['callee']);
  return isMember(callee) && memberName(callee) === 'apply' && unwrap(callee['object'])['name'] === 'Reflect';
}
