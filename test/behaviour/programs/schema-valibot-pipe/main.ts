import * as v from 'valibot';
import { PageSchema, type Row, RowSchema, type User, UserSchema } from './schemas';

const headers = { Authorization: `Bearer ${process.env.QLIK_API_KEY}` };
const base = `${process.env.QLIK_TENANT_URL}/api/v1`;

const checked = v.safeParse(PageSchema, await (await fetch(`${base}/users?limit=100`, { headers })).json());
if (!checked.success) throw new Error(checked.issues.map((issue) => issue.message).join());
const users: User[] = checked.output.data;

const isFresh = ({ lastUpdated, created }: User): boolean => Date.parse(lastUpdated) - created.getTime() < 86_400_000 * 90;
console.log(users.filter(isFresh).map((user) => user.name).join(', '));
console.log(users.filter((user) => user.roles.includes('DataAdmin') || user.roles.length > 3).length);

const [first] = users;
const readUser = v.parser(UserSchema);
const again = readUser(await (await fetch(`${base}/users/${first?.id}`, { headers })).json());
console.log(again.name, again.created.toISOString(), [...again.roles].sort().join('+'));

const rows: Row[] = (await (await fetch(`${base}/users?limit=5`, { headers })).json()).data.map((item: unknown) => v.parse(RowSchema, item));
console.log(rows.map((row) => `${row.label} ${row.since} ${row.rights.join('/')}`).join('\n'));
