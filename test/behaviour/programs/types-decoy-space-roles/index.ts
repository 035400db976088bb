import { type Assignment, assignment, isSpaceRole, type NewAssignment, type RoleCount, type Space, type User } from './types';

const call = async <T>(path: string, body?: NewAssignment): Promise<T> => {
  const res = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}`, 'Content-Type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!res.ok) throw new Error(`${path} ${res.status}`);
  return res.json() as Promise<T>;
};

const { data: users } = await call<{ data: User[] }>('/users?limit=100&fields=id,name,assignedRoles&sort=name');
const { data: spaces } = await call<{ data: Space[] }>('/spaces');
const creators = users.filter((user) => user.assignedRoles.some((role) => role.name === 'SharedSpaceCreator'));

for (const space of spaces) {
  const { data } = await call<{ data: Assignment[] }>(`/spaces/${space.id}/assignments`);
  const counts: RoleCount = {};
  for (const { roles } of data) for (const role of roles) counts[role] = (counts[role] ?? 0) + 1;
  console.log(space.name, Object.entries(counts).map(([role, n]) => `${role} ${n}`).sort().join(', '));

  const newcomer = creators.find((user) => !data.some((entry) => entry.assigneeId === user.id));
  if (!newcomer) continue;
  const wanted = ['producer', 'contributor', 'owner'].filter(isSpaceRole);
  const added = await call<Assignment>(`/spaces/${space.id}/assignments`, assignment({ assigneeId: newcomer.id, roles: wanted }));
  console.log(`  + ${newcomer.name}: ${added.roles.join(', ')}`);
}
