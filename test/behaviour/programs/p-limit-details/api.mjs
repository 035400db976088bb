import { get } from 'node:http';
import { promisify } from 'node:util';

const base = `${process.env.QLIK_TENANT_URL}/api/v1/users`;
const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };

export const listIds = async () => (await (await fetch(`${base}?limit=8`, { headers })).json()).data.map((user) => user.id);
export const getUser = async (id) => (await fetch(`${base}/${id}`, { headers })).json();

function readUser(id, done) {
  get(`${base}/${id}`, { headers }, (answer) => {
    let text = '';
    answer.on('data', (chunk) => (text += chunk));
    answer.on('end', () => done(null, JSON.parse(text)));
  }).on('error', done);
}

export const readUserAsync = promisify(readUser);
