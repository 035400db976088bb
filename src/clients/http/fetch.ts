import { type Node, unwrap } from '../../source/ast.ts';
import { heldByMade, madeAnswer } from '../../trace/doubles/made-answers.ts';
import { members, type RawRequest, union, type Value } from '../../trace/value.ts';
import { address, answerOf, type Client, type ClientUse, methodIn, option, optionRef } from '../client.ts';

/** How the body of a fetch answer is read. */
export const fetchAnswer = [['json()'], ['text()', 'JSON.parse()'], ['body', 'json()'], ['body', 'text()', 'JSON.parse()']] as const;

/** `fetch(url, init)`, global, of `window`, of node-fetch, cross-fetch, isomorphic-fetch and undici; also `new Request(url, init)`. */
export const fetchClient: Client = {
  id: 'fetch',
  packages: ['global', 'node-fetch', 'cross-fetch', 'isomorphic-fetch', 'isomorphic-unfetch', 'whatwg-fetch', 'undici'],
  globals: ['fetch', 'Request', 'Response'],
  call(use) {
    const name = use.path.at(-1) ?? 'fetch';
    if (use.path.includes('Response')) return answered(use, name);
    if ((name !== 'fetch' && name !== 'Request') || (name === 'Request' && isRemade(use))) return undefined;
    return fetched(use) ?? request(use);
  },
  extend: (answer, method) => (method === 'clone' ? answer : undefined),
};

/** What `new Response(text)` and `Response.json(value)` make is asked for what it was made with: `.json()`, `.text()`. One made of the body of an answer is read like the answer. */
function answered(use: ClientUse, name: string): Value | undefined {
  const ref = { node: use.call, frame: use.frame };
  const held = use.library && heldByMade(use.library);
  if (held) return name === 'clone' ? madeAnswer(held, ref) : /^(?:json|text)$/.test(name) ? held : undefined;
  const given = use.args[0] && /^(?:Response|json)$/.test(name) ? use.trace.evaluate(use.args[0], use.frame) : undefined;
  return given && (members(given).find((value) => value.kind === 'response') ?? madeAnswer(given, ref));
}

/** `const url = new URL(request.url); …; new Request(url, request)`: a request that somebody else makes, under another address. */
function isRemade({ trace, args: [address, init] }: ClientUse): boolean {
  const of = init && trace.project.sourceOf(init).slice(unwrap(init));
  const made = address?.type === 'Identifier' ? trace.project.sourceOf(address).scopes.bindingOf(address)?.declaration['init'] : address;
  const from: Node | undefined = made?.type === 'NewExpression' ? made['arguments'][0] : undefined;
  return from !== undefined && trace.project.sourceOf(from).slice(unwrap(from)) === `${of}.url`;
}

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
