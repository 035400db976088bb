import { type Centre, centreSchema, pageSchema, type User } from './schemas'

const tenant = process.env.QLIK_TENANT_URL

const centres: Centre[] = [
  { name: 'Building', roles: ['Developer', 'DataAdmin'], created: '2019' },
  { name: 'Running', roles: ['TenantAdmin', 'AnalyticsAdmin'], created: '2020' },
].map((row) => centreSchema.validateSync(row, { strict: true }))

async function users(): Promise<User[]> {
  const response = await fetch(`${tenant}/api/v1/users?limit=100&sortBy=name`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  })
  const { data } = await pageSchema.validate(await response.json(), { stripUnknown: true })
  return data
}

const list = await users()
for (const centre of centres) {
  const members = list.filter((user) => user.roles.some((role) => centre.roles.includes(role)))
  const oldest = members.reduce((a, b) => (a.created.getTime() <= b.created.getTime() ? a : b))
  console.log(`${centre.name} (since ${centre.created}): ${members.length}, first ${oldest.name}`)
}

const idle = ({ created, lastUpdated }: User): boolean => lastUpdated.getTime() - created.getTime() < 3 * 86_400_000
console.log(list.filter(idle).map((user) => `${user.name} ${user.created.toISOString()}`).join('\n'))
