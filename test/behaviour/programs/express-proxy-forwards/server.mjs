import express from 'express';

const app = express();
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };

app.get('/team', async (req, res) => {
  const url = new URL('/api/v1/users', process.env.QLIK_TENANT_URL);
  for (const [name, value] of Object.entries(req.query)) {
    url.searchParams.append(name, String(value));
  }
  const { data } = await (await fetch(url, { headers })).json();
  res.json(data.map((user) => ({ name: user.name, since: user.created })));
});

const server = app.listen(0, '127.0.0.1', async () => {
  const own = `http://127.0.0.1:${server.address().port}`;
  const team = await (await fetch(`${own}/team?sortBy=name&sortOrder=desc&limit=3`)).json();
  for (const member of team) console.log(member.name, member.since.slice(0, 10));
  server.close();
});
