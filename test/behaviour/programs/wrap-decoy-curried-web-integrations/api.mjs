const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` }

export const api = (base) => (path) => async (query = {}) => {
  const url = new URL(`/api/v1/${path}`, base)
  url.search = new URLSearchParams(query).toString()
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`${url.pathname} ${response.status}`)
  return response.json()
}

export const tenant = api(process.env.QLIK_TENANT_URL)
