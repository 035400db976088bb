const MockAdapter = require('axios-mock-adapter');
const { api, find, list } = require('./directory.cjs');

module.exports = async () => {
  const mock = new MockAdapter(api);
  mock
    .onGet('/users', { params: { status: 'active', sortBy: 'name', sortOrder: 'desc', limit: 5 } })
    .reply(200, { data: [{ name: 'Bob', roles: ['TenantAdmin', 'Steward'], lastUpdated: '2022-03-04T00:00:00Z' }] })
    .onGet('/users')
    .reply(() => [200, { data: [{ name: 'Ann', roles: [] }] }]);
  console.log(await list('active'));
  console.log((await find('any')).name);
  mock.restore();
};
