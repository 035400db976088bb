import { all, me, page } from './users';
import { FIELDS, type User, UserField } from './model';

const oldest = (users: User[]) => [...users].sort((a, b) => a[UserField.Created].localeCompare(b[UserField.Created]))[0];
const stamp = (user: User) => `${user[FIELDS.created].slice(0, 4)}-${user[FIELDS.updated].slice(0, 10)}`;
const has = (user: User, role: string) => user[UserField.Roles].includes(role);

const users = await all();
console.log(oldest(users)?.name, users.filter((user) => has(user, 'TenantAdmin')).length);
console.log((await page()).data.map((user) => `${user.name} ${stamp(user)}`).join(', '));
console.log((await me()).roles.join());
const { [UserField.LastUpdated]: updated } = await me();
console.log(updated);
