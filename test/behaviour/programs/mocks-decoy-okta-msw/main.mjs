import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';

const okta = 'https://acme.okta.com';
const tenant = `https://${process.env.QLIK_TENANT_HOST}`;

const names = async () => (await (await fetch(`${okta}/api/v1/users?sortBy=name&status=ACTIVE`)).json()).map((user) => `${user.created} ${user.roles?.join()}`);
const integrations = async () => (await (await fetch(`${tenant}/api/v1/web-integrations`, { headers: { authorization: `Bearer ${process.env.QLIK_API_KEY}` } })).json()).data.map((one) => one.created);

const server = setupServer(
  http.get('*/api/v1/users', () => HttpResponse.json([{ created: '2020-01-01', status: 'ACTIVE', roles: ['admin'] }])),
  http.get('*/api/v1/web-integrations', () => HttpResponse.json({ data: [{ created: '2021-01-01', tenantId: 't' }] })),
);
server.listen();
console.log(await names(), await integrations());
server.close();
console.log(await integrations());
