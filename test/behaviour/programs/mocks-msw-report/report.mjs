const base = `https://${process.env.QLIK_TENANT_HOST}/api/v1`;
const headers = { authorization: `Bearer ${process.env.QLIK_API_KEY}`, 'content-type': 'application/json' };

async function get(path) {
  const response = await fetch(`${base}${path}`, { headers });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

/** Who administers the tenant, and since when. */
export async function admins() {
  const { data } = await get('/users?status=active&sortBy=name&limit=100');
  return data.filter((user) => user.roles.includes('TenantAdmin')).map((user) => `${user.name} ${user.created.slice(0, 4)}`);
}

export const roleNames = async () => (await get('/users/metadata')).valid_roles;

/** Gives a user exactly these roles. */
export async function grant(email, roles) {
  const { data: [user] } = await get(`/users?email=${encodeURIComponent(email)}&status=disabled`);
  await fetch(`${base}/users/${user.id}`, { method: 'PATCH', headers, body: JSON.stringify([{ op: 'set', path: '/roles', value: roles }]) });
  return user;
}
