import { Directory } from './Directory'

const { QLIK_TENANT_URL = '', QLIK_API_KEY = '' } = process.env
const directory = await new Directory(QLIK_TENANT_URL, QLIK_API_KEY).load()

console.log(directory.size, 'users, newest', directory.latest.name, directory.latest.created.slice(0, 10))
for (const admin of directory.admins) {
  console.log(admin.name, admin.roles.length, admin.lastUpdated)
}
console.log([...directory.rolesInUse()].sort().join(', '))

const carla = directory.bySubject('auth0|carla')
console.log(carla?.roles.join() ?? 'unknown', carla?.lastUpdated.slice(0, 4))
