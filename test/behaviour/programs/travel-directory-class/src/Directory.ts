import type { TenantUser, UsersPage } from './types'

export class Directory {
  #byId = new Map<string, TenantUser>()
  private readonly subjects = new Map<string, TenantUser>()
  private newest: TenantUser | undefined

  constructor(private readonly url: string, private readonly token: string) {}

  async load(): Promise<this> {
    const response = await fetch(`${this.url}/api/v1/users?limit=100`, { headers: { authorization: `Bearer ${this.token}` } })
    const page = (await response.json()) as UsersPage
    for (const user of page.data) this.remember(user)
    return this
  }

  private remember(user: TenantUser): void {
    this.#byId.set(user.id, user)
    this.subjects.set(user.subject, user)
    if (!this.newest || user.created > this.newest.created) this.newest = user
  }

  get size(): number {
    return this.#byId.size
  }

  get all(): TenantUser[] {
    return [...this.#byId.values()]
  }

  get admins(): TenantUser[] {
    return this.all.filter((user) => user.roles.includes('TenantAdmin'))
  }

  get latest(): TenantUser {
    if (!this.newest) throw new Error('load first')
    return this.newest
  }

  bySubject(subject: string): TenantUser | undefined {
    return this.subjects.get(subject)
  }

  rolesInUse(): Set<string> {
    const used = new Set<string>()
    for (const [, { roles }] of this.#byId) for (const role of roles) used.add(role)
    return used
  }
}
