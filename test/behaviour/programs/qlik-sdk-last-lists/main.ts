import Qlik, { AuthType } from '@qlik/sdk';
import { Directory, roleNames } from './directory.ts';

const qlik = new Qlik({ authType: AuthType.APIKey, host: process.env.QLIK_TENANT_HOST ?? '', apiKey: process.env.QLIK_API_KEY ?? '' });
const directory = new Directory(qlik);

console.log((await roleNames(qlik)).join());
console.log(await directory.admins());
console.log(await directory.count(process.env.QLIK_TENANT_ID ?? ''));
await directory.promote('ines@corp.example', 'Developer');
for (const user of await qlik.users.getUsers({ role: 'DataAdmin', limit: 5 })) console.log(user.name, user.roles?.length);

const metadata = await qlik.users.getMetadata();
for (const name of metadata.valid_roles ?? []) console.log(name.toUpperCase());
