import { isCall, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { memberOf } from '../../trace/members.ts';
import { asList, callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, members, type Ref, type ResponseValue, type ShapeValue, union, unknown, type Value } from '../../trace/value.ts';
import { addressAt, here } from '../arguments.ts';
import { callsNamed } from '../called.ts';
import { resultsOf } from '../chain.ts';
import { answerOf, argument, type Client, type ClientUse, findMember, joined, methodOf, partOfCall } from '../client.ts';

const hookName = /^use(Lazy)?(\w+?)(?:Infinite)?(Query|Mutation|QueryState|QuerySubscription)$/;
const hookOfEndpoint = /^use(?:Lazy|Infinite)?(?:Query|Mutation|QueryState|QuerySubscription)$/;
const builders = /^(?:query|mutation|infiniteQuery)$/;

/**
 * RTK Query: `createApi` and `injectEndpoints` hold endpoints, each of which makes a request through the base query. What the first
 * word of a path means: `api`; `base`, a base query; `build`, what endpoints are made with; `hook`, `start`, `select`: ways to ask an
 * endpoint, whose name follows; `result`, what is given then.
 */
export const rtkQuery: Client = {
  id: 'rtk-query',
  packages: ['@reduxjs/toolkit/query', '@reduxjs/toolkit/query/react', '@rtk-incubator/rtk-query', '@rtk-incubator/rtk-query/react'],
  names: /^(?:query|mutation|infiniteQuery)$/,
  call(use) {
    const [word = '', name = ''] = use.path;
    const last = use.path.at(-1) ?? '';
    if (word === 'base') return requested(use, argument(use, 0), use.made);
    if (word === 'build') return builders.test(last) ? { kind: 'record', members: { answer: answerOfEndpoint(use) } } : undefined;
    if (last === 'createApi' || last === 'injectEndpoints') return as(use, ['api']);
    if (last === 'fetchBaseQuery') return as(use, ['base']);
    if (last === 'retry') return use.args[0] && use.trace.evaluate(use.args[0], use.frame);
    if (word === 'api') return last === 'enhanceEndpoints' ? use.library && { ...use.library, path: ['api'] } : undefined;
    if (word === 'hook') return chosen(use, name) ?? as(use, ['result', name, ...use.path.slice(2)]);
    if (word === 'start') return use.library && { ...use.library, path: ['result', name] };
    if (word === 'select') return use.library && { ...use.library, path: ['selector', name] };
    return word === 'selector' || word === 'result' ? asked(use, name, last) : undefined;
  },
  callback(use, argument, parameter, within) {
    const [part = ''] = within;
    const [word] = use.path;
    if (within.length === 1 && part === 'endpoints') return parameter === 0 && use.library ? { ...use.library, path: ['build'], made: [...use.made, here(use)] } : undefined;
    if (use.path.at(-1) === 'updateQueryData') return argument === 2 && parameter === 0 ? dataNamed(use, textAt(use, 0)) : undefined;
    if (part === 'selectFromResult' && word === 'hook') return parameter === 0 ? as(use, ['result', ...use.path.slice(1)]) : undefined;
    return word === 'build' && within.length === 1 ? receivedByEndpoint(use, part, parameter) : undefined;
  },
  member: (library, name, at, trace) => memberNamed(library, name, at, trace),
  apply: (library, _given, at) => (library.path[0] === 'selector' ? { ...library, path: ['result', library.path[1] ?? ''], ref: at } : undefined),
};

const as = (use: ClientUse, path: readonly string[]): LibraryValue | undefined => use.library && { ...use.library, path, made: [...use.made, here(use)] };

function textAt(use: ClientUse, index: number): string {
  const node = use.args[index] && unwrap(use.args[index] as Node);
  return node?.type === 'StringLiteral' ? node['value'] : '';
}

function memberNamed(library: LibraryValue, name: string, at: Ref, trace: Trace): Value {
  const [word = '', second = '', third = ''] = library.path;
  const path = (...parts: readonly string[]): LibraryValue => ({ ...library, path: parts, ref: at });
  const hook = word === 'api' && library.path.length === 1 ? hookName.exec(name) : null;
  if (hook) return path('hook', lowerFirst(hook[2] ?? ''), hook[1] ? 'Lazy' : (hook[3] ?? ''));
  if (word === 'api' && second === 'endpoints' && third !== '') {
    if (hookOfEndpoint.test(name)) return path('hook', third, name.includes('Lazy') ? 'Lazy' : name.replace(/^use(?:Infinite)?/, ''));
    if (name === 'payload') return library.path[3] === 'matchFulfilled' ? dataOf(trace, library, third) : unknown;
    return name === 'initiate' ? path('start', third) : name === 'select' ? path('select', third) : path(...library.path, name);
  }
  if (word !== 'result') return path(...library.path, name);
  if (/^(?:data|currentData)$/.test(name)) return partOfCall(trace, library.made.at(-1) ?? at, `data of ${second}`, () => dataOf(trace, library, second));
  if (/^\d$/.test(name)) return name === '0' ? path('start', second) : name === '1' ? path('result', second) : unknown;
  return name === 'refetch' || /^fetch\w+Page$/.test(name) ? path('start', second) : path('result', second, name);
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** What `selectFromResult` makes of the result, which the hook gives then. */
function chosen(use: ClientUse, name: string): Value | undefined {
  const options = use.args.at(-1);
  const chooser = options && findMember(use.trace, use.trace.evaluate(options, use.frame), 'selectFromResult');
  return chooser && name !== '' ? callbackResult(use.trace, chooser.node, use.call, chooser.frame) : undefined;
}

/** `trigger(…).unwrap()`, `selector(state)`. */
function asked(use: ClientUse, name: string, last: string): Value | undefined {
  if (use.path[0] === 'selector') return use.library && { ...use.library, path: ['result', name] };
  return last === 'unwrap' && use.library ? dataOf(use.trace, use.library, name) : undefined;
}

const dataNamed = (use: ClientUse, name: string): Value => (use.library ? dataOf(use.trace, use.library, name) : unknown);

/** The calls that make an endpoint of this name: `build.query({ … })`. */
function endpointsNamed(trace: Trace, library: LibraryValue, name: string): ClientUse[] {
  return library.made.flatMap((made) => {
    const options: Node | undefined = made.node['arguments']?.[0];
    const endpoints = options && findMember(trace, trace.evaluate(options, made.frame), 'endpoints');
    const found = endpoints && findMember(trace, callbackResult(trace, endpoints.node, made.node, endpoints.frame) ?? unknown, name);
    const call = found && unwrap(found.node);
    return call && isCall(call) ? usesAt(trace, call, found.frame, 'build') : [];
  });
}

/** A call as a use of the client, where its callee starts with this word. */
function usesAt(trace: Trace, call: Node, frame: Ref['frame'], word: string): ClientUse[] {
  return members(trace.evaluate(unwrap(call['callee']), frame)).flatMap((value) => (value.kind === 'library' && value.path[0] === word ? [trace.use(value, call, frame)] : []));
}

/** What is given as the data of an endpoint. */
function dataOf(trace: Trace, library: LibraryValue, name: string): Value {
  return union(
    endpointsNamed(trace, library, name).map((use) => {
      const data = partOfCall(trace, here(use), 'data', () => transformed(use));
      return use.path.at(-1) === 'infiniteQuery' ? { kind: 'record', members: { pages: asList(data, here(use)) } } : data;
    }),
  );
}

const optionOf = (use: ClientUse, name: string): Ref | undefined => use.args[0] && findMember(use.trace, use.trace.evaluate(use.args[0], use.frame), name);

/** The body of the answer after `transformResponse`, or what `queryFn` gives as `data`. */
function transformed(use: ClientUse): Value {
  const [own, transform] = ['queryFn', 'transformResponse'].map((name) => optionOf(use, name));
  if (own) return memberOf(use.trace, callbackResult(use.trace, own.node, use.call, own.frame) ?? unknown, 'data', own);
  return transform ? (callbackResult(use.trace, transform.node, use.call, transform.frame) ?? unknown) : answerOfEndpoint(use);
}

/** What the base query gives for what `query` says. */
function answerOfEndpoint(use: ClientUse): Value {
  const query = optionOf(use, 'query');
  const functions = query ? members(use.trace.value(query)) : [];
  const spoken = functions.flatMap((fn) => {
    if (fn.kind !== 'function') return [];
    const frame = use.trace.frame(fn.ref.node, use.call, use.frame, fn.ref.frame, fn.self, true);
    return resultsOf(fn.ref.node).map((node) => ({ node, frame }));
  });
  return union(spoken.flatMap((ref) => baseQueries(use).map((base) => memberOf(use.trace, answeredBy(use, base, ref), 'data', here(use)))));
}

/** The base query of the API to which an endpoint is added. */
function baseQueries(use: ClientUse): readonly Value[] {
  return use.made.flatMap((made) => {
    const options: Node | undefined = made.node['arguments']?.[0];
    const base = options && findMember(use.trace, use.trace.evaluate(options, made.frame), 'baseQuery');
    return base ? members(use.trace.value(base)) : [];
  });
}

/** The answer of a base query; one of the project's own is called with what the endpoint says, and its request is the endpoint's. */
function answeredBy(use: ClientUse, base: Value, spoken: Ref): Value {
  if (base.kind === 'library' && base.path[0] === 'base') return requested(use, spoken, base.made);
  if (base.kind !== 'function') return unknown;
  const { start, end, parent } = spoken.node;
  const call: Node = { type: 'CallExpression', start, end, callee: spoken.node, arguments: [spoken.node], ...(parent ? { parent } : {}) };
  return byEndpoint(use, use.trace.returned(base, call, spoken.frame));
}

function byEndpoint(use: ClientUse, value: Value): Value {
  const own = <T extends ResponseValue | ShapeValue>(given: T): T => (given.request ? { ...given, request: { ...given.request, call: use.call } } : given);
  return union(
    members(value).map((member) => {
      if (member.kind === 'response' || member.kind === 'shape') return own(member);
      const data = member.kind === 'object' || member.kind === 'record' ? memberOf(use.trace, member, 'data', here(use)) : unknown;
      return data.kind === 'unknown' ? unknown : { kind: 'record', members: { data: union(members(data).map((one) => (one.kind === 'response' || one.kind === 'shape' ? own(one) : one))) } };
    }),
  );
}

/** The request that a base query of the library makes: its argument is an address, or says address, method, parameters and body. */
function requested(use: ClientUse, spoken: Ref | undefined, made: readonly Ref[]): ResponseValue {
  const { trace } = use;
  const said = spoken ? trace.value(spoken) : unknown;
  const isConfig = members(said).some((value) => value.kind === 'object');
  const part = (name: string): Ref | undefined => (isConfig ? findMember(trace, said, name) : undefined);
  const own = made.map(
    ({ node, frame }) =>
      (name: string) =>
        node['arguments']?.[0] && findMember(trace, trace.evaluate(node['arguments'][0], frame), name),
  );
  const base = own.flatMap((of) => addressAt(use, of('baseUrl')));
  const headers = [...own.map((of) => of('headers')), part('headers')].flatMap((ref) => (ref ? [trace.value(ref)] : []));
  const method = part('method');
  return answerOf(use, {
    client: 'rtk-query',
    method: method ? methodOf(trace.value(method)) : 'GET',
    url: joined(base, addressAt(use, isConfig ? part('url') : spoken)),
    query: [part('params')],
    body: part('body'),
    headers,
    answer: [['data']],
    dropsUndefined: true,
  });
}

/** What the functions of an endpoint are given. */
function receivedByEndpoint(use: ClientUse, part: string, parameter: number): Value | undefined {
  if (part === 'query') return parameter === 0 ? argumentsOf(use) : undefined;
  if (part === 'queryFn') return parameter === 0 ? argumentsOf(use) : parameter === 3 ? union(baseQueries(use)) : undefined;
  if (part === 'transformResponse') return parameter === 0 ? answerOfEndpoint(use) : parameter === 2 ? argumentsOf(use) : undefined;
  const data = (): Value => partOfCall(use.trace, here(use), 'data', () => transformed(use));
  if (part === 'onQueryStarted' || part === 'onCacheEntryAdded') {
    if (parameter === 0) return argumentsOf(use);
    const done: Value = { kind: 'record', members: { data: data() } };
    return parameter === 1 ? { kind: 'record', members: { queryFulfilled: done, cacheDataLoaded: done } } : undefined;
  }
  if (part === 'merge') return parameter <= 1 ? data() : undefined;
  return parameter === 0 && /^(?:provides|invalidates)Tags$/.test(part) ? data() : parameter === 2 ? argumentsOf(use) : undefined;
}

/** What the endpoint is asked with, wherever it is asked. */
function argumentsOf(use: ClientUse): Value {
  return partOfCall(use.trace, here(use), 'arguments', () => {
    const key = use.call.parent?.type === 'ObjectProperty' ? use.call.parent['key'].name : undefined;
    const calls = typeof key === 'string' ? asking(use.trace, key, use.made) : [];
    return union(calls.flatMap(({ node, frame }) => (node['arguments'][0] ? [use.trace.evaluate(node['arguments'][0], frame)] : [])));
  });
}

/** Calls of the hooks, triggers and actions of an endpoint. */
function asking(trace: Trace, name: string, made: readonly Ref[]): Ref[] {
  const upper = name.charAt(0).toUpperCase() + name.slice(1);
  const words = [name, ...['Query', 'Mutation', 'QueryState', 'InfiniteQuery'].map((kind) => `use${upper}${kind}`), `useLazy${upper}Query`];
  const isOwn = (value: LibraryValue): boolean => /^(?:hook|start)$/.test(value.path[0] ?? '') && value.path[1] === name && value.made.some((one) => made.some((own) => own.node === one.node));
  const calls = callsNamed(trace, words, isOwn, /^(?:initiate|use\w+)$/);
  const triggers = calls.flatMap((call) => callSites(trace, call).flatMap((site) => (site.kind === 'call' && site.node['callee'] ? [site.node] : [])));
  return [...calls, ...triggers].map((node) => ({ node, frame: undefined }));
}
