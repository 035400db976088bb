/** Files of an application that calls the users API: requests, wrappers, readers, and one in four that only has the words. */
const kinds = [
  (i) =>
    `const tenant = process.env.QLIK_TENANT_URL!;\ninterface User { id: string; name: string; roles: string[]; created: string }\n\nexport async function newest${i}(): Promise<User[]> {\n  const response = await fetch(\`\${tenant}/api/v1/users?sortBy=name&sortOrder=desc&limit=${i}\`, { headers: { Authorization: \`Bearer \${process.env.QLIK_API_KEY}\` } });\n  const { data } = (await response.json()) as { data: User[] };\n  return data.filter((user) => user.roles.includes('TenantAdmin')).sort((a, b) => (a.created < b.created ? 1 : -1));\n}\n`,
  (i) =>
    `import { list } from './users-client';\n\nexport async function admins${i}() {\n  const page = await list({ sortBy: 'name', sortOrder: 'asc', limit: '${i}' });\n  return page.data.filter((user) => user.roles.includes('TenantAdmin')).map((user) => ({ name: user.name, since: user.created }));\n}\n`,
  (i) =>
    `import axios from 'axios';\nconst qlik = axios.create({ baseURL: 'https://acme.eu.qlikcloud.com/api/v1' });\n\nexport async function report${i}() {\n  const { data } = await qlik.get('/users', { params: { tenantId: 't${i}', startingAfter: 'abc' } });\n  for (const user of data.data) console.log(user.name, user.lastUpdated, user.roles.join(', '));\n}\n`,
  (i) =>
    `export type Widget${i} = { id: number; roles: string[]; created: Date };\n\nexport class Board${i} {\n  constructor(private readonly widgets: Widget${i}[]) {}\n  newest() {\n    return [...this.widgets].sort((a, b) => +b.created - +a.created)[0];\n  }\n  withRole(role: string) {\n    return this.widgets.filter((widget) => widget.roles.includes(role));\n  }\n}\n`,
];

const client =
  'const base = process.env.QLIK_TENANT_URL!;\nexport interface User { id: string; name: string; roles: string[]; created: string }\nexport async function list(query: Record<string, string>): Promise<{ data: User[] }> {\n  const response = await fetch(`${base}/api/v1/users?${new URLSearchParams(query)}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });\n  return response.json();\n}\n';

/** Name -> text of so many files. */
export const candidateFiles = (count) => ({ 'users-client.ts': client, ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`feature-${index}.ts`, kinds[index % kinds.length](index)])) });
