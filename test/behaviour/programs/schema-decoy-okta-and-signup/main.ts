import { z } from 'zod';
import { type OktaUser, oktaUsers, qlikUser, type Signup, short, signup } from './schemas';

const okta = await (await fetch('https://corp.okta.com/api/v1/users?limit=5', { headers: { Authorization: `SSWS ${process.env.OKTA_TOKEN}` } })).json();
const parsed = oktaUsers.safeParse(okta);
const people: OktaUser[] = parsed.success ? parsed.data : [];
console.log(people.map((user) => `${user.status} ${user.created.slice(0, 4)} ${user.lastUpdated.slice(0, 4)}`).join(' '), people.length);

const forms: Signup[] = [signup.parse({ email: 'ada@corp.example', roles: ['Developer'], created: '2022-01-02' })];
console.log(short.parse(forms[0]).roles.join(), forms[0]?.created.getUTCFullYear());

const answer = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100&sort=name`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
const { data } = z.object({ data: z.array(qlikUser) }).parse(await answer.json());
for (const form of forms) {
  const user = data.find((candidate) => candidate.email === form.email);
  console.log(user?.name, form.roles.filter((role) => !user?.assignedRoles.some((assigned) => assigned.name === role)), user?.createdAt.slice(0, 10));
}
