import { Http } from './http';
import { Users } from './users';

const users = new Users(new Http(process.env.QLIK_TENANT_URL ?? '', process.env.QLIK_API_KEY ?? ''));
const { data } = await users.list({ sortBy: 'name', sortOrder: 'desc', limit: 3 });
console.log(data.map((user) => user.name).join(', '));
const names: string[] = [];
for await (const name of users.all({ limit: 10, tenantId: process.env.QLIK_TENANT_ID ?? '' })) names.push(name);
console.log(names.length, names.at(-1));
