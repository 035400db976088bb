import { list, type Sorting } from './list';

/** Users and web integrations are both listed with this. */
interface Cursor {
  limit?: number;
  startingAfter?: string;
}

async function cursorOf(path: string, query: Cursor): Promise<string | undefined> {
  const { links } = await list(path, { ...query });
  const next = links?.next?.href;
  return next && (new URL(next).searchParams.get('startingAfter') ?? undefined);
}

const sorting: Sorting = { sortBy: 'name', sortOrder: 'desc' };
const { data } = await list('users', { ...sorting, limit: 2 });
console.log(`sorted by ${sorting.sortBy}:`, data.map(({ name }) => name).join(', '));

const sites = await cursorOf('web-integrations', { limit: 2 });
const more = await list('web-integrations', { limit: 2, startingAfter: sites ?? '' } satisfies Cursor);
console.log(more.data.map(({ name }) => name).join(', '));
const first: Cursor = { limit: 3 };
const people = await cursorOf('users', first);
const second: Cursor = { limit: 3, ...(people ? { startingAfter: people } : {}) };
console.log((await list('users', { ...second })).data.map(({ name }) => name).join(', '));
