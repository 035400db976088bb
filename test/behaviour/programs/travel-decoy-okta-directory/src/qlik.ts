export interface QlikUser {
  id: string;
  name: string;
  email: string;
  assignedRoles: { name: string }[];
  createdAt: string;
}

export async function qlikUsers(): Promise<QlikUser[]> {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100&sort=name`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  return (await response.json()).data;
}
