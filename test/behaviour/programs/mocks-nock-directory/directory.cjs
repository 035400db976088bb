const axios = require('axios');

const api = axios.create({ baseURL: `${process.env.QLIK_TENANT_URL}/api/v1`, headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });

async function list(status) {
  const { data: page } = await api.get('/users', { params: { status, sortBy: 'name', sortOrder: 'desc', limit: 5 } });
  return page.data.map(({ name, roles, lastUpdated }) => `${name} (${roles.join('+')}) ${lastUpdated.slice(0, 10)}`);
}

const find = async (subject) => (await api.get('/users', { params: { subject, tenantId: process.env.QLIK_TENANT_ID } })).data.data[0];
const rename = (id, name) => api.patch(`/users/${id}`, [{ op: 'set', path: '/name', value: name }]);

async function invite(subject, roles) {
  const { data } = await api.post('/users', { subject, name: subject, roles });
  return data.roles;
}

module.exports = { api, find, invite, list, rename };
