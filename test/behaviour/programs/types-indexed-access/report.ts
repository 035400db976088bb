import type { Complete, QlikUser, RoleNames, Stamp, Status, UserRow } from './user'

const { QLIK_TENANT_URL, QLIK_API_KEY } = process.env

async function users(): Promise<QlikUser[]> {
  const res = await fetch(`${QLIK_TENANT_URL}/api/v1/users?limit=100`, {
    headers: { Authorization: `Bearer ${QLIK_API_KEY}` },
  })
  const { data } = (await res.json()) as { data: QlikUser[] }
  return data
}

const isPrivileged = (roles: RoleNames): boolean => roles.some((role) => /Admin$/.test(role))

function daysUntil(day: Stamp, until: Date): number {
  return Math.floor((until.getTime() - Date.parse(day)) / 86_400_000)
}

const toRow = ({ name, roles, created }: QlikUser): UserRow => ({ name, roles, created })
const isComplete = (user: QlikUser): user is Complete => user.roles !== undefined && user.roles.length > 0

const list = await users()
const perStatus: Partial<Record<Status, number>> = {}
for (const { status } of list) perStatus[status] = (perStatus[status] ?? 0) + 1
console.log(perStatus.active, perStatus.invited, perStatus.disabled)

const privileged = list.filter((user) => isPrivileged(user.roles ?? []))
console.log(privileged.map((user) => user.name).join(', '))

const endOf2022 = new Date('2022-12-31T00:00:00Z')
for (const row of list.filter(isComplete).map(toRow).slice(0, 6)) {
  console.log(row.name, daysUntil(row.created, endOf2022), row.roles?.[0])
}
