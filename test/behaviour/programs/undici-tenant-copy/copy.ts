import { Pool } from 'undici';
import type { ListPage, SourceUser } from './types';

const pool = new Pool(`https://${process.env.QLIK_TENANT_HOST}`, { connections: 2 });
const headers = { authorization: `Bearer ${process.env.QLIK_API_KEY}`, 'content-type': 'application/json' };

async function call<T>(method: 'GET' | 'POST', path: string, query?: Record<string, string | number>, body?: unknown): Promise<T> {
  const response = await pool.request({ method, path: `/api/v1${path}`, query, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  if (response.statusCode >= 400) throw new Error(`${method} ${path}: ${response.statusCode} ${await response.body.text()}`);
  return (await response.body.json()) as T;
}

/** Everybody, by name, a page at a time. */
async function* users(): AsyncGenerator<SourceUser> {
  let query: Record<string, string | number> = { limit: 7, sortBy: 'name', sortOrder: 'asc' };
  for (;;) {
    const page = await call<ListPage<SourceUser>>('GET', '/users', query);
    yield* page.data;
    const next = page.links.next?.href;
    if (!next) return;
    const cursor = new URL(next).searchParams.get('startingAfter');
    query = { limit: 7, sortBy: 'name', sortOrder: 'asc', startingAfter: cursor ?? '' };
  }
}

let copied = 0;
for await (const user of users()) {
  if (!user.roles?.includes('Report Author')) continue;
  const copy = await call<SourceUser>('POST', '/users', undefined, {
    subject: `copy|${user.email}`,
    name: `${user.name} (copy)`,
    roles: ['Developer', 'Report Author'],
  });
  copied += 1;
  console.log(copy.name, copy.roles?.length, user.created.slice(0, 7));
}
console.log(copied);
await pool.close();
