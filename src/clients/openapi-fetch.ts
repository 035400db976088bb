import { isMember, type Node, unwrap } from '../source/ast.ts';
import { members, type Ref, type Value } from '../trace/value.ts';
import { addressAt, madeMember } from './arguments.ts';
import { address, answerOf, type Client, type ClientUse, configured, findMember, joined, methodOf, optionRef } from './client.ts';

const verb = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/;

/** openapi-fetch: `client.GET('/users/{userId}', { params: { path, query }, body })`; the type that the client is made with declares paths, parameters and answers. */
export const openapiFetch: Client = {
  id: 'openapi-fetch',
  packages: ['openapi-fetch'],
  names: /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|request)$/,
  call(use) {
    const name = use.path.at(-1);
    const isClient = use.made.length > 0;
    if (isClient && name !== undefined && verb.test(name)) return use.path.length > 1 ? called(use, name, pathOfMember(use), use.args[0], use.made) : called(use, name, use.args[0], use.args[1], use.made);
    if (isClient && name === 'request') return called(use, spoken(use), use.args[1], use.args[2], use.made);
    return isClient ? undefined : configured(use);
  },
};

/** openapi-react-query: `$api.useQuery('get', '/users', init)` of a client of openapi-fetch. */
export const openapiReactQuery: Client = {
  id: 'openapi-react-query',
  packages: ['openapi-react-query'],
  names: /^(?:useQuery|useSuspenseQuery|useInfiniteQuery)$/,
  call(use) {
    if (use.made.length === 0) return configured(use);
    const made = use.made.flatMap(({ node, frame }) => members(node['arguments'][0] ? use.trace.evaluate(node['arguments'][0], frame) : unknownValue).flatMap((value) => (value.kind === 'library' ? value.made : [])));
    return openapiReactQuery.names?.test(use.path.at(-1) ?? '') ? called(use, spoken(use), use.args[1], use.args[2], made) : undefined;
  },
};

const unknownValue: Value = { kind: 'unknown' };
const spoken = (use: ClientUse): string | undefined => (use.args[0] ? methodOf(use.trace.evaluate(use.args[0], use.frame)) : undefined);

/** `client['/users'].GET(init)`: the path. */
function pathOfMember(use: ClientUse): Node | undefined {
  const object = unwrap(unwrap(use.call['callee'])['object']);
  return isMember(object) ? object['property'] : undefined;
}

function called(use: ClientUse, method: string | undefined, path: Node | undefined, init: Node | undefined, made: readonly Ref[]): Value {
  const [config] = made.map((ref) => (name: string) => madeMember(use, ref, name));
  const base = config?.('baseUrl');
  const params = optionRef(use, init, 'params');
  const headers = [config?.('headers'), optionRef(use, init, 'headers')].flatMap((ref) => (ref ? [use.trace.value(ref)] : []));
  const contract = made.map(({ node }): Node | undefined => (node['typeParameters'] ?? node['typeArguments'])?.['params'][0]).find(Boolean);
  return answerOf(use, {
    client: 'openapi-fetch',
    method,
    url: joined(addressAt(use, base), address(use, path)),
    query: [params && findMember(use.trace, use.trace.value(params), 'query')],
    body: optionRef(use, init, 'body'),
    headers,
    answer: [['data']],
    dropsUndefined: true,
    contract,
  });
}
