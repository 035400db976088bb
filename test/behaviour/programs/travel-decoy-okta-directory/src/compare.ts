import type { OktaUser } from './okta';
import type { QlikUser } from './qlik';

export interface Pair {
  user: QlikUser;
  account?: OktaUser;
}

export const pair = (users: QlikUser[], find: (login: string) => OktaUser | undefined): Pair[] =>
  users.map((user) => ({ user, account: find(user.email) }));

export function differences({ user, account }: Pair): string[] {
  if (!account) return ['no account'];
  const found: string[] = [];
  const { roles, created } = account;
  if (roles.includes('owner') !== user.assignedRoles.some((role) => role.name === 'TenantAdmin')) found.push(`roles ${roles.join('+')}`);
  if (created > user.createdAt) found.push(`created ${created}`);
  if (account.status === 'SUSPENDED') found.push(`suspended ${account.lastUpdated.slice(0, 10)}`);
  return found;
}
