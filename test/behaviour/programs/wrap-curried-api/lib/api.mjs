const auth = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` }

const search = (query) =>
  Object.entries(query)
    .map(([k, v]) => `${k}=${encodeURIComponent(v)}`)
    .join('&')

export const api = (base) => (path) => async (query = {}) => {
  const response = await fetch(`${base}/api/v1/${path}?${search(query)}`, { headers: auth })
  if (!response.ok) throw new Error(`${path} ${response.status} ${await response.text()}`)
  return response.json()
}
