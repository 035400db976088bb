const get = async (resource, query) => {
  const url = new URL(`/api/v1/${resource}`, process.env.QLIK_TENANT_URL)
  Object.entries(query ?? {}).forEach(([name, value]) => url.searchParams.set(name, value))
  const response = await fetch(url, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })
  return response.json()
}

export const getIntegrations = (startingAfter) => get('web-integrations', { limit: 2, tenantId: process.env.QLIK_TENANT_ID, ...(startingAfter && { startingAfter }) })
export const getUsers = (next) => get('users', { limit: 15, ...(next && { next }) })
export const getKeys = () => get('api-keys', { status: 'active', sort: '-created' })
