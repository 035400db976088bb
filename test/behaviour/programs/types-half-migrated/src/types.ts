export interface AssignedRole {
  id: string;
  name: string;
  level?: 'admin' | 'user';
}

export interface TenantUser {
  id: string;
  name: string;
  email: string;
  /** @deprecated read assignedRoles */
  roles?: string[];
  assignedRoles?: AssignedRole[];
  created?: string;
  createdAt?: string;
  lastUpdated: string;
}
