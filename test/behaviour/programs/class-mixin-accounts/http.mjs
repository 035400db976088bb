export class Http {
  #tenant;
  #headers;

  constructor(tenant, key) {
    this.#tenant = tenant;
    this.#headers = { authorization: `Bearer ${key}` };
  }

  static fromEnvironment() {
    return new this(process.env.QLIK_TENANT_URL, process.env.QLIK_API_KEY);
  }

  async all(path, query) {
    const answer = await fetch(`${this.#tenant}/api/v1/${path}?${new URLSearchParams(query)}`, { headers: this.#headers });
    const { data } = await answer.json();
    return data;
  }
}
