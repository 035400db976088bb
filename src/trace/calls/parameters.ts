import { enclosingFunction, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { argumentsOf } from './bound.ts';
import { callbackArgument, nestedArgument } from './callbacks.ts';
import { callSites } from './callers.ts';
import { columnArgument } from '../names/columns.ts';
import { dispatchedValue } from './dispatched.ts';
import { injectedInto } from './injection.ts';
import { handedToMethod } from '../classes/inherited.ts';
import { elementAt } from '../members.ts';
import { onlyChild } from '../flow/mentions.ts';
import { isNamed } from './nested.ts';
import { pageProps } from './page-props.ts';
import { contextsOnce } from '../requests/requests.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { turnsOf, turnsOfHanded } from '../conditions/turns.ts';
import { absent, type Frame, members, nothing, type Ref, stepped, union, unknown, type Value } from '../value.ts';
import type { CallSite } from './sites.ts';

/** What a parameter receives: this call's argument when the frame says which call, otherwise what every known call passes. */
export function parameterValue(trace: Trace, fn: Node, parameter: Node, frame: Frame | undefined): Value {
  const index = fn['params'].indexOf(parameter);
  const own = frameOf(fn, frame);
  if (own) return own.callback ? callbackArgument(trace, fn, own.call, index, own.caller) : argumentValue(trace, own.call, index, parameter, own.caller);
  return receivedValue(trace, fn, index, frame, parameter);
}

/** Stands for all the parameters of a function. */
const everyArgument: Node = { type: 'RestElement', start: 0, end: 0 };

/** `arguments` in a function: everything that this call gives it, otherwise what every known call does. */
export function argumentsValue(trace: Trace, at: Node, frame: Frame | undefined): Value {
  let fn = enclosingFunction(at);
  while (fn?.type === 'ArrowFunctionExpression') fn = enclosingFunction(fn);
  if (!fn) return unknown;
  const own = frameOf(fn, frame);
  if (!own) return receivedValue(trace, fn, 0, frame, everyArgument);
  return own.callback ? unknown : argumentValue(trace, own.call, 0, everyArgument, own.caller);
}

/** What a function, or the function that a call of a library makes, receives as its argument at `index`. */
export function receivedValue(trace: Trace, fn: Node, index: number, frame: Frame | undefined, parameter = fn): Value {
  const inline = inlineCall(fn);
  const told = inline ? callbackArgument(trace, fn, inline, index, frame) : (nestedArgument(trace, fn, index, frame) ?? assignedArgument(trace, fn, index, frame) ?? childArgument(trace, fn, index, frame));
  const isTold = told && told.kind !== 'unknown';
  if (isTold && (inline || !isNamed(fn))) return told;
  const sites = sitesOfClosure(trace, fn, frame);
  if (isTold) return union([told, ...sites.flatMap((site) => (site.kind === 'call' ? [dispatchedArgument(trace, fn, site.node, index, parameter)] : []))]);
  const received = union(sites.map((site) => (site.kind === 'callback' ? handedArgument(trace, fn, site.node, index) : dispatchedArgument(trace, fn, site.node, index, parameter))));
  if (received !== unknown) return received;
  return handedToMethod(trace, fn, index) ?? columnArgument(trace, fn, index) ?? (index === 0 ? (injectedInto(trace, fn) ?? pageProps(trace, fn) ?? received) : received);
}

/** What a function receives that is handed to a call, where the call is made for one of several things together with this function. */
function handedArgument(trace: Trace, fn: Node, call: Node, index: number): Value {
  const turns = turnsOfHanded(trace, call, fn, undefined) ?? [undefined];
  return union(turns.map((turn) => callbackArgument(trace, fn, call, index, turn)));
}

/** `channel.onmessage = (event) => …`: what the library calls it with that has the member. */
function assignedArgument(trace: Trace, fn: Node, index: number, frame: Frame | undefined): Value | undefined {
  const assignment = outermost(fn).parent;
  const target: Node | undefined = assignment?.type === 'AssignmentExpression' && assignment['right'] === outermost(fn) ? unwrap(assignment['left']) : undefined;
  const name = target && (isMember(target) ? memberName(target) : target['name']);
  const listening = name === undefined ? [] : trace.clients.filter((client) => client.assigned?.names.test(name));
  if (!target || listening.length === 0) return undefined;
  const values = isMember(target) ? members(trace.evaluate(target['object'], frame)) : [globalThing(target, frame)];
  const given = values.flatMap((value) => (value.kind === 'library' ? listening.flatMap((client) => client.assigned?.value(value, index, { node: target, frame }, trace) ?? []) : []));
  return given.length > 0 ? union(given) : undefined;
}

/** `<Users.Consumer>{(users) => …}</Users.Consumer>`: what the library calls it with that draws the element. */
function childArgument(trace: Trace, fn: Node, index: number, frame: Frame | undefined): Value | undefined {
  const container = outermost(fn).parent;
  const opening: Node | undefined = container?.type === 'JSXExpressionContainer' ? container.parent?.['openingElement'] : undefined;
  if (!opening || onlyChild(opening) !== outermost(fn)) return undefined;
  const given = members(trace.evaluate(opening['name'], frame)).flatMap((value) => (value.kind === 'library' ? (trace.clientOf(value)?.child?.(value, index, trace) ?? []) : []));
  return given.length > 0 ? union(given) : undefined;
}

const globalThing = (node: Node, frame: Frame | undefined): Value => ({ kind: 'library', name: 'global', path: [], made: [], on: undefined, ref: { node, frame } });

/** Calls of the function; of one that a known call made (`const get = make(base)`), only those that call what that call made. */
function sitesOfClosure(trace: Trace, fn: Node, frame: Frame | undefined): readonly CallSite[] {
  const maker = frame && isFunction(fn) ? enclosingFunction(fn) : undefined;
  const own = maker && frameOf(maker, frame);
  const sites = callSites(trace, fn);
  if (!own || sites.length < 2) return sites;
  return sites.filter((site) => {
    const called: Node[] = site.kind === 'call' ? [site.node['callee'] ?? site.node] : (site.node['arguments'] ?? []);
    const made = called.flatMap((node) => members(trace.evaluate(unwrap(node), undefined)).flatMap((value) => (value.kind === 'function' && value.ref.node === fn ? [frameOf(maker, value.ref.frame)] : [])));
    return made.length === 0 || made.some((frame) => !frame || frame.call === own.call);
  });
}

/**
 * `this.wrap(raw)` of an abstract class calls another method in each class below it, `handlers[kind](item)` another function for each kind: what it passes
 * to this one is asked where it is known to be the one. Where that is nowhere known, only what is passed in any case counts.
 */
function dispatchedArgument(trace: Trace, fn: Node, call: Node, index: number, parameter: Node): Value {
  const byKey = dispatchedValue(trace, fn, call, index, undefined);
  if (byKey) return byKey;
  const callee = unwrap(call['callee'] ?? call);
  const listed = callee.type === 'Identifier' || (isMember(callee) && unwrap(callee['object']).type !== 'ThisExpression') ? listedContexts(trace, fn, call, callee) : [undefined];
  const turns = listed.flatMap((frame) => turnsOf(trace, call, fn, frame) ?? frame ?? []);
  if (turns.length > 0) return union(turns.map((turn) => argumentValue(trace, call, index, parameter, turn)));
  const isByKey = members(trace.evaluate(callee, undefined)).length > 1 && call['callee'] !== undefined && (callee.type === 'Identifier' || (isMember(callee) && callee['computed']));
  const isDispatched = isByKey || (isMember(callee) && unwrap(callee['object']).type === 'ThisExpression' && members(trace.evaluate(callee, undefined)).length > 1);
  const frames = isDispatched ? contextsAround(trace, call).filter((frame) => frame && members(trace.evaluate(callee, frame)).every((value) => value.kind === 'function' && value.ref.node === fn)) : [];
  if (frames.length > 0) return union(frames.map((frame) => argumentValue(trace, call, index, parameter, frame)));
  const passed = argumentValue(trace, call, index, parameter, undefined);
  return isByKey && passed !== absent && members(passed).some((value) => value.kind === 'unknown' && value !== nothing) ? unknown : passed;
}

/** `columns.map((column) => column.show(row))`, `columns.map(([, show]) => show(row))` in a function that is given the list: the contexts in which this function may be in the list; no certain one where that is all of them. */
function listedContexts(trace: Trace, fn: Node, call: Node, callee: Node): readonly (Frame | undefined)[] {
  if (members(trace.evaluate(callee, undefined)).length < 2) return [undefined];
  const contexts = contextsAround(trace, call);
  const values = contexts.map((frame) => members(trace.evaluate(callee, frame)));
  const isMeant = (value: Value): boolean => value.kind === 'function' && value.ref.node === fn;
  const own = contexts.filter((_, index) => values[index]?.some((value) => value.kind === 'unknown' || isMeant(value)));
  return values.some((some) => some.some(isMeant)) && own.length < contexts.length ? own : [undefined];
}

/** The contexts in which a call is made; none where there are so many that telling them apart would take longer than it is worth. */
function contextsAround(trace: Trace, call: Node): readonly (Frame | undefined)[] {
  const around = enclosingFunction(call);
  const found = around ? contextsOnce(trace, around, []) : [undefined];
  return found.length > mostContexts ? [] : found;
}

const mostContexts = 50;

/** The call of which the function is written as an argument: `users.map((u) => …)`. */
export function inlineCall(fn: Node): Node | undefined {
  const outer = outermost(fn);
  const call = outer.parent;
  if (!call || !(isCall(call) || call.type === 'NewExpression')) return undefined;
  return call['arguments'].includes(outer) ? call : undefined;
}

/** The argument of a call (or the props of a JSX element) for the parameter at this index. */
export function argumentValue(trace: Trace, call: Node, index: number, parameter: Node, caller: Frame | undefined): Value {
  if (call.type === 'JSXOpeningElement') return index === 0 ? trace.evaluate(call, caller) : unknown;
  const given = givenTo(trace, call, caller);
  if (parameter.type === 'RestElement') return restArguments(trace, call, given, index, caller);
  const before = given.slice(0, index + 1).findIndex((argument) => argument.type === 'SpreadElement');
  if (before >= 0) return spreadArgument(trace, given, before, index, caller);
  const argument = given[index];
  return argument ? stepped(trace.evaluate(argument, caller), argument, 'passed as an argument') : absent;
}

/** The arguments that the function gets; the elements of a list behind which others stand, one by one. */
function givenTo(trace: Trace, call: Node, caller: Frame | undefined): readonly Node[] {
  const written: readonly Node[] = call['arguments'] ?? [];
  return written.slice(0, -1).some(({ type }) => type === 'SpreadElement') ? argumentsOf(trace, call, caller) : written;
}

/** `f(a, ...rest)`: an element of the list that is spread. */
function spreadArgument(trace: Trace, given: readonly Node[], before: number, index: number, caller: Frame | undefined): Value {
  const spread = given[before] as Node;
  if (before < given.length - 1) return unknown;
  const list = trace.evaluate(spread['argument'], caller);
  if (list.kind === 'list' && !list.rest && index - before >= list.items.length) return absent;
  return elementAt(trace, list, index - before, { node: spread, frame: caller });
}

function restArguments(trace: Trace, call: Node, given: readonly Node[], index: number, caller: Frame | undefined): Value {
  const items = given.slice(index);
  if (items.length === 1 && items[0]?.type === 'SpreadElement') return trace.evaluate(items[0]['argument'], caller);
  let all: readonly (readonly Ref[])[] | undefined = [[]];
  for (const node of items) {
    const next: readonly (readonly Ref[])[] | undefined = node.type === 'SpreadElement' ? listsOf(trace.evaluate(node['argument'], caller)) : [[{ node, frame: caller }]];
    all = next && next.length * (all?.length ?? 0) <= mostLists ? all?.flatMap((before) => next.map((refs) => [...before, ...refs])) : undefined;
  }
  return all ? union(all.map((refs) => ({ kind: 'list', items: refs, rest: undefined, ref: { node: call, frame: caller } }))) : trace.evaluate(asList(call, items), caller);
}

const lists = new WeakMap<Node, Node>();

/** The last arguments of a call as the list that they are to the function, where not all of its elements are known. */
function asList(call: Node, elements: readonly Node[]): Node {
  const [first, last] = [elements[0] as Node, elements.at(-1) as Node];
  let list = lists.get(first);
  if (!list) lists.set(first, (list = { type: 'ArrayExpression', start: first.start, end: last.end, elements, parent: call }));
  return list;
}

/** More lists than this are not told apart. */
const mostLists = 12;

/** The elements of each list that a value may be; undefined where they are not all known. */
function listsOf(value: Value): readonly (readonly Ref[])[] | undefined {
  const lists = members(value).map((member) => (member.kind === 'list' && !member.rest ? member.items : undefined));
  return lists.includes(undefined) ? undefined : (lists as readonly (readonly Ref[])[]);
}
