/**
 * What is known of the users API, old and new, as data. Sources: qlik.dev/changelog/22-api-updates-users-groups-roles
 * and the public API specifications of 2022 to today.
 */
import type { EndpointId, OldName } from './facts.ts';
import { tableOf } from './table.ts';

/** Shape names used by the trace. `X[]` is a list of `X`; names without an entry in `shapes` have no members of interest. */
export type ShapeName = string;

/** Members of the answers that lead to deprecated names. */
export const shapes: Readonly<Record<ShapeName, Readonly<Record<string, ShapeName>>>> = tableOf({
  UsersPage: tableOf({ data: 'User[]', links: 'Links', totalResults: 'Number' }),
  User: tableOf({
    roles: 'RoleNames',
    created: 'Date',
    lastUpdated: 'Date',
    assignedRoles: 'Role[]',
    assignedGroups: 'Group[]',
    id: 'UserId',
    _id: 'UserId',
    links: 'Links',
    status: 'Text',
    subject: 'Text',
    email: 'Text',
    name: 'Text',
    tenantId: 'Text',
    createdAt: 'Text',
    lastUpdatedAt: 'Text',
  }),
  /** Lists of Qlik's own package: iterable, with `data` in early versions and `pagination` in later ones. */
  'User[]': tableOf({ data: 'User[]', links: 'Links', pagination: 'User[]' }),
  /** A user as an object with methods, which has the attributes in `details`. */
  UserHandle: tableOf({ details: 'User' }),
  Metadata: tableOf({ valid_roles: 'RoleNames' }),
  Links: tableOf({ next: 'Link', prev: 'Link', self: 'Link' }),
  Link: tableOf({ href: 'Href' }),
  Count: tableOf({ total: 'Number' }),
});

interface Endpoint {
  readonly id: EndpointId;
  readonly method: string;
  /** Segments after `users`; `*` is any one segment. */
  readonly path: readonly string[];
  /** Shape of the body of a successful answer. */
  readonly answer: ShapeName;
}

/** In the order in which they are tried: literal segments before `*`. */
export const endpoints: readonly Endpoint[] = [
  { id: 'GET /users', method: 'GET', path: [], answer: 'UsersPage' },
  { id: 'POST /users', method: 'POST', path: [], answer: 'User' },
  { id: 'GET /users/me', method: 'GET', path: ['me'], answer: 'User' },
  { id: 'GET /users/metadata', method: 'GET', path: ['metadata'], answer: 'Metadata' },
  { id: 'GET /users/actions/count', method: 'GET', path: ['actions', 'count'], answer: 'Count' },
  { id: 'POST /users/actions/filter', method: 'POST', path: ['actions', 'filter'], answer: 'UsersPage' },
  { id: 'POST /users/actions/invite', method: 'POST', path: ['actions', 'invite'], answer: 'Invited' },
  { id: 'GET /users/{id}', method: 'GET', path: ['*'], answer: 'User' },
  { id: 'PATCH /users/{id}', method: 'PATCH', path: ['*'], answer: 'Nothing' },
  { id: 'DELETE /users/{id}', method: 'DELETE', path: ['*'], answer: 'Nothing' },
];

/** Old attribute -> what stands for it today, by the shape that carries it. */
export const renamedFields: Readonly<Record<ShapeName, Partial<Readonly<Record<OldName, string>>>>> = tableOf({
  User: tableOf({ roles: 'assignedRoles', created: 'createdAt', lastUpdated: 'lastUpdatedAt' }),
  Metadata: tableOf({ valid_roles: 'data' }),
});

/** Every name that is old somewhere in an answer. */
export const oldFields: ReadonlySet<string> = new Set(Object.values(renamedFields).flatMap((fields) => Object.keys(fields)));

/** Old cursor parameter -> new one. Values are ids before, opaque cursors from `links` after. */
export const cursors: Readonly<Record<string, string>> = tableOf({ startingAfter: 'next', endingBefore: 'prev' });

/** Old filter parameter -> attribute in the `filter` expression, in the order in which terms are written. */
export const filterAttributes: Readonly<Record<string, string>> = tableOf({ subject: 'subject', email: 'email', role: 'assignedRoles.name', status: 'status' });

/** Parameters that `sort` stands for. */
const sorting: readonly string[] = ['sortBy', 'sortOrder'];

/** Old query parameter of `GET /users` -> the one that says the same today; `tenantId` has none. */
export const parametersToday: Readonly<Record<string, string>> = tableOf({
  ...cursors,
  ...Object.fromEntries(sorting.map((name) => [name, 'sort'])),
  ...Object.fromEntries(Object.keys(filterAttributes).map((name) => [name, 'filter'])),
});

/** Old query parameters of `GET /users` that hardly any other API has. */
export const distinctiveParameters: readonly string[] = [...sorting, ...Object.keys(cursors)];

/** Every old query parameter of `GET /users`, the most distinctive first. */
export const oldParameters: readonly string[] = [...distinctiveParameters, 'tenantId', ...Object.keys(filterAttributes)];

/** Parameters of `GET /users`, old and new, that are no attributes of a user: something with one of them is a query. */
export const onlyParameters: ReadonlySet<string> = new Set([...distinctiveParameters, 'role', 'limit', 'sort', 'filter', 'fields', 'next', 'prev']);

/** Fields that `sort` takes on `GET /users` today. */
export const sortable: ReadonlySet<string> = new Set(['name', '_id', 'id', 'tenantId', 'clientId', 'status', 'subject', 'email', 'inviteExpiry', 'createdAt']);

/** Patch operations that were removed; early types of Qlik's own package call them by the longer texts. */
export const oldOps = /^(?:set|unset)(?: \(Deprecated\))?$/;
