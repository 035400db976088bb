import createApi from './api/instance'
import { userCount, usersWithRole, type QlikUser } from './api/users'

function describe(user: QlikUser): string {
  const extra = user.roles.filter((role) => role !== 'Developer')
  return `${user.name} (${new Date(user.created).getFullYear()}) ${extra.sort().join(', ') || 'nothing else'}`
}

const api = createApi()
const tenant = process.env.QLIK_TENANT_ID as string

const developers = await usersWithRole(api, 'Developer', tenant)
developers.map(describe).sort().forEach((line) => console.log(line))
console.log(`${developers.length} of ${await userCount(api, tenant)}`)
