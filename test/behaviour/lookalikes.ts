import { idOf, makeTenant } from './data.ts';

/** What servers of other vendors answer, in the words of the users API. Each vendor keeps to itself, in every mode. */

const accounts = makeTenant().users.map((user, index) => ({
  id: `00u${idOf('o', index).slice(-8)}`,
  name: user.name,
  email: user.email,
  subject: user.subject,
  status: user.status === 'active' ? 'ACTIVE' : 'SUSPENDED',
  role: index === 0 ? 'owner' : 'member',
  roles: index === 0 ? ['owner', 'member'] : ['member'],
  tenantId: 'acme',
  created: user.createdAt,
  lastUpdated: user.lastUpdatedAt,
  profile: { login: user.email, email: user.email, displayName: user.name },
}));

/** Lists are bare in one vendor's API and wrapped in `data` in all others. */
export function lookalike(host: string, method: string, url: URL, body: unknown): unknown {
  if (method === 'PATCH') return { ok: true, ops: Array.isArray(body) ? body.length : 1, received: body };
  if (method !== 'GET') return { id: '00unew', ...(body as object) };
  const last = url.pathname.split('/').at(-1);
  if (last === 'metadata') return { valid_roles: ['owner', 'member'], updated: '2021-04-01' };
  const account = accounts.find(({ id }) => id === last);
  if (account) return account;
  const list = chosen(url.searchParams);
  return host.endsWith('okta.com') ? list : { data: list, links: {}, total: list.length };
}

function chosen(query: URLSearchParams): (typeof accounts)[number][] {
  const status = query.get('status')?.toUpperCase();
  const sign = query.get('sortOrder') === 'desc' ? -1 : 1;
  const field = query.get('sortBy') === 'created' ? 'created' : 'name';
  const list = accounts.filter((account) => !status || status.split(',').includes(account.status));
  if (query.has('sortBy')) list.sort((a, b) => sign * a[field].localeCompare(b[field], 'en'));
  const after = list.findIndex(({ id }) => id === query.get('startingAfter'));
  return list.slice(after + 1, after + 1 + Number(query.get('limit') ?? 20));
}
