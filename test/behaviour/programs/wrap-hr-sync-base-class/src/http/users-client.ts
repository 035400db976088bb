import { BaseClient } from './base-client.js';

export interface TenantUser {
  id: string;
  name: string;
  subject: string;
  roles: string[];
  lastUpdated: string;
}

interface Page<T> {
  data: T[];
  links: { next?: { href: string } };
}

export class UsersClient extends BaseClient {
  constructor(tenantUrl: string, token: string) {
    super(`${tenantUrl}/api/v1`, token);
  }

  async listByName(limit: number): Promise<TenantUser[]> {
    const page = await this.request<Page<TenantUser>>({
      path: '/users',
      query: { limit, sortBy: 'name', sortOrder: 'desc' },
    });
    return page.data;
  }

  async findBySubject(subject: string): Promise<TenantUser | undefined> {
    const { data } = await this.request<Page<TenantUser>>({ path: '/users', query: { subject } });
    return data[0];
  }

  rename(id: string, name: string) {
    return this.request<void>({
      method: 'PATCH',
      path: `/users/${id}`,
      body: [{ op: 'set', path: '/name', value: name }],
    });
  }
}
