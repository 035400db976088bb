import { disable, findByEmail, newest, roleNames } from './users.mjs'

for (const user of await newest(4)) {
  console.log(user.created.slice(0, 10), user.name, user.roles.length)
}

const known = await roleNames()
console.log(known.includes('Steward') ? 'has stewards' : 'no stewards', known.includes('Developer') ? 'has developers' : 'no developers')

const sam = await findByEmail('sam@corp.example')
await disable(sam)
const after = await findByEmail('sam@corp.example')
console.log(after.name, after.status, after.roles.sort().join(' '))
