import { admins, people, rolesOf, since } from './src/people.mjs';

const list = await people();
const total = list.reduce((sum, person) => sum + rolesOf(person).length, 0);
const first = list.map(since).sort()[0];
console.log(list.length, 'people', total, 'roles', first);

for (const person of await admins()) console.log(person.name, rolesOf(person).join(', '));
