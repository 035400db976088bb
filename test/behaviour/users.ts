import { type Mode, type Role, type Tenant, tenantId, type User } from './data.ts';
import { type Filter, parseFilter, userAttributes } from './filter.ts';
import { type Cursor, link, type Query, readLimit, readQuery, readSort, type Sorting, slice, sorted } from './query.ts';
import { missing, refuse } from './refusal.ts';

/** Reading users: the list with its old and new parameters, one user, the count. */

const newParameters = ['fields', 'filter', 'limit', 'next', 'prev', 'sort', 'totalResults'];
const oldParameters = ['email', 'endingBefore', 'role', 'sortBy', 'sortOrder', 'startingAfter', 'status', 'subject', 'tenantId'];
const sortFields = ['_id', 'id', 'tenantId', 'clientId', 'status', 'subject', 'name', 'email', 'inviteExpiry', 'createdAt'];
const oldSortFields = ['name', 'email', 'subject', 'status', 'id', '_id', 'created', 'lastUpdated', 'createdAt', 'lastUpdatedAt'];
export const statuses = ['active', 'invited', 'disabled', 'deleted', 'provisioned'];

const removedFields = ['roles', 'created', 'lastUpdated'];
const currentFields = [
  ...['id', 'tenantId', 'clientId', 'name', 'email', 'subject', 'status', 'picture', 'locale', 'zoneinfo', 'preferredLocale', 'preferredZoneinfo', 'inviteExpiry'],
  ...['assignedRoles', 'assignedGroups', 'assignedScopes', 'groups', 'createdAt', 'lastUpdatedAt', 'links'],
];

export interface Context {
  readonly tenant: Tenant;
  readonly mode: Mode;
  /** Protocol and host that the client used; links start with it. */
  readonly base: string;
}

const roleView = ({ id, name, type, level }: Role) => ({ id, name, type, level });

/** A user as the API shows it, with only the wanted fields when a list of them is given. */
export function userView(user: User, { mode, base }: Context, fields?: string): Record<string, unknown> {
  const view: Record<string, unknown> = {
    id: user.id,
    tenantId,
    clientId: 'model-client',
    name: user.name,
    email: user.email,
    subject: user.subject,
    status: user.status,
    picture: user.picture,
    locale: 'en-US',
    zoneinfo: 'Europe/Stockholm',
    preferredLocale: user.preferredLocale,
    preferredZoneinfo: user.preferredZoneinfo,
    assignedRoles: user.roles.map(roleView),
    assignedGroups: user.groups.map((group) => ({ id: group.id, name: group.name, assignedRoles: group.roles.map(roleView) })),
    createdAt: user.createdAt,
    lastUpdatedAt: user.lastUpdatedAt,
    ...(mode === 'after' ? {} : { roles: user.roles.map((role) => role.name), created: user.createdAt, lastUpdated: user.lastUpdatedAt }),
    links: { self: { href: `${base}/api/v1/users/${user.id}` } },
  };
  if (fields === undefined) return view;
  const wanted = wantedFields(fields, mode);
  if (wanted.includes('groups')) view['groups'] = user.groups.map((group) => group.name);
  return Object.fromEntries(Object.entries(view).filter(([name]) => name === 'id' || wanted.includes(name)));
}

function wantedFields(fields: string, mode: Mode): string[] {
  const wanted = fields.split(',').map((name) => name.trim());
  const known = mode === 'after' ? currentFields : [...currentFields, ...removedFields];
  for (const name of wanted) if (!known.includes(name)) refuse(`fields: unknown attribute ${name}`);
  return wanted;
}

export const findUser = (tenant: Tenant, id: string): User => tenant.users.find((user) => user.id === id) ?? missing(`user ${id}`);

/** GET /users */
export function listUsers(url: URL, context: Context): unknown {
  const query = readQuery(url, context.mode === 'after' ? newParameters : [...newParameters, ...oldParameters]);
  checkCombination(query);
  const { field, isDescending } = sortingOf(query);
  const conditions = [...oldConditions(query), ...(query.has('filter') ? [parseFilter(query.get('filter') ?? '', userAttributes)] : [])];
  const users = sorted(
    context.tenant.users.filter((user) => conditions.every((condition) => condition(user))),
    (user) => sortKey(user, field),
    isDescending,
  );
  return page(users, query, context, '/api/v1/users', linkNames(query, context.mode));
}

/** POST /users/actions/filter */
export function filterUsers(url: URL, body: unknown, context: Context): unknown {
  const query = readQuery(url, ['fields', 'limit', 'next', 'prev', 'sort']);
  const { filter, ...others } = objectOf(body);
  if (Object.keys(others).length > 0) refuse(`unknown properties ${Object.keys(others)}`);
  const { isDescending } = readSort(query.get('sort') ?? 'name', ['name']);
  const users = sorted(context.tenant.users.filter(parseFilter(textOf(filter, 'filter'), userAttributes)), (user) => user.name, isDescending);
  return page(users, query, context, '/api/v1/users/actions/filter', [['next'], ['prev']]);
}

/** GET /users/actions/count */
export function countUsers(url: URL, { tenant, mode }: Context): unknown {
  checkTenant(readQuery(url, mode === 'after' ? [] : ['tenantId']));
  return { total: tenant.users.length };
}

export function objectOf(body: unknown): Record<string, unknown> {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : refuse('the body must be an object');
}

export function textOf(value: unknown, name: string): string {
  return typeof value === 'string' ? value : refuse(`${name} must be a string`);
}

function page(users: readonly User[], query: Query, context: Context, path: string, [nextNames, prevNames]: LinkNames): unknown {
  const { items, next, prev } = slice(users, readLimit(query), cursorOf(query));
  const kept = [...query].filter(([name]) => !['next', 'prev', 'startingAfter', 'endingBefore'].includes(name));
  const to = (names: readonly string[], id: string) => link(context.base, path, [...kept, ...names.map((name) => [name, id] as const)]);
  return {
    data: items.map((user) => userView(user, context, query.get('fields'))),
    links: { self: link(context.base, path, query), ...(next ? { next: to(nextNames, next) } : {}), ...(prev ? { prev: to(prevNames, prev) } : {}) },
    ...(query.get('totalResults') === 'true' ? { totalResults: users.length } : {}),
  };
}

type LinkNames = readonly [next: readonly string[], prev: readonly string[]];

/** The old server answered in the words it was asked with; the new one has one name for each direction. */
function linkNames(query: Query, mode: Mode): LinkNames {
  if (mode === 'after') return [['next'], ['prev']];
  if (mode === 'overlap')
    return [
      ['startingAfter', 'next'],
      ['endingBefore', 'prev'],
    ];
  return ['filter', 'next', 'prev', 'totalResults'].some((name) => query.has(name)) ? [['next'], ['prev']] : [['startingAfter'], ['endingBefore']];
}

const cursorPairs = [
  ['startingAfter', 'next'],
  ['endingBefore', 'prev'],
] as const;

/** A link of the overlap carries a cursor under both names; that counts as new. */
function checkCombination(query: Query): void {
  const isFromLink = (name: string): boolean => cursorPairs.some(([old, current]) => old === name && query.get(current) === query.get(old));
  const old = oldParameters.filter((name) => query.has(name) && !isFromLink(name));
  if (query.has('filter') && old.length > 0) refuse(`filter cannot be combined with ${old.join(', ')}`);
  if (query.has('sort') && (query.has('sortBy') || query.has('sortOrder'))) refuse('sort cannot be combined with sortBy and sortOrder');
  checkTenant(query);
}

function checkTenant(query: Query): void {
  const id = query.get('tenantId') ?? tenantId;
  if (id !== tenantId) refuse(`unknown tenant ${id}`);
}

function cursorOf(query: Query): Cursor | undefined {
  const cursors = cursorPairs.flatMap((names, index) => names.filter((name) => query.has(name)).map((name): Cursor => ({ id: query.get(name) ?? '', isBackwards: index === 1 })));
  const [first] = cursors;
  if (cursors.some((cursor) => cursor.id !== first?.id || cursor.isBackwards !== first.isBackwards)) refuse('there is more than one cursor');
  return first;
}

function sortingOf(query: Query): Sorting {
  if (query.has('sort')) return readSort(query.get('sort') ?? '', sortFields);
  const order = query.get('sortOrder') ?? 'asc';
  const field = query.get('sortBy') ?? 'name';
  if (!['asc', 'desc'].includes(order)) refuse(`sortOrder: ${order}`);
  if (!oldSortFields.includes(field)) refuse(`sortBy: not by ${field}`);
  return { field, isDescending: order === 'desc' };
}

function sortKey(user: User, field: string): string {
  const keys: Readonly<Record<string, string>> = {
    name: user.name,
    email: user.email,
    subject: user.subject,
    status: `${user.status} ${user.name}`,
    id: user.id,
    _id: user.id,
    created: user.createdAt,
    createdAt: user.createdAt,
    lastUpdated: user.lastUpdatedAt,
    lastUpdatedAt: user.lastUpdatedAt,
  };
  return keys[field] ?? user.name;
}

/** What `subject`, `email`, `status` and `role` asked for. */
function oldConditions(query: Query): Filter<User>[] {
  const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const conditions: Readonly<Record<string, (value: string) => Filter<User>>> = {
    subject: (value) => (user) => isSame(user.subject, value),
    email: (value) => (user) => isSame(user.email, value),
    role: (value) => (user) => user.roles.some((role) => isSame(role.name, value)),
    status: (value) => {
      const wanted = value.split(',').map((status) => status.trim().toLowerCase());
      for (const status of wanted) if (!statuses.includes(status)) refuse(`status: ${status}`);
      return (user) => wanted.includes(user.status);
    },
  };
  return Object.entries(conditions).flatMap(([name, make]) => (query.has(name) ? [make(query.get(name) ?? '')] : []));
}
