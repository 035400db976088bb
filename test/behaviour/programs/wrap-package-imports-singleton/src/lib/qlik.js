import axios from 'axios'
import config from '#config'
import { memo } from '#lib/memo'

class Qlik {
  static #instance

  static get instance() {
    return (Qlik.#instance ??= new Qlik(config))
  }

  constructor({ tenant, key }) {
    this.http = axios.create({ baseURL: `${tenant}/api/v1`, headers: { Authorization: `Bearer ${key}` } })
    this.user = memo((id) => this.http.get(`/users/${id}`).then(({ data }) => data))
  }

  async users(params) {
    const { data } = await this.http.get('/users', { params })
    return data.data
  }

  async me() {
    const { data } = await this.http.get('/users/me')
    return data
  }
}

export default Qlik.instance
