import { disable, findBySubject } from './tenant.js'

// the export of the HR system
const leavers = ['corp\\jsmith', 'nordic\\lars', 'corp\\nobody']

for (const subject of leavers) {
  const user = await findBySubject(subject)
  if (!user) {
    console.log(`${subject}: unknown`)
    continue
  }
  const since = new Date(user.created).getUTCFullYear()
  console.log(`${user.name}: here since ${since}, loses ${user.roles.length ? user.roles.join(' and ') : 'nothing'}`)
  await disable(user.id)
  const { status, roles } = await findBySubject(subject)
  console.log(`  now ${status} with ${roles.length} roles`)
}
