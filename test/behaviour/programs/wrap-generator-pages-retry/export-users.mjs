import { integrations, users } from './lib/tenant.mjs';

const rows = [];
for await (const user of users({ status: 'active,disabled', sortBy: 'name' })) {
  const { name, roles, created } = user;
  rows.push([name, roles.includes('TenantAdmin') ? 'admin' : '', created.substring(0, 7)].join(';'));
}
console.log(rows.join('\n'));
console.log(rows.length, 'rows');

for await (const integration of integrations()) {
  const { name, created } = integration;
  console.log(name, created.substring(0, 7));
}
