export async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${process.env['QLIK_TENANT_URL']}/api/v1${path}`, { headers: { authorization: `Bearer ${process.env['QLIK_API_KEY']}` } });
  return (await answer.json()) as T;
}
export async function list<T>(path: string): Promise<T[]> {
  const page = await get<{ data: T[] }>(path);
  return page.data;
}
