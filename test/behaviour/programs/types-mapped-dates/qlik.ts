import ky from 'ky';

export interface QlikUser {
  id: string;
  name: string;
  created: string;
  lastUpdated: string;
}

const qlik = ky.create({
  prefixUrl: `${process.env.QLIK_TENANT_URL}/api/v1`,
  headers: { authorization: `Bearer ${process.env.QLIK_API_KEY}` },
});

export async function listUsers(role?: string): Promise<QlikUser[]> {
  const searchParams = new URLSearchParams({ limit: '100' });
  if (role) searchParams.set('role', role);
  const page = await qlik.get('users', { searchParams }).json<{ data: QlikUser[] }>();
  return page.data;
}
