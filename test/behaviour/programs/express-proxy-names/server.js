const express = require('express');
const people = require('./people');

const app = express();
app.use('/people', people);

const server = app.listen(0, '127.0.0.1', async () => {
  const own = `http://127.0.0.1:${server.address().port}/people`;
  const get = async (path) => (await fetch(own + path)).json();
  const sorted = await get('?sortBy=name&sortOrder=desc');
  console.log(sorted.sortBy, sorted.people.map((person) => `${person.name} ${person.created.slice(0, 10)} ${[...person.roles].sort().join('+')}`).join(' | '));
  const [first] = (await get('')).people;
  console.log(first.name);
  const found = await get('/by-email?email=nobody@example.com');
  console.log(found.length, found.map((person) => person.lastUpdated).join());
  const page = await get('/after');
  const next = await get(`/after?startingAfter=${page.startingAfter}`);
  console.log(page.names.length, next.names.filter((name) => page.names.includes(name)).length);
  server.close();
});
