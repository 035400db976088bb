import { TypeCompiler } from '@sinclair/typebox/compiler';
import { Value } from '@sinclair/typebox/value';
import { Card, Page, User } from './user';

const isUser = TypeCompiler.Compile(User);

async function get(path: string): Promise<unknown> {
  const response = await fetch(new URL(`/api/v1/${path}`, process.env.QLIK_TENANT_URL), { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  return response.json();
}

const page = Value.Parse(Page(User), await get('users?limit=60&sortBy=name&sortOrder=asc')) as { data: User[] };
const wrong = page.data.filter((user) => !isUser.Check(user));
console.log(page.data.length, wrong.length);
for (const user of page.data.slice(0, 6)) console.log(user.name, user.created.slice(0, 10), user.lastUpdated > user.created, user.roles?.join(' & ') ?? 'nothing');

const { data } = (await get('users?limit=3')) as { data: unknown[] };
console.log(data.map((item) => Value.Clean(Card, item) as { name: string; created: string }).map((card) => `${card.name} since ${card.created.slice(0, 4)}, ${Object.keys(card).length} facts`));
