import { auth, users as qlikUsers } from '@qlik/api';
import { getUsersMetadata, type JSONPatchArray, type User } from '@qlik/api/users';

auth.setDefaultHostConfig({ authType: 'apikey', host: process.env.QLIK_TENANT_HOST ?? '', apiKey: process.env.QLIK_API_KEY ?? '' });

const line = (user: User): string => `${user.name} ${user.created?.slice(0, 10)} ${user.roles?.join('+')}`;

async function* everybody() {
  let page = await qlikUsers.getUsers({ limit: 10, sortBy: 'name', sortOrder: 'asc' });
  while (true) {
    yield* page.data.data ?? [];
    if (!page.next) return;
    page = await page.next();
  }
}

for await (const user of everybody()) console.log(line(user));

const known = (await getUsersMetadata()).data.valid_roles;
const { data: metadata } = await qlikUsers.getUsersMetadata();
console.log(known?.length, metadata.valid_roles?.includes('Developer'));

const { data: created } = await qlikUsers.createUser({ subject: 'corp\\new', name: 'New Person', status: 'invited', roles: ['Developer'] });
console.log(created.roles);
await qlikUsers.patchUser(created.id, [{ op: 'set', path: '/roles', value: ['DataAdmin', 'Developer'] }] as unknown as JSONPatchArray);
const { data: again } = await qlikUsers.getUser(created.id, { fields: 'id,roles,lastUpdated' });
console.log(again.roles?.length, again.lastUpdated?.slice(0, 4));

const disabled = await qlikUsers.getUsers({ status: 'disabled', limit: 5 });
console.log(disabled.status, disabled.data.data?.map((user) => user.email));
