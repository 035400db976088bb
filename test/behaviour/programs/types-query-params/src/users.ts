import type { Http } from './http';
import type { ListUsersParams } from './params';

interface Page {
  data: { id: string; name: string }[];
  links: { next?: { href: string } };
}

export class Users {
  constructor(private readonly http: Http) {}

  list(params: Partial<ListUsersParams> = {}): Promise<Page> {
    return this.http.get<Page, Partial<ListUsersParams>>('/users', { limit: 10, ...params });
  }

  async *all(params: Omit<ListUsersParams, 'startingAfter'>): AsyncGenerator<string> {
    let query: ListUsersParams = { ...params };
    for (;;) {
      const page = await this.list(query);
      for (const user of page.data) yield user.name;
      const cursor = page.links.next && new URL(page.links.next.href).searchParams.get('startingAfter');
      if (!cursor) return;
      query = { ...params, startingAfter: cursor };
      console.log('from', query.startingAfter?.length !== 0);
    }
  }
}
