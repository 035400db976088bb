/** A tenant of three users that only exists while a program text runs, asked in the old words or in today's. What it was asked is told in today's, so that both can be compared. */

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Parameters that the new API refuses. */
  readonly refused: readonly string[];
}

export interface Ran {
  readonly log: readonly string[];
  readonly asked: readonly Asked[];
}

const people = [
  { id: 'a1', name: 'Ann', status: 'active', roles: ['TenantAdmin', 'Developer'], created: '2020-01-02T00:00:00.000Z' },
  { id: 'b2', name: 'Bob', status: 'disabled', roles: [], created: '2021-03-04T00:00:00.000Z' },
  { id: 'c3', name: 'Cy', status: 'active', roles: ['Developer'], created: '2019-07-04T00:00:00.000Z' },
];

const named = (names: readonly string[]) => names.map((name) => ({ name }));
const today = ({ roles, created, ...rest }: (typeof people)[number]) => ({ ...rest, assignedRoles: named(roles), createdAt: created });

const old = /^(?:sortBy|sortOrder|tenantId|subject|email|status|role|startingAfter|endingBefore)$/;
const attributes = { subject: 'subject', email: 'email', role: 'assignedRoles.name' } as const;

/** The terms of a filter, in an order of their own. */
const sorted = (filter: string): string =>
  filter
    .split(/ and (?![^(]*\))/)
    .map((term) =>
      term
        .replace(/^\((.*)\)$/, '$1')
        .split(' or ')
        .sort()
        .join(' or '),
    )
    .sort()
    .join(' and ');

/** Old parameters as today's. */
function translated({ sortBy, sortOrder, startingAfter, tenantId: _tenantId, ...rest }: Record<string, string>): Record<string, string> {
  const { status, ...others } = rest;
  const terms = Object.entries(attributes).flatMap(([name, attribute]) => (others[name] === undefined ? [] : [`${attribute} eq ${JSON.stringify(others[name])}`]));
  if (status !== undefined)
    terms.push(
      status
        .split(',')
        .map((one) => `status eq ${JSON.stringify(one)}`)
        .join(' or '),
    );
  const kept = Object.fromEntries(Object.entries(others).filter(([name]) => !old.test(name)));
  const isSorted = sortBy !== undefined || sortOrder !== undefined;
  return {
    ...kept,
    ...(isSorted ? { sort: `${sortOrder === 'desc' ? '-' : ''}${sortBy === 'created' ? 'createdAt' : (sortBy ?? 'name')}` } : {}),
    ...(startingAfter === undefined ? {} : { next: startingAfter }),
    ...(terms.length === 0 ? {} : { filter: sorted(terms.join(' and ')) }),
  };
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

const translatedOperation = ({ op, path, value }: Operation): Operation => ({ op: op === 'set' ? 'replace' : op, path: path === '/roles' ? '/assignedRoles' : path, value: path === '/roles' ? named(value as string[]) : value });

/** Runs the text of a module without imports against the tenant. */
export async function runOnTenant(text: string, api: 'old' | 'new', argument: string): Promise<Ran> {
  const log: string[] = [];
  const asked: Asked[] = [];
  const answer = async (given: string | URL, { method = 'GET', body }: { method?: string; body?: string } = {}) => {
    const url = new URL(String(given));
    const query = Object.fromEntries(url.searchParams);
    const sent = body === undefined ? undefined : JSON.parse(body);
    const isPatch = Array.isArray(sent);
    asked.push({
      method,
      path: url.pathname,
      query: api === 'old' ? translated(query) : { ...query, ...(query['filter'] === undefined ? {} : { filter: sorted(query['filter']) }) },
      body: isPatch && api === 'old' ? sent.map(translatedOperation) : sent,
      refused: api === 'old' ? [] : Object.keys(query).filter((name) => old.test(name)),
    });
    const users = api === 'old' ? structuredClone(people) : people.map(today);
    const one = users.find(({ id }) => url.pathname.endsWith(`/users/${id}`));
    return { ok: true, status: isPatch ? 204 : 200, json: async () => one ?? { data: users, links: {} } };
  };
  const shown = { log: (...values: unknown[]) => log.push(values.map(String).join(' ')) };
  const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor;
  await new AsyncFunction('fetch', 'console', 'process', text)(answer, shown, { env: { QLIK_TENANT_URL: 'https://acme.eu.qlikcloud.com' }, argv: ['node', 'program', argument] });
  return { log, asked };
}
