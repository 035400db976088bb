import type { HttpClient } from './http-client'

export interface User {
	readonly id: string
	readonly name: string
	readonly email: string
	readonly roles: readonly string[]
	readonly created: string
}

export class UserService {
	constructor(private readonly http: HttpClient) {}

	async byStatus(status: string): Promise<User[]> {
		const { data } = await this.http.get<{ data: User[] }>('/api/v1/users', { status, limit: 100 })
		return data
	}

	async replaceRoles(user: User, roles: string[]): Promise<void> {
		await this.http.patch(`/api/v1/users/${user.id}`, [{ op: 'set', path: '/roles', value: roles }])
	}
}
