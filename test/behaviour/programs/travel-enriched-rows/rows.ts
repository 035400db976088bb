import type { Row, TenantUser } from './types'

const defaults = { preferredLocale: 'en', status: 'unknown' }
const TODAY = Date.parse('2022-09-01T00:00:00Z')

export function toRow(user: TenantUser): Row {
	const complete = { ...defaults, ...user }
	const age = Math.floor((TODAY - Date.parse(complete.created)) / 86_400_000)
	return Object.assign({ locale: complete.preferredLocale || defaults.preferredLocale, age }, user)
}

export const withoutRoles = (rows: Row[]): Row[] => rows.filter((row) => (row.roles ?? []).length === 0)

export function newestFirst(rows: readonly Row[]): Row[] {
	const copy = rows.slice()
	copy.sort((a, b) => b.created.localeCompare(a.created))
	return copy
}

export const label = (row: Row): string => {
	const [main = 'no role', ...others] = row.roles ?? []
	return others.length ? `${main} +${others.length}` : main
}
