import { Connection } from './connection';
import { Groups, Integrations } from './groups';
import { Users } from './users';

const connection = new Connection(process.env['QLIK_TENANT_URL'] ?? '', process.env['QLIK_API_KEY'] ?? '');
const users = new Users(connection);

for (const line of await users.lines()) console.log(line);
const [first] = await users.byMail('ada@corp.example');
console.log(first?.name ?? 'nobody', first?.roles.includes('TenantAdmin'));
for (const resource of [new Groups(connection), new Integrations(connection)]) console.log((await resource.lines()).join(', '));
