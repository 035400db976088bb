export interface QlikUser {
  id: string
  name: string
  status: 'active' | 'invited' | 'disabled' | 'deleted'
  roles?: string[]
  created: string
  lastUpdated?: string
}

export type Status = QlikUser['status']
export type RoleNames = NonNullable<QlikUser['roles']>
export type Stamp = QlikUser['created']
export type UserRow = Pick<QlikUser, 'name' | 'roles' | 'created'>
export type Complete = Required<Omit<QlikUser, 'lastUpdated'>>
