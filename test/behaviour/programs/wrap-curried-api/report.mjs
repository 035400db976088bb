import { apiKeys, count, spaces, users } from './lib/tenant.mjs'

const admins = await users({ role: 'TenantAdmin', limit: 50 })
console.log('admins:', admins.data.map(({ name }) => name).join(', '))

const { data: newest } = await users({ sortBy: 'created', sortOrder: 'desc', limit: 3 })
for (const { name, created } of newest) {
  console.log(created.slice(0, 10), name)
}

const { total } = await count({ tenantId: process.env.QLIK_TENANT_ID })
console.log('seats taken:', total)

const { data: rooms } = await spaces({ limit: 10 })
console.log(rooms.map((space) => space.name).sort().join(' | '))

const { data: keys } = await apiKeys({ status: 'active', sort: '-created' })
console.log('keys:', keys.map((key) => `${key.description} (${key.created.slice(0, 7)})`).join(', '))
