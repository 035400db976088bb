export interface User {
  id: string;
  name: string;
  status: 'active' | 'invited' | 'disabled' | 'deleted';
  roles: string[];
  created: string;
}

export interface Space {
  id: string;
  name: string;
  type: 'shared' | 'managed';
}

/** Who may do what in a space. */
export interface SpaceAssignment {
  id: string;
  assigneeId: string;
  roles: string[];
  createdAt: string;
}
