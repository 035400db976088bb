export class HttpClient {
  constructor(private readonly baseUrl: string, private readonly headers: Record<string, string> = {}) {}

  async get<T>(path: string, query?: Record<string, string>): Promise<T> {
    const search = query ? `?${new URLSearchParams(query)}` : ''
    const response = await fetch(`${this.baseUrl}${path}${search}`, { headers: this.headers })
    return (await response.json()) as T
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method: 'PATCH',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return (await response.json()) as T
  }
}
