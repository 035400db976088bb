import { type Application, application, type Card, card, contact, type Created, listOf, type User, user } from './schema'

const raw = async (query: string): Promise<unknown> => {
  const res = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?${query}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })
  if (!res.ok) throw new Error(`${res.status}`)
  return res.json()
}

const dayOf = (stamp: Created): string => stamp.slice(0, 10)
const print = ({ name, created, roles = [] }: Card): string => `${name} (${dayOf(created)}) ${roles.join('/') || '-'}`

const everyone = await raw('limit=100')
const cards: Card[] = listOf(card).parse(everyone).data
console.log(cards.slice(0, 4).map(print).join('\n'))

const users: User[] = listOf(user).parse(everyone).data
const applications: Application[] = [
  { email: 'naoko@corp.example', roles: ['Developer'], created: '2022-07-01' },
  { email: 'leon@nordic.example', roles: ['ManagedSpaceCreator'], created: '2022-07-02' },
].map((row) => application.parse(row))

for (const { email, roles, created } of applications) {
  const applicant = users.find((candidate) => candidate.email === email)
  const missing = roles.filter((role) => !applicant?.roles?.includes(role))
  console.log(`${applicant?.name}, asked ${created}, account changed ${applicant && dayOf(applicant.lastUpdated)}: ${missing.join() || 'has all'}`)
}

const [first] = listOf(contact).parse(everyone).data
console.log(first?.name, first?.phone, Object.keys(first ?? {}).length)
