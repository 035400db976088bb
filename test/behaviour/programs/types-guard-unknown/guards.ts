export type QlikUser = {
  id: string;
  name: string;
  roles: Array<string>;
  created: string;
  lastUpdated?: string;
};
export type TouchedUser = QlikUser & { lastUpdated: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export function isQlikUser(value: unknown): value is QlikUser {
  if (!isRecord(value)) return false;
  const user = value as Partial<QlikUser>;
  return typeof user.id === 'string' && typeof user.created === 'string' && Array.isArray(user.roles);
}

export const wasTouched = (user: QlikUser): user is TouchedUser => 'lastUpdated' in user && user.lastUpdated !== user.created;

export function assertList(body: unknown): asserts body is { data: unknown[] } {
  if (!isRecord(body) || !Array.isArray(body.data)) throw new TypeError('not a list');
}
