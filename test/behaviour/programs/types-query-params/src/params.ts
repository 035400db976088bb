export interface Paging {
  limit?: number;
}
export interface ListUsersParams extends Paging {
  sortBy?: string;
  sortOrder?: 'asc' | 'desc';
  /** Where the page starts. */
  startingAfter?: string;
  tenantId?: string;
}
export interface SpaceParams extends Paging {
  sort?: string;
  ownerId?: string;
}
