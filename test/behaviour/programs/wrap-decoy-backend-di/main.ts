import { HttpClient } from './http-client'
import { MemberService } from './members'
import { SpaceService } from './spaces'

const backend = new HttpClient('https://api.shop.example')
const qlik = new HttpClient(process.env.QLIK_TENANT_URL!, { authorization: `Bearer ${process.env.QLIK_API_KEY}` })

const members = new MemberService(backend)
const spaces = new SpaceService(qlik)

const { data } = await members.list('owner')
for (const member of data) {
  console.log(member.name, member.roles.includes('admin'), member.created.slice(0, 4), member.lastUpdated.slice(0, 4))
}
console.log((await members.promote(data[0].id)).ok)

const { data: rooms } = await spaces.list()
for (const room of rooms.sort((a, b) => a.name.localeCompare(b.name))) {
  console.log(room.name, await spaces.assignmentRoles(room.id))
}
