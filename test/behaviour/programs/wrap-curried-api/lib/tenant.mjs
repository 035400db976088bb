import { api } from './api.mjs'

const tenant = api(process.env.QLIK_TENANT_URL)

export const users = tenant('users')
export const count = tenant('users/actions/count')
export const spaces = tenant('spaces')
export const apiKeys = tenant('api-keys')
