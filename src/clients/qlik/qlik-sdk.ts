import type { ShapeName } from '../../api.ts';
import type { Edit } from '../../facts.ts';
import { isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { installedVersion, type Version } from '../../trace/modules/packages.ts';
import type { LibraryValue, Piece, RolesCall, Value } from '../../trace/value.ts';
import { isClient, siblingCall } from './areas.ts';
import { address, answerOf, argument, type Client, type ClientUse, joined, methodIn, option, optionRef } from '../client.ts';
import { fetchAnswer } from '../http/fetch.ts';
import { byId, type Operation, operationAnswer, typedShape } from './qlik.ts';
import { tableOf } from '../../table.ts';

const name = '@qlik/sdk';

/** `qlik.users.*`, 0.12 to 0.28. */
const operations: Readonly<Record<string, Operation & { readonly gives: ShapeName }>> = tableOf({
  getUsers: { method: 'GET', path: 'users', query: 0, gives: 'User[]' },
  get: { method: 'GET', path: byId, query: 1, gives: 'User' },
  getMe: { method: 'GET', path: 'users/me', gives: 'User' },
  create: { method: 'POST', path: 'users', body: 0, gives: 'User' },
  count: { method: 'GET', path: 'users/actions/count', query: 0, gives: 'Count' },
  filter: { method: 'POST', path: 'users/actions/filter', body: 0, query: 1, gives: 'User[]' },
  getMetadata: { method: 'GET', path: 'users/metadata', gives: 'Metadata' },
});

/** Classes that are made from a configuration -> where the same stands below a `Qlik`. */
const classes: Readonly<Record<string, readonly string[]>> = tableOf({ Qlik: [], default: [], Users: ['users'], Auth: ['auth'] });
const described: Readonly<Record<string, ShapeName>> = tableOf({ User: 'User', UsersClass: 'User[]', Metadata: 'Metadata' });

/** @qlik/sdk: `new Qlik(config)`, its users, and `rest`, which is a fetch below `/api/v1`. */
export const qlikSdk: Client = {
  id: name,
  packages: [name, `${name}/users`],
  names: /^(?:getUsers|get|getMe|create|count|filter|getMetadata|rest|patch)$/,
  call(use) {
    if (use.call.type === 'NewExpression') return use.library && { ...use.library, path: classes[use.path.at(-1) ?? 'default'] ?? use.path };
    const [area, method] = use.path.slice(-2);
    if (use.path.at(-1) === 'rest') return rest(use);
    const operation = area === 'users' && method !== undefined ? operations[method] : undefined;
    if (!operation) return undefined;
    const { request, trail } = operationAnswer(use, name, operation, [], {
      ...(method === 'getMetadata' ? { roles: rolesCalls(use) } : {}),
      ...(method === 'getUsers' && use.args.length === 0 ? { implicit: defaults(use) } : {}),
    });
    return { kind: 'shape', shape: operation.gives, request, trail };
  },
  typed(type): Value | undefined {
    const last = type.path.at(-1) ?? 'default';
    const shape = described[last];
    if (shape) return typedShape(type, shape);
    const path = classes[last];
    return path && ({ ...type, path } satisfies LibraryValue);
  },
  onShape: (user, method, use) => (user.shape === 'User' && method === 'patch' ? operationAnswer(use, name, { method: 'PATCH', path: byId, body: 0 }, []) : undefined),
};

/** `qlik.rest(path, init, query)`. */
function rest(use: ClientUse): Value {
  const [path, init] = use.args;
  const given = address(use, path);
  const [first] = given;
  const isWhole = first?.kind === 'literal' && /^(?:https?:|\/?api\/v1)/.test(first.text);
  const base: readonly Piece[] = isWhole ? [] : [{ kind: 'literal', text: '/api/v1', node: { type: 'Joint', start: use.call.start, end: use.call.start, parent: use.call } }];
  return answerOf(use, { client: name, method: methodIn(use, init, 'GET'), url: joined(base, given), query: [argument(use, 2)], body: optionRef(use, init, 'body'), headers: [option(use, init, 'headers')], answer: fetchAnswer });
}

/** Without an argument every version sends `limit=20&sort=+name&sortBy=name&sortOrder=asc&status=active`. */
function defaults(use: ClientUse): { names: readonly string[]; edits: readonly Edit[] } {
  const source = use.trace.project.sourceOf(use.call);
  const at = source.text.lastIndexOf('(', use.call.end) + 1;
  const [q, filter] = source.quote === "'" ? ["'", `'status eq "active"'`] : ['"', '"status eq \\"active\\""'];
  return { names: ['sortBy', 'sortOrder', 'status'], edits: [{ file: source.file, start: at, end: at, text: `{ limit: 20, sort: ${q}name${q}, filter: ${filter} }` }] };
}

/** `qlik.roles` came with 0.18, and gives a list that only iterates since 0.19; `rest` is in all versions. */
function rolesCalls(use: ClientUse): RolesCall[] {
  const version = installedVersion(use.trace.project.files, use.trace.project.fileOf(use.call), name);
  const own = hasRoles(version) ? siblingCall(use, { area: 'roles', code: 'getRoles({ limit: 100 })' }) : undefined;
  const iterates = !!version && (version.major > 0 || version.minor >= 19);
  return [...(own ? [{ edits: own, gives: iterates ? ('iterable' as const) : ('page' as const) }] : []), { edits: byRest(use), gives: 'page' }];
}

const hasRoles = (version: Version | undefined): boolean => !!version && (version.major > 0 || version.minor >= 18);

/** `qlik.users.getMetadata()` -> `qlik.rest('/roles?limit=100')`, and the body of its answer. */
function byRest(use: ClientUse): Edit[] {
  const source = use.trace.project.sourceOf(use.call);
  const users: Node = unwrap(unwrap(use.call['callee'])['object']);
  const owner = isMember(users) && memberName(users) === 'users' && isClient(use, use.trace.evaluate(users['object'], use.frame)) ? source.slice(users['object']) : `${source.slice(users)}.auth`;
  const request = `${owner}.rest(${source.quote}/roles?limit=100${source.quote})`;
  const isAwaited = use.call.parent?.type === 'AwaitExpression';
  return [{ file: source.file, start: use.call.start, end: use.call.end, text: isAwaited ? `(await ${request}).json()` : `${request}.then((answer) => answer.json())` }];
}
