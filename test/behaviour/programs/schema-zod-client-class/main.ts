import { z } from 'zod';
import { Api } from './api';
import { type DirectoryUser, summary, type Summary, userSchema } from './directory';

const api = new Api(process.env.QLIK_TENANT_URL);
const key = z.object({ description: z.string(), created: z.string() });

const { data: users } = await api.list('/users?limit=100', userSchema);
const byAge = [...users].sort((a: DirectoryUser, b: DirectoryUser) => a.created.localeCompare(b.created));
console.log(byAge.slice(0, 3).map(({ name, created, roles }) => `${name} ${created.slice(0, 10)} ${roles.join()}`).join('\n'));

const rows: Summary[] = (await api.list('/users?limit=10', summary)).data;
console.log(rows.filter((row) => row.admin).map((row) => `${row.name} ${row.since}`).join(', '));

const keys = await api.list('/api-keys?limit=3', key);
console.log(keys.data.map((one) => `${one.description} ${one.created.slice(0, 7)}`).join(', '));
