import { ascend, map, pipe, pluck, prop, sortWith, uniq } from './fp.mjs';

const getUsers = async () => {
  const response = await fetch(`https://${process.env.QLIK_TENANT_HOST}/api/v1/users?limit=30`, {
    headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` },
  });
  return response.json().then(prop('data'));
};

const inUse = pipe(pluck('roles'), (lists) => lists.flat(), uniq, sortWith(ascend((role) => role)));
const namesByAge = pipe(sortWith(ascend(prop('created'))), pluck('name'));
const days = pipe(map(prop('lastUpdated')), map((date) => date.slice(0, 10)), sortWith(ascend((day) => day)));

const users = await getUsers();
console.log(inUse(users).join(', '));
console.log(namesByAge(users).slice(0, 5).join(', '));
console.log(days(users).at(-1));

const byStatus = (wanted) => (list) => list.filter((user) => prop('status')(user) === wanted);
for (const status of uniq(pluck('status')(users)).sort()) console.log(status, byStatus(status)(users).length);
