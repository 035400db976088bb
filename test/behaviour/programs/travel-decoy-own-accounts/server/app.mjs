import express from 'express';
import { find } from './accounts.mjs';

export const app = express();

app.get('/api/v1/users', (request, response) => {
  response.json({ data: find(request.query) });
});

app.get('/api/v1/users/:id/qlik', async (request, response) => {
  const account = find({}).find((one) => String(one.id) === request.params.id);
  const filter = `email eq ${JSON.stringify(account.email)}`;
  const answer = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?filter=${encodeURIComponent(filter)}`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  const { data: [user] } = await answer.json();
  if (!user) return response.status(404).json({ id: account.id });
  response.json({ id: account.id, roles: user.assignedRoles.map((role) => role.name), created: user.createdAt, lastUpdated: user.lastUpdatedAt });
});
