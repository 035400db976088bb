import type { Node } from '../../source/ast.ts';
import { members, type Piece, type Ref, type ResponseValue, type Value } from '../../trace/value.ts';
import { functionsOf, linksAfter, resultsOf } from '../chain.ts';
import { address, addressOf, answerOf, type Client, type ClientUse, configured, findMember, joined, methodIn, option, optionRef } from '../client.ts';
import { fetchClient } from './fetch.ts';

/** undici: `request(url, options)`, and the same of clients and pools, which hold the origin; its `fetch` is the platform's. `MockAgent` stands in for servers. */
export const undiciClient: Client = {
  id: 'undici',
  packages: ['undici'],
  names: /^intercept$/,
  call(use) {
    const [name, ...more] = use.path;
    if (use.call.type === 'NewExpression' && name !== undefined && mocking.test(name)) return mocked(use);
    if (name === 'mocked') return more[0] === 'intercept' ? intercepted(use) : mocked(use);
    if (more.length > 0) return undefined;
    if (use.call.type === 'NewExpression' && /^(?:Pool|Client|BalancedPool|Agent)$/.test(name ?? '')) return configured(use);
    return name === 'request' ? request(use) : fetchClient.call(use);
  },
  typed: (type) => (mocking.test(type.path[0] ?? '') || type.path[0] === 'Interceptable' ? { ...type, path: ['mocked'] } : undefined),
};

const mocking = /^Mock(?:Agent|Pool|Client)$/;

/** `new MockAgent()`, and `agent.get(origin)` of it: what stands in for a server. */
const mocked = (use: ClientUse): Value | undefined => use.library && { ...use.library, path: ['mocked'], made: [...use.made, { node: use.call, frame: use.frame }] };

/** `pool.intercept({ path, method }).reply(200, body)`. */
function intercepted(use: ClientUse): ResponseValue {
  const [options] = use.args;
  const path = optionRef(use, options, 'path');
  return answerOf(use, {
    client: 'undici',
    method: methodIn(use, options, 'GET'),
    url: joined(originOf(use), path ? addressOf(use.trace.value(path), path.node, path.frame) : []),
    query: [optionRef(use, options, 'query')],
    body: optionRef(use, options, 'body'),
    answer: [],
    mock: { bodies: replies(use) },
  });
}

/** The origin that the pool stands for: the argument of the call that made it. */
function originOf(use: ClientUse): readonly Piece[] {
  const made = use.made.at(-1);
  const [origin] = (made?.node['arguments'] ?? []) as Node[];
  return made && origin && origin.type !== 'ObjectExpression' ? addressOf(use.trace.evaluate(origin, made.frame), origin, made.frame) : [];
}

/** `.reply(200, body)`, `.reply(200, () => body)`, `.reply(() => ({ statusCode, data }))`. */
function replies(use: ClientUse): Ref[] {
  return linksAfter(use.call, /^reply/).flatMap(({ name, args: [status, body] }) => {
    if (name !== 'reply') return [];
    const whole = functionsOf(use, status).flatMap(({ node, frame }) => resultsOf(node).flatMap((result) => findMember(use.trace, use.trace.evaluate(result, frame), 'data') ?? []));
    const made = functionsOf(use, body).flatMap(({ node, frame }) => resultsOf(node).map((result): Ref => ({ node: result, frame })));
    if (whole.length > 0 || made.length > 0) return [...whole, ...made];
    return body ? [{ node: body, frame: use.frame }] : [];
  });
}

function request(use: ClientUse): ResponseValue {
  const [first, second] = use.args;
  const isOptions = first !== undefined && members(use.trace.evaluate(first, use.frame)).some((value) => value.kind === 'object');
  const options = isOptions ? first : second;
  return answerOf(use, {
    client: 'undici',
    method: methodIn(use, options, 'GET'),
    url: isOptions ? fromOptions(use) : address(use, first),
    query: [optionRef(use, options, 'query')],
    body: optionRef(use, options, 'body'),
    headers: [option(use, options, 'headers')],
    answer: [
      ['body', 'json()'],
      ['body', 'text()', 'JSON.parse()'],
    ],
  });
}

/** `pool.request({ path })`: below the origin of the pool, or of the options. */
function fromOptions(use: ClientUse): readonly Piece[] {
  const [options] = use.args;
  const [made] = use.made;
  const origin: readonly Piece[] = made?.node['arguments'][0] ? addressOf(use.trace.evaluate(made.node['arguments'][0], made.frame), made.node['arguments'][0], made.frame) : [];
  const own = optionRef(use, options, 'origin');
  const path = optionRef(use, options, 'path');
  const base = own ? addressOf(use.trace.value(own), own.node, own.frame) : origin;
  return joined(base, path ? addressOf(use.trace.value(path), path.node, path.frame) : []);
}
