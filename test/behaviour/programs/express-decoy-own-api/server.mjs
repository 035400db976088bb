import express from 'express';

const app = express();
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
const load = async (path) => (await (await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/${path}`, { headers })).json()).data;

app.get('/people', async (req, res) => {
  const { sortBy = 'name', sortOrder = 'asc', status } = req.query;
  const users = await load(`users?sort=${sortOrder === 'desc' ? '-' : ''}${sortBy}&limit=4`);
  const rows = users.map((user) => ({ created: user.createdAt, roles: user.assignedRoles.map((role) => role.name).sort(), status: user.status }));
  res.json({ sortBy, sortOrder, rows: rows.filter((row) => !status || row.status === status) });
});

app.get('/integrations', async (req, res) => res.json(await load(`web-integrations?${new URLSearchParams(req.query)}`)));

const server = app.listen(0, '127.0.0.1', async () => {
  const own = `http://127.0.0.1:${server.address().port}`;
  const { rows, sortBy } = await (await fetch(`${own}/people?sortBy=name&sortOrder=desc&status=active`)).json();
  for (const row of rows) console.log(sortBy, row.created.slice(0, 10), row.roles.join('+'));
  const integrations = await (await fetch(`${own}/integrations`)).json();
  console.log(integrations.map((one) => one.created.slice(0, 4)).join());
  server.close();
});
