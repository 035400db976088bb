import { allUsers } from './lib/client.mjs'
import { groupBy, groupByMany } from './lib/group.mjs'

const users = await allUsers()

const byYear = groupBy(users, (user) => user.created.slice(0, 4))
for (const [year, members] of Object.entries(byYear)) {
	const latest = members.reduce((a, b) => (a.lastUpdated > b.lastUpdated ? a : b))
	console.log(year, members.length, 'last change by', latest.name, latest.lastUpdated.slice(0, 10))
}

const byRole = groupByMany(users, ({ roles }) => (roles.length > 0 ? roles : ['(none)']))
for (const role of [...byRole.keys()].sort()) {
	const holders = byRole.get(role)
	const [first] = holders.map((user) => user.created).sort()
	console.log(role.padEnd(20), holders.length, 'since', first)
}

const exclusive = (byRole.get('Developer') ?? []).filter((user) => user.roles.length === 1)
console.log('developers only:', exclusive.map((user) => user.name).join(', '))
