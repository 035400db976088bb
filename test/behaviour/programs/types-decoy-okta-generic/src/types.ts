export interface OktaUser {
  id: string;
  status: 'ACTIVE' | 'SUSPENDED';
  created: string;
  lastUpdated: string;
  roles: string[];
  profile: { login: string; email: string; displayName: string };
}

export interface OktaUsersQuery {
  status?: OktaUser['status'];
  sortBy?: 'created' | 'lastUpdated';
  sortOrder?: 'asc' | 'desc';
  startingAfter?: string;
  limit?: number;
}

export type OktaDates = Pick<OktaUser, 'created' | 'lastUpdated'>;

export interface QlikUser {
  id: string;
  name: string;
  email: string;
  status: 'active' | 'invited' | 'disabled' | 'deleted';
  assignedRoles?: { name: string }[];
  createdAt: string;
  lastUpdatedAt: string;
}

export interface Page<T> {
  data: T[];
}
