export const title = 'Untouched since the summer'

/** @param {import('../lib/client.mjs').TenantClient} client */
export default async function stale(client, day) {
  const { data } = await client.get('users', { limit: 100, sortOrder: 'asc', status: 'active' })
  return data.filter((user) => user.lastUpdated < day).map(({ name, lastUpdated }) => `${name}: ${lastUpdated.slice(0, 10)}`)
}
