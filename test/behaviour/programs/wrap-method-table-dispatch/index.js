const call = require('./qlik/call')

const main = async () => {
  const { data: admins } = await call('listUsers', { query: { role: 'AnalyticsAdmin', limit: 100 } })
  console.log(admins.map((u) => u.name).sort().join(', '))

  const target = admins.find((u) => !u.roles.includes('Developer'))
  await call('patchUser', {
    id: target.id,
    body: [{ op: 'set', path: '/roles', value: ['AnalyticsAdmin', 'Developer'] }],
  })
  const fresh = await call('getUser', { id: target.id })
  console.log(fresh.name, fresh.roles.join('+'), fresh.created.slice(0, 10))

  const { total } = await call('countUsers', { query: { tenantId: fresh.tenantId } })
  console.log(total)

  const { data: keys } = await call('listKeys', { query: { status: 'active' } })
  console.log(keys.map((k) => `${k.description}:${k.created.slice(0, 10)}`).join(' '))
}

main()
