import fetch, { Headers } from 'node-fetch'

const base = `https://${process.env.QLIK_TENANT_HOST}/api/v1`
const headers = new Headers({ authorization: 'Bearer ' + process.env.QLIK_API_KEY })

async function send (path, options = {}) {
  const res = await fetch(base + path, { headers, ...options })
  if (!res.ok) throw new Error(`${options.method ?? 'GET'} ${path} gave ${res.status}`)
  return res.status === 204 ? undefined : res.json()
}

export async function findBySubject (subject) {
  const { data } = await send(`/users?subject=${encodeURIComponent(subject)}`)
  return data[0]
}

export const disable = (id) => send(`/users/${id}`, {
  method: 'PATCH',
  body: JSON.stringify([
    { op: 'set', path: '/status', value: 'disabled' },
    { op: 'replace', path: '/roles', value: [] }
  ])
})
