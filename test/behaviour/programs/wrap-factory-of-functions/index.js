'use strict'

const { createClient } = require('./src/createClient')

const { users, spaces } = createClient({
  tenant: process.env.QLIK_TENANT_URL,
  apiKey: process.env.QLIK_API_KEY
})

async function main() {
  const page = await users.list({ limit: 100, sortBy: 'name' })
  const withoutRoles = page.data.filter(user => user.roles.length === 0)
  console.log('no role at all:', withoutRoles.map(user => user.name).join(', '))

  const wanted = (await users.validRoles()).filter(role => /Creator$/.test(role)).sort()
  console.log('creators:', wanted.join(', '))

  const ines = await users.byEmail('ines@corp.example')
  await users.update(ines.id, [
    { op: 'replace', path: '/roles', value: wanted },
    { op: 'set', path: '/status', value: 'active' }
  ])
  const again = await users.byEmail('ines@corp.example')
  console.log(again.name, again.status, again.roles.slice().sort())

  const { data: rooms } = await spaces.list({ limit: 5 })
  console.log(rooms.length, 'spaces')
}

main().catch(error => {
  console.error(error.response ? error.response.data : error)
  process.exitCode = 1
})
