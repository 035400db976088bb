import type { HttpClient } from './http-client'

interface Assignment {
	assigneeId: string
	roles: string[]
	createdAt: string
}

export class SpaceService {
	constructor(private readonly http: HttpClient) {}

	async roleCount(): Promise<Record<string, number>> {
		const counts: Record<string, number> = {}
		const spaces = await this.http.get<{ data: { id: string }[] }>('/api/v1/spaces')
		for (const { id } of spaces.data) {
			const { data } = await this.http.get<{ data: Assignment[] }>(`/api/v1/spaces/${id}/assignments`)
			for (const role of data.flatMap(({ roles }) => roles)) counts[role] = (counts[role] ?? 0) + 1
		}
		return counts
	}
}
