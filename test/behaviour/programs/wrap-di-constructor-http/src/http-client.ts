export type Query = Record<string, string | number | boolean>

export interface HttpClient {
	get<T>(path: string, query?: Query): Promise<T>
	patch(path: string, body: unknown): Promise<void>
}

export class FetchHttpClient implements HttpClient {
	constructor(private readonly origin: string, private readonly apiKey: string) {}

	async get<T>(path: string, query: Query = {}): Promise<T> {
		const url = new URL(path, this.origin)
		for (const key of Object.keys(query)) url.searchParams.set(key, String(query[key]))
		const response = await fetch(url, { headers: this.headers() })
		if (!response.ok) throw new Error(`${response.status} on ${url.pathname}${url.search}`)
		return response.json() as Promise<T>
	}

	async patch(path: string, body: unknown): Promise<void> {
		const response = await fetch(new URL(path, this.origin), {
			method: 'PATCH',
			headers: { ...this.headers(), 'content-type': 'application/json' },
			body: JSON.stringify(body),
		})
		if (response.status !== 204) throw new Error(`${response.status} on ${path}`)
	}

	private headers() {
		return { authorization: `Bearer ${this.apiKey}` }
	}
}
