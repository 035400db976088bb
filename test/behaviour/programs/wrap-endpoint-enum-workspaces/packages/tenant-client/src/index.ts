import { Endpoint, PAGE_SIZE } from './endpoints.ts';

export { Endpoint, PAGE_SIZE };

export interface User {
  id: string;
  name: string;
  status: string;
  tenantId: string;
  roles?: string[];
  created: string;
}

export interface List<T> {
  data: T[];
}

export async function fetchFrom<T>(endpoint: Endpoint, query: Record<string, string | number> = {}): Promise<T> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    search.append(name, `${value}`);
  }
  const response = await fetch(`${process.env.QLIK_TENANT_URL}${endpoint}?${search}`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  if (!response.ok) {
    throw new Error(`${endpoint} answered ${response.status}: ${await response.text()}`);
  }
  return response.json() as Promise<T>;
}
