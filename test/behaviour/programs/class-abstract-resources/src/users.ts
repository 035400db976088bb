import { Resource } from './resource';

export interface RawUser {
  id: string;
  name: string;
  email?: string;
  roles: string[];
  created: string;
}

export class Users extends Resource<RawUser> {
  protected get path(): string {
    return '/users';
  }

  describe(raw: RawUser): string {
    return `${raw.name} since ${raw.created.slice(0, 4)}: ${raw.roles.join('/') || 'none'}`;
  }

  /** The newest names first; what the base lists, without those that have no mail. */
  async list(query: Record<string, string | number> = {}): Promise<RawUser[]> {
    const all = await super.list({ sortBy: 'name', sortOrder: 'desc', ...query });
    return all.filter((one) => one.email !== undefined);
  }

  byMail(email: string): Promise<RawUser[]> {
    return super.list({ email, limit: 5 });
  }
}
