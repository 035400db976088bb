export interface User {
  id: string;
  name: string;
  status: "active" | "invited" | "disabled" | "deleted";
  roles: string[];
  created: string;
}

export const canPublish = ({ status, roles }: User): boolean =>
  status === "active" && roles.some((role) => role === "TenantAdmin" || role === "ManagedSpaceCreator");

export const veterans = (users: User[], before: string): User[] => users.filter((user) => user.created < before);

export async function fetchUsers(): Promise<User[]> {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  const page = (await response.json()) as { data: User[] };
  return page.data;
}
