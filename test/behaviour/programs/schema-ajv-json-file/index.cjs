const { sound } = require('./check.cjs');

async function main() {
  const answer = await fetch(`${process.env.QLIK_TENANT_URL}/api/v1/users?limit=100&status=active`, { headers: { Authorization: `Bearer ${process.env.QLIK_API_KEY}` } });
  const { data } = await answer.json();
  const users = sound(data);
  console.log(`${users.length} of ${data.length}`);
  const counts = {};
  for (const { roles } of users) for (const role of roles) counts[role] = (counts[role] ?? 0) + 1;
  console.log(Object.entries(counts).sort().map(([role, count]) => `${role} ${count}`).join(', '));
  console.log(users.map((user) => user.created).sort()[0], users.filter((user) => user.lastUpdated.startsWith('2022')).length);
}

main();
