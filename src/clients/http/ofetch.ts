import { isFunction, type Node, unwrap } from '../../source/ast.ts';
import { callbackResult } from '../../trace/methods.ts';
import { sentSettings } from '../../trace/requests/sent-settings.ts';
import { type FunctionValue, members, type ResponseValue, unknown, type Value } from '../../trace/value.ts';
import { addressAt } from '../arguments.ts';
import { address, addressOf, answerOf, type Client, type ClientUse, findMember, joined, methodIn, option, optionRef } from '../client.ts';
import { throughHooks } from './request-hooks.ts';

const composables = /^use(?:Lazy)?(?:Fetch|AsyncData)$/;

/** ofetch, and Nuxt's `$fetch`, `useFetch` and `useAsyncData`: the answer is the body itself. */
export const ofetchClient: Client = {
  id: 'ofetch',
  packages: ['ofetch', 'ohmyfetch', 'nuxt/app', '#imports', '#app', 'global'],
  globals: ['$fetch', 'ofetch', 'useFetch', 'useLazyFetch', 'useAsyncData', 'useLazyAsyncData'],
  names: /^(?:\$fetch|raw)$/,
  call(use) {
    const name = use.path.at(-1) ?? '';
    if (name === 'create') return use.library && { ...use.library, path: use.library.path.slice(0, -1), made: [...use.made, { node: use.call, frame: use.frame }] };
    if (composables.test(name)) return { kind: 'record', members: { data: { kind: 'record', members: { value: composed(use, name) } } } };
    if (name === 'raw') return requested(use, [['_data']]);
    return name === '' || name === '$fetch' || name === 'ofetch' ? body(use) : undefined;
  },
  callback: (use, _argument, parameter, within) => (within[0] === 'transform' && parameter === 0 ? loaded(use, use.path.at(-1) ?? '') : undefined),
};

const body = (use: ClientUse): Value => use.trace.answered(requested(use, [['body']]), 'body', use.call);

/** What the composable loads, after its `transform`. */
function composed(use: ClientUse, name: string): Value {
  const transform = use.args.flatMap((node) => findMember(use.trace, use.trace.evaluate(node, use.frame), 'transform') ?? [])[0];
  return transform ? (callbackResult(use.trace, transform.node, use.call, transform.frame) ?? unknown) : loaded(use, name);
}

function loaded(use: ClientUse, name: string): Value {
  if (name.endsWith('Fetch')) return body(use);
  const loader = use.args.find((node) => isFunction(unwrap(node)) || use.trace.evaluate(node, use.frame).kind === 'function');
  return (loader && callbackResult(use.trace, loader, use.call, use.frame)) ?? unknown;
}

function requested(use: ClientUse, answer: readonly (readonly string[])[]): ResponseValue {
  const [url, options] = use.args;
  const given: Value = url ? (callbackResult(use.trace, url, use.call, use.frame) ?? use.trace.evaluate(url, use.frame)) : unknown;
  const path = url ? (given.kind === 'unknown' ? address(use, url) : addressOf(given, url, use.frame)) : [];
  const made = use.made.flatMap(({ node, frame }) => (node['arguments'][0] ? [use.trace.evaluate(node['arguments'][0], frame)] : []));
  const base = [...made.map((config) => addressAt(use, findMember(use.trace, config, 'baseURL'))), addressAt(use, optionRef(use, options, 'baseURL'))].findLast((found) => found.length > 0) ?? [];
  const own = [...made.map((config) => findMember(use.trace, config, 'query')), optionRef(use, options, 'query'), optionRef(use, options, 'params')].flatMap((ref) => ref ?? []);
  const method = methodIn(use, options, 'GET');
  const request: Value = path.length > 0 ? { kind: 'text', pieces: path } : unknown;
  const { query, hooks } = throughHooks(use, hooksOf(use, made, options), own, (params) => ({ kind: 'record', members: { request, options: sentSettings({ query: params, params }) } }));
  const headers = [...made.flatMap((config) => findMember(use.trace, config, 'headers') ?? []).map((ref) => use.trace.value(ref)), option(use, options, 'headers')];
  return answerOf(use, { client: 'ofetch', method, url: joined(base, path), query, hooks, body: optionRef(use, options, 'body'), headers, answer, dropsUndefined: true, takes: 'dots' });
}

/** `onRequest({ options }) {…}` of the call and of the copies it is called on: one function or several. */
function hooksOf(use: ClientUse, made: readonly Value[], options: Node | undefined): FunctionValue[] {
  const refs = [...made.map((config) => findMember(use.trace, config, 'onRequest')), optionRef(use, options, 'onRequest')].flatMap((ref) => ref ?? []);
  const given = refs.flatMap((ref) => members(use.trace.value(ref))).flatMap((value) => (value.kind === 'list' ? value.items.flatMap((item) => members(use.trace.value(item))) : [value]));
  return given.filter((one): one is FunctionValue => one.kind === 'function');
}
