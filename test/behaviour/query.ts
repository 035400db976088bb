import { refuse } from './refusal.ts';

/** The parameters of a request, each known and given once. */
export type Query = ReadonlyMap<string, string>;

/** @throws {Refusal} for a parameter that is unknown or repeated. */
export function readQuery(url: URL, known: readonly string[]): Query {
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams) {
    if (!known.includes(name)) refuse(`unknown parameter ${name}`);
    if (query.has(name)) refuse(`parameter ${name} is repeated`);
    query.set(name, value);
  }
  return query;
}

export interface Sorting {
  readonly field: string;
  readonly isDescending: boolean;
}

/** @throws {Refusal} unless it is a known field, perhaps behind `+` or `-`; a `+` that was not encoded arrives as a space. */
export function readSort(text: string, fields: readonly string[]): Sorting {
  const [, sign, field = ''] = /^([+-]?)(\w+)$/.exec(text) ?? refuse(`sort: "${text}" is malformed`);
  if (!fields.includes(field)) refuse(`sort: not by ${field}`);
  return { field, isDescending: sign === '-' };
}

export function readLimit(query: Query): number {
  const text = query.get('limit') ?? '20';
  const limit = Number(text);
  return /^\d+$/.test(text) && limit >= 1 && limit <= 100 ? limit : refuse(`limit: ${text} is not between 1 and 100`);
}

/** One place in a sorted list. */
export interface Cursor {
  readonly id: string;
  readonly isBackwards: boolean;
}

export interface Slice<T> {
  readonly items: readonly T[];
  readonly next?: string | undefined;
  readonly prev?: string | undefined;
}

/** @throws {Refusal} when the cursor names no item. */
export function slice<T extends { readonly id: string }>(sorted: readonly T[], limit: number, cursor: Cursor | undefined): Slice<T> {
  const place = cursor ? sorted.findIndex((item) => item.id === cursor.id) : -1;
  if (cursor && place < 0) refuse(`unknown cursor ${cursor.id}`);
  const start = cursor?.isBackwards ? Math.max(0, place - limit) : place + 1;
  const end = cursor?.isBackwards ? place : Math.min(sorted.length, start + limit);
  const items = sorted.slice(start, end);
  return { items, next: end < sorted.length ? items.at(-1)?.id : undefined, prev: start > 0 ? items[0]?.id : undefined };
}

/** The link to a list, with every parameter percent-encoded. */
export function link(base: string, path: string, query: Iterable<readonly [string, string]>): { href: string } {
  const text = [...query].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return { href: `${base}${path}${text ? `?${text}` : ''}` };
}

export function sorted<T>(items: readonly T[], key: (item: T) => string, isDescending: boolean): T[] {
  const sign = isDescending ? -1 : 1;
  return [...items].sort((a, b) => sign * key(a).localeCompare(key(b), 'en'));
}
