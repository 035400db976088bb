import type { Piece } from '../../trace/value.ts';
import { address, answerOf, argument, type Client, type ClientUse, joined } from '../client.ts';
import { tableOf } from '../../table.ts';

const name = 'qlik-rest-api';

/** Classes -> what stands in front of their paths. Only the first of them talks to Qlik Cloud. */
const roots: Readonly<Record<string, string>> = tableOf({ QlikSaaSClient: '/api/v1', QlikRepositoryClient: '/qrs', QlikProxyClient: '/qps' });
const verbs: Readonly<Record<string, { readonly method: string; readonly hasBody: boolean }>> = tableOf({
  Get: { method: 'GET', hasBody: false },
  Delete: { method: 'DELETE', hasBody: false },
  Post: { method: 'POST', hasBody: true },
  Put: { method: 'PUT', hasBody: true },
  Patch: { method: 'PATCH', hasBody: true },
});

/** qlik-rest-api: `new QlikSaaSClient(config).Get('users?…')`. `Get` follows the pages and has their items at `data`. */
export const qlikRestApi: Client = {
  id: name,
  packages: [name],
  names: /^(?:Get|Delete|Post|Put|Patch)$/,
  call(use) {
    const path = use.path.slice(-2);
    if (use.call.type === 'NewExpression') return use.library && { ...use.library, path: path.slice(-1) };
    const root = roots[path[0] ?? ''];
    const verb = verbs[path[1] ?? ''];
    if (root === undefined || !verb) return undefined;
    return answerOf(use, {
      client: name,
      method: verb.method,
      url: joined([rootPiece(use, root)], address(use, use.args[0])),
      body: verb.hasBody ? argument(use, 1) : undefined,
      answer: [['data']],
      ...(verb.method === 'GET' ? { isFlat: true, roles: [{ gives: 'list' }] } : {}),
    });
  },
  typed: (type) => (roots[type.path.at(-1) ?? ''] === undefined ? undefined : { ...type, path: type.path.slice(-1) }),
};

const rootPiece = (use: ClientUse, root: string): Piece => ({ kind: 'literal', text: root, node: { type: 'Joint', start: use.call.start, end: use.call.start, parent: use.call } });
