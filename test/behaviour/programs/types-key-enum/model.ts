export interface User {
  id: string;
  name: string;
  roles: string[];
  created: string;
  lastUpdated: string;
}
export interface UsersPage { data: User[]; links: Record<string, { href: string }> }

export enum UserField {
  Name = 'name',
  Roles = 'roles',
  Created = 'created',
  LastUpdated = 'lastUpdated',
}
export const FIELDS = { created: 'created', updated: 'lastUpdated', name: 'name' } as const;
