#!/usr/bin/env node
const { call, endpoints } = require('../lib/client.cjs');

async function audit() {
  const { valid_roles: roles } = await call(endpoints.userMetadata);
  console.log(roles.length > 5 ? 'enough roles' : 'too few roles');

  for (const role of ['AnalyticsAdmin', 'DataAdmin']) {
    const { data } = await call(endpoints.users, { searchParams: { role, limit: 100 } });
    console.log(role, data.map((user) => user.name).join(', '));
  }

  const { data: [first] } = await call(endpoints.users, { searchParams: { limit: 1, sortOrder: 'desc' } });
  const user = await call(endpoints.userById, { params: { id: first.id } });
  console.log(user.name, user.lastUpdated.slice(0, 10));

  const { data: integrations } = await call(endpoints.webIntegrations, { searchParams: { limit: 3 } });
  console.log(integrations.map((one) => one.created.slice(0, 10)).join(' '));
}

audit();
