import { enclosingFunction, isInside, type Node } from '../../source/ast.ts';
import { frameOf } from '../frames.ts';
import { inlineCall } from './parameters.ts';
import { contextsOnce } from '../requests/requests.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref, type Value } from '../value.ts';

/** A function with more calls than this is looked at as one. */
const most = 60;

/** The contexts in which an expression of a function means this very thing, which is made in context `made.frame`. */
export function contextsAt(trace: Trace, target: Node, made: Ref, frame: Frame | undefined): readonly (Frame | undefined)[] {
  const fn = runner(target);
  if (!fn || (frame && frameOf(fn, frame)) || isInside(made.node, fn)) return [frame];
  const all = contextsOnce(trace, fn, [undefined]);
  if (all.length > most || all.includes(undefined)) return [frame];
  const values = all.map((one) => members(trace.evaluate(target, one)));
  const own = all.filter((_, index) => values[index]?.some((value) => isMade(value, made)));
  return values.some((some) => some.some(({ kind }) => kind === 'unknown')) ? [...own, frame] : own;
}

const isMade = (value: Value, made: Ref): boolean => (value.kind === 'instance' && value.cls.ref.node === made.node) || isIt(value, made);

const isIt = (value: Value, made: Ref): boolean => 'ref' in value && value.ref.node === made.node && (!value.ref.frame || !made.frame || isSameContext(value.ref.frame, made.frame));

/** True for contexts that differ at most in which of several things a name stands for. */
function isSameContext(one: Frame | undefined, other: Frame | undefined): boolean {
  const [first, second] = [withoutTurn(one), withoutTurn(other)];
  if (!first || !second || first === second) return first === second;
  return first.fn === second.fn && first.call === second.call && isSameContext(first.caller, second.caller) && isSameContext(first.outer, second.outer);
}

const withoutTurn = (frame: Frame | undefined): Frame | undefined => (frame?.turn ? withoutTurn(frame.outer) : frame);

/** The function in which an expression runs; a callback that is written in its call runs in the function around it. */
function runner(node: Node): Node | undefined {
  for (let fn = enclosingFunction(node); fn; fn = enclosingFunction(fn)) if (!inlineCall(fn)) return fn;
  return undefined;
}
