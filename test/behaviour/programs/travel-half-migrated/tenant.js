const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };

export const get = async (path, query = {}) => {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/${path}?${new URLSearchParams(query)}`, { headers });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
};

export const listUsers = async () => (await get('users', { limit: '100', sort: 'name' })).data;

export const findByEmail = async (email) => (await get('users', { filter: `email eq ${JSON.stringify(email)}` })).data[0];
