import type { QlikUser } from './qlik.js';

export type DateKey = 'created' | 'lastUpdated';
export type Revived<T> = { [K in keyof T]: K extends DateKey ? Date : T[K] };

const dateKeys: readonly DateKey[] = ['created', 'lastUpdated'];

export function revive(user: QlikUser): Revived<QlikUser> {
  const copy: Record<string, unknown> = { ...user };
  for (const key of dateKeys) copy[key] = new Date(user[key]);
  return copy as unknown as Revived<QlikUser>;
}

export function latest(users: readonly Revived<QlikUser>[], key: DateKey): Revived<QlikUser> {
  return users.reduce((best, user) => (user[key] > best[key] ? user : best));
}
