import type { Api } from './instance'

export type QlikUser = {
  id: string
  name: string
  email: string
  status: string
  roles: string[]
  created: string
}

type Page = { data: QlikUser[]; links: { next?: { href: string } } }

export async function usersWithRole(api: Api, role: string, tenantId?: string): Promise<QlikUser[]> {
  const searchParams = new URLSearchParams({ role, limit: '100' })
  if (tenantId) searchParams.set('tenantId', tenantId)
  const page = await api.get('users', { searchParams }).json<Page>()
  return page.data
}

export const userCount = async (api: Api, tenantId: string) => {
  const { total } = await api.get('users/actions/count', { searchParams: { tenantId } }).json<{ total: number }>()
  return total
}
