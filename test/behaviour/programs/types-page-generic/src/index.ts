import { all, get, type Page } from './http';
import type { Space, SpaceAssignment, User } from './models';

const people = new Map<string, User>();
for await (const user of all<User>('/users', { limit: 10, sortBy: 'name', sortOrder: 'asc' })) people.set(user.id, user);

const byYear = new Map<string, number>();
for (const { created } of people.values()) {
  const year = created.slice(0, 4);
  byYear.set(year, (byYear.get(year) ?? 0) + 1);
}
console.log([...people.values()][0]?.name, people.size);
console.log([...byYear].sort().map(([year, n]) => `${year}: ${n}`).join(', '));

const { data: spaces } = await get<Page<Space>>('/spaces');
for (const space of spaces) {
  const { data: assignments } = await get<Page<SpaceAssignment>>(`/spaces/${space.id}/assignments`);
  for (const { assigneeId, roles } of assignments) {
    const user = people.get(assigneeId);
    const rights = user?.roles.filter((role) => role.endsWith('Creator')) ?? [];
    console.log(`${space.name}: ${user?.name} is ${roles.join(' and ')}; may also create (${rights.length}): ${rights.join(', ') || '-'}`);
  }
}
