import http from './http.mjs'

export const findByEmail = (email) => http.get('users', { params: { email } }).then((page) => page.data[0])

export const newest = async (limit) => {
  const { data } = await http.get('users', { params: { limit, sortBy: 'created', sortOrder: 'desc' } })
  return data
}

export const roleNames = async () => {
  const { valid_roles } = await http.get('users/metadata')
  return valid_roles
}

export const disable = (user) => http.patch(`users/${user.id}`, [{ op: 'set', path: '/status', value: 'disabled' }])
