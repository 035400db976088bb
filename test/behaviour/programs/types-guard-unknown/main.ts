import { assertList, isQlikUser, type QlikUser, type TouchedUser, wasTouched } from './guards';

async function loadUsers(): Promise<QlikUser[]> {
  const response = await fetch(process.env.QLIK_TENANT_URL + '/api/v1/users?limit=100', {
    headers: { Authorization: 'Bearer ' + process.env.QLIK_API_KEY },
  });
  const body: unknown = await response.json();
  assertList(body);
  const users = body.data.filter(isQlikUser);
  if (users.length < body.data.length) console.log('dropped', body.data.length - users.length);
  return users;
}

const latest = (users: TouchedUser[]): TouchedUser | undefined => users.reduce<TouchedUser | undefined>((best, user) => (best && best.lastUpdated > user.lastUpdated ? best : user), undefined);

const users = await loadUsers();
const touched = users.filter(wasTouched);
console.log(users.length, touched.length, latest(touched)?.name);

const counts = new Map<string, number>();
for (const user of users) for (const role of user.roles) counts.set(role, (counts.get(role) ?? 0) + 1);
for (const [role, count] of [...counts].sort(([a], [b]) => a.localeCompare(b))) console.log(role, count);
