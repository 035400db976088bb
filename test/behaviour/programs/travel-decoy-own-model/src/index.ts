import { effective, members } from './repository'
import type { Member } from './model'

const columns: { key: keyof Member; title: string }[] = [
	{ key: 'name', title: 'Name' },
	{ key: 'roles', title: 'Roles' },
	{ key: 'created', title: 'Created' },
]

const all: Member[] = []
for await (const { user, member } of members()) all.push(effective(user, member))

const show = (value: unknown) => (value instanceof Date ? value.toISOString().slice(0, 10) : String(value))
const byCreated = [...all].sort((a, b) => a.created.getTime() - b.created.getTime())
for (const member of byCreated.slice(0, 6)) console.log(columns.map(({ key, title }) => `${title}=${show(member[key])}`).join(' '))

const admins = all.filter((member) => member.isAdmin)
const roles = new Set(admins.flatMap((member) => member.roles))
console.log(admins.length, roles.size, Math.max(...admins.map((member) => member.lastUpdated?.getUTCFullYear() ?? 0)))
