import type { User } from './api/users';

export interface Column {
  key: keyof User;
  title: string;
  format?: (value: any) => string;
}

const day = (iso: string) => iso.slice(0, 10);

export const columns: Column[] = [
  { key: 'name', title: 'Name' },
  { key: 'roles', title: 'Roles', format: (roles: string[]) => roles.join('/') || 'none' },
  { key: 'created', title: 'Created', format: day },
  {
    key: 'lastUpdated',
    title: 'Last updated',
    format: day,
  },
];
