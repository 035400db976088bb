export class Http {
  constructor(private readonly tenant: string, private readonly key: string) {}
  async get<R, P extends object = Record<string, never>>(path: string, params: P): Promise<R> {
    const url = new URL(`/api/v1${path}`, this.tenant);
    for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, String(value));
    const answer = await fetch(url, { headers: { authorization: `Bearer ${this.key}` } });
    return (await answer.json()) as R;
  }
}
