/** A row of our own users table. */
export interface User {
  id: number;
  externalId: string;
  name: string;
  status: 'active' | 'invited' | 'disabled' | 'deleted';
  roles: string[];
  created: string;
  lastUpdated: string;
}

export interface FindOptions {
  status?: User['status'];
  role?: User['roles'][number];
  sortBy?: keyof Pick<User, 'name' | 'created' | 'lastUpdated'>;
  sortOrder?: 'asc' | 'desc';
}

export class UserRepository {
  readonly #rows: User[] = [];

  insert(row: Omit<User, 'id'>): User {
    const user = { id: this.#rows.length + 1, ...row };
    this.#rows.push(user);
    return user;
  }

  find({ status, role, sortBy = 'name', sortOrder = 'asc' }: FindOptions = {}): User[] {
    const sign = sortOrder === 'asc' ? 1 : -1;
    return this.#rows
      .filter((user) => (!status || user.status === status) && (!role || user.roles.includes(role)))
      .sort((a, b) => sign * a[sortBy].localeCompare(b[sortBy]));
  }
}
