export interface Service {
  readonly base: string;
  readonly authorization: string;
}

export const okta: Service = { base: 'https://dev-1.okta.com/api/v1', authorization: `SSWS ${process.env.OKTA_TOKEN ?? ''}` };
export const qlik: Service = { base: `${process.env.QLIK_TENANT_URL}/api/v1`, authorization: `Bearer ${process.env.QLIK_API_KEY}` };

export async function get<T>({ base, authorization }: Service, path: string, query: object = {}): Promise<T> {
  const url = new URL(base + path);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, String(value));
  const response = await fetch(url, { headers: { authorization } });
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return (await response.json()) as T;
}
