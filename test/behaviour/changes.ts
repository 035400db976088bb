import { idOf, type Group, type Mode, now, type Role, type Tenant, tenantId, type User } from './data.ts';
import { refuse, Refusal } from './refusal.ts';
import { objectOf, statuses, textOf } from './users.ts';

/** Writing users: POST, PATCH, DELETE and invitations. */

const currentProperties = ['subject', 'name', 'email', 'status', 'picture', 'tenantId', 'assignedRoles'];

/** POST /users */
export function createUser(body: unknown, tenant: Tenant, mode: Mode): User {
  const given = objectOf(body);
  const known = mode === 'after' ? currentProperties : [...currentProperties, 'roles'];
  for (const name of Object.keys(given)) if (!known.includes(name)) refuse(`unknown property ${name}`);
  if (given['roles'] !== undefined && given['assignedRoles'] !== undefined) refuse('roles cannot be combined with assignedRoles');
  if (given['tenantId'] !== undefined && given['tenantId'] !== tenantId) refuse(`unknown tenant ${given['tenantId']}`);
  const roles = given['roles'] === undefined ? references(given['assignedRoles'] ?? [], tenant) : listOf(given['roles']).map((name) => roleNamed(name, tenant));
  const { subject, name = subject, email = '', status = 'invited', picture = '' } = given;
  return addUser(tenant, { subject: textOf(subject, 'subject'), name: textOf(name, 'name'), email: textOf(email, 'email'), status: statusOf(status), picture: textOf(picture, 'picture'), roles });
}

function addUser(tenant: Tenant, given: Pick<User, 'subject' | 'name' | 'email' | 'status' | 'picture' | 'roles'>): User {
  if (tenant.users.some((user) => user.subject === given.subject)) throw new Refusal(409, `subject ${given.subject} exists`);
  const user: User = { ...given, id: idOf('n', tenant.users.length), groups: [], createdAt: now, lastUpdatedAt: now, preferredLocale: '', preferredZoneinfo: '' };
  tenant.users.push(user);
  return user;
}

/** POST /users/actions/invite */
export function inviteUsers(body: unknown, tenant: Tenant): unknown {
  const data = listOf(objectOf(body)['invitees']).map((invitee) => {
    const { email, name = email } = objectOf(invitee);
    const address = textOf(email, 'email');
    const present = tenant.users.find((user) => user.email === address);
    const user = present ?? addUser(tenant, { subject: `invited|${address}`, name: textOf(name, 'name'), email: address, status: 'invited', picture: '', roles: [] });
    return { email: address, status: present ? 'exists' : 'ok', subject: user.subject, userId: user.id };
  });
  return { data };
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

/** PATCH /users/{id}: all operations or none. */
export function patchUser(user: User, body: unknown, tenant: Tenant, mode: Mode): void {
  if (!Array.isArray(body)) refuse('the body must be a list of operations');
  const draft: User = { ...user };
  for (const entry of body as unknown[]) {
    const { op, path, value, ...others } = objectOf(entry);
    if (Object.keys(others).length > 0) refuse(`unknown properties ${Object.keys(others)}`);
    const operation = { op: textOf(op, 'op'), path: textOf(path, 'path'), value };
    if (!apply(operation, draft, tenant) && !(mode !== 'after' && applyOld(operation, draft, tenant))) refuse(`${op} of ${path} is not supported`);
  }
  Object.assign(user, draft, { lastUpdatedAt: now });
}

const scalars = ['name', 'email', 'picture', 'preferredLocale', 'preferredZoneinfo', 'status'] as const;
type Scalar = (typeof scalars)[number];

const scalarOf = (path: string): Scalar | undefined => scalars.find((name) => path === `/${name}`);

function setScalar(user: User, name: Scalar, value: unknown): boolean {
  user[name] = name === 'status' ? statusOf(value) : textOf(value, name);
  return true;
}

/** The operations of today; false when it is none of them. */
function apply({ op, path, value }: Operation, user: User, tenant: Tenant): boolean {
  const scalar = scalarOf(path);
  if (op === 'replace' && scalar) return setScalar(user, scalar, value);
  const change = `${op} ${path}`;
  if (change === 'replace /assignedRoles') user.roles = references(value, tenant);
  else if (change === 'add /assignedRoles/-') user.roles = joined(user.roles, [reference(value, tenant)]);
  else if (change === 'remove-value /assignedRoles') user.roles = without(user.roles, [reference(value, tenant)]);
  else if (change === 'add /assignedGroups/-') user.groups = joined(user.groups, [groupOf(value, tenant)]);
  else if (change === 'remove-value /assignedGroups') user.groups = without(user.groups, [groupOf(value, tenant)]);
  else return change === 'renew /inviteExpiry';
  return true;
}

/** The operations that went away; false when it is none of them. */
function applyOld({ op, path, value }: Operation, user: User, tenant: Tenant): boolean {
  const scalar = scalarOf(path);
  if (scalar) return ['set', 'add'].includes(op) ? setScalar(user, scalar, value) : op === 'unset' && scalar !== 'status' && setScalar(user, scalar, '');
  if (!['/roles', '/roles/-', '/assignedRoles'].includes(path)) return false;
  const isNew = path === '/assignedRoles';
  const given = (): Role[] => (Array.isArray(value) ? value : [value]).map((item) => (isNew || typeof item !== 'string' ? reference(item, tenant) : roleNamed(item, tenant)));
  if (op === 'set' || (op === 'replace' && path === '/roles')) user.roles = given();
  else if (op === 'add') user.roles = joined(user.roles, given());
  else if (op === 'unset') user.roles = value === undefined ? [] : without(user.roles, given());
  else return false;
  return true;
}

const joined = <T>(list: readonly T[], more: readonly T[]): T[] => [...new Set([...list, ...more])];
const without = <T>(list: readonly T[], gone: readonly T[]): T[] => list.filter((item) => !gone.includes(item));

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : refuse('a list is wanted');
}

function statusOf(value: unknown): string {
  const status = textOf(value, 'status');
  return statuses.includes(status) ? status : refuse(`unknown status ${status}`);
}

const references = (value: unknown, tenant: Tenant): Role[] => [...new Set(listOf(value).map((item) => reference(item, tenant)))];

/** `{ id }` or `{ name }`, nothing else. */
function reference(value: unknown, tenant: Tenant): Role {
  const [[key, wanted] = [], ...others] = Object.entries(objectOf(value));
  if ((key !== 'id' && key !== 'name') || others.length > 0) return refuse('a role is given as { id } or { name }');
  return tenant.roles.find((role) => role[key] === wanted) ?? refuse(`unknown role ${wanted}`);
}

function roleNamed(name: unknown, tenant: Tenant): Role {
  return tenant.roles.find((role) => role.name === name) ?? refuse(`unknown role ${name}`);
}

/** A group's id, or `{ name }`. */
function groupOf(value: unknown, tenant: Tenant): Group {
  const isWanted = typeof value === 'string' ? (group: Group) => group.id === value : (group: Group) => group.name === objectOf(value)['name'];
  return tenant.groups.find(isWanted) ?? refuse(`unknown group ${JSON.stringify(value)}`);
}
