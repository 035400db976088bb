const { QlikSaaSApi } = require('qlik-saas-api');

const api = new QlikSaaSApi.client({ host: process.env.QLIK_TENANT_HOST, authentication: { token: process.env.QLIK_API_KEY } });

async function main() {
  const { valid_roles } = await api.users.metadata();
  const all = await api.users.getAll();
  for (const name of valid_roles) console.log(name, all.filter((user) => user.details.roles.includes(name)).length);

  const [user] = await api.users.getFilter({ filter: 'email eq "ines@corp.example"' });
  console.log(user.details.created, user.details.lastUpdated);
  await user.update([{ path: 'roles', value: ['Developer'], op: 'set' }]);

  const created = await api.users.create({ subject: 'corp\\ben', name: 'Ben', tenantId: process.env.QLIK_TENANT_ID, roles: ['SharedSpaceCreator'] });
  console.log(created.details.roles);
  console.log((await api.users.metadata()).valid_roles.join());
}

main();
