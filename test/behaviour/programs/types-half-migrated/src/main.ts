import { offlineUser } from './mock';
import type { TenantUser } from './types';

async function loadUsers(): Promise<TenantUser[]> {
  try {
    const response = await fetch(new URL('/api/v1/users?limit=100', process.env.QLIK_TENANT_URL), {
      headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
    });
    if (!response.ok) throw new Error(response.statusText);
    return (await response.json()).data;
  } catch {
    return [offlineUser];
  }
}

// written in 2021
const isAdmin = (user: TenantUser) => user.roles?.includes('TenantAdmin') ?? false;
const touched = (user: TenantUser) => user.lastUpdated.slice(0, 10);
// written after the announcement
const levels = (user: TenantUser) => user.assignedRoles?.filter((role) => role.level === 'admin').length ?? 0;
const since = (user: TenantUser) => (user.createdAt ?? user.created ?? '').slice(0, 10);

const users = await loadUsers();
console.log(users.length, users.filter(isAdmin).map((user) => user.name));
for (const user of users.filter((candidate) => levels(candidate) > 0)) {
  console.log(user.name, since(user), touched(user), levels(user));
}
console.log(isAdmin(offlineUser), since(offlineUser), touched(offlineUser), levels(offlineUser));
