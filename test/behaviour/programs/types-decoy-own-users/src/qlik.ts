import axios from 'axios';

export interface QlikUser {
  id: string;
  name: string;
  status: 'active' | 'invited' | 'disabled' | 'deleted';
  assignedRoles?: { name: string; level: 'admin' | 'user' }[];
  createdAt: string;
  lastUpdatedAt: string;
}

const client = axios.create({
  baseURL: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

export async function* qlikUsers(): AsyncGenerator<QlikUser> {
  let url: string | undefined = '/users?limit=9&sort=-createdAt';
  while (url) {
    const { data: page }: { data: { data: QlikUser[]; links: { next?: { href: string } } } } = await client.get(url);
    yield* page.data;
    url = page.links.next?.href;
  }
}
