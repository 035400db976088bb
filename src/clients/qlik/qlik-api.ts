import type { ShapeName } from '../../api.ts';
import type { LibraryValue, RolesCall, Value } from '../../trace/value.ts';
import { siblingCall } from './areas.ts';
import type { Client, ClientUse } from '../client.ts';
import { byId, type Operation, operationAnswer, typedShape } from './qlik.ts';
import { tableOf } from '../../table.ts';

const name = '@qlik/api';
const module = `${name}/users`;

/** The functions of the users module, 0.x to 2.x. */
const operations: Readonly<Record<string, Operation>> = tableOf({
  getUsers: { method: 'GET', path: 'users', query: 0 },
  getUser: { method: 'GET', path: byId, query: 1 },
  getMyUser: { method: 'GET', path: 'users/me' },
  createUser: { method: 'POST', path: 'users', body: 0 },
  patchUser: { method: 'PATCH', path: byId, body: 1 },
  countUsers: { method: 'GET', path: 'users/actions/count', query: 0 },
  filterUsers: { method: 'POST', path: 'users/actions/filter', query: 0, body: 1 },
  getUsersMetadata: { method: 'GET', path: 'users/metadata' },
});

const described: Readonly<Record<string, ShapeName>> = tableOf({ User: 'User', Users: 'UsersPage', Metadata: 'Metadata' });
/** Types of whole answers, and functions whose result a type names -> what their `data` is. */
const answers: Readonly<Record<string, ShapeName>> = tableOf({
  GetUsersHttpResponse: 'UsersPage',
  FilterUsersHttpResponse: 'UsersPage',
  GetUserHttpResponse: 'User',
  GetMyUserHttpResponse: 'User',
  CreateUserHttpResponse: 'User',
  GetUsersMetadataHttpResponse: 'Metadata',
  getUsers: 'UsersPage',
  filterUsers: 'UsersPage',
  getUser: 'User',
  getMyUser: 'User',
  createUser: 'User',
});

/** @qlik/api: modules of functions, by area; an answer has its body at `data`, and gives the neighbouring pages by `next()` and `prev()`. */
export const qlikApi: Client = {
  id: name,
  packages: [name, module],
  names: /^(?:getUsers?|getMyUser|createUser|patchUser|countUsers|filterUsers|getUsersMetadata)$/,
  call(use) {
    const [area, method] = [use.path.at(-2), use.path.at(-1) ?? ''];
    if (method === 'createQlikApi') return use.library && { ...use.library, path: [] };
    const isUsers = area === 'users' || (area === undefined && use.library?.name === module);
    const operation = isUsers ? operations[method] : undefined;
    return operation && operationAnswer(use, name, operation, [['data']], method === 'getUsersMetadata' ? { roles: rolesCalls(use) } : {});
  },
  typed(type): Value | undefined {
    const last = type.path.at(-1) ?? 'default';
    if (last === 'QlikAPI' || last === 'createQlikApi') return { ...type, path: [] } satisfies LibraryValue;
    if (last === 'UsersAPI' || (type.name === name && last === 'users')) return { ...type, name, path: ['users'] } satisfies LibraryValue;
    if (type.name !== module && !type.path.includes('users')) return undefined;
    const shape = described[last];
    const body = answers[last];
    return shape ? typedShape(type, shape) : body ? { kind: 'record', members: { data: typedShape(type, body) } } : undefined;
  },
  extend: (answer, method) => (method === 'next' || method === 'prev' ? answer : undefined),
};

/** The options of the call stand behind the query: `getUsersMetadata({ hostConfig })`. */
function rolesCalls(use: ClientUse): RolesCall[] {
  const source = use.trace.project.sourceOf(use.call);
  const options = use.args.map((argument) => `, ${source.slice(argument)}`).join('');
  const edits = siblingCall(use, { area: 'roles', code: `getRoles({ limit: 100 }${options})`, module: `${name}/roles` });
  return edits ? [{ edits, gives: 'page' }] : [];
}
