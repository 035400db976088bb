import { fetchUsers } from './api/users';
import { toTable } from './table';

const users = await fetchUsers();
console.log(toTable(users));
console.log(toTable(users, 'created').split('\n')[1]);
