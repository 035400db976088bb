import * as R from 'ramda';
import { byAge, created, isAdmin, oldest, roleCounts, touched, toRow } from './queries.js';

const load = () =>
  fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } })
    .then((response) => response.json())
    .then(R.prop('data'));

const users = await load();
console.log(oldest(users).name, R.view(created, oldest(users)).slice(0, 10));
console.log(touched(users).join(' '), R.filter(isAdmin, users).length);
const newest = R.reduce(R.maxBy(R.prop('created')), users[0], users);
console.log(newest.name);
const years = R.pipe(R.groupBy((user) => user.created.slice(0, 4)), R.map(R.length));
console.log(R.toPairs(years(users)).sort().join(' '), R.sortWith([R.descend(R.prop('lastUpdated')), R.ascend(R.prop('name'))], users)[0].name);
for (const [role, count] of R.toPairs(roleCounts(users)).sort()) console.log(role, count);
load().then(R.pipe(byAge, R.map(toRow), R.take(4), R.forEach((row) => console.log(row.name, row.roles))));
