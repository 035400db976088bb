import { okta } from './okta/client.mjs';

const active = await okta('listUsers', { query: { status: 'ACTIVE', sortBy: 'created', sortOrder: 'desc', limit: 4 } });
for (const user of active) {
  console.log(user.profile.displayName, user.created.slice(0, 10), user.roles.join('+'));
}

const { id } = active[0];
const { ops } = await okta('patchUser', { id, body: [{ op: 'set', path: '/roles', value: ['admin'] }] });
console.log(ops, 'operation');
const meta = await okta('userMetadata');
console.log(meta.valid_roles.length);

const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/spaces?limit=10`, {
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});
const { data: spaces } = await response.json();
console.log(spaces.map((space) => space.name).join(', '));
