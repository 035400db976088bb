import type { Edit } from '../../facts.ts';
import { isMember, keyName, type Node, unwrap } from '../../source/ast.ts';
import { members, type Ref, type RolesCall, type Value } from '../../trace/value.ts';
import { addressAt, madeMember } from '../arguments.ts';
import { middlewareOf } from './openapi-middleware.ts';
import { address, answerOf, type Client, type ClientUse, configured, findMember, joined, methodOf, optionRef } from '../client.ts';

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
  const url = joined(addressAt(use, base), address(use, path));
  return answerOf(use, {
    client: 'openapi-fetch',
    method,
    url,
    hooks: middlewareOf(use, made, url),
    query: [params && findMember(use.trace, use.trace.value(params), 'query')],
    body: optionRef(use, init, 'body'),
    headers,
    answer: [['data']],
    dropsUndefined: true,
    contract,
    roles: contract && path ? rolesCalls(use, path, init) : undefined,
  });
}

/** `GET('/users/metadata')` -> `GET('/roles', { params: { query: { limit: 100 } } })`: a declared path takes no query. None where the path is written elsewhere, or beside other parameters. */
function rolesCalls(use: ClientUse, path: Node, init: Node | undefined): RolesCall[] | undefined {
  const source = use.trace.project.sourceOf(path);
  if (path.type !== 'StringLiteral' || !path['value'].endsWith('users/metadata')) return undefined;
  const edit = (at: { start: number; end: number }, text: string): Edit => ({ file: source.file, start: at.start, end: at.end, text });
  const params = 'params: { query: { limit: 100 } }';
  const last = (use.call['arguments'] as Node[]).at(-1);
  const renamed = edit({ start: path.start + 1, end: path.end - 1 }, path['value'].replace(/users\/metadata$/, 'roles'));
  if (!init) return [{ gives: 'page', edits: [renamed, last ? edit({ start: last.end, end: last.end }, `, { ${params} }`) : edit({ start: use.call.end - 1, end: use.call.end - 1 }, `{ ${params} }`)] }];
  const properties: readonly Node[] | undefined = init.type === 'ObjectExpression' ? init['properties'] : undefined;
  const [first] = properties ?? [];
  if (!properties?.every((property) => property.type === 'ObjectProperty' && !property['computed'] && keyName(property['key'], false) !== 'params')) return undefined;
  return [{ gives: 'page', edits: [renamed, first ? edit({ start: first.start, end: first.start }, `${params}, `) : edit(init, `{ ${params} }`)] }];
}
