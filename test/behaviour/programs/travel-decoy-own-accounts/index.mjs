import { app } from './server/app.mjs';
import { AccountsClient } from './web/accounts.mjs';

const server = app.listen(0, async () => {
  const client = new AccountsClient(`http://127.0.0.1:${server.address().port}`);
  client.onAccount((user) => console.log(user.name, user.roles.join(',') || '-', user.created.slice(0, 10)));

  const users = await client.load({ status: 'active', sortBy: 'created', sortOrder: 'desc' });
  const latest = users.reduce((a, b) => (a.lastUpdated > b.lastUpdated ? a : b));
  console.log('latest', latest.name, latest.lastUpdated);

  for (const account of users) {
    const user = await client.qlikUser(account);
    const { roles = [], created } = user ?? {};
    console.log(account.name, roles.includes('TenantAdmin'), created?.slice(0, 10), user?.lastUpdated);
  }
  server.close();
  server.closeAllConnections();
});
