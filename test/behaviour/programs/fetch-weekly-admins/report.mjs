// Monday's mail: who may administer the tenant, and who has not been touched for a long time.
const tenant = process.env.QLIK_TENANT_URL;

async function qlik(path, query) {
  const url = new URL(`/api/v1/${path}`, tenant);
  if (query) url.search = new URLSearchParams(query).toString();
  const response = await fetch(url, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

const daysBetween = (from, to) => Math.round((new Date(to) - new Date(from)) / 86_400_000);

async function admins() {
  const { data } = await qlik('users', {
    role: 'TenantAdmin',
    status: 'active',
    limit: '50',
  });
  return data;
}

const list = await admins();
list.sort((a, b) => b.lastUpdated.localeCompare(a.lastUpdated));

console.log('Tenant admins');
for (const { name, roles, created, lastUpdated } of list) {
  const others = roles.filter((role) => role !== 'TenantAdmin');
  console.log(`  ${name}${others.length ? ` (also ${others.join(', ')})` : ''}, ${daysBetween(created, lastUpdated)} days`);
}

const { data: newest } = await qlik('users', { limit: '5', sortBy: 'created', sortOrder: 'desc' });
console.log('Newest');
newest.forEach((user) => console.log(`  ${user.name}: ${user.created.slice(0, 10)}, ${user.roles.length} roles`));
