import { request } from 'undici'

export class TenantClient {
  #base
  #token

  constructor({ base, token }) {
    this.#base = base
    this.#token = token
  }

  async get(path, query) {
    const { statusCode, body } = await request(`${this.#base}/api/v1/${path}`, {
      query,
      headers: { authorization: `Bearer ${this.#token}` },
    })
    if (statusCode !== 200) throw new Error(`${path}: ${statusCode} ${await body.text()}`)
    return body.json()
  }
}
