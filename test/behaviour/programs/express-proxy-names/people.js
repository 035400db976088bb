const { Router } = require('express');
const { listUsers } = require('./tenant');

const router = Router();

// our contract: ?sortBy=name&sortOrder=asc|desc
router.get('/', async (req, res) => {
  const { sortBy = 'name', sortOrder = 'asc' } = req.query;
  const page = await listUsers({ sortBy, sortOrder, limit: 3 });
  res.json({ sortBy, people: page.data.map((user) => ({ name: user.name, created: user.created, roles: user.roles })) });
});

router.get('/by-email', async (req, res) => {
  const { email = '' } = req.query;
  const page = await listUsers({ email, status: 'active' });
  res.json(page.data.map(({ name, lastUpdated }) => ({ name, lastUpdated })));
});

router.get('/after', async (req, res) => {
  const params = { limit: 2 };
  if (req.query.startingAfter) params.startingAfter = req.query.startingAfter;
  const page = await listUsers(params);
  const next = page.links.next ? new URL(page.links.next.href).searchParams.get('startingAfter') : null;
  res.json({ names: page.data.map((user) => user.name), startingAfter: next });
});

module.exports = router;
