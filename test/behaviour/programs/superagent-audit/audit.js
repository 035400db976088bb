const request = require('superagent')

const agent = request.agent()
  .use(req => {
    req.url = process.env.QLIK_TENANT_URL + '/api/v1' + req.url
  })
  .auth(process.env.QLIK_API_KEY, { type: 'bearer' })

const SENSITIVE = ['TenantAdmin', 'AnalyticsAdmin', 'DataAdmin']

async function holders (role) {
  const res = await agent.get('/users').query({ limit: 100 }).query({ role: role })
  return res.body.data
}

async function total () {
  const res = await agent.get('/users/actions/count').query('tenantId=' + process.env.QLIK_TENANT_ID)
  return res.body.total
}

async function main () {
  const seen = {}
  for (const role of SENSITIVE) {
    for (const user of await holders(role)) {
      const entry = seen[user.id] = seen[user.id] || { name: user.name, since: user.created, roles: [] }
      entry.roles.push(role)
    }
  }
  const entries = Object.values(seen).sort((a, b) => b.roles.length - a.roles.length || (a.name < b.name ? -1 : 1))
  entries.forEach(entry => console.log(entry.roles.length, entry.name, entry.since.substring(0, 4), entry.roles.join('/')))
  console.log(`${entries.length} of ${await total()}`)
}

main().catch(err => {
  console.error(err.response ? err.response.text : err)
  process.exit(1)
})
