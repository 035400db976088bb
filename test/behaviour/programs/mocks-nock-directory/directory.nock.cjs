const nock = require('nock');
const page = require('./page.json');
const { find, invite, list, rename } = require('./directory.cjs');

const tenant = process.env.QLIK_TENANT_URL;

module.exports = async () => {
  nock(tenant)
    .get('/api/v1/users')
    .query({ status: 'invited', sortBy: 'name', sortOrder: 'desc', limit: 5 })
    .reply(200, page)
    .get('/api/v1/users')
    .query({ subject: 'corp\\ann', tenantId: process.env.QLIK_TENANT_ID })
    .reply(200, { data: [{ id: '7', name: 'Ann', roles: ['Developer'], created: '2020-01-01' }] });
  const scope = nock(tenant);
  scope.patch('/api/v1/users/7', [{ op: 'set', path: '/name', value: 'Anna' }]).reply(204);
  scope.post('/api/v1/users', { subject: 'x', name: 'x', roles: ['Steward'] }).reply(201, (_uri, body) => ({ ...body, id: '8', roles: ['Steward'] }));

  console.log(await list('invited'));
  const ann = await find('corp\\ann');
  console.log(ann.name, ann.created);
  await rename(ann.id, 'Anna');
  console.log(await invite('x', ['Steward']));
  console.log(nock.isDone());
  nock.restore();
};
