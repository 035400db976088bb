import React from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Grid } from './Grid.jsx';

const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
const { data } = await response.json();

const screens = [[], [{ type: 'sort', label: 'Last seen' }], [{ type: 'sort', label: 'Oldest' }], [{ type: 'sort', label: 'By name' }, { type: 'reset' }]];
for (const actions of screens) console.log(renderToStaticMarkup(<Grid users={data} actions={actions} />).replaceAll('<tr>', '\n<tr>'));
