import { isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { indexOfArgument } from './callers.ts';
import { lentCall, placeOfArgument } from './bound.ts';
import { receivedOfPattern } from '../texts/captured-texts.ts';
import { instanceOf } from '../classes/making.ts';
import { placeMentions } from '../changes/contents.ts';
import { fieldMentions } from '../classes/this-mentions.ts';
import { givenByKey, isTaken } from './dispatched.ts';
import { emitted } from './events.ts';
import { receivedFrom } from '../requests/every-way.ts';
import { foldedCalls } from '../folding.ts';
import { usesOfKept } from './kept-functions.ts';
import { contextsAt } from './own-contexts.ts';
import { elementAt } from '../members.ts';
import { type Nested, nestedAt, nestedIn } from './nested.ts';
import { callbackResult, pipedResult } from '../methods.ts';
import { asContainer } from '../classes/own-containers.ts';
import { platformCallback } from '../platform.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, stepped, union, unknown, type Value } from '../value.ts';

/** Methods that hand each element to a callback as its first parameter. */
export const perElement = new Set(['map', 'filter', 'forEach', 'some', 'every', 'find', 'findIndex', 'findLast', 'findLastIndex', 'flatMap', 'each']);
/** Methods that hand two elements to a callback. */
const comparing = new Set(['sort', 'toSorted']);
/** Methods that keep a function for later. */
const storing = /^(?:push|unshift|add|set)$/;
/** Through how many functions a callback is handed on. */
const deepest = 6;

/** What the parameter at `index` of a callback receives in the call it is an argument of. */
export function callbackArgument(trace: Trace, fn: Node, given: Node, index: number, frame: Frame | undefined): Value {
  const call = lentCall(given) ?? given;
  const position = placeOfArgument(trace, call, call['arguments']?.[indexOfArgument(trace, call, fn)], frame);
  return (position < 0 ? nestedArgument(trace, fn, index, frame, call) : undefined) ?? handedTo(trace, call, position, index, frame, 0);
}

/** What the parameter at `index` receives of a function that a library is handed inside an object or a list: `useQuery({ select: (page) => … })`; where several calls are handed it, of the one that is asked about. */
export function nestedArgument(trace: Trace, fn: Node, index: number, frame: Frame | undefined, by?: Node): Value | undefined {
  const all = nestedIn(trace, fn);
  const own = all.filter(({ call }) => call === by);
  for (const nested of own.length > 0 ? own : all) {
    const { call, within } = nested;
    const values = receivedInside(trace, nested, fn, index, frame);
    if (values.length > 0) return union(values);
    const isNext = within.join() === 'next' && index === 0 && isMember(unwrap(call['callee'])) && memberName(unwrap(call['callee'])) === 'subscribe';
    if (isNext) return trace.evaluate(unwrap(call['callee'])['object'], frame);
  }
  return undefined;
}

/** What the called gives a part of its argument. */
const receivedInside = (trace: Trace, nested: Nested, handed: Node, index: number, frame: Frame | undefined): Value[] =>
  members(trace.evaluate(unwrap(nested.call['callee']), frame)).flatMap((value) =>
    value.kind === 'library' ? (receivedFrom(trace, value, nested.call, frame, nested.argument, index, nested.within) ?? []) : (withinOwn(trace, value, nested, handed, index, frame) ?? []),
  );

/** The same of a function or class of the project: what it calls the part of its argument with. */
function withinOwn(trace: Trace, value: Value, { call, argument, within }: Nested, handed: Node, index: number, caller: Frame | undefined): Value | undefined {
  const fn = value.kind === 'function' ? value.ref.node : value.kind === 'class' ? ((value.ref.node['body']?.['body'] ?? []) as Node[]).find((member) => member['kind'] === 'constructor') : undefined;
  const parameter: Node | undefined = fn?.['params'][argument];
  if (!fn || !parameter || (value.kind !== 'function' && value.kind !== 'class')) return undefined;
  const frame = value.kind === 'function' ? trace.frame(fn, call, caller, value.ref.frame, value.self) : undefined;
  const given = mentionsWithin(trace, parameter, within).flatMap((mention) => (isTaken(mention) ? givenByKey(trace, mention, handed, index, frame) : passedBy(trace, mention, index, frame, 0)));
  return given.length > 0 ? union(given) : undefined;
}

/** Expressions that mean a part of what a pattern or a name receives: `{ success }`, `options.success`, `const { success } = options`. */
function mentionsWithin(trace: Trace, given: Node, within: readonly string[]): readonly Node[] {
  const pattern = given.type === 'AssignmentPattern' ? (given['left'] as Node) : given;
  const [name, ...rest] = within;
  if (pattern.type === 'ObjectPattern') {
    const property = (pattern['properties'] as Node[]).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === name);
    return property ? mentionsWithin(trace, property['value'], rest) : [];
  }
  const references = pattern.type === 'Identifier' ? (trace.project.sourceOf(pattern).scopes.bindingOf(pattern)?.references ?? []) : [];
  return references.flatMap((reference) => partsOf(trace, reference, within));
}

function partsOf(trace: Trace, mention: Node, within: readonly string[]): readonly Node[] {
  const [name, ...rest] = within;
  if (name === undefined) return [mention];
  const outer = outermost(mention);
  const { parent } = outer;
  if (isMember(parent) && parent?.['object'] === outer && memberName(parent) === name) return partsOf(trace, parent, rest);
  if (isTaken(parent) && parent?.['object'] === outer && rest.length === 0) return [parent];
  return parent?.type === 'VariableDeclarator' && parent['init'] === outer && parent['id'].type === 'ObjectPattern' ? mentionsWithin(trace, parent['id'], within) : [];
}

/** What a function receives first that is handed to the call as this argument. */
export function firstReceived(trace: Trace, call: Node, argument: Node, frame: Frame | undefined): Value {
  return handedTo(trace, call, (call['arguments'] as Node[]).indexOf(argument), 0, frame, 0);
}

/** What parameter `index` receives of the function that `call` is given at `position`. */
function handedTo(trace: Trace, call: Node, position: number, index: number, frame: Frame | undefined, depth: number): Value {
  // A reducer is called by its library: no call of the program says with what.
  if (position < 0 || depth > deepest || !call['callee']) return unknown;
  const callee = unwrap(call['callee']);
  const method = isMember(callee) ? memberName(callee) : undefined;
  const event = method === undefined ? undefined : emitted(trace, call, method, position, index, frame);
  if (event) return event;
  const fromTargets = members(trace.evaluate(callee, frame))
    .map((value) => fromTarget(trace, value, call, position, index, frame, depth))
    .filter((value) => value !== undefined);
  if (fromTargets.length > 0) return union(fromTargets);
  return method === undefined ? unknown : stepped(fromMethod(trace, callee, call, method, position, index, frame), call, `each of \`.${method}()\``);
}

function fromTarget(trace: Trace, value: Value, call: Node, position: number, index: number, frame: Frame | undefined, depth: number): Value | undefined {
  if (value.kind === 'function') return fromOwnFunction(trace, value.ref.node, position, index, trace.frame(value.ref.node, call, frame, value.ref.frame, value.self), depth);
  const made = constructorFrame(trace, value, call, frame);
  if (made) return fromOwnFunction(trace, made.fn, position, index, made, depth);
  if (value.kind !== 'library') return undefined;
  const known = platformCallback(trace, value, call, position, index, frame);
  return known ?? receivedFrom(trace, value, call, frame, position, index, []);
}

/** The context of the constructor that `new Reader(…)` or `super(…)` runs. */
function constructorFrame(trace: Trace, value: Value, call: Node, caller: Frame | undefined): Frame | undefined {
  const made = value.kind === 'class' && call.type === 'NewExpression' ? instanceOf(trace, value, call, caller).frame : value.kind === 'instance' && unwrap(call['callee']).type === 'Super' ? value.frame : undefined;
  return made?.fn['kind'] === 'constructor' ? made : undefined;
}

/** A function of the project that calls what it is given, keeps it, or hands it on: the arguments of those calls. */
function fromOwnFunction(trace: Trace, fn: Node, position: number, index: number, frame: Frame | undefined, depth: number): Value | undefined {
  const params: readonly Node[] = fn['params'];
  const parameter = params[position] ?? params.at(-1);
  if (parameter?.type === 'RestElement' && parameter['argument'].type === 'Identifier') return passedToOne(trace, parameter['argument'], position - params.length + 1, index, frame, depth);
  const field = parameter?.type === 'TSParameterProperty' ? parameter['parameter'] : parameter;
  const id = field?.type === 'AssignmentPattern' ? field['left'] : field;
  if (id?.type !== 'Identifier' || !params[position]) return undefined;
  const kept = parameter === field || !fn.parent ? [] : fieldMentions(fn.parent, id['name']).flatMap((mention) => contextsOfKept(trace, mention, id, frame).flatMap((one) => passedBy(trace, mention, index, one, depth + 1)));
  const given = passedTo(trace, id, index, frame, depth);
  return kept.length > 0 ? union(given ? [given, ...kept] : kept) : given;
}

/** What a function of a list is called with where the list is gone through: `(...steps) => (x) => steps.reduce((value, step) => step(value), x)`, or where one of it is taken: `steps[index](x)`. */
function passedToOne(trace: Trace, list: Node, place: number, index: number, frame: Frame | undefined, depth: number): Value | undefined {
  const mentions = trace.project.sourceOf(list).scopes.bindingOf(list)?.references ?? [];
  const given = mentions.flatMap((mention) => {
    const named = elementNames(mention).flatMap((id) => passedTo(trace, id, index, stepFrame(trace, mention, place, frame) ?? frame, depth + 1) ?? []);
    const { parent } = outermost(mention);
    return parent && isTaken(parent) && parent['object'] === outermost(mention) ? [...named, ...passedBy(trace, parent, index, frame, depth + 1)] : named;
  });
  return given.length > 0 ? union(given) : undefined;
}

/** The frame of the callback in which `list.reduce(callback, start)` comes to this element. */
function stepFrame(trace: Trace, mention: Node, place: number, frame: Frame | undefined): Frame | undefined {
  const member = outermost(mention).parent;
  const call = isMember(member) && memberName(member as Node) === 'reduce' ? member?.parent : undefined;
  const step = call && isCall(call) ? foldedCalls(trace, call, frame)?.[place] : undefined;
  const [target] = step ? members(trace.evaluate(step['callee'], frame)) : [];
  return step && target?.kind === 'function' ? trace.frame(target.ref.node, step, frame, target.ref.frame, target.self) : undefined;
}

/** What the function behind a name is called with, as its argument at `index`; undefined when nothing calls it. */
export function passedTo(trace: Trace, id: Node, index: number, frame: Frame | undefined, depth = 0): Value | undefined {
  const binding = trace.project.sourceOf(id).scopes.bindingOf(id);
  const given = depth > deepest ? [] : (binding?.references ?? []).flatMap((reference) => passedBy(trace, reference, index, frame, depth));
  return given.length > 0 ? union(given) : undefined;
}

function passedBy(trace: Trace, mention: Node, index: number, frame: Frame | undefined, depth: number): Value[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (!parent) return [];
  if (isCall(parent) && parent['callee'] === outer) return argumentsAt(trace, parent['arguments'], index, frame);
  if (isCall(parent) || parent.type === 'NewExpression') return handedOn(trace, parent, placeOfArgument(trace, parent, outer, frame), index, frame, depth);
  const isCaller = isMember(parent) && parent['object'] === outer && isCall(parent.parent) && parent.parent?.['callee'] === parent;
  if (isCaller && memberName(parent) === 'call') return argumentsAt(trace, parent.parent?.['arguments'].slice(1), index, frame);
  if (isCaller && memberName(parent) === 'apply' && parent.parent?.['arguments'][1]) return [elementAt(trace, trace.evaluate(parent.parent['arguments'][1], frame), index, { node: parent.parent, frame })];
  if (parent.type === 'VariableDeclarator' && parent['id'].type === 'Identifier') return [passedTo(trace, parent['id'], index, frame, depth + 1) ?? []].flat();
  if (parent.type === 'ObjectProperty' && parent['value'] === outer && parent.parent?.type === 'ObjectExpression')
    return [...passedToKept(trace, parent, index, frame, depth), ...nestedAt(trace, mention).flatMap((nested) => receivedInside(trace, nested, mention, index, frame))];
  if (parent.type === 'AssignmentExpression' && parent['right'] === outer)
    return placeMentions(trace, outer, parent, 0).flatMap((later) => (later === parent ? [] : contextsOfKept(trace, later, outer, frame).flatMap((one) => passedBy(trace, later, index, one, depth + 1))));
  return [];
}

/** The contexts in which `this.read` is the function that was kept there: those of the instance whose constructor was given it. */
function contextsOfKept(trace: Trace, later: Node, given: Node, frame: Frame | undefined): readonly (Frame | undefined)[] {
  const values = members(trace.evaluate(given, frame));
  const [kept] = values;
  if (!frame || kept?.kind !== 'function' || values.length > 1) return [frame];
  const contexts = contextsAt(trace, later, kept.ref, frame);
  return contexts.length > 0 ? contexts : [frame];
}

/** What a function is called with that an object keeps for later. */
function passedToKept(trace: Trace, property: Node, index: number, frame: Frame | undefined, depth: number): Value[] {
  return usesOfKept(trace, property, frame).flatMap((use) => (use.call ? argumentsAt(trace, use.call['arguments'], index, use.frame) : use.taken ? (passedTo(trace, use.taken, index, use.frame, depth + 1) ?? []) : []));
}

function argumentsAt(trace: Trace, given: readonly Node[], index: number, frame: Frame | undefined): Value[] {
  const spread = given.slice(0, index + 1).findIndex((argument) => argument.type === 'SpreadElement');
  if (spread >= 0) return [elementAt(trace, trace.evaluate(given[spread]?.['argument'], frame), index - spread, { node: given[spread] as Node, frame })];
  return given[index] ? [trace.evaluate(given[index], frame)] : [];
}

/** The callback becomes an argument itself: of a function that calls it, or of `listeners.push(…)`. */
function handedOn(trace: Trace, call: Node, position: number, index: number, frame: Frame | undefined, depth: number): Value[] {
  const callee = unwrap(call['callee']);
  if (isMember(callee) && storing.test(memberName(callee) ?? '')) {
    const stored = listMentions(trace, callee['object']).flatMap((mention) => [
      ...elementNames(mention).flatMap((id) => passedTo(trace, id, index, undefined, depth + 1) ?? []),
      ...(memberName(callee) === 'set' ? takenBy(mention).flatMap((taken) => passedBy(trace, taken, index, undefined, depth + 1)) : []),
    ]);
    if (stored.length > 0) return stored;
  }
  const value = handedTo(trace, call, position, index, frame, depth + 1);
  return value.kind === 'unknown' ? [] : [value];
}

/** `makers.get(name)`. */
function takenBy(mention: Node): Node[] {
  const member = outermost(mention).parent;
  const call = isMember(member) && member?.['object'] === outermost(mention) && memberName(member as Node) === 'get' ? outermost(member as Node).parent : undefined;
  return call && isCall(call) && unwrap(call['callee']) === member ? [call] : [];
}

/** Everywhere the list that holds the callbacks is named. */
function listMentions(trace: Trace, given: Node): Node[] {
  const list = unwrap(given);
  if (list.type === 'AssignmentExpression' || list.type === 'LogicalExpression') return listMentions(trace, list['left']);
  if (isMember(list) && (list['computed'] || memberName(list) === 'get')) return listMentions(trace, list['object']);
  if (isCall(list)) return listMentions(trace, list['callee']);
  const assignment = { type: 'AssignmentExpression', left: list, right: list, start: list.start, end: list.end };
  return placeMentions(trace, list, assignment, 0).filter((mention) => mention !== assignment);
}

/** `columns.map((column) => …)`: the list of which a parameter is an element. */
export function listOfParameter(parameter: Node): Node | undefined {
  const fn = parameter.parent;
  const call = isFunction(fn) && fn?.['params'][0] === parameter ? fn?.parent : undefined;
  const callee = call && isCall(call) && call['arguments'][0] === fn ? unwrap(call['callee']) : undefined;
  return callee && isMember(callee) && perElement.has(memberName(callee) ?? '') ? callee['object'] : undefined;
}

/** Names of one element of a list where the list is gone through: `for (const f of list)`, `list.forEach((f) => …)`. */
export function elementNames(mention: Node): Node[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (!parent) return [];
  if (parent.type === 'ForOfStatement' && parent['right'] === outer) return [parent['left'].declarations?.[0]?.id].filter((id) => id?.type === 'Identifier');
  if (parent.type === 'SpreadElement' || parent.type === 'ArrayExpression' || parent.type === 'LogicalExpression' || parent.type === 'ConditionalExpression') return elementNames(parent);
  if (isCall(parent) && /^(?:from|values)$/.test(memberName(unwrap(parent['callee'])) ?? '')) return elementNames(parent);
  if (!isMember(parent) || parent['object'] !== outer) return [];
  const call = parent.parent;
  if (!isCall(call) || call?.['callee'] !== parent) return elementNames(parent);
  const isReduce = /^reduce(?:Right)?$/.test(memberName(parent) ?? '');
  const callback = isReduce || perElement.has(memberName(parent) ?? '') ? unwrap(call?.['arguments'][0] ?? call) : undefined;
  if (isFunction(callback)) return [callback?.['params'][isReduce ? 1 : 0]].filter((id) => id?.type === 'Identifier');
  return callback ? [] : elementNames(call as Node);
}

function fromMethod(trace: Trace, callee: Node, call: Node, method: string, position: number, index: number, frame: Frame | undefined): Value {
  const receiver = asContainer(trace, trace.evaluate(callee['object'], frame));
  const element = (): Value => trace.element(receiver, call, frame);
  if (receiver.kind === 'schema') return index === 0 ? (trace.userSchemas?.shapeOf(receiver) ?? unknown) : unknown;
  if (method === 'pipe') return index === 0 ? pipedResult(trace, receiver, call, position, frame) : unknown;
  if (method === 'then' || method === 'subscribe' || method === 'done' || method === 'success') return position === 0 && index === 0 ? receiver : unknown;
  if (method === 'end') return index === 1 ? receiver : unknown;
  if (method === 'on' || method === 'once') return streamed(call, receiver, position, index);
  if (comparing.has(method)) return element();
  if (method === 'replace' || method === 'replaceAll') return receivedOfPattern(trace, receiver, call, position, index);
  if (method === 'reduce' || method === 'reduceRight') return reduceArgument(trace, receiver, call, index, frame);
  if (!perElement.has(method)) return unknown;
  if (receiver.kind === 'map' && !receiver.isQuery) return (index === 0 ? receiver.value : index === 1 ? receiver.key : undefined) ?? unknown;
  if (receiver.kind === 'query' || receiver.kind === 'map') return index < 2 ? { kind: 'each', part: index === 0 ? 'value' : 'key', of: receiver, ref: { node: call, frame } } : unknown;
  if (index === 0) return element();
  return index === 2 ? receiver : unknown;
}

/** `answer.on('data', (chunk) => …)`: a part of the answer's text. */
function streamed(call: Node, receiver: Value, position: number, index: number): Value {
  const isChunk = position === 1 && index === 0 && call['arguments'][0]?.value === 'data';
  return isChunk ? union(members(receiver).flatMap((value) => (value.kind === 'response' ? [{ ...value, steps: ['text'] }] : []))) : unknown;
}

/** What is collected so far: the start, and what the callback made of it. */
function reduceArgument(trace: Trace, receiver: Value, call: Node, index: number, frame: Frame | undefined): Value {
  const element = trace.element(receiver, call, frame);
  if (index === 1) return element;
  if (index !== 0) return unknown;
  const [callback, start] = call['arguments'] as [Node, Node | undefined];
  const made = members(callbackResult(trace, callback, call, frame) ?? unknown).filter((member) => member.kind !== 'unknown');
  return union([start ? trace.evaluate(start, frame) : element, ...made]);
}
