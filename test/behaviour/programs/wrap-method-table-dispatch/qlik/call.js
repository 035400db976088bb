const operations = require('./operations')

const base = process.env.QLIK_TENANT_URL + '/api/v1'

async function call(name, { id, query, body } = {}) {
  const [method, path] = operations[name]
  const url = new URL(base + path.replace('{id}', id))
  for (const [key, value] of Object.entries(query || {})) url.searchParams.set(key, value)

  const res = await fetch(url, {
    method,
    headers: { Authorization: 'Bearer ' + process.env.QLIK_API_KEY, 'Content-Type': 'application/json' },
    body: body ? JSON.stringify(body) : undefined,
  })
  if (!res.ok) throw new Error(`${name}: ${res.status} ${await res.text()}`)
  return res.status === 204 ? undefined : res.json()
}

module.exports = call
