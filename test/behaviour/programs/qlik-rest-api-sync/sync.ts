import { QlikSaaSClient } from 'qlik-rest-api';

const client = new QlikSaaSClient({ host: process.env.QLIK_TENANT_HOST ?? '', authentication: { token: process.env.QLIK_API_KEY ?? '' } });

interface Person {
  id: string;
  name: string;
  created: string;
  roles: string[];
}

async function people(status: string): Promise<Person[]> {
  const { data } = await client.Get<Person[]>(`users?status=${status}&sortBy=name&limit=7`);
  return data;
}

for (const person of await people('active')) console.log(person.name, person.created.slice(0, 10), person.roles.length);

const { data: metadata } = await client.Get<{ valid_roles: string[] }>('users/metadata');
console.log(metadata.valid_roles.filter((name) => name.endsWith('Admin')));

const found = await client.Get<Person[]>('users?email=anna%2Bbi%40corp.example&status=invited');
for (const person of found.data) await client.Patch(`users/${person.id}`, [{ op: 'replace', path: '/roles', value: ['Developer'] }]);
console.log((await client.Get<{ total: number }>(`users/actions/count?tenantId=${process.env.QLIK_TENANT_ID}`)).data.total);
