import type { ShapeName } from '../../api.ts';
import { siblingCall } from './areas.ts';
import { union, type Value } from '../../trace/value.ts';
import type { Client } from '../client.ts';
import { byId, type Operation, operationAnswer } from './qlik.ts';
import { tableOf } from '../../table.ts';

const name = 'qlik-saas-api';

/** `client.users.*`; a user is an object with methods, and has its attributes in `details`. */
const operations: Readonly<Record<string, Operation & { readonly gives: ShapeName }>> = tableOf({
  get: { method: 'GET', path: byId, gives: 'UserHandle' },
  getAll: { method: 'GET', path: 'users', gives: 'UserHandle[]' },
  getFilter: { method: 'POST', path: 'users/actions/filter', body: 0, gives: 'UserHandle[]' },
  getFilterNative: { method: 'GET', path: 'users', query: 0, gives: 'UserHandle[]' },
  me: { method: 'GET', path: 'users/me', gives: 'UserHandle' },
  create: { method: 'POST', path: 'users', body: 0, gives: 'UserHandle' },
  metadata: { method: 'GET', path: 'users/metadata', gives: 'Metadata' },
});

/** qlik-saas-api: `new QlikSaaSApi.client(config)`. Its lists are plain arrays of all pages. */
export const qlikSaasApi: Client = {
  id: name,
  packages: [name],
  names: /^(?:get|getAll|getFilter|getFilterNative|me|create|metadata|update)$/,
  call(use) {
    if (use.call.type === 'NewExpression') return use.library && { ...use.library, path: [] };
    const [area, method = ''] = use.path.slice(-2);
    const operation = area === 'users' ? operations[method] : undefined;
    if (!operation) return undefined;
    const edits = method === 'metadata' ? siblingCall(use, { area: 'roles', code: 'getAll()' }) : undefined;
    const { request, trail } = operationAnswer(use, name, operation, [], method === 'metadata' ? { roles: edits ? [{ edits, gives: 'list' }] : [] } : {});
    const gives = (shape: ShapeName): Value => ({ kind: 'shape', shape, request, trail });
    // `get(id)` gave one user; `get({ id })` gives the list of those with this id.
    const isFiltered = method === 'get' && !!use.args[0] && use.trace.evaluate(use.args[0], use.frame).kind === 'object';
    return isFiltered ? union([gives('UserHandle[]'), gives(operation.gives)]) : gives(operation.gives);
  },
  typed: (type) => (/^(?:client|QlikSaaSApi)$/.test(type.path.at(-1) ?? '') ? { ...type, path: [] } : undefined),
  /** `user.update([{ path: 'assignedRoles', … }])`; the package adds the slash. */
  onShape: (user, method, use) => (user.shape === 'UserHandle' && method === 'update' ? operationAnswer(use, name, { method: 'PATCH', path: byId, body: 0 }, []) : undefined),
};
