import { faults, type Schema, userSchema, webIntegrationSchema } from './schema';

interface User {
  id: string;
  name: string;
  roles: string[];
  created: string;
  lastUpdated: string;
}

async function list<T>(path: string, schema: Schema): Promise<T[]> {
  const response = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/${path}`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  const { data } = (await response.json()) as { data: T[] };
  const wrong = data.flatMap((item) => faults(schema, item));
  if (wrong.length > 0) throw new Error(`${path}: ${wrong.length} faults, first ${wrong[0]}`);
  return data;
}

const users = await list<User>('users?limit=100', userSchema);
console.log(users.length, 'users are as they should be');
const sameDay = users.filter((user) => Date.parse(user.lastUpdated) - Date.parse(user.created) <= 172_800_000);
console.log(sameDay.map((user) => user.name).join(', '));
console.log(users.filter((user) => user.roles.includes('Report Author')).map((user) => user.name).join(', '));

const integrations = await list<{ name: string; created: string }>('web-integrations', webIntegrationSchema);
console.log(integrations.map((integration) => `${integration.name} ${integration.created.slice(0, 7)}`).join(', '));
