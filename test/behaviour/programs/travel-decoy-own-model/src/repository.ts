import { Member } from './model'

interface ApiUser {
	name: string
	assignedRoles?: { id: string; name: string }[]
	assignedGroups?: { name: string; assignedRoles: { name: string }[] }[]
	createdAt: string
	lastUpdatedAt: string
}

const toMember = ({ name, assignedRoles: roles = [], createdAt: created, lastUpdatedAt: lastUpdated }: ApiUser): Member =>
	new Member(name, roles.map((role) => role.name), new Date(created), new Date(lastUpdated))

export async function* members(): AsyncGenerator<{ user: ApiUser; member: Member }> {
	let url: string | undefined = `${process.env.QLIK_TENANT_URL}/api/v1/users?limit=12&sort=-createdAt`
	while (url) {
		const response: Response = await fetch(url, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })
		const page = (await response.json()) as { data: ApiUser[]; links: { next?: { href: string } } }
		for (const user of page.data) yield { user, member: toMember(user) }
		url = page.links.next?.href
	}
}

/** With the roles that come from groups. */
export function effective(user: ApiUser, member: Member): Member {
	const inherited = (user.assignedGroups ?? []).flatMap((group) => group.assignedRoles.map((role) => role.name))
	return inherited.length > 0 ? member.with({ roles: [...new Set([...member.roles, ...inherited])] }) : member
}
