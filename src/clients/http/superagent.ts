import { descendants, isMember, memberName, methodName, type Node, unwrap } from '../../source/ast.ts';
import { asLaterLink, withLaterLinks } from '../../trace/requests/later-links.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import { members, type Piece, type Ref, type ResponseValue, type Value } from '../../trace/value.ts';
import { address, answerOf, type Client, type ClientUse, configured, httpVerbs } from '../client.ts';

/** Chain methods that change nothing a rule asks about. */
const passing = new Set([
  'accept',
  'type',
  'auth',
  'timeout',
  'retry',
  'redirects',
  'ok',
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
  adds: /^(?:query|send)$/,
  call(use) {
    const [name, ...more] = use.path.filter((part) => part !== 'superagent');
    if (more.length > 0) return undefined;
    if (name === 'agent' || (use.made.length > 0 && name !== undefined && (passing.has(name) || /^(?:set|use|query)$/.test(name)))) return configured(use);
    const verb = name === 'del' ? 'delete' : name;
    if (name === undefined) return kept(use, started(use, undefined, use.args.length > 1 ? 1 : 0));
    return verb !== undefined && httpVerbs.has(verb) ? kept(use, started(use, verb, 0)) : undefined;
  },
  callback(use, _argument, parameter) {
    return use.path.at(-1) === 'end' && parameter === 1 ? use.library : undefined;
  },
  extend(answer, method, use) {
    const further = chained(answer, method, use);
    return further && (asLaterLink(use, answer, chained) ?? kept(use, further));
  },
};

/** What a call in the chain of a request adds to it. */
function chained(answer: ResponseValue, method: string, use: ClientUse): ResponseValue | undefined {
  if (method === 'query') return extended(answer, use, { query: true });
  if (method === 'send') return extended(answer, use, { body: true });
  if (method === 'set') return extended(answer, use, { headers: true });
  if (method === 'use') return plugged(extended(answer, use, {}), use);
  return passing.has(method) ? extended(answer, use, {}) : undefined;
}

const kept = (use: ClientUse, answer: ResponseValue): ResponseValue => withLaterLinks(use, answer, chained);

function started(use: ClientUse, verb: string | undefined, at: number): ResponseValue {
  const method = verb ?? (at === 1 && use.args[0]?.type === 'StringLiteral' ? String(use.args[0]['value']) : 'GET');
  const url = use.made.reduce((given, made) => throughPlugin(use, made, given), address(use, use.args[at]));
  return answerOf(use, { client: 'superagent', method, url, query: agentQuery(use), headers: agentHeaders(use), answer: [['body'], ['text', 'JSON.parse()']], dropsUndefined: true });
}

/** `.use((request) => { request.url = base + request.url; })`: the address that a plugin makes of another. */
function throughPlugin(use: ClientUse, made: Ref, given: readonly Piece[]): readonly Piece[] {
  const [plugin] = made.node['arguments'] as Node[];
  const functions = methodName(made.node) === 'use' && plugin ? members(use.trace.evaluate(plugin, made.frame)) : [];
  for (const fn of functions) {
    const assignment = fn.kind === 'function' ? descendants(fn.ref.node['body']).find((node) => node.type === 'AssignmentExpression' && isUrl(node['left'])) : undefined;
    if (!assignment || fn.kind !== 'function') continue;
    const pieces = pieceOfValue(use.trace.evaluate(assignment['right'], fn.ref.frame), assignment['right'], fn.ref.frame);
    if (pieces.some(isUrlHole)) return pieces.flatMap((piece) => (isUrlHole(piece) ? given : [piece]));
  }
  return given;
}

/** `request.get(path).use(plugin)`: a plugin of one request. */
const plugged = (answer: ResponseValue, use: ClientUse): ResponseValue => ({ ...answer, request: { ...answer.request, url: throughPlugin(use, { node: use.call, frame: use.frame }, answer.request.url) } });

const isUrl = (node: Node): boolean => isMember(node) && memberName(node) === 'url';
const isUrlHole = (piece: Piece): boolean => piece.kind === 'hole' && isUrl(unwrap(piece.ref.node));
/** `agent.query({ limit: 5 })`: parameters of every request. */
const agentQuery = (use: ClientUse): Ref[] => use.made.flatMap(({ node, frame }) => (methodName(node) === 'query' && node['arguments'][0] ? [{ node: node['arguments'][0] as Node, frame }] : []));

/** `agent.set('name', value)`: headers of every request. */
function agentHeaders(use: ClientUse): Value[] {
  return use.made.filter(({ node }) => methodName(node) === 'set').map(({ node, frame }) => ({ kind: 'list', items: (node['arguments'] as Node[]).map((item) => ({ node: item, frame })), rest: undefined, ref: { node, frame } }));
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
      query: what.query && ref && value && !request.query.some((given) => given.ref.node === node) ? [...request.query, { ref, value }] : request.query,
      body: what.body && ref ? ref : request.body,
      headers: what.headers && value ? [...request.headers, headerValue(use, value)] : request.headers,
    },
  };
}

/** `.set('name', value)` names one header, `.set({ … })` several. */
function headerValue(use: ClientUse, value: Value): Value {
  return value.kind === 'text' ? { kind: 'list', items: use.args.map((node) => ({ node, frame: use.frame })), rest: undefined, ref: { node: use.call, frame: use.frame } } : value;
}
