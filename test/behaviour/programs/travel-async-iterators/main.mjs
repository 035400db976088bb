import { filter, fold, map, take } from './iter.mjs'
import { Users } from './users.mjs'

const active = new Users('active')

const since2021 = filter(active, (user) => user.created >= '2021')
for await (const line of map(since2021, ({ name, created }) => `${created.slice(0, 7)} ${name}`)) console.log(line)

for await (const user of take(active, 3)) {
  console.log(user.name, user.roles.length, user.lastUpdated.slice(0, 10))
}

const developers = await fold(active, (count, user) => count + (user.roles.includes('Developer') ? 1 : 0), 0)
const roles = await fold(map(active, (user) => user.roles), (set, list) => new Set([...set, ...list]), new Set())
console.log(developers, 'developers,', roles.size, 'roles')
