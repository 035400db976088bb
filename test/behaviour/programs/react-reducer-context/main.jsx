import React from 'react';
import { renderToString } from 'react-dom/server';
import { UsersProvider, useUsers } from './store.jsx';

function Newest() {
  const { newest } = useUsers();
  return <p>{`${newest.name} ${newest.created.slice(0, 10)}`}</p>;
}

function Members() {
  const { byId, role } = useUsers();
  const members = Object.values(byId).filter((user) => user.roles.includes(role));
  return <ol>{members.map((user) => <li key={user.id}>{`${user.name} ${user.lastUpdated.slice(0, 10)} ${user.roles.length}`}</li>)}</ol>;
}

const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
const { data } = await response.json();
const page = (
  <UsersProvider users={data} role="Developer">
    <Newest />
    <Members />
  </UsersProvider>
);
console.log(renderToString(page).replace(/></g, '>\n<'));
