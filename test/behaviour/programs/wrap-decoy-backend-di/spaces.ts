import type { HttpClient } from './http-client'

export class SpaceService {
  constructor(private readonly http: HttpClient) {}

  async assignmentRoles(spaceId: string) {
    const { data } = await this.http.get<{ data: { roles: string[] }[] }>(`/api/v1/spaces/${spaceId}/assignments`)
    return data.map(({ roles }) => roles.join('/'))
  }

  list() {
    return this.http.get<{ data: { id: string; name: string }[] }>('/api/v1/spaces', { limit: '10' })
  }
}
