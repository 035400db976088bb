import ky from 'ky';

export type User = {
  id: string;
  name: string;
  email: string;
  roles: string[];
  created: string;
  lastUpdated: string;
};

const api = ky.create({
  prefixUrl: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

export async function fetchUsers(): Promise<User[]> {
  const { data } = await api.get('users', { searchParams: { limit: 8 } }).json<{ data: User[] }>();
  return data;
}
