import * as R from 'ramda';

const answer = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
const { data: users } = await answer.json();

const print = (rows) => rows.forEach((row) => console.log(Object.values(row).map((value) => String(value).slice(0, 10)).join(';')));

print(R.project(['name', 'created'], users.slice(0, 3)));
const lines = R.map(R.pick(['lastUpdated', 'name']), R.take(2, users));
console.log(lines.map((line) => Object.keys(line).join()).join(' '));
const named = R.over(R.lensProp('roles'), R.defaultTo([]), users[0]);
console.log(Object.keys(named).length > 3);
