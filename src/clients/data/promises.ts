import { isFunction, unwrap } from '../../source/ast.ts';
import { handedBack } from '../../trace/calls/calls.ts';
import { asList, callbackResult } from '../../trace/methods.ts';
import { receivedValue } from '../../trace/calls/parameters.ts';
import { type FunctionValue, members, union, unknown, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import type { Client, ClientUse } from '../client.ts';
import { ranLater } from '../shell/command-lines.ts';
import { formatted } from './format.ts';
import { makesPromises } from './own-promises.ts';

const value = (use: ClientUse, index: number): Value => (use.args[index] ? use.trace.evaluate(use.args[index], use.frame) : unknown);
const result = (use: ClientUse, index: number): Value => (use.args[index] && callbackResult(use.trace, use.args[index], use.call, use.frame)) ?? unknown;
const each = (use: ClientUse): Value => use.trace.element(value(use, 0), use.call, use.frame);
const nameOf = (use: ClientUse): string => use.path.at(-1) ?? use.library?.name ?? '';

/** Packages whose function calls the one it is given, and gives what that gives. */
const calling = /^(?:p-retry|async-retry|promise-retry|p-timeout|p-try|p-wait-for|p-min-delay)$/;
/** Packages whose function gives the function it is given, with something around it. */
const around = /^(?:p-memoize|mem|memoize|memoizee|memoize-one|fast-memoize|micro-memoize|p-debounce|debounce|throttle-debounce|p-limit\.function)$/;
const mapping = /^(?:p-map|p-map-series|p-each-series|p-filter|pMapIterable)$/;

/** Limits, queues and retries around promises: what goes in comes out. */
export const promises: Client = {
  id: 'promises',
  packages: [
    'p-limit',
    'p-queue',
    'p-map',
    'p-map-series',
    'p-each-series',
    'p-filter',
    'p-all',
    'p-props',
    'p-retry',
    'async-retry',
    'promise-retry',
    'p-timeout',
    'p-try',
    'p-memoize',
    'mem',
    'memoize',
    'memoizee',
    'memoize-one',
    'fast-memoize',
    'micro-memoize',
    'p-debounce',
    'debounce',
    'throttle-debounce',
    'bottleneck',
    'p-throttle',
  ],
  names: /^(?:add|schedule)$/,
  call(use) {
    const { library } = use;
    const [name] = [library?.name ?? ''];
    if (!library) return undefined;
    if (around.test(name) || use.path.at(-1) === 'wrap') return value(use, 0);
    if (mapping.test(name)) return /p-(?:each-series|filter)/.test(name) ? value(use, 0) : asList(result(use, 1), here(use));
    if (name === 'p-all') return asList(allOf(use, 0), here(use));
    if (name === 'p-props') return value(use, 0);
    if (calling.test(name)) return use.args[0] && isFunction(unwrap(use.args[0])) ? result(use, 0) : union([value(use, 0), ...(functionsAt(use, 0).length > 0 ? [result(use, 0)] : [])]);
    if (use.made.length === 0) return { ...library, path: [], made: [here(use)] };
    if (name === 'p-throttle') return value(use, 0);
    if (use.path.at(-1) === 'addAll') return asList(allOf(use, 0), here(use));
    return /^(?:map)$/.test(use.path.at(-1) ?? '') ? asList(result(use, 1), here(use)) : result(use, 0);
  },
  callback(use, argument, parameter) {
    const name = use.library?.name ?? '';
    if (mapping.test(name) || use.path.at(-1) === 'map') return argument === 1 && parameter === 0 ? each(use) : undefined;
    // `limit(load, id)`: what stands after the function is what it is called with.
    return argument === 0 && /^(?:p-limit|bottleneck)$/.test(name) && use.made.length > 0 && use.args[parameter + 1] ? value(use, parameter + 1) : undefined;
  },
};

const functionsAt = (use: ClientUse, index: number): FunctionValue[] => members(value(use, index)).filter((member): member is FunctionValue => member.kind === 'function');

/** What the functions of a list give. */
function allOf(use: ClientUse, index: number): Value {
  const list = value(use, index);
  const functions = members(use.trace.element(list, use.call, use.frame)).filter((member): member is FunctionValue => member.kind === 'function');
  return functions.length > 0 ? union(functions.map((fn) => use.trace.callbackReturned(fn, use.call, use.frame))) : use.trace.element(list, use.call, use.frame);
}

/** The `async` package: lists in, lists out, by promise or by a last callback. */
export const asyncClient: Client = {
  id: 'async',
  packages: ['async', 'async/*', 'async-es'],
  call: (use) => collected(use),
  callback(use, argument, parameter) {
    const last = use.args.length - 1;
    if (argument === last && parameter === 1 && last > 1) return collected(use);
    return argument === workerOf(use) && parameter === 0 && isPerElement(use) ? each(use) : undefined;
  },
};

const isPerElement = (use: ClientUse): boolean => /^(?:map|each|forEach|filter|reject|concat|flatMap|sortBy|groupBy|detect|some|every|eachOf|forEachOf)/.test(nameOf(use));
const workerOf = (use: ClientUse): number => (/Limit$/.test(nameOf(use)) ? 2 : 1);

/** What the worker makes of each; a worker that is no promise gives its result to a callback. */
function collected(use: ClientUse): Value | undefined {
  const name = nameOf(use);
  if (/^(?:map|concat|flatMap)/.test(name)) return asList(union([result(use, workerOf(use)), ...calledBack(use, workerOf(use))].filter((member, _, all) => all.length === 1 || member.kind !== 'unknown')), here(use));
  if (/^(?:filter|reject|sortBy|each|forEach)/.test(name)) return value(use, 0);
  if (/^(?:parallel|series)/.test(name)) return asList(allOf(use, 0), here(use));
  return name === 'retry' ? result(use, use.args.length > 1 ? 1 : 0) : undefined;
}

/** What functions give that are given this callback as well. */
function calledBack(use: ClientUse, index: number): Value[] {
  return functionsAt(use, index).flatMap((fn) => (fn.ref.node['params'].length > 1 ? members(handedBack(use.trace, fn.ref.node, use.trace.frame(fn.ref.node, use.call, use.frame, fn.ref.frame, fn.self, true))) : []));
}

/** What a function is that gives a promise in place of calling back: the same function, or what stands for one of a library. */
const promised = (use: ClientUse): Value | undefined => {
  const given = members(value(use, 0));
  const own = given.filter((member): member is FunctionValue => member.kind === 'function').map((fn) => ({ ...fn, isPromised: true }));
  return union([...own, ...(use.library && own.length < given.length ? [{ ...use.library, path: ['promisify'], made: [here(use)] }] : [])]);
};

/** `util.promisify(load)`: what `load` hands to its callback; `util.format('%s/users', base)`: the text. */
export const utilities: Client = {
  id: 'util',
  packages: ['util', 'pify', 'es6-promisify', 'bluebird'],
  standsFor: (_trace, fn) => (makesPromises(fn) ? 'promisify' : undefined),
  call(use) {
    const [made] = use.made;
    if (!made) return nameOf(use) === 'format' ? formatted(use) : /^(?:promisify|pify|es6-promisify)$/.test(nameOf(use)) ? promised(use) : undefined;
    const given = members(use.trace.evaluate(made.node['arguments'][0], made.frame));
    return union(given.flatMap((member) => (member.kind === 'library' ? (ranLater(use, member) ?? []) : [])));
  },
};

/** immer: what a recipe makes of a draft is the base, changed. */
export const immer: Client = {
  id: 'immer',
  packages: ['immer'],
  call(use) {
    if (!/^(?:produce|immer|default)$/.test(nameOf(use))) return /^(?:original|current|createDraft|finishDraft|freeze)$/.test(nameOf(use)) ? value(use, 0) : undefined;
    const [made] = use.made;
    if (made) return union([value(use, 0), callbackResult(use.trace, made.node['arguments'][0], made.node, made.frame) ?? unknown]);
    if (use.args.length === 1 && use.library) return { ...use.library, path: ['produce'], made: [here(use)] };
    return union([value(use, 0), ...members(result(use, 1)).filter((member) => member.kind !== 'unknown')]);
  },
  callback(use, argument, parameter) {
    if (use.args.length > 1) return argument === 1 && parameter === 0 ? value(use, 0) : undefined;
    return argument === 0 ? receivedValue(use.trace, use.call, parameter, use.frame) : undefined;
  },
  apply: (_library, given) => given[0],
};
