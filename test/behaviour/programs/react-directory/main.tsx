import React from 'react';
import { renderToString } from 'react-dom/server';
import { Directory } from './Directory.tsx';
import { loadUsers } from './api.ts';

const users = await loadUsers();
const html = renderToString(<Directory users={users} title="People" />);
console.log(html.replace(/<!-- -->/g, '').replace(/></g, '>\n<'));
