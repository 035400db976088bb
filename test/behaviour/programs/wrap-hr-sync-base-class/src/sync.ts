import { UsersClient } from './http/users-client.js';

const users = new UsersClient(process.env.QLIK_TENANT_URL!, process.env.QLIK_API_KEY!);

const everyone = await users.listByName(100);
console.log('users:', everyone.length, 'from', everyone[0].name, 'to', everyone.at(-1)?.name);

const subject = everyone[3].subject;
const person = await users.findBySubject(subject);
if (!person) throw new Error(`${subject} has left`);
await users.rename(person.id, person.name.toUpperCase());

const renamed = await users.findBySubject(subject);
console.log(renamed?.name, renamed?.roles.slice().sort().join('/'));
const latest = everyone.reduce((a, b) => (a.lastUpdated > b.lastUpdated ? a : b));
console.log('last change', latest.lastUpdated.slice(0, 10));
