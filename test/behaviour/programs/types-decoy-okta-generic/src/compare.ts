import { get, okta, qlik } from './http';
import type { OktaDates, OktaUser, OktaUsersQuery, Page, QlikUser } from './types';

const query: OktaUsersQuery = { status: 'ACTIVE', sortBy: 'created', sortOrder: 'desc', limit: 8 };
const people = await get<OktaUser[]>(okta, '/users', query);
const more = await get<OktaUser[]>(okta, '/users', { ...query, startingAfter: people.at(-1)?.id });

const days = ({ created, lastUpdated }: OktaDates): number => Math.round((Date.parse(lastUpdated) - Date.parse(created)) / 86_400_000);

const { data: users } = await get<Page<QlikUser>>(qlik, '/users', { filter: 'status eq "active"', sort: 'name', limit: 100 });
const byEmail = new Map(users.map((user) => [user.email, user]));

for (const person of [...people, ...more]) {
  const user = byEmail.get(person.profile.email);
  const roles = user?.assignedRoles?.map((role) => role.name) ?? [];
  const gap = user ? user.createdAt.slice(0, 4) === person.created.slice(0, 4) : false;
  console.log(person.profile.displayName, person.roles.join('+'), days(person), gap, roles.length);
}
