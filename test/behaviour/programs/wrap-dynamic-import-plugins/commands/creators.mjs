export const title = 'Who may create spaces'

export default async (client) => {
  const { data } = await client.get('users', { limit: 100, sort: 'name' })
  return data
    .filter(({ roles }) => roles.some((role) => role.endsWith('SpaceCreator')))
    .map((user) => user.name)
}
