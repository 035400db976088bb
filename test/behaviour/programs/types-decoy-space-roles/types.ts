export const spaceRoles = ['consumer', 'contributor', 'dataconsumer', 'facilitator', 'producer'] as const;
export type SpaceRole = (typeof spaceRoles)[number];

export interface Assignment {
  id: string;
  type: 'user' | 'group';
  assigneeId: string;
  roles: SpaceRole[];
  createdAt: string;
}

export type NewAssignment = Omit<Assignment, 'id' | 'createdAt'>;
export type RoleCount = { [K in Assignment['roles'][number]]?: number };
export const isSpaceRole = (value: string): value is SpaceRole => spaceRoles.some((role) => role === value);
export const assignment = (overrides: Partial<NewAssignment> & Pick<NewAssignment, 'assigneeId'>): NewAssignment => ({ type: 'user', roles: ['consumer'], ...overrides });

export interface User {
  id: string;
  name: string;
  assignedRoles: { id: string; name: string }[];
}

export interface Space {
  id: string;
  name: string;
}
