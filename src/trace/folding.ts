import { isFunction, isMember, memberName, type Node, unwrap } from '../source/ast.ts';
import { returnedNodes } from './calls/calls.ts';
import type { Trace } from './trace.ts';
import { type Frame, type ListValue, literalText, members, unknown, type Value } from './value.ts';
import { writtenItems } from './written-tables.ts';

/** Lists longer than this are no steps of a program. */
const mostSteps = 16;

const known = new WeakMap<Node, Map<Frame | undefined, readonly Node[]>>();

/**
 * `steps.reduce((value, step) => step(value), start)` for a list that the code writes out: one call of the callback for each element, each
 * given what the one before gave. Undefined when the list or the callback is not known, or when its elements are no functions and it does not
 * put something under a name for each: `names.reduce((all, name) => ({ ...all, [name]: load(name) }), {})`.
 */
export function foldedCalls(trace: Trace, call: Node, frame: Frame | undefined): readonly Node[] | undefined {
  const callee = unwrap(call['callee']);
  const [callback, start] = call['arguments'] as readonly Node[];
  const list = trace.evaluate(callee['object'], frame);
  if (!callback || !start || !isFunction(unwrap(callback))) return undefined;
  const items = list.kind === 'list' && isOfFunctions(trace, list) ? list.items : isNaming(unwrap(callback)) ? writtenItems(trace, list) : undefined;
  if (!items) return undefined;
  const byFrame = known.get(call) ?? new Map<Frame | undefined, readonly Node[]>();
  known.set(call, byFrame);
  const made = byFrame.get(frame);
  if (made?.length === items.length) return made;
  const calls: Node[] = [];
  for (const item of items) {
    const before = calls.at(-1);
    const soFar = given(call, () => (before ? foldedValue(trace, before, frame) : trace.evaluate(start, frame)));
    calls.push({ type: 'CallExpression', start: call.start, end: call.end, parent: call, callee: callback, arguments: [soFar, given(call, () => trace.value(item))] });
  }
  byFrame.set(frame, calls);
  return calls;
}

/** What the callback gives in one of these calls. */
export function foldedValue(trace: Trace, step: Node, frame: Frame | undefined): Value {
  const [target] = members(trace.evaluate(step['callee'], frame));
  return target?.kind === 'function' ? trace.returned(target, step, frame) : unknown;
}

/** An argument that no source text holds. */
const given = (call: Node, ask: () => Value): Node => ({ type: 'Given', start: call.start, end: call.end, parent: call, ask });

function isOfFunctions(trace: Trace, list: ListValue): boolean {
  if (list.rest || list.items.length === 0 || list.items.length > mostSteps) return false;
  return list.items.every((item) => members(trace.value(item)).some((value) => value.kind === 'function' || value.kind === 'library'));
}

/** `(all, name) => ({ ...all, [name]: … })`. */
function isNaming(fn: Node): boolean {
  const [all] = fn['params'] as Node[];
  const returned = returnedNodes(fn).map(unwrap);
  return (
    all?.type === 'Identifier' &&
    returned.length > 0 &&
    returned.every((made) => {
      const properties: readonly Node[] = made.type === 'ObjectExpression' ? made['properties'] : [];
      return properties.some((property) => property['computed']) && properties.some((property) => property.type === 'SpreadElement' && awaited(property['argument'])['name'] === all['name']);
    })
  );
}

const awaited = (node: Node): Node => (unwrap(node).type === 'AwaitExpression' ? unwrap(unwrap(node)['argument']) : unwrap(node));

const pairTexts = new WeakMap<Node, Map<Frame | undefined, ListValue>>();

/**
 * `pairs.map(([name, value]) => `${name}=${value}`).join('&')` of pairs that the code writes out: the text of each. Undefined where the
 * list is not known, or is of something else.
 */
export function writtenPairs(trace: Trace, list: Value, callback: Node, call: Node, frame: Frame | undefined): ListValue | undefined {
  const fn = unwrap(callback);
  const isJoined = isMember(call.parent) && memberName(call.parent as Node) === 'join';
  if (!isJoined || list.kind !== 'list' || list.rest || list.items.length === 0 || list.items.length > mostSteps) return undefined;
  if (!isFunction(fn) || fn['params'].length !== 1 || fn['params'][0].type !== 'ArrayPattern') return undefined;
  if (!list.items.every((item) => isPair(trace.value(item)))) return undefined;
  const byFrame = pairTexts.get(call) ?? new Map<Frame | undefined, ListValue>();
  pairTexts.set(call, byFrame);
  const known = byFrame.get(frame);
  if (known?.items.length === list.items.length) return known;
  const steps = list.items.map((item): Node => ({ type: 'CallExpression', start: call.start, end: call.end, parent: call, callee: callback, arguments: [given(call, () => trace.value(item))] }));
  const made: ListValue = { kind: 'list', items: steps.map((step) => ({ node: given(call, () => plainName(foldedValue(trace, step, frame))), frame })), rest: undefined, ref: { node: call, frame } };
  byFrame.set(frame, made);
  return made;
}

const isPair = (value: Value): boolean => value.kind === 'list' && value.items.length === 2 && !value.rest;

/** A name that encoding leaves as it is stands in the text as it is written. */
function plainName(value: Value): Value {
  const [name, ...rest] = value.kind === 'text' ? value.pieces : [];
  const text = name?.kind === 'hole' ? literalText(name.value) : undefined;
  if (name?.kind !== 'hole' || name.value.kind !== 'text' || text === undefined || !/^\w+$/.test(text)) return value;
  return { kind: 'text', pieces: [...name.value.pieces, ...rest] };
}
