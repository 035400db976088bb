import { isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { elementAt, entriesOf, memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { type FunctionValue, type InstanceValue, members, type ObjectValue, type Ref, type Value, union, unknown } from '../value.ts';

/** Through how many base classes an iterator is looked for. */
const deepest = 4;

type Iterable = InstanceValue | ObjectValue;

/** What a loop over an object of the project gets: from its own iterator, the one for `for await` where that asks. Undefined when it has none. */
export function iterated(trace: Trace, value: Iterable, at: Ref): Value | undefined {
  const iterator = iteratorOf(trace, value, isAwaited(at.node));
  return iterator && union(members(trace.returned(iterator, at.node, at.frame)).map((made) => stepValue(trace, made, at) ?? (made === value ? unknown : elementAt(trace, made, Number.NaN, at))));
}

/** An iterator that is written out: the `value` of what its `next` gives. */
function stepValue(trace: Trace, iterator: Value, at: Ref): Value | undefined {
  const next = iterator.kind === 'object' || iterator.kind === 'instance' ? memberOf(trace, iterator, 'next', at) : undefined;
  const steps = next?.kind === 'function' ? members(trace.returned(next, at.node, at.frame)) : [];
  const values = steps.map((step) => memberOf(trace, step, 'value', at)).filter((value) => value.kind !== 'unknown');
  return next && (values.length > 0 ? union(values) : unknown);
}

/** The iterator that `x[Symbol.iterator]` names. */
export function iteratorNamed(trace: Trace, value: Value, member: Node): FunctionValue | undefined {
  const symbol = symbolOf(member['property']);
  return symbol !== undefined && (value.kind === 'instance' || value.kind === 'object') ? iteratorOf(trace, value, symbol === 'asyncIterator') : undefined;
}

/** True for `Symbol.iterator` and `Symbol.asyncIterator` as the name of a member. */
export const isIteratorKey = (member: Node): boolean => !!member['computed'] && symbolOf(member['property'] ?? member['key']) !== undefined;

function symbolOf(given: Node): string | undefined {
  const key = unwrap(given);
  const name = isMember(key) && key['object'].name === 'Symbol' ? memberName(key) : undefined;
  return name === 'asyncIterator' || name === 'iterator' ? name : undefined;
}

function iteratorOf(trace: Trace, value: Iterable, isAsync: boolean): FunctionValue | undefined {
  const own = value.kind === 'object' ? (value.ref.node.type === 'ObjectExpression' ? entriesOf(value.ref.node) : []) : inherited(trace, value.cls.ref.node, value.cls.ref.frame, 0);
  const all = own.filter((member) => isIteratorKey(member));
  const wanted = all.filter((member) => (symbolOf(member['key']) === 'asyncIterator') === isAsync);
  const member = wanted[0] ?? (isAsync ? all[0] : undefined);
  const node = member && isFunction(member) ? member : member?.['value'] && unwrap(member['value']);
  return node && isFunction(node) ? { kind: 'function', ref: { node, frame: value.kind === 'object' ? value.ref.frame : value.cls.ref.frame }, self: value } : undefined;
}

/** Members of a class and of its bases, its own first. */
function inherited(trace: Trace, cls: Node, frame: Ref['frame'], depth: number): readonly Node[] {
  const own: readonly Node[] = cls.type.startsWith('Class') ? cls['body']['body'] : [];
  if (!cls['superClass'] || depth > deepest || own.some((member) => isIteratorKey(member))) return own;
  return members(trace.evaluate(cls['superClass'], frame)).flatMap((base) => (base.kind === 'class' ? inherited(trace, base.ref.node, base.ref.frame, depth + 1) : []));
}

/** `for await (… of x)`, `Array.fromAsync(x)`, `yield* x` in a generator that is async. */
function isAwaited(node: Node): boolean {
  if (isCall(node)) return isMember(unwrap(node['callee'])) && memberName(unwrap(node['callee'])) === 'fromAsync';
  for (let at: Node | undefined = node; at && !isFunction(at); at = at.parent) {
    if (at.type === 'ForOfStatement') return !!at['await'];
    if (at.type === 'YieldExpression') return isAsyncFunction(at);
    if (/Statement$|^(?:SpreadElement|ArrayExpression)$/.test(at.type)) return false;
  }
  return false;
}

function isAsyncFunction(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return !!at['async'];
  return false;
}
