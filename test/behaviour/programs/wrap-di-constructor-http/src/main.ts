import { buildContainer, type Container } from './container'

async function disabledReport({ users }: Container) {
	const people = await users.byStatus('disabled')
	for (const user of people.sort((a, b) => a.created.localeCompare(b.created))) {
		console.log(user.created.slice(0, 10), user.name, user.roles.join('+') || '-')
	}
	return people
}

async function strip({ users }: Container, person: { id: string }) {
	const fresh = (await users.byStatus('disabled')).find((u) => u.id === person.id)!
	await users.replaceRoles(fresh, fresh.roles.filter((role) => role !== 'Developer'))
	const after = (await users.byStatus('disabled')).find((u) => u.id === person.id)
	console.log('left with', after?.roles.length, 'roles')
}

const container = buildContainer(process.env)
const people = await disabledReport(container)
await strip(container, people[0])
console.log(JSON.stringify(await container.spaces.roleCount()))
