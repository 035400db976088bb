export interface Sorting {
  sortBy: 'name';
  sortOrder: 'asc' | 'desc';
}

interface Page {
  data: { name: string }[];
  links?: { next?: { href: string } };
}

export async function list(path: string, query: Record<string, string | number>): Promise<Page> {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) search.set(key, `${value}`);
  const answer = await fetch(`${process.env['QLIK_TENANT_URL']}/api/v1/${path}?${search}`, { headers: { authorization: `Bearer ${process.env['QLIK_API_KEY']}` } });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return (await answer.json()) as Page;
}
