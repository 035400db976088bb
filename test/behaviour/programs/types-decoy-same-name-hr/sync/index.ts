import { joined, newest, type User as Employee } from './hr'
import { active, type User } from './qlik'

const users = new Map<string, User>((await active()).map((user) => [user.email, user]))
const employees: Employee[] = await newest()

for (const employee of employees) {
  const { name, roles, created } = joined(employee)
  const account = users.get(employee.email)
  const rights = account?.assignedRoles?.map((role) => role.name).join('+') || 'nothing'
  console.log(`${name} (${roles.join(', ')}), hired ${created.slice(0, 10)}, account of ${account?.createdAt.slice(0, 10)} with ${rights}`)
}
console.log(employees.filter((employee) => employee.lastUpdated > '2022-06').length, 'changed since June')
