/** A member of our team directory: our words, whatever the tenant calls it. */
export class Member {
	constructor(
		readonly name: string,
		readonly roles: readonly string[],
		readonly created: Date,
		readonly lastUpdated?: Date,
	) {}

	get isAdmin(): boolean {
		return this.roles.some((role) => role.endsWith('Admin'))
	}

	with(changes: Partial<Pick<Member, 'roles' | 'lastUpdated'>>): Member {
		return Object.assign(Object.create(Member.prototype), this, changes)
	}
}
