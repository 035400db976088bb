import { columns, type Column } from './columns';
import type { User } from './api/users';

export function cell(user: User, column: Column): string {
  const value = user[column.key];
  return column.format ? column.format(value) : String(value);
}

export function toTable(users: User[], sortKey: Column['key'] = 'name'): string {
  const rows = [...users].sort((a, b) => String(a[sortKey]).localeCompare(String(b[sortKey])));
  return [columns.map((column) => column.title), ...rows.map((user) => columns.map((column) => cell(user, column)))]
    .map((cells) => cells.join(' | '))
    .join('\n');
}
