import { allUsers, usersPage } from './client.js';

/** @typedef {import('./types.js').User} User */

/**
 * @param {User} user
 * @returns {string}
 */
const line = (user) => `${user.name} ${user.created.slice(0, 10)} ${(user.roles ?? []).join('/') || '-'}`;

/**
 * @param {readonly User[]} users
 * @param {Object} options
 * @param {string} options.role
 * @param {number} [options.most]
 */
function holders(users, { role, most = 3 }) {
  return users.filter((user) => user.roles?.includes(role)).slice(0, most);
}

/** @type {User} */
const nobody = { id: '0', name: 'Nobody', roles: ['none'], created: '1970-01-01T00:00:00Z' };
const known = /** @type {User[]} */ (JSON.parse('[]'));

const { data } = await usersPage({ sortBy: 'name', sortOrder: 'desc', limit: 3 });
for (const user of [nobody, ...data, ...known]) console.log(line(user));
/** @type {Map<string, User>} */
const byId = new Map();
for await (const user of allUsers({ limit: 10 })) byId.set(user.id, user);
console.log(byId.size, holders([...byId.values()], { role: 'TenantAdmin' }).map(({ name, created }) => `${name} ${created.slice(0, 4)}`).join(', '));
