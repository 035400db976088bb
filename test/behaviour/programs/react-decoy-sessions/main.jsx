import React, { createContext, useContext, useMemo, useReducer, useState } from 'react';
import { renderToString } from 'react-dom/server';

const Session = createContext({ roles: ['viewer'], created: '1970' });

const reducer = (state, action) => (action.type === 'add' ? { ...state, rows: [...state.rows, action.row] } : state);

function Rows({ users }) {
  const { roles, created } = useContext(Session);
  const [state] = useReducer(reducer, { rows: [] }, (start) => users.reduce((all, user) => reducer(all, { type: 'add', row: { created: user.createdAt, roles: user.assignedRoles.map((role) => role.name) } }), start));
  const [sort] = useState({ by: 'created', lastUpdated: created });
  const rows = useMemo(() => [...state.rows].sort((a, b) => a[sort.by].localeCompare(b[sort.by])), [state, sort]);
  return (
    <ul title={`${roles.join()} ${sort.lastUpdated}`}>
      {rows.map((row) => (
        <li key={row.created}>{`${row.created.slice(0, 10)} ${row.roles.join('/')}`}</li>
      ))}
    </ul>
  );
}

const { data } = await (await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=4`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })).json();
const page = (
  <Session.Provider value={{ roles: ['auditor'], created: '2024' }}>
    <Rows users={data} />
  </Session.Provider>
);
console.log(renderToString(page).replace(/></g, '>\n<'));
