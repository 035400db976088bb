import { findByEmail, listUsers } from './tenant.js';
import { createdOf, roleNames, updatedOf } from './normalize.js';

const users = await listUsers();

const creators = users.filter((user) => roleNames(user).some((name) => name.endsWith('Creator')));
console.log('creators:', creators.map((user) => user.name).join(', '));

const [oldest] = [...users].sort((a, b) => (createdOf(a) < createdOf(b) ? -1 : 1));
console.log('oldest:', oldest.name, createdOf(oldest), updatedOf(oldest).slice(0, 4));

// not done yet
const fatima = await findByEmail('fatima@corp.example');
console.log(fatima.name, fatima.roles.join(' and '), fatima.assignedRoles.length);
const perYear = users.reduce((years, { created, createdAt }) => {
  const year = (createdAt ?? created).slice(0, 4);
  return { ...years, [year]: (years[year] ?? 0) + 1 };
}, {});
console.log(JSON.stringify(perYear));
