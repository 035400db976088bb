import qlik from '#lib/qlik'

const me = await qlik.me()
if (!me.roles.includes('TenantAdmin')) throw new Error('run this as a tenant admin')

const waiting = await qlik.users({ status: 'invited', limit: 20, sortBy: 'name' })
for (const { id, name } of waiting) {
  const user = await qlik.user(id)
  console.log(name, user.created.slice(0, 10), user.roles.length ? user.roles.join() : 'no roles yet')
}
console.log((await qlik.user(waiting[0].id)).lastUpdated.slice(0, 10))
