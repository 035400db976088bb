import { onlyParameters } from '../api.ts';
import { isFunction, type Node, unwrap } from '../source/ast.ts';
import { addressIn, piecesOfUnits, usersPath } from './texts/address.ts';
import { dependency } from './modules/amd.ts';
import { passedTo } from './calls/callbacks.ts';
import { linkOf } from './requests/answers.ts';
import { closedKeys } from './names/closed-keys.ts';
import { argumentsOf, directCall } from './calls/bound.ts';
import { closedTexts } from './texts/closed-texts.ts';
import { addedTo, isVague } from './evaluate.ts';
import { changesTo, standsBehind } from './changes/made.ts';
import { elementAt, memberOf } from './members.ts';
import { iterated } from './calls/iterators.ts';
import { mergedLiteral } from './calls/merged-literal.ts';
import { asList, callbackResult } from './methods.ts';
import { importedModule } from './modules/modules.ts';
import { copiedUsers, copyOfPairs } from './names/named-copies.ts';
import { namedPairs, pair } from './names/named-pairs.ts';
import { wovenRaw } from './calls/tagged.ts';
import { firstPage, entriesOfPairs, pieceOfValue } from './texts/text.ts';
import type { Trace } from './trace.ts';
import { valueOfType } from './types/types.ts';
import { type Frame, type LibraryValue, members, nothing, type Piece, type Ref, stepped, union, unknown, type Value } from './value.ts';
import { parsedJson, writtenJson } from './texts/written-json.ts';
import { tableOf } from '../table.ts';

type Call = (trace: Trace, args: readonly Node[], ref: Ref) => Value | undefined;

const first: Call = (trace, [argument], ref) => (argument ? trace.evaluate(argument, ref.frame) : unknown);

/** A text that stands for the argument, encoded for a URL. */
const encoded: Call = (trace, [argument], ref) => (argument ? { kind: 'text', pieces: [{ kind: 'hole', ref, value: trace.evaluate(argument, ref.frame), encoded: true }] } : unknown);

const each =
  (part: 'keys' | 'values' | 'entries'): Call =>
  (trace, [argument], ref) => {
    const of = argument ? trace.evaluate(argument, ref.frame) : unknown;
    if (of.kind === 'map' && part !== 'keys') return asList(part === 'values' ? of.value : pair(of.value), ref);
    return { kind: 'each', part, of, ref };
  };

/** Several promises: a list of what they give, in order. */
const all: Call = (trace, [argument], ref) => (argument ? trace.evaluate(argument, ref.frame) : unknown);

/** `Object.assign(a, b)` is `{ ...a, ...b }`: the same object, written as a literal that stands where the call stands. A function stays one that can be called. */
const assign: Call = (trace, args, ref) => {
  const target = args[0] && args[0].type !== 'SpreadElement' && mayBeFunction(args[0]) ? trace.evaluate(args[0], ref.frame) : unknown;
  if (target !== unknown && members(target).every(({ kind }) => kind === 'function')) return target;
  const merged = mergedLiteral(
    trace,
    args.map((node) => ({ node, frame: ref.frame })),
    ref,
  );
  return trace.stands.get(merged.ref.node) ?? merged;
};

const mayBeFunction = (node: Node): boolean => !/^(?:Object|Array|New|This)Expression$/.test(unwrap(node).type);

const arrayFrom: Call = (trace, [list, callback], ref) => {
  if (!list) return unknown;
  if (!callback) return listed(trace, trace.evaluate(list, ref.frame), ref);
  return asList(callbackResult(trace, callback, ref.node, ref.frame) ?? unknown, ref);
};

/** What goes through it makes a list of an object with an iterator of its own. */
function listed(trace: Trace, value: Value, ref: Ref): Value {
  const element = value.kind === 'instance' || value.kind === 'object' ? iterated(trace, value, ref) : undefined;
  return element ? asList(element, ref) : value;
}

const parse: Call = (trace, args, ref) => parsedJson(trace, first(trace, args, ref) ?? unknown, ref.node);

/** The value itself, or what it says that is written of it. A list of names chooses members: what is read afterwards came through here. */
const writtenAsJson: Call = (trace, args, ref) => {
  const written = writtenJson(trace, first(trace, args, ref) ?? unknown, { node: args[0] ?? ref.node, frame: ref.frame });
  return args[1] && !isFunction(unwrap(args[1])) && args[1].type !== 'NullLiteral' ? stepped(written, ref.node, 'written as text') : written;
};

/** What bytes of (a part of) an answer are made of; what others are made of says nothing of them. */
const answerOf = (value: Value | undefined): Value | undefined => (value && members(value).some(({ kind }) => kind === 'response' || kind === 'shape') ? value : undefined);

/** `User.prototype`: what is made with it is one of its class. */
const instanceOf = (prototype: Value | undefined): Value | undefined => (prototype?.kind === 'instance' ? prototype : undefined);

/** Functions and constructors of the platform, by their path from the global object. */
const calls: Readonly<Record<string, Call>> = tableOf({
  encodeURIComponent: encoded,
  escape: encoded,
  encodeURI: first,
  decodeURIComponent: first,
  String: first,
  'String.raw': raw,
  Number: () => unknown,
  structuredClone: first,
  'Object.keys': each('keys'),
  'Object.values': each('values'),
  'Object.entries': each('entries'),
  'Object.fromEntries': fromEntries,
  'Object.create': (trace, args, ref) => instanceOf(first(trace, args, ref)) ?? { kind: 'object', ref },
  'Object.setPrototypeOf': (trace, args, ref) => instanceOf(args[1] && trace.evaluate(args[1], ref.frame)) ?? first(trace, args, ref),
  'Object.freeze': first,
  'Object.assign': assign,
  'Array.from': arrayFrom,
  'Array.fromAsync': arrayFrom,
  'Iterator.from': arrayFrom,
  Array: () => undefined,
  Set: setOf,
  Map: mapOf,
  WeakMap: mapOf,
  'Object.groupBy': grouped('dictionary'),
  'Map.groupBy': grouped('map'),
  Promise: promise,
  'Promise.all': all,
  'Promise.allSettled': (trace, args, ref) => settled(trace, all(trace, args, ref) ?? unknown, ref),
  'Promise.race': (trace, args, ref) => trace.element(first(trace, args, ref) ?? unknown, ref.node, ref.frame),
  'Promise.resolve': first,
  'Promise.reject': () => nothing,
  'Buffer.from': (trace, args, ref) => answerOf(first(trace, args, ref)),
  'Buffer.concat': (trace, args, ref) => trace.element(first(trace, args, ref) ?? unknown, ref.node, ref.frame),
  'JSON.stringify': writtenAsJson,
  'JSON.parse': parse,
  URL: url,
  URLSearchParams: searchParams,
  'Reflect.apply': applied,
  'Deno.env.get': environment,
});

/** `new Promise((resolve) => …)`: what `resolve` is called with, or is handed to. */
function promise(trace: Trace, [executor]: readonly Node[], ref: Ref): Value {
  const functions = executor ? members(trace.evaluate(executor, ref.frame)) : [];
  return union(
    functions.flatMap((value) => {
      const resolve: Node | undefined = value.kind === 'function' ? value.ref.node['params'][0] : undefined;
      return (resolve?.type === 'Identifier' && passedTo(trace, resolve, 0, value.kind === 'function' ? (value.ref.frame ?? ref.frame) : undefined)) || [];
    }),
  );
}

/** String.raw`…`, and the same called with the texts of a template of one's own. */
function raw(trace: Trace, [strings, ...values]: readonly Node[], ref: Ref): Value {
  const given = strings ? trace.evaluate(strings, ref.frame) : unknown;
  return wovenRaw(trace, given.kind === 'object' ? memberOf(trace, given, 'raw', ref) : given, values, ref.frame) ?? unknown;
}

function fromEntries(trace: Trace, args: readonly Node[], ref: Ref): Value {
  const users = copiedUsers(trace, copyOfPairs(ref.node), ref);
  if (users) return users;
  const pairs = first(trace, args, ref) ?? unknown;
  const entries = entriesOfPairs(trace, pairs) ?? pairs;
  if (entries.kind === 'query' || (entries.kind === 'map' && entries.isQuery)) return entries;
  if (entries.kind === 'each' && entries.part === 'entries') return entries.of;
  const named = namedPairs(trace, entries, ref);
  return entries.kind === 'unknown' ? unknown : { kind: 'map', how: 'dictionary', value: secondOfPair(trace, entries, ref), ref, ...(named ? { named } : {}) };
}

/** What stands second in the elements of a list of pairs. */
function secondOfPair(trace: Trace, pairs: Value, ref: Ref): Value {
  return elementAt(trace, elementAt(trace, pairs, Number.NaN, ref), 1, ref);
}

/** `new Set(list)` and what is added later. */
function setOf(trace: Trace, args: readonly Node[], ref: Ref): Value {
  const initial = listed(trace, first(trace, args, ref) ?? unknown, ref);
  const added = addedTo(trace, ref);
  if (added.length === 0) return initial;
  return { kind: 'list', items: [], rest: union([...(args.length > 0 ? [elementAt(trace, initial, Number.NaN, ref)] : []), ...added]), ref };
}

function mapOf(trace: Trace, args: readonly Node[], ref: Ref): Value {
  const initial = args.length > 0 ? [secondOfPair(trace, first(trace, args, ref) ?? unknown, ref)] : [];
  const value = union([...initial, ...addedTo(trace, ref)]);
  const declared: Node | undefined = ref.node['typeParameters']?.['params'][1];
  const keys = keysOfMap(trace, args, ref);
  const key = members(keys).some((one) => one.kind === 'shape') ? keys : (closedKeys(trace, ref) ?? addressKeys(keys));
  const named = args.length > 0 ? namedPairs(trace, first(trace, args, ref) ?? unknown, ref) : undefined;
  return {
    kind: 'map',
    how: 'map',
    value: declared && isVague(value) ? valueOfType(trace, declared, ref.frame) : value,
    ref,
    ...(key ? { key } : {}),
    ...(named ? { named } : {}),
    ...(isQuery(trace, keys, value) ? { isQuery: true } : {}),
  };
}

/** Texts, or what nobody knows, under names of parameters: `params.set('limit', …)`. */
const isQuery = (trace: Trace, keys: Value, value: Value): boolean =>
  members(keys).some((key) => closedTexts(trace, key)?.some((text) => onlyParameters.has(text))) && members(value).every(({ kind }) => /^(?:text|unknown|env|each|typed|shape)$/.test(kind));

/** `new Map([['/users?limit=1', 'Users'], ['/roles', 'Roles']])`: keys that all are paths. */
const addressKeys = (keys: Value): Value | undefined => (members(keys).every((key) => key.kind === 'text' && key.pieces[0]?.kind === 'literal' && key.pieces[0].text.startsWith('/')) ? keys : undefined);

/** `new Map(users.map((user) => [user, count(user)]))`, `seen.set(user, true)`: what the keys are. */
function keysOfMap(trace: Trace, args: readonly Node[], ref: Ref): Value {
  const given = args.length > 0 ? elementAt(trace, elementAt(trace, first(trace, args, ref) ?? unknown, Number.NaN, ref), 0, ref) : undefined;
  const later = changesTo(trace, ref).flatMap(({ key, frame }) => (key ? [trace.evaluate(key, frame)] : []));
  return union([...(given ? [given] : []), ...later]);
}

/** `Reflect.apply(f, self, list)`. */
function applied(trace: Trace, [fn, self]: readonly Node[], ref: Ref): Value {
  const targets = fn ? members(trace.evaluate(fn, ref.frame)) : [];
  return union(targets.map((value) => (value.kind === 'function' ? trace.returned({ ...value, self: self && trace.evaluate(self, ref.frame) }, directCall(ref.node), ref.frame) : unknown)));
}

function grouped(how: 'map' | 'dictionary'): Call {
  return (trace, args, ref) => ({ kind: 'map', how, value: first(trace, args, ref) ?? unknown, ref });
}

function settled(trace: Trace, promises: Value, ref: Ref): Value {
  if (promises.kind === 'list') return { ...promises, settled: true };
  return { kind: 'list', items: [], rest: elementAt(trace, promises, Number.NaN, ref), ref, settled: true };
}

function environment(_trace: Trace, [name]: readonly Node[], ref: Ref): Value {
  return name?.type === 'StringLiteral' ? { kind: 'env', name: name['value'], ref } : unknown;
}

/** `new URL(path, base)`: an absolute path replaces the base's path, a relative one is appended to its folder. */
function url(trace: Trace, [path, base]: readonly Node[], ref: Ref): Value {
  if (!path) return unknown;
  const asked = trace.evaluate(path, ref.frame);
  const given = pieceOfValue(base ? firstPage(asked) : asked, path, ref.frame);
  // A link of an answer is a whole address.
  const isLink = given[0]?.kind === 'hole' && linkOf(given[0].value) !== undefined;
  if (!base || isLink) return { kind: 'url', ref, pieces: withPath(trace, ref, given) };
  const origin = pieceOfValue(trace.evaluate(base, ref.frame), base, ref.frame).filter((piece) => piece.kind !== 'query');
  return { kind: 'url', ref, pieces: withPath(trace, ref, [...origin, ...given]) };
}

/** `url.pathname = '/api/v1/users'`: the path that the program gives an address which is none of the users API yet. */
function withPath(trace: Trace, ref: Ref, pieces: readonly Piece[]): readonly Piece[] {
  const [only, ...others] = changesTo(trace, ref).filter((change) => change.kind === 'member' && change.name === 'pathname');
  const path = only && others.length === 0 ? pieceOfValue(trace.evaluate(only.value, only.frame), only.value, only.frame) : [];
  if (path[0]?.kind !== 'literal') return pieces;
  const address = addressIn(trace, pieces);
  const { units, origin, query, mark } = address;
  // A path of its own may stay where the other one is only given at times.
  const isOpen = address.segments.length > 0 && (!only || !standsBehind(trace, only.assignment ?? only.value, ref.node));
  return isOpen || usersPath(address) ? pieces : [...piecesOfUnits(units.slice(0, origin.length)), ...path, ...piecesOfUnits(mark ? [mark, ...query] : query)];
}

function searchParams(trace: Trace, [init]: readonly Node[], ref: Ref): Value {
  const given = init && trace.evaluate(init, ref.frame);
  return { kind: 'query', ref, init: given && (entriesOfPairs(trace, given) ?? given), initRef: init && { node: init, frame: ref.frame }, how: 'search-params' };
}

/** The result of a call into the platform; undefined when the path is not known here. */
export function platformCall(trace: Trace, target: LibraryValue, node: Node, frame: Frame | undefined): Value | undefined {
  if (target.name !== 'global' && target.name !== 'url') return undefined;
  return calls[target.path.filter((part) => part !== 'default').join('.')]?.(trace, argumentsOf(trace, node, frame), { node, frame });
}

const elementOfFirst: Received = (trace, call, index, frame) => (index === 0 ? trace.element(trace.evaluate(call['arguments'][0], frame), call, frame) : undefined);
/** Functions that are called with the arguments that stand after them, and `between` others. */
const argumentsAfter =
  (between: number): Received =>
  (trace, call, index, frame) => {
    const given: Node | undefined = call['arguments'][index + 1 + between];
    return given && trace.evaluate(given, frame);
  };

/** `JSON.parse(text, (key, value) => …)`: the names of all members, however deep. */
function revived(trace: Trace, call: Node, index: number, frame: Frame | undefined): Value | undefined {
  const ref = { node: call, frame };
  return index === 0 ? { kind: 'each', part: 'key', of: parse(trace, call['arguments'], ref) ?? unknown, ref } : undefined;
}

/** `JSON.stringify(value, (key, value) => …)`: the same, and the values beside them. */
function replaced(trace: Trace, call: Node, index: number, frame: Frame | undefined): Value | undefined {
  const given = index < 2 ? members(trace.evaluate(call['arguments'][0], frame)) : [];
  const of = union(given.map((value) => (value.kind === 'list' ? trace.element(value, call, frame) : value)));
  return given.length > 0 ? { kind: 'each', part: index === 0 ? 'key' : 'value', of, ref: { node: call, frame } } : undefined;
}

type Received = (trace: Trace, call: Node, index: number, frame: Frame | undefined) => Value | undefined;

/** Functions of the platform that take a callback: its position, and what it receives. */
const callbacks: Readonly<Record<string, { readonly position: number; readonly receives: Received }>> = tableOf({
  'Array.from': { position: 1, receives: elementOfFirst },
  'Array.fromAsync': { position: 1, receives: elementOfFirst },
  'Object.groupBy': { position: 1, receives: elementOfFirst },
  'Map.groupBy': { position: 1, receives: elementOfFirst },
  'JSON.parse': { position: 1, receives: revived },
  'JSON.stringify': { position: 1, receives: replaced },
  setTimeout: { position: 0, receives: argumentsAfter(1) },
  setInterval: { position: 0, receives: argumentsAfter(1) },
  setImmediate: { position: 0, receives: argumentsAfter(0) },
  'process.nextTick': { position: 0, receives: argumentsAfter(0) },
});

/** What a callback given to the platform receives. */
export function platformCallback(trace: Trace, target: LibraryValue, call: Node, position: number, index: number, frame: Frame | undefined): Value | undefined {
  const name = target.name === 'global' ? target.path.join('.') : '';
  const specifier = /^(?:define|require|requirejs)$/.test(name) ? dependency(call, index) : undefined;
  if (specifier !== undefined) return importedModule(trace, trace.project.fileOf(call), specifier, call);
  const known = callbacks[name];
  return known?.position === position ? known.receives(trace, call, index, frame) : undefined;
}
