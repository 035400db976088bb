export interface Page<T> {
  data: T[];
  links?: { next?: { href: string } };
}

export class Connection {
  constructor(
    readonly tenant: string,
    private readonly key: string,
  ) {}

  async read<T>(path: string, query: Record<string, string | number> = {}): Promise<T> {
    const url = new URL(`/api/v1${path}`, this.tenant);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const answer = await fetch(url, { headers: { authorization: `Bearer ${this.key}` } });
    if (!answer.ok) throw new Error(`${url.pathname} ${answer.status}`);
    return (await answer.json()) as T;
  }
}
