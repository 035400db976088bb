import { isCall, isFunction, type Node, unwrap } from '../source/ast.ts';
import { linkOf } from './requests/answers.ts';
import { boundBy, directCall } from './calls/bound.ts';
import { insteadOf } from './calls/instead.ts';
import { keptHere } from './flow/caches.ts';
import { returnedNodes } from './calls/calls.ts';
import { isVerb } from './texts/branches.ts';
import { callbackArgument, firstReceived } from './calls/callbacks.ts';
import { matchesIn } from './texts/captured-texts.ts';
import { foldedCalls, foldedValue, writtenPairs } from './folding.ts';
import { joinedParts } from './texts/growing.ts';
import { heldByName } from './names/kept-names.ts';
import { filteredBy } from './conditions/guards.ts';
import { mappedItems, moved, unordered } from './calls/mapped-items.ts';
import { answerStep, elementAt } from './members.ts';
import { pair, pairOfMap, underName } from './names/named-pairs.ts';
import { asContainer, madeByStatic } from './classes/own-containers.ts';
import { splitText } from './texts/splitting.ts';
import { callableSchema } from './schemas/schemas.ts';
import { isStrings, wovenByMethod } from './calls/tagged.ts';
import { copiedUsers, copyOfFold } from './names/named-copies.ts';
import { platformCall } from './platform.ts';
import { pieceOfValue, eachPair } from './texts/text.ts';
import type { Trace } from './trace.ts';
import { turnsOfHanded } from './conditions/turns.ts';
import { takenFrom } from './unknowns.ts';
import { circular, type Frame, type FunctionValue, type LibraryValue, literalText, type MapValue, members, type Piece, type Ref, union, unknown, type Value } from './value.ts';

/** Methods whose result is a list of the same elements. */
const sameList = new Set(['filter', 'slice', 'sort', 'reverse', 'concat', 'toSorted', 'toReversed', 'toSpliced', 'splice', 'with', 'flat', 'values', 'copyWithin', 'fill', 'trim', 'toArray', 'take', 'drop']);
/** Methods whose result is one element. */
const oneElement = new Set(['find', 'findLast', 'at', 'pop', 'shift', 'get', 'item']);
/** Methods of strings that keep the address or query recognisable. */
const sameText = new Set(['toString', 'trim', 'trimEnd', 'trimStart', 'toLowerCase', 'valueOf', 'normalize']);

/** Methods of a link that give a part of it: the part still holds its parameters, or is of no interest. */
const partOfLink = /^(?:split|slice|substring|substr|replace|trim|toString)$/;

/** The result of a method that belongs to no function of the project: lists, strings, promises, answers. */
export function methodResult(trace: Trace, call: Node, callee: Node, method: string, frame: Frame | undefined): Value {
  const receiver = trace.evaluate(callee['object'], frame);
  return union(members(receiver).map((value) => resultOn(trace, asContainer(trace, value), call, method, frame)));
}

function resultOn(trace: Trace, value: Value, call: Node, method: string, frame: Frame | undefined): Value {
  if (value.kind === 'response') {
    const client = trace.clientNamed(value.request.client);
    const extended = client?.extend?.(value, method, trace.use(undefined, call, frame));
    if (extended) return extended;
    if (method === 'toArray') return asList(trace.element(value, call, frame), { node: call, frame });
    if (method === 'setEncoding' || (sameText.has(method) && isTextStep(value.steps.at(-1)))) return value;
    const answered = answerStep(trace, value, `${method}()`, call);
    if (answered.kind !== 'unknown') return answered;
  }
  if (value.kind === 'shape' && value.request) {
    const own = trace.clients
      .filter((client) => client.id === value.request?.client)
      .map((client) => client.onShape?.(value, method, trace.use(undefined, call, frame)))
      .find(Boolean);
    if (own) return own;
  }
  const [only] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  const isLink = (value.kind === 'shape' && value.shape === 'Href') || (only?.kind === 'hole' && linkOf(only.value) !== undefined);
  if (isLink && partOfLink.test(method)) return method === 'split' ? asList(value, { node: call, frame }) : value;
  if (value.kind === 'schema') return trace.clientNamed(value.client)?.onSchema?.(value, method, trace.use(undefined, call, frame)) ?? unknown;
  if (method === 'pipe') return pipedResult(trace, value, call, (call['arguments'] as Node[]).length, frame);
  if (method === 'then') return thenResult(trace, value, call, frame);
  if (method === 'catch' || method === 'finally' || method === 'toPromise') return union([value, ...(method === 'catch' ? insteadOf(trace, call, 0, frame) : [])]);
  if (value.kind === 'function') return viaFunction(trace, value, call, method, frame);
  if (value.kind === 'class') return madeByStatic(trace, value, method) ?? unknown;
  if (value.kind === 'map') return mapResult(trace, value, call, method, frame);
  if (value.kind === 'each' && value.part === 'value' && ofText.test(method) && isWritten(value.of)) return value;
  if (isList(value)) return listResult(trace, value, call, method, frame);
  if (value.kind === 'text' || value.kind === 'query' || value.kind === 'url' || value.kind === 'env') return textResult(trace, value, call, method, frame);
  if (value.kind === 'shape' && method === 'json') return value;
  // `list = list.concat(more)`: of a list that grows by itself, what it grows by is known.
  if (value === circular && method === 'concat') return concatenated(trace, value, call, frame);
  // A list of nobody knows what gives a list of what the callback returns.
  if ((method === 'map' || method === 'flatMap') && call['arguments'][0]) return mapped(trace, call, call['arguments'][0], method, frame);
  return value.kind === 'unknown' ? takenFrom(value) : unknown;
}

/** Methods of strings: what they make of one of the parameters of a query is sent in its place. */
const ofText = /^(?:toString|trim|trimStart|trimEnd|toLowerCase|toUpperCase|replace|replaceAll|normalize)$/;
const isWritten = (whole: Value): boolean => members(whole).every(({ kind }) => kind === 'object');

const isList = (value: Value): boolean => value.kind === 'list' || value.kind === 'each' || (value.kind === 'shape' && /\[\]$|^Other$/.test(value.shape));

/** `fn.call(self, …)`, `fn.apply(self, […])`, `fn.bind(self)`. */
function viaFunction(trace: Trace, fn: FunctionValue, call: Node, method: string, frame: Frame | undefined): Value {
  if (method === 'bind') return { ...fn, self: call['arguments'][0] ? trace.evaluate(call['arguments'][0], frame) : undefined, bound: [...(fn.bound ?? []), ...boundBy(call, frame)] };
  return method === 'call' || method === 'apply' ? trace.returned({ ...fn, self: trace.evaluate(call['arguments'][0] ?? call, frame) }, directCall(call), frame) : unknown;
}

/** `.then(fn)`: what the callback returns; the value itself where there is no callback. */
function thenResult(trace: Trace, value: Value, call: Node, frame: Frame | undefined): Value {
  const [callback] = call['arguments'] as Node[];
  return callback ? union([callbackResult(trace, callback, call, frame) ?? unknown, ...insteadOf(trace, call, 1, frame)]) : value;
}

/** `.pipe(f, g)`: what the first `count` functions make of the value. */
export function pipedResult(trace: Trace, value: Value, call: Node, count: number, frame: Frame | undefined): Value {
  return (call['arguments'] as Node[]).slice(0, count).reduce<Value>((given, fn) => resultFor(trace, fn, [given], call, frame) ?? unknown, value);
}

/** What a function written as an argument, or one that a library made, gives for these values. */
function resultFor(trace: Trace, callback: Node, given: readonly Value[], call: Node, frame: Frame | undefined): Value | undefined {
  const results = members(trace.evaluate(callback, frame)).flatMap((value, _, all) => {
    const turns = value.kind === 'function' && all.length > 1 ? turnsOfHanded(trace, call, value.ref.node, frame) : undefined;
    if (value.kind === 'function') return (turns ?? [frame]).map((turn) => trace.callbackReturned(value, call, turn));
    return (value.kind === 'library' && trace.clientOf(value)?.apply?.(value, given, { node: call, frame }, trace)) || [];
  });
  return results.length > 0 ? union(results) : undefined;
}

/** What a callback argument returns when the method calls it. */
export function callbackResult(trace: Trace, callback: Node, call: Node, frame: Frame | undefined): Value | undefined {
  const isLibrary = members(trace.evaluate(callback, frame)).some((value) => value.kind === 'library');
  const given = isLibrary ? [callbackArgument(trace, callback, call, 0, frame), callbackArgument(trace, callback, call, 1, frame)] : [];
  return resultFor(trace, callback, given, call, frame) ?? handedResult(trace, callback, call, frame);
}

/** `.then(User.parse)`: what a function of a library makes of the value that the method gives it. */
function handedResult(trace: Trace, callback: Node, call: Node, frame: Frame | undefined): Value | undefined {
  for (const given of members(trace.evaluate(callback, frame))) {
    const value = (given.kind === 'schema' && callableSchema(trace, given, { node: callback, frame })) || given;
    const client = value.kind === 'library' ? trace.clientOf(value) : undefined;
    const result = value.kind === 'library' && (client?.handed?.(trace.use(value, call, frame), firstReceived(trace, call, callback, frame)) ?? madeOfEntries(trace, value, callback, call, frame));
    if (result) return result;
  }
  return undefined;
}

/** `.then(Object.fromEntries)`: what it makes of the list. */
function madeOfEntries(trace: Trace, target: LibraryValue, callback: Node, call: Node, frame: Frame | undefined): Value | undefined {
  if (target.path.join('.') !== 'Object.fromEntries') return undefined;
  const { start, end } = callback;
  const list: Node = { type: 'Given', start, end, parent: call, ask: () => firstReceived(trace, call, callback, frame) };
  return platformCall(trace, target, { ...call, arguments: [list] }, frame);
}

function listResult(trace: Trace, value: Value, call: Node, method: string, frame: Frame | undefined): Value {
  const [first] = call['arguments'] as Node[];
  if (isStrings(value) && /^(?:map|reduce)$/.test(method)) return wovenByMethod(trace, value, call, method, frame);
  if (method === 'next') return nextStep(trace, value, call, frame);
  if (method === 'entries') return asList(pair(trace.element(value, call, frame)), { node: call, frame });
  if (sameList.has(method))
    return method === 'concat'
      ? concatenated(trace, value, call, frame)
      : method === 'flat'
        ? flattened(trace, value, call, frame)
        : moved(unordered(trace, method === 'filter' ? filteredBy(trace, value, first, frame) : value), method, first);
  if (oneElement.has(method)) return trace.element(value, call, frame);
  if ((method === 'map' || method === 'flatMap') && first)
    return encodedItems(trace, value, first, call, frame) ?? writtenPairs(trace, value, first, call, frame) ?? oneByOne(trace, value, mapped(trace, call, first, method, frame), call, method, frame);
  if (method === 'reduce' || method === 'reduceRight') return reduced(trace, value, call, method, frame);
  if (method === 'join') return joined(trace, value, call, frame);
  return unknown;
}

/** `iterator.next()`: one of what is gone through, or what the generator returns at its end. */
function nextStep(trace: Trace, value: Value, call: Node, frame: Frame | undefined): Value {
  const { node, frame: own }: { readonly node?: Node; readonly frame?: Frame | undefined } = value.kind === 'list' ? value.ref : {};
  const last = node && isFunction(node) && node['generator'] ? returnedNodes(node).map((given) => trace.evaluate(given, own)) : [];
  return { kind: 'record', members: { value: union([trace.element(value, call, frame), ...last]) } };
}

const textOf = (trace: Trace, node: Node | undefined, frame: Frame | undefined): string | undefined => node && literalText(trace.evaluate(node, frame));

/** `map.get(key)`, `map.values()`, `map.entries()`. */
function mapResult(trace: Trace, map: MapValue, call: Node, method: string, frame: Frame | undefined): Value {
  const ref = { node: call, frame };
  if (method === 'get') return keptHere(trace, map, call, frame) ?? heldByName(trace, map, call, frame) ?? underName(trace, map, textOf(trace, call['arguments'][0], frame)) ?? map.value;
  if (method === 'set') return map;
  if (method === 'values') return asList(map.value, ref);
  if (method === 'keys' && map.key) return asList(map.key, ref);
  return method === 'entries' ? asList(pairOfMap(map, ref), ref) : unknown;
}

function mapped(trace: Trace, call: Node, callback: Node, method: string, frame: Frame | undefined): Value {
  const result = callbackResult(trace, callback, call, frame) ?? unknown;
  const rest = method === 'flatMap' ? trace.element(result, call, frame) : result;
  return asList(rest, { node: call, frame });
}

function oneByOne(trace: Trace, list: Value, all: Value, call: Node, method: string, frame: Frame | undefined): Value {
  const joined = all.kind === 'list' ? all.rest : undefined;
  const items = method === 'map' && joined ? mappedItems(trace, list, call['arguments'][0], call, frame, joined) : undefined;
  return items ? { kind: 'list', items, rest: undefined, ref: { node: call, frame } } : all;
}

/** `segments.map(encodeURIComponent)`: the same elements, each encoded; a text that stays as it is stays the element it is. */
function encodedItems(trace: Trace, list: Value, callback: Node, call: Node, frame: Frame | undefined): Value | undefined {
  // A name and its value, both encoded, are still those.
  if (list.kind === 'each' && list.part === 'entry') return isEncoder(trace, callback, frame) ? list : undefined;
  if (list.kind !== 'list' || list.rest || !isEncoder(trace, callback, frame)) return undefined;
  const items = list.items.map((item): Ref => {
    const isPlain = /^[\w.~-]+$/.test(literalText(trace.value(item)) ?? '');
    const { start, end } = item.node;
    const ask = (): Value => ({ kind: 'text', pieces: [{ kind: 'hole', ref: item, value: trace.value(item), encoded: true }] });
    return isPlain ? item : { node: { type: 'Given', start, end, parent: item.node, ask }, frame: item.frame };
  });
  return { kind: 'list', items, rest: undefined, ref: { node: call, frame } };
}

/** `encodeURIComponent`, `(segment) => encodeURIComponent(segment)`. */
function isEncoder(trace: Trace, callback: Node, frame: Frame | undefined): boolean {
  const given = unwrap(callback);
  const isWrapped = isFunction(given) && isCall(given['body']) && given['params'].length === 1 && given['params'][0].type === 'Identifier';
  if (isWrapped && (given['body']['arguments'].length !== 1 || given['body']['arguments'][0].name !== given['params'][0].name)) return false;
  const [encoder] = members(trace.evaluate(isWrapped ? given['body']['callee'] : given, frame));
  return encoder?.kind === 'library' && encoder.name === 'global' && encoder.path.join() === 'encodeURIComponent';
}

/** A list whose elements all are this value; keeps list shapes and pairs recognisable. */
export function asList(element: Value, ref: Ref): Value {
  if (element.kind === 'shape') return { ...element, shape: `${element.shape}[]` };
  return { kind: 'list', items: [], rest: element, ref };
}

function flattened(trace: Trace, value: Value, call: Node, frame: Frame | undefined): Value {
  const inner = trace.element(value, call, frame);
  return members(inner).some((member) => isList(member)) ? inner : value;
}

/** `list.concat(others, one)`: the elements of lists, and what is none itself. */
function concatenated(trace: Trace, value: Value, call: Node, frame: Frame | undefined): Value {
  const given = (call['arguments'] as Node[]).map((argument) => trace.evaluate(argument, frame));
  const lists = given.filter((other) => members(other).some((member) => isList(member)));
  const single = given.flatMap((other) => members(other).filter((member) => member.kind === 'object' || (member.kind === 'shape' && !isList(member))));
  const added = single.length > 0 ? [...lists.flatMap((list) => members(list).filter((member) => isList(member))), asList(union(single), { node: call, frame })] : lists;
  return added.length === 0 ? value : union([value, ...added]);
}

/** `reduce(fn)` without a start value gives an element; with one, what the callback returns. */
function reduced(trace: Trace, value: Value, call: Node, method: string, frame: Frame | undefined): Value {
  const [callback, start] = call['arguments'] as Node[];
  if (!callback) return unknown;
  if (!start) return trace.element(value, call, frame);
  const users = copiedUsers(trace, copyOfFold(call), { node: call, frame });
  if (users) return users;
  const last = method === 'reduce' ? foldedCalls(trace, call, frame)?.at(-1) : undefined;
  if (last) return foldedValue(trace, last, frame);
  const result = callbackResult(trace, callback, call, frame) ?? unknown;
  return union([trace.evaluate(start, frame), ...members(result).filter((member) => member.kind !== 'unknown')]);
}

/** `list.join(separator)`, and `entry.join('=')` of one entry of an object. */
function joined(trace: Trace, value: Value, call: Node, frame: Frame | undefined): Value {
  const [separator] = call['arguments'] as Node[];
  return joinedText(trace, value, separator ? trace.evaluate(separator, frame) : { kind: 'text', pieces: [{ kind: 'literal', text: ',', node: { type: 'Joint', start: call.start, end: call.end, parent: call } }] }, { node: call, frame });
}

/** The answer of which the elements are parts of the text: `chunks.join('')`. */
const partsOfAnswer = (element: Value): Value | undefined => members(element).find((value) => value.kind === 'response' && isTextStep(value.steps.at(-1)));
const isTextStep = (step: string | undefined): boolean => step === 'text' || step === 'text()';

/** The text of a list with something between its elements. */
export function joinedText(trace: Trace, value: Value, between: Value, ref: Ref): Value {
  const separator: readonly Piece[] = between.kind === 'text' ? between.pieces : [];
  if (value.kind === 'each' && value.part === 'entry') {
    const [key, item] = [0, 1].map((index): Piece => ({ kind: 'hole', ref, value: elementAt(trace, value, index, ref), encoded: false })) as [Piece, Piece];
    return { kind: 'text', pieces: [key, ...separator, item] };
  }
  const element = trace.element(value, ref.node, ref.frame);
  const answer = partsOfAnswer(element);
  if (answer) return answer;
  const pair = eachPair(element) ?? (value.kind === 'list' && value.rest ? eachPair(value.rest) : undefined);
  if (pair) return { kind: 'query', ref, init: pair.of, initRef: undefined, how: 'each' };
  const parts = value.kind === 'list' ? joinedParts(trace, value) : undefined;
  return parts ? { kind: 'text', pieces: parts.flatMap((part, index) => [...(index > 0 ? separator : []), ...part]) } : unknown;
}

function textResult(trace: Trace, value: Value, call: Node, method: string, frame: Frame | undefined): Value {
  // Parameters that cannot be changed give a copy with the new one.
  if (value.kind === 'query' && /^(?:set|append|appendAll|delete)$/.test(method)) return value;
  if (value.kind === 'query' && method === 'keys') return { kind: 'each', part: 'keys', of: value, ref: { node: call, frame } };
  if (value.kind === 'text' && isVerb(value) && (method === 'toUpperCase' || method === 'toLowerCase')) return { ...value, pieces: value.pieces.map((piece) => (piece.kind === 'literal' ? { ...piece, text: piece.text[method]() } : piece)) };
  if (sameText.has(method) || (value.kind === 'query' && method === 'entries')) return value;
  if (method === 'matchAll' && value.kind === 'text') return matchesIn(trace, value, call);
  if (method === 'split' && value.kind === 'text') return splitText(trace, value, call, frame) ?? unknown;
  if ((method === 'replace' || method === 'replaceAll') && (fillsPlaceholder(call['arguments'][0]) || encodesBlanks(call['arguments']))) return value;
  if (method === 'concat') return { kind: 'text', pieces: [...pieceOfValue(value, call, frame), ...(call['arguments'] as Node[]).flatMap((argument) => pieceOfValue(trace.evaluate(argument, frame), argument, frame))] };
  return unknown;
}

/** `line.replaceAll("'", …)`, which no address holds, `path.replace('{id}', id)`, `.replace(/:(\w+)/g, …)`, `.replace(/\/+$/, '')`: the text keeps the form of the address. */
function fillsPlaceholder(pattern: Node | undefined): boolean {
  if (pattern?.type === 'StringLiteral') return /^(?:\{.*\}|\$\{.*\}|:\w+|<\w+>|%\w|\[\w+\]|\/|['"])$/.test(pattern['value']);
  return pattern?.type === 'RegExpLiteral' && (/^['"]$|[:{<%[]|\\\{/.test(pattern['pattern'].replace(/\(\?[:=!<]*|\[\^?[^\]]*\]?/g, '')) || /^(?:\^|\\?\/|\+|\*|\$)+$/.test(pattern['pattern']) || trailing.test(pattern['pattern']));
}

/** `.replace(/ /g, '%20')`: the text means the same, and one that is encoded stays as it is. */
function encodesBlanks([pattern, by]: readonly (Node | undefined)[]): boolean {
  const isBlank = pattern?.type === 'StringLiteral' ? pattern['value'] === ' ' : pattern?.type === 'RegExpLiteral' && /^(?: |\\s|\[ \])\+?$/.test(pattern['pattern']);
  return isBlank && by?.type === 'StringLiteral' && /^(?:%20|\+)$/.test(by['value']);
}

/** `/[?&]$/`: what is left over behind the last parameter. */
const trailing = /^(?:&|\\\?|\[(?:[?&]|\\\?){1,2}\])[+*]?\$$/;
