export enum Endpoint {
  Users = '/api/v1/users',
  UserCount = '/api/v1/users/actions/count',
  Roles = '/api/v1/roles',
  Spaces = '/api/v1/spaces',
}

export const PAGE_SIZE = { small: 5, full: 100 } as const;
