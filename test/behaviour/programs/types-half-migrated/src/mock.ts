import type { TenantUser } from './types';

/** Shown when the tenant cannot be reached. */
export const offlineUser: TenantUser = {
  id: '61f500000000000000000000',
  name: 'Offline User',
  email: 'offline@corp.example',
  roles: ['TenantAdmin'],
  assignedRoles: [{ id: '61f400000000000000000000', name: 'TenantAdmin' }],
  created: '2020-01-01T00:00:00.000Z',
  createdAt: '2020-01-01T00:00:00.000Z',
  lastUpdated: '2020-06-01T00:00:00.000Z',
};
