import type { Node } from '../source/ast.ts';
import { members, type RawRequest, union, type Value } from '../trace/value.ts';
import { address, answerOf, type Client, type ClientUse, methodIn, option, optionRef } from './client.ts';

/** How the body of a fetch answer is read. */
export const fetchAnswer = [['json()'], ['text()', 'JSON.parse()'], ['body', 'json()'], ['body', 'text()', 'JSON.parse()']] as const;

/** `fetch(url, init)`, global, of `window`, of node-fetch, cross-fetch, isomorphic-fetch and undici; also `new Request(url, init)`. */
export const fetchClient: Client = {
  id: 'fetch',
  packages: ['global', 'node-fetch', 'cross-fetch', 'isomorphic-fetch', 'isomorphic-unfetch', 'whatwg-fetch', 'undici'],
  globals: ['fetch', 'Request', 'Response'],
  call(use) {
    const name = use.path.at(-1) ?? 'fetch';
    // `new Response(answer.body)` is read like the answer.
    if (name === 'Response') return use.args[0] && members(use.trace.evaluate(use.args[0], use.frame)).find((value) => value.kind === 'response');
    if (name !== 'fetch' && name !== 'Request') return undefined;
    return fetched(use) ?? request(use);
  },
  extend: (answer, method) => (method === 'clone' ? answer : undefined),
};

/** `fetch(new Request(…), init)` is the request that was made before, with what `init` says instead. */
function fetched(use: ClientUse): Value | undefined {
  const [input, init] = use.args;
  const given = (input ? members(use.trace.evaluate(input, use.frame)) : []).filter((value) => value.kind === 'response');
  return given.length > 0 ? union(given.map((value) => ({ ...value, request: { ...value.request, call: use.call, ...insteadOf(use, init, value.request) } }))) : undefined;
}

function insteadOf(use: ClientUse, init: Node | undefined, before: RawRequest): Partial<RawRequest> {
  const body = optionRef(use, init, 'body');
  const headers = option(use, init, 'headers');
  return { ...(body ? { body } : {}), method: methodIn(use, init, before.method ?? '') || before.method, ...(headers.kind === 'unknown' ? {} : { headers: [headers] }) };
}

function request(use: ClientUse): Value {
  const [input, init] = use.args;
  return answerOf(use, { client: 'fetch', method: methodIn(use, init, 'GET'), url: address(use, input), body: optionRef(use, init, 'body'), headers: [option(use, init, 'headers')], answer: fetchAnswer, takes: 'dots' });
}
