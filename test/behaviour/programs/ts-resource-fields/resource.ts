export abstract class Resource<T, Q extends object> {
  protected abstract readonly path: string;

  find = async (query?: Q): Promise<readonly T[]> => {
    const url = new URL(`/api/v1/${this.path}`, process.env.QLIK_TENANT_URL);
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, `${value}`);
    const { data } = await this.send<{ data: T[] }>(url);
    return data;
  };

  get = (id: string): Promise<T> => this.send<T>(new URL(`/api/v1/${this.path}/${id}`, process.env.QLIK_TENANT_URL));

  private async send<R>(url: URL): Promise<R> {
    const response = await fetch(url, { headers: { authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
    if (!response.ok) throw new Error(`${url.pathname} ${response.status}`);
    return (await response.json()) as R;
  }
}
