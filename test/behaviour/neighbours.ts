import { type Group, idOf, type Role, type Tenant, tenantHost, tenantId } from './data.ts';
import { type Attributes, parseFilter } from './filter.ts';
import { link, readLimit, readQuery, readSort, slice, sorted } from './query.ts';
import { missing, refuse } from './refusal.ts';
import type { Context } from './users.ts';

/** Endpoints beside the users API. They keep the words that the users API lost, in every mode. */

type Item = { readonly id: string; readonly [name: string]: unknown };

const day = (month: number, year = 2021): string => `${year}-${String(month).padStart(2, '0')}-09T07:45:00.000Z`;

const webIntegrations: readonly Item[] = ['Intranet', 'Shop floor', 'Portal', 'Kiosk'].map((name, index) => ({
  id: idOf('w', index),
  name,
  tenantId,
  validOrigins: [`https://${name.toLowerCase().replace(' ', '-')}.example`],
  created: day(index + 2),
  lastUpdated: day(index + 3, 2022),
}));

const apiKeys: readonly Item[] = ['nightly export', 'build server', 'backup', 'dashboard', 'old laptop'].map((description, index) => ({
  id: idOf('k', index),
  tenantId,
  description,
  sub: idOf('u', index),
  subType: 'user',
  status: index === 4 ? 'revoked' : 'active',
  expiry: day(index + 1, 2023),
  createdByUser: idOf('u', index),
  created: day(index + 4),
  lastUpdated: day(index + 5, 2022),
}));

const spaces: readonly Item[] = [
  ['Sales figures', 'shared'],
  ['People', 'shared'],
  ['Playground', 'managed'],
].map(([name, type], index) => ({ id: idOf('s', index), name, type, ownerId: idOf('u', index), tenantId, createdAt: day(index + 6), updatedAt: day(index + 1, 2022) }));

const spaceRoles = ['consumer', 'contributor', 'dataconsumer', 'datapreview', 'facilitator', 'operator', 'producer', 'publisher', 'basicconsumer', 'codeveloper'];

interface Assignment {
  readonly id: string;
  readonly type: unknown;
  readonly assigneeId: unknown;
  readonly roles: unknown;
  readonly createdAt: string;
  readonly updatedAt: string;
}

const firstAssignments = (space: string): Assignment[] =>
  [['producer', 'consumer'], ['consumer'], ['facilitator', 'dataconsumer']].map((roles, index) => ({
    id: idOf('a', index + Number.parseInt(space.slice(-2), 16)),
    type: 'user',
    assigneeId: idOf('u', index + 3),
    roles,
    createdAt: day(index + 7),
    updatedAt: day(index + 2, 2022),
  }));

const assignments = new WeakMap<Tenant, Map<string, Assignment[]>>();

function assignmentsOf(space: string, tenant: Tenant): Assignment[] {
  if (!spaces.some(({ id }) => id === space)) missing(`space ${space}`);
  const known = assignments.get(tenant) ?? new Map<string, Assignment[]>();
  assignments.set(tenant, known);
  const list = known.get(space) ?? firstAssignments(space);
  known.set(space, list);
  return list;
}

function withSelf<T extends Item>(item: T, path: string, base: string) {
  return { ...item, links: { self: { href: `${base}${path}/${item.id}` } } };
}

/** A list that still pages by `startingAfter` and `endingBefore`. */
function oldList(items: readonly Item[], url: URL, base: string, sortFields: readonly string[], filters: readonly string[]): unknown {
  const query = readQuery(url, ['limit', 'sort', 'startingAfter', 'endingBefore', 'tenantId', ...filters]);
  const { field, isDescending } = readSort(query.get('sort') ?? (sortFields[0] as string), sortFields);
  const chosen = items.filter((item) => filters.every((name) => !query.has(name) || item[name] === query.get(name)));
  const after = query.get('startingAfter');
  const cursor = query.get('endingBefore') ?? after;
  const list = sorted(chosen, (item) => String(item[field]), isDescending);
  const { items: shown, next, prev } = slice(list, readLimit(query), cursor === undefined ? undefined : { id: cursor, isBackwards: query.has('endingBefore') });
  const kept = [...query].filter(([name]) => !['startingAfter', 'endingBefore'].includes(name));
  return {
    data: shown.map((item) => withSelf(item, url.pathname, base)),
    links: {
      self: link(base, url.pathname, query),
      ...(next ? { next: link(base, url.pathname, [...kept, ['startingAfter', next]]) } : {}),
      ...(prev ? { prev: link(base, url.pathname, [...kept, ['endingBefore', prev]]) } : {}),
    },
  };
}

const named = ['eq', 'co'];
const roleAttributes: Attributes<Role> = {
  id: { values: (role) => [role.id], operators: ['eq'] },
  name: { values: (role) => [role.name], operators: named },
  type: { values: (role) => [role.type], operators: ['eq'] },
  level: { values: (role) => [role.level], operators: ['eq'] },
};
const groupAttributes: Attributes<Group> = { id: { values: (group) => [group.id], operators: ['eq'] }, name: { values: (group) => [group.name], operators: named } };

/** A list that has always paged by `next` and `prev`, in the order it is kept in unless `sort` is given. */
function newList<T extends { readonly id: string; readonly name: string }>(items: readonly T[], attributes: Attributes<T>, url: URL, base: string, view: (item: T) => Item): unknown {
  const query = readQuery(url, ['filter', 'limit', 'next', 'prev', 'sort', 'totalResults']);
  const chosen = query.has('filter') ? items.filter(parseFilter(query.get('filter') ?? '', attributes)) : items;
  const list = query.has('sort') ? sorted(chosen, (item) => item.name, readSort(query.get('sort') ?? '', ['name', 'type', 'level', 'createdAt']).isDescending) : chosen;
  const cursor = query.get('prev') ?? query.get('next');
  const { items: shown, next, prev } = slice(list, readLimit(query), cursor === undefined ? undefined : { id: cursor, isBackwards: query.has('prev') });
  const kept = [...query].filter(([name]) => !['next', 'prev'].includes(name));
  return {
    data: shown.map((item) => withSelf(view(item), url.pathname, base)),
    links: {
      self: link(base, url.pathname, query),
      ...(next ? { next: link(base, url.pathname, [...kept, ['next', next]]) } : {}),
      ...(prev ? { prev: link(base, url.pathname, [...kept, ['prev', prev]]) } : {}),
    },
    ...(query.get('totalResults') === 'true' ? { totalResults: list.length } : {}),
  };
}

const roleView = (role: Role): Item => ({ ...role, description: `May act as ${role.name}`, tenantId, createdAt: day(3), lastUpdatedAt: day(4, 2022) });
const groupView = ({ id, name, roles }: Group): Item => ({ id, name, tenantId, status: 'active', assignedRoles: roles, createdAt: day(5), lastUpdatedAt: day(6) });
const aTenant = { id: tenantId, name: 'model', hostnames: [tenantHost], status: 'active', datacenter: 'eu-west-1', created: day(1, 2020), lastUpdated: day(2, 2022) };

/** GET of anything but users. */
export function read(segments: readonly string[], url: URL, { tenant, base }: Context): unknown {
  const [kind, id, rest] = segments;
  if (kind === 'roles' && !id) return newList(tenant.roles, roleAttributes, url, base, roleView);
  if (kind === 'roles') return roleView(tenant.roles.find((role) => role.id === id) ?? missing(`role ${id}`));
  if (kind === 'groups' && !id) return newList(tenant.groups, groupAttributes, url, base, groupView);
  if (kind === 'groups') return groupView(tenant.groups.find((group) => group.id === id) ?? missing(`group ${id}`));
  if (kind === 'web-integrations') return id ? one(webIntegrations, id) : oldList(webIntegrations, url, base, ['name', 'created', 'lastUpdated'], []);
  if (kind === 'api-keys') return id ? one(apiKeys, id) : oldList(apiKeys, url, base, ['created', 'createdByUser', 'sub', 'status', 'description'], ['status', 'sub', 'createdByUser']);
  if (kind === 'spaces' && rest === 'assignments' && id) return { data: assignmentsOf(id, tenant), meta: { count: assignmentsOf(id, tenant).length }, links: { self: { href: `${base}${url.pathname}` } } };
  if (kind === 'spaces') return id ? one(spaces, id) : { data: spaces.map((space) => withSelf(space, url.pathname, base)), meta: { count: spaces.length }, links: { self: { href: `${base}${url.pathname}` } } };
  if (kind === 'licenses' && id === 'assignments') return licenses(tenant, url, base);
  if (kind === 'tenants') return id === 'me' || id === tenantId ? aTenant : missing(`tenant ${id}`);
  return missing(url.pathname);
}

const one = (items: readonly Item[], id: string): Item => items.find((item) => item.id === id) ?? missing(id);

function licenses(tenant: Tenant, url: URL, base: string): unknown {
  readQuery(url, ['filter', 'limit', 'page', 'sort']);
  const data = tenant.users.slice(0, 9).map(({ subject, name }, index) => ({ subject, name, type: index % 3 ? 'analyzer' : 'professional', excess: false, created: day(index + 1) }));
  return { data, links: { self: { href: `${base}${url.pathname}` } } };
}

/** Writes to anything but users are kept as text, and assignments of spaces are carried out. */
export function write(method: string, segments: readonly string[], body: unknown, { tenant }: Context): unknown {
  const [kind, space, rest] = segments;
  tenant.writes.push(`${method} /${segments.join('/')} ${JSON.stringify(body) ?? ''}`);
  if (kind !== 'spaces' || rest !== 'assignments' || !space) return { ok: true };
  const list = assignmentsOf(space, tenant);
  const { type, assigneeId, roles } = (body ?? {}) as Partial<Assignment>;
  if (!Array.isArray(roles) || roles.some((role) => !spaceRoles.includes(role))) return refuse('roles must be a list of roles of a space');
  const added = { id: idOf('a', 900 + list.length), type, assigneeId, roles, createdAt: day(8, 2022), updatedAt: day(8, 2022) };
  list.push(added);
  return added;
}
