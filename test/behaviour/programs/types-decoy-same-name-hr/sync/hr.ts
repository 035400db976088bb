import { Rest } from './rest'

export interface User {
  id: string
  name: string
  email: string
  role: 'owner' | 'member'
  roles: string[]
  created: string
  lastUpdated: string
}

export type Joined = Readonly<Pick<User, 'name' | 'roles' | 'created'>>

export const hr = new Rest<User>('https://hr.example', process.env.HR_TOKEN ?? '')
export const newest = (): Promise<User[]> => hr.users({ sortBy: 'created', sortOrder: 'desc', status: 'active', limit: 6 })
export const joined = (user: User): Joined => ({ name: user.name, roles: user.roles, created: user.created })
