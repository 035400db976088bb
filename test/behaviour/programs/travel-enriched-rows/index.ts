import ky from 'ky'
import { label, newestFirst, toRow, withoutRoles } from './rows'
import type { TenantUser } from './types'

const client = ky.create({ headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })

async function load(limit = 25): Promise<TenantUser[]> {
	const answer = await client.get(`${process.env.QLIK_TENANT_URL}/api/v1/users`, { searchParams: { limit, tenantId: process.env.QLIK_TENANT_ID ?? '' } })
	const { data = [] } = await answer.json<{ data?: TenantUser[] }>()
	return data
}

const rows = (await load()).map(toRow)
const sorted = newestFirst(rows)
for (const row of sorted.slice(0, 6)) {
	const shown = { ...row, changed: row.lastUpdated?.slice(0, 10) ?? 'never' }
	console.log([shown.name, shown.locale, shown.age, shown.changed, shown.created.slice(0, 10), label(shown)].join(' | '))
}
console.log(withoutRoles(rows).map((row) => row.name).join(', '))

const merged: Record<string, TenantUser> = {}
rows.forEach((row) => Object.assign(merged, { [row.name]: { ...row, status: row.status.toUpperCase() } }))
console.log(merged['Ines Costa'].status, merged['Ines Costa'].roles?.includes('SharedSpaceCreator'))
