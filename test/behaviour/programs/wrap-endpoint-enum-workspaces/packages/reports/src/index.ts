import { Endpoint, fetchFrom, PAGE_SIZE, type List, type User } from '@acme/tenant-client';
import { yearOf } from './format.ts';

const { data: users } = await fetchFrom<List<User>>(Endpoint.Users, {
  limit: PAGE_SIZE.full,
  sortBy: 'name',
  sortOrder: 'asc',
  tenantId: process.env.QLIK_TENANT_ID!,
});

const years = new Map<number, string[]>();
for (const user of users) {
  const year = yearOf(user);
  years.set(year, [...(years.get(year) ?? []), user.name]);
}
for (const year of [...years.keys()].sort()) {
  console.log(year, years.get(year)!.join(', '));
}

console.log('powerful:', users.filter(({ roles }) => roles?.includes('TenantAdmin')).length);
const { total } = await fetchFrom<{ total: number }>(Endpoint.UserCount, { tenantId: users[0].tenantId });
console.log('total', total);
