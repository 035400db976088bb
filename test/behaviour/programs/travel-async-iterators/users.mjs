import got from 'got'

const qlik = got.extend({
  prefixUrl: process.env.QLIK_TENANT_URL + '/api/v1',
  headers: { authorization: `Bearer ${process.env.QLIK_API_KEY}` },
})

/** All users, ten at a time; a page is asked for when it is needed. */
export class Users {
  constructor(status) {
    this.status = status
  }

  async *[Symbol.asyncIterator]() {
    let url = 'users'
    let searchParams = { limit: 10, status: this.status }
    while (url) {
      const { data, links } = await qlik(url, searchParams ? { searchParams } : { prefixUrl: '' }).json()
      yield* data
      url = links.next?.href
      searchParams = undefined
    }
  }
}
