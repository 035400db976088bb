import type { ResponseValue } from '../trace/value.ts';
import { address, answerOf, type Client, type ClientUse, httpVerbs } from './client.ts';

/** Chain methods that change nothing a rule asks about. */
const passing = new Set([
  'accept',
  'type',
  'auth',
  'timeout',
  'retry',
  'redirects',
  'ok',
  'use',
  'withCredentials',
  'responseType',
  'parse',
  'buffer',
  'http2',
  'key',
  'cert',
  'ca',
  'agent',
  'connect',
  'trustLocalhost',
  'serialize',
  'on',
  'disableTLSCerts',
]);

/** superagent: a chain that ends when it is awaited, `then`ed or `end`ed. */
export const superagentClient: Client = {
  id: 'superagent',
  packages: ['superagent', 'global'],
  globals: ['superagent'],
  call(use) {
    const [name, ...more] = use.path.filter((part) => part !== 'superagent');
    if (more.length > 0) return undefined;
    if (name === 'agent') return use.library && { ...use.library, path: [] };
    const verb = name === 'del' ? 'delete' : name;
    if (name === undefined) return started(use, undefined, use.args.length > 1 ? 1 : 0);
    return verb !== undefined && httpVerbs.has(verb) ? started(use, verb, 0) : undefined;
  },
  callback(use, _argument, parameter) {
    return use.path.at(-1) === 'end' && parameter === 1 ? use.library : undefined;
  },
  extend(answer, method, use) {
    if (method === 'query') return extended(answer, use, { query: true });
    if (method === 'send') return extended(answer, use, { body: true });
    if (method === 'set') return extended(answer, use, { headers: true });
    return passing.has(method) ? extended(answer, use, {}) : undefined;
  },
};

function started(use: ClientUse, verb: string | undefined, at: number): ResponseValue {
  const method = verb ?? (at === 1 && use.args[0]?.type === 'StringLiteral' ? String(use.args[0]['value']) : 'GET');
  return answerOf(use, { client: 'superagent', method, url: address(use, use.args[at]), answer: [['body'], ['text', 'JSON.parse()']] });
}

function extended(answer: ResponseValue, use: ClientUse, what: { query?: boolean; body?: boolean; headers?: boolean }): ResponseValue {
  const [node] = use.args;
  const ref = node && { node, frame: use.frame };
  const value = ref && use.trace.value(ref);
  const { request } = answer;
  return {
    ...answer,
    request: {
      ...request,
      call: use.call,
      frame: use.frame,
      query: what.query && ref && value ? [...request.query, { ref, value }] : request.query,
      body: what.body && ref ? ref : request.body,
      headers: what.headers && value ? [...request.headers, headerValue(use, value)] : request.headers,
    },
  };
}

/** `.set('name', value)` names one header, `.set({ … })` several. */
function headerValue(use: ClientUse, value: ReturnType<ClientUse['trace']['value']>): ReturnType<ClientUse['trace']['value']> {
  return value.kind === 'text' ? { kind: 'list', items: use.args.map((node) => ({ node, frame: use.frame })), rest: undefined, ref: { node: use.call, frame: use.frame } } : value;
}
