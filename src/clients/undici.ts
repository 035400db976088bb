import { members, type Piece, type ResponseValue } from '../trace/value.ts';
import { address, addressOf, answerOf, type Client, type ClientUse, configured, joined, methodIn, option, optionRef } from './client.ts';
import { fetchClient } from './fetch.ts';

/** undici: `request(url, options)`, and the same of clients and pools, which hold the origin; its `fetch` is the platform's. */
export const undiciClient: Client = {
  id: 'undici',
  packages: ['undici'],
  call(use) {
    const [name, ...more] = use.path;
    if (more.length > 0) return undefined;
    if (use.call.type === 'NewExpression' && /^(?:Pool|Client|BalancedPool|Agent)$/.test(name ?? '')) return configured(use);
    return name === 'request' ? request(use) : fetchClient.call(use);
  },
};

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
