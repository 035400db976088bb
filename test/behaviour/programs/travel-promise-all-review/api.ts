export interface Person {
  id: string;
  name: string;
  status: string;
  roles?: string[];
  created: string;
  lastUpdated: string;
  assignedGroups?: { id: string; name: string }[];
}

export interface Group {
  id: string;
  name: string;
  createdAt: string;
}

async function get<T>(path: string): Promise<T> {
  const res = await fetch(new URL(`/api/v1/${path}`, process.env.QLIK_TENANT_URL), {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  if (!res.ok) throw new Error(`${path}: ${res.status}`);
  return (await res.json()) as T;
}

export const api = {
  users: () => get<{ data: Person[] }>("users?limit=100").then((page) => page.data),
  user: (id: string) => get<Person>(`users/${id}`),
  me: () => get<Person>("users/me"),
  groups: () => get<{ data: Group[] }>("groups").then((page) => page.data),
};
