import Qlik, { AuthType } from '@qlik/sdk';

const qlik = new Qlik({ authType: AuthType.APIKey, host: process.env.QLIK_TENANT_HOST, apiKey: process.env.QLIK_API_KEY });

/** How often each role is given. */
async function rolesInUse() {
  const { valid_roles: known } = await qlik.users.getMetadata();
  const { data } = await qlik.users.getUsers({ limit: 100, sortBy: 'name', status: 'active' });
  const counts = known.map((name) => [name, data.filter((user) => user.roles.includes(name)).length]);
  return { counts, oldest: data.toSorted((a, b) => (a.created < b.created ? -1 : 1)).at(0).name };
}

const { counts, oldest } = await rolesInUse();
for (const [name, count] of counts) console.log(`${name}: ${count}`);
console.log('oldest', oldest);
console.log((await qlik.users.getMetadata()).valid_roles.includes('Developer') ? 'developers exist' : 'no developers');

const first = await qlik.users.getUsers({ role: 'DataAdmin' });
console.log(first.data.map((user) => user.name).join(', '));

const me = await qlik.users.get(first.data[0].id);
await me.patch([{ op: 'set', path: '/roles', value: ['TenantAdmin', 'Developer'] }]);
console.log(me.name, me.lastUpdated.slice(0, 10));

const answer = await qlik.rest('/users', { method: 'GET' }, { subject: '1234567890', limit: 1 });
console.log((await answer.json()).data.map((user) => user.roles.join(' ')));
