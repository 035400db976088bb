import { createElement as h, forwardRef, useState } from 'react';
import { renderToString } from 'react-dom/server';

const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
const { data: users } = await response.json();

const Card = forwardRef(function Card({ user, render }, ref) {
  return h('dd', { ref, title: user.lastUpdated.slice(0, 7) }, render(user));
});

function Panel({ people }) {
  const [oldest, setOldest] = useState(null);
  if (!oldest) setOldest(people.reduce((a, b) => (a.created < b.created ? a : b)));
  if (!oldest) return null;
  return h('dl', null, h('dt', null, oldest.name), h(Card, { user: oldest, render: (user) => user.roles.join(', ') || 'none' }));
}

console.log(renderToString(h(Panel, { people: users })));
