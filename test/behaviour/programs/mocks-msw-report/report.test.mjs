import assert from 'node:assert/strict';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { admins, grant, roleNames } from './report.mjs';

const makeUser = (changes = {}) => ({ id: '1', name: 'Ann', status: 'active', roles: [], created: '2020-02-03T00:00:00Z', ...changes });
const queries = [];
let sent;

const server = setupServer(
  http.get('*/api/v1/users', ({ request }) => {
    queries.push(new URL(request.url).search);
    return HttpResponse.json({ data: [makeUser({ roles: ['TenantAdmin', 'Developer'] }), makeUser({ id: '2', name: 'Bob', roles: ['Developer'] })] });
  }),
  http.get('*/api/v1/users/metadata', () => HttpResponse.json({ valid_roles: ['TenantAdmin', 'Developer'] })),
  http.patch('*/api/v1/users/:id', async ({ request, params }) => {
    sent = await request.json();
    console.log('patched', params.id);
    return new HttpResponse(null, { status: 204 });
  }),
);

server.listen({ onUnhandledRequest: 'error' });
console.log(await admins());
console.log(await roleNames());
assert.deepEqual(await grant('ann@corp.example', ['Developer']), { id: '1', name: 'Ann', status: 'active', roles: ['TenantAdmin', 'Developer'], created: '2020-02-03T00:00:00Z' });
assert.deepEqual(sent, [{ op: 'set', path: '/roles', value: ['Developer'] }]);
console.log(queries.length);
server.close();
