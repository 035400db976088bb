import { type QlikUser, qlikUsers } from './qlik';
import { type User, UserRepository } from './user';

const users = new UserRepository();

const toRow = ({ id, name, status, assignedRoles = [], createdAt, lastUpdatedAt }: QlikUser): Omit<User, 'id'> => ({
  externalId: id,
  name,
  status,
  roles: assignedRoles.map((role) => role.name),
  created: createdAt,
  lastUpdated: lastUpdatedAt,
});

for await (const user of qlikUsers()) users.insert(toRow(user));

const line = ({ id, name, roles, created }: User): string => `${id} ${name} ${created.slice(0, 10)} ${roles.join('/')}`;
console.log(users.find({ role: 'TenantAdmin', sortBy: 'created', sortOrder: 'desc' }).map(line).join('\n'));
console.log(users.find({ status: 'disabled', sortBy: 'lastUpdated' }).map((user) => `${user.name} ${user.lastUpdated.slice(0, 7)}`).join(', '));
