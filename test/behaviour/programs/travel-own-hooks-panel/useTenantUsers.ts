import { useOnce, useState } from './hooks';

export interface QlikUser {
  id: string;
  name: string;
  status: 'active' | 'invited' | 'disabled' | 'deleted';
  roles: string[];
  lastUpdated: string;
}

export function useTenantUsers(limit: number) {
  const [users, setUsers] = useState<QlikUser[]>([]);
  const [me, setMe] = useState<QlikUser | null>(null);
  const [loading, setLoading] = useState(true);

  useOnce(async () => {
    const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
    const list = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=${limit}`, { headers });
    const { data } = (await list.json()) as { data: QlikUser[] };
    setUsers((old) => [...old, ...data]);
    const mine = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users/me`, { headers });
    setMe((await mine.json()) as QlikUser);
    setLoading(false);
  });

  return { users, me, loading };
}
