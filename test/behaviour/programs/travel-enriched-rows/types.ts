export interface TenantUser {
	id: string
	name: string
	status: string
	preferredLocale?: string
	roles?: string[]
	created: string
	lastUpdated?: string
}

export interface Row extends TenantUser {
	locale: string
	age: number
}
