import type { HttpClient } from './http-client'

export interface Member {
  id: string
  name: string
  email: string
  roles: string[]
  created: string
  lastUpdated: string
}

export class MemberService {
  constructor(private readonly http: HttpClient) {}

  list(role: string) {
    return this.http.get<{ data: Member[] }>('/api/v1/users', { role, sortBy: 'name', sortOrder: 'asc' })
  }

  promote(id: string) {
    return this.http.patch<{ ok: boolean }>(`/api/v1/users/${id}`, [{ op: 'add', path: '/roles', value: 'owner' }])
  }
}
