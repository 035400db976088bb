export type TenantUser = {
  id: string
  name: string
  subject: string
  roles: string[]
  created: string
  lastUpdated: string
}

export type UsersPage = { data: TenantUser[] }
