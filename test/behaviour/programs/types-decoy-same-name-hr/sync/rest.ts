type Query = Record<string, string | number>

export class Rest<U extends { id: string }> {
  constructor(
    private readonly origin: string,
    private readonly token: string,
  ) {}

  async users(query: Query): Promise<U[]> {
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]))
    const response = await fetch(`${this.origin}/api/v1/users?${search}`, { headers: { Authorization: `Bearer ${this.token}` } })
    if (!response.ok) throw new Error(`${this.origin} ${response.status}`)
    return ((await response.json()) as { data: U[] }).data
  }
}
