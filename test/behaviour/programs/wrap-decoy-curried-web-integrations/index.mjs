import { tenant } from './api.mjs'

const webIntegrations = tenant('web-integrations')
const apiKeys = tenant('api-keys')
const users = tenant('users')

async function* pages(list, query) {
  let startingAfter
  do {
    const { data, links } = await list(startingAfter ? { ...query, startingAfter } : query)
    yield* data
    startingAfter = links.next && new URL(links.next.href).searchParams.get('startingAfter')
  } while (startingAfter)
}

const names = []
for await (const integration of pages(webIntegrations, { limit: '2', tenantId: process.env.QLIK_TENANT_ID })) {
  names.push(`${integration.name} ${integration.created.slice(0, 10)}`)
}
console.log(names.join('\n'))

const { data: keys } = await apiKeys({ status: 'active' })
const owners = await users({ limit: '100', sort: 'name' })
for (const key of keys) {
  const owner = owners.data.find((user) => user.id === key.createdByUser)
  console.log(key.description, key.lastUpdated.slice(0, 4), owner?.name, owner?.assignedRoles.length)
}
