import { Rest } from './rest'

export interface User {
  id: string
  name: string
  email: string
  assignedRoles?: { id: string; name: string }[]
  createdAt: string
}

export const qlik = new Rest<User>(process.env.QLIK_TENANT_URL ?? '', process.env.QLIK_API_KEY ?? '')
export const active = (): Promise<User[]> => qlik.users({ filter: 'status eq "active"', sort: '-createdAt', limit: 100 })
