import { isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { memberOf } from '../../trace/members.ts';
import { nodesByName } from '../../trace/flow/mentions.ts';
import { asList, callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type FunctionValue, type LibraryValue, literalText, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { callsNamed } from '../called.ts';
import { resultsOf } from '../chain.ts';
import { type Client, type ClientUse, findMember, partOfCall } from '../client.ts';

const hooks = /^(?:useQuery|useSuspenseQuery|useInfiniteQuery|useSuspenseInfiniteQuery|createQuery|createInfiniteQuery|injectQuery|useLazyQuery)$/;
const mutations = /^(?:useMutation|createMutation|injectMutation)$/;
const direct = /^(?:fetchQuery|ensureQueryData|fetchInfiniteQuery)$/;
const setters = /^(?:mutate|mutateAsync|trigger)$/;

/** One use of a hook: what it was called with, and what the library calls its parts. */
interface Hook {
  readonly trace: Trace;
  readonly made: Ref;
  readonly name: string;
}

/** TanStack Query (React, Vue, Svelte, Solid) in all versions: `useQuery({ queryKey, queryFn })`, `useQuery(key, fn, options)`. */
export const queries: Client = {
  id: 'queries',
  packages: ['@tanstack/react-query', '@tanstack/vue-query', '@tanstack/svelte-query', '@tanstack/solid-query', '@tanstack/query-core', 'react-query', 'vue-query'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (name === 'queryOptions' || name === 'infiniteQueryOptions') return use.args[0] && use.trace.evaluate(use.args[0], use.frame);
    if (name === 'QueryClient' || name === 'useQueryClient') return use.library && { ...use.library, path: [] };
    return answered(use, name, (hook) => fetched(hook));
  },
  callback(use, argument, parameter, within) {
    const name = use.path.at(-1) ?? '';
    const hook = hookOf(use, name);
    const part = within[0] ?? (argument === 1 ? 'queryFn' : argument === 0 ? 'mutationFn' : '');
    if (part === 'mutationFn') return parameter === 0 ? sentTo(hook) : undefined;
    if (part === 'queryFn') return parameter === 0 ? { kind: 'record', members: { queryKey: keyOf(hook) } } : undefined;
    if (part === 'getNextPageParam' || part === 'getPreviousPageParam') return parameter === 0 ? fetched(hook) : undefined;
    if (parameter === 1 && part === 'onSuccess') return sentTo(hook);
    return parameter === 0 && /^(?:select|onSuccess)$/.test(part) ? whole(hook) : undefined;
  },
  member(library, name, at, trace) {
    const [made] = library.made;
    if (!made) return undefined;
    const hook = { trace, made, name: library.path[0] ?? '' };
    if (setters.test(name)) return { ...library, path: [hook.name, name], ref: at };
    if (name !== 'data') return undefined;
    const data = partOfCall(trace, made, 'data', () => given(hook));
    return library.name.includes('vue') ? { kind: 'record', members: { value: data } } : data;
  },
};

/** SWR: `useSWR(key, fetcher)`, whose fetcher is called with the key. */
export const swr: Client = {
  id: 'swr',
  packages: ['swr', 'swr/infinite', 'swr/mutation', 'swr/immutable', 'swr/_internal'],
  call(use) {
    const name = use.path.at(-1) ?? /\/(\w+)$/.exec(use.library?.name ?? '')?.[1] ?? 'useSWR';
    if (name === 'preload') return fetched(hookOf(use, name));
    if (name === 'useSWRConfig') return use.library && { ...use.library, path: [] };
    return (setters.test(name) ? undefined : byConfiguredFetcher(use)) ?? answered(use, setters.test(name) ? name : `useSWR ${name}`, (hook) => fetched(hook));
  },
  callback(use, argument, parameter, within) {
    const hook = hookOf(use, 'useSWR');
    if (argument === 0 && parameter === 1) return fetched(hook);
    const [made] = use.library?.made ?? [];
    if (use.path.at(-1) === 'mutate') return argument === (made ? 0 : 1) && parameter === 0 ? union((made ? [made] : hooksWithKey(use)).map((ref) => memberOf(use.trace, use.trace.value(ref), 'data', ref))) : undefined;
    if (within[0] === 'onSuccess') return parameter === 0 ? fetched(hook) : undefined;
    if (argument !== 1 || within.length > 0) return undefined;
    if (isMutation(use.library)) return parameter === 0 ? keyOf(hook) : { kind: 'record', members: { arg: sentTo(hook) } };
    return swrKey(hook, parameter);
  },
  member(library, name, at, trace) {
    const [made] = library.made;
    if (!made) return undefined;
    const hook = { trace, made, name: library.path[0] ?? '' };
    if (setters.test(name)) return { ...library, path: [hook.name, name], ref: at };
    const isPaged = /infinite/i.test(library.name) || /infinite/i.test(hook.name);
    const data = (): Value => (isPaged ? asList(fetched(hook), made) : fetched(hook));
    return name === 'data' ? partOfCall(trace, made, 'data', data) : undefined;
  },
};

/** `useSWR(key)` below `<SWRConfig value={{ fetcher }}>`: what that fetcher gives for the key, as a request of the hook. */
function byConfiguredFetcher(use: ClientUse): Value | undefined {
  const { trace, call, frame, library } = use;
  const [key, fetcher] = use.args;
  const isOwn = (node: Node): boolean => members(trace.evaluate(node, frame)).some((value) => value.kind === 'function');
  if (!key || !library || isMutation(library) || /infinite/i.test(`${library.name} ${library.path.join('.')}`) || (fetcher && (isOwn(fetcher) || findMember(trace, trace.evaluate(fetcher, frame), 'fetcher')))) return undefined;
  const keys = members(trace.evaluate(key, frame)).flatMap((value) => (value.kind === 'function' ? resultsOf(value.ref.node).map((node) => ({ node, frame: value.ref.frame })) : [{ node: key, frame }]));
  const given = configuredFetchers(trace).flatMap((fn) =>
    keys.map((ref) => trace.returned(fn, { type: 'CallExpression', start: call.start, end: call.end, callee: ref.node, arguments: [ref.node], parent: ref.node.parent as Node }, ref.frame)),
  );
  const data = given.flatMap((value) => members(value)).map((value) => ((value.kind === 'response' || value.kind === 'shape') && value.request ? { ...value, request: { ...value.request, call } } : value));
  return given.length === 0 ? undefined : { kind: 'record', members: { data: union(data), mutate: { ...library, path: ['useSWR', 'mutate'], made: [{ node: call, frame }] } } };
}

/** The hooks that load what stands under the key of `mutate(key, update)`. */
function hooksWithKey(use: ClientUse): Ref[] {
  const textOf = (call: Node): string | undefined => call['arguments'][0] && literalText(use.trace.evaluate(call['arguments'][0], undefined));
  const key = textOf(use.call);
  const calls = key === undefined ? [] : callsNamed(use.trace, ['useSWR', 'useSWRImmutable'], ({ name }) => swr.packages.includes(name));
  return calls.filter((call) => textOf(call) === key).map((node) => ({ node, frame: undefined }));
}

/** The fetchers that the project's `SWRConfig` elements name. */
function configuredFetchers(trace: Trace): FunctionValue[] {
  return trace.project.filesWith('SWRConfig').flatMap((file) => {
    const source = trace.project.source(file);
    const elements = source ? nodesByName(source, new Set(['SWRConfig'])).flatMap((node) => (node.parent?.type === 'JSXOpeningElement' ? [node.parent] : [])) : [];
    return elements.flatMap((element) => {
      const config = memberOf(trace, trace.evaluate(element, undefined), 'value', { node: element, frame: undefined });
      return members(memberOf(trace, config, 'fetcher', { node: element, frame: undefined })).filter((value): value is FunctionValue => value.kind === 'function');
    });
  });
}

const isMutation = (library: LibraryValue | undefined): boolean => /mutation/i.test(`${library?.name} ${library?.path.join('.')}`);
const hookOf = (use: ClientUse, name: string): Hook => ({ trace: use.trace, made: { node: use.call, frame: use.frame }, name });

/** A hook gives something whose members are asked later; `mutate` and `fetchQuery` give what the function gives. */
function answered(use: ClientUse, name: string, result: (hook: Hook) => Value): Value | undefined {
  const [made] = use.library?.made ?? [];
  if (made && setters.test(name)) return result({ trace: use.trace, made, name: use.path[0] ?? '' });
  if (direct.test(name)) return result(hookOf(use, name));
  const isHook = hooks.test(name) || mutations.test(name) || name.startsWith('useSWR ');
  return isHook && use.library ? { ...use.library, path: [name], made: [{ node: use.call, frame: use.frame }] } : undefined;
}

/** A part of the options, which are the first argument or the last; or the argument at this position. */
function partOf(hook: Hook, name: string, position: number): Ref | undefined {
  const given = hook.made.node['arguments'] as Node[];
  for (const node of given) {
    const found = findMember(hook.trace, hook.trace.evaluate(node, hook.made.frame), name);
    if (found) return found;
  }
  const node = given[position];
  return node && { node, frame: hook.made.frame };
}

/** What the function that loads (or sends) gives. */
function fetched(hook: Hook): Value {
  const isSending = mutations.test(hook.name);
  const fn = partOf(hook, isSending ? 'mutationFn' : 'queryFn', isSending ? 0 : 1);
  return (fn && callbackResult(hook.trace, fn.node, hook.made.node, fn.frame)) ?? unknown;
}

/** The data before `select`: a page, or the pages of an infinite query. */
function whole(hook: Hook): Value {
  const page = fetched(hook);
  return /Infinite/.test(hook.name) ? { kind: 'record', members: { pages: asList(page, hook.made) } } : page;
}

function given(hook: Hook): Value {
  const select = hook.made.node['arguments'].some((node: Node) => findMember(hook.trace, hook.trace.evaluate(node, hook.made.frame), 'select')) ? partOf(hook, 'select', 2) : undefined;
  return select ? (callbackResult(hook.trace, select.node, hook.made.node, select.frame) ?? unknown) : whole(hook);
}

/** The key; of a function, what it returns. */
function keyOf(hook: Hook): Value {
  const key = partOf(hook, 'queryKey', 0);
  return key ? union(members(hook.trace.value(key)).map((value) => (value.kind === 'function' ? hook.trace.callbackReturned(value, hook.made.node, key.frame) : value))) : unknown;
}

/** A fetcher is called with the key; in early versions with each part of one that is a list. */
function swrKey(hook: Hook, parameter: number): Value | undefined {
  const key = keyOf(hook);
  const [, fetcher] = hook.made.node['arguments'] as Node[];
  const takesParts = fetcher && members(hook.trace.evaluate(fetcher, hook.made.frame)).some((value) => value.kind === 'function' && value.ref.node['params'].length > 1);
  if (!takesParts) return parameter === 0 ? key : undefined;
  return union(members(key).map((value) => (value.kind === 'list' && value.items[parameter] ? hook.trace.value(value.items[parameter]) : parameter === 0 ? value : unknown)));
}

/** What `mutate` is called with: as a name of its own, or as a member of what the hook gives. */
function sentTo(hook: Hook): Value {
  const { trace, made } = hook;
  const outer = outermost(made.node);
  const mentions = outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
  const members = mentions.flatMap((mention) => (isMember(mention.parent) && setters.test(memberName(mention.parent as Node) ?? '') ? [mention.parent?.parent as Node] : []));
  const calls = [
    ...callSites(trace, made.node)
      .filter((site) => site.kind === 'call')
      .map((site) => site.node),
    ...members,
  ];
  return union(calls.flatMap((call) => (call['arguments']?.[0] ? [trace.evaluate(call['arguments'][0], undefined)] : [])));
}
