import { TenantClient } from './lib/client.mjs'

const client = new TenantClient({ base: process.env.QLIK_TENANT_URL, token: process.env.QLIK_API_KEY })

const stale = await import('./commands/stale.mjs')
console.log(stale.title)
console.log((await stale.default(client, '2022-03-01')).join('\n'))

const { default: creators, title } = await import('./commands/creators.mjs')
console.log(title)
console.log((await creators(client)).join('\n'))
