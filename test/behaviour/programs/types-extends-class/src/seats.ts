import { Account } from './account';
import type { LicenseAssignment, QlikUser, SeatHolder } from './qlik-user';

async function list<T>(path: string): Promise<T[]> {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1${path}`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  return ((await response.json()) as { data: T[] }).data;
}

const [users, assignments] = await Promise.all([list<QlikUser>('/users?limit=100'), list<LicenseAssignment>('/licenses/assignments?limit=100')]);
const seats = new Map(assignments.map((assignment) => [assignment.subject, assignment]));
const accounts = users.map((user) => new Account(user, seats.get(user.subject)));

const label = (holder: SeatHolder): string => `${holder.name}: ${holder.seat} since ${holder.seatSince?.slice(0, 7) ?? holder.created.slice(0, 7)}`;

const wasted = accounts.filter((account) => account.isAdmin && account.seat !== 'professional');
console.log(wasted.map(label).join('\n'));
console.log('admins', accounts.filter((account) => account.isAdmin).length, 'longest', Math.max(...accounts.map((account) => account.lifetime)));
console.log('no role', accounts.filter(({ roles }) => !roles.length).map((account) => account.name).join(', '));
