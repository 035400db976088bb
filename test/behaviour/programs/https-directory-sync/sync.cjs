const { listUsers, patchUser } = require('./client.cjs');

// what the directory says; the tenant follows
const directory = [
  { account: 'corp\\mobrien', displayName: "Miles O'Brien-Keogh", groups: ['qlik-devs', 'qlik-spaces'] },
  { account: 'auth0|fatima', displayName: 'Fatima Noor', groups: ['qlik-data'] },
  { account: 'corp\\gone', displayName: 'Gone', groups: [] },
];

const rolesOfGroup = { 'qlik-devs': 'Developer', 'qlik-spaces': 'ManagedSpaceCreator', 'qlik-data': 'DataAdmin' };

async function sync(entry) {
  const { data: [user] } = await listUsers({ subject: entry.account });
  if (!user) return `${entry.account}: not in the tenant`;
  const wanted = entry.groups.map((group) => rolesOfGroup[group]);
  const operations = [];
  if (user.name !== entry.displayName) operations.push({ op: 'set', path: '/name', value: entry.displayName });
  if (wanted.some((role) => !user.roles.includes(role)) || user.roles.some((role) => !wanted.includes(role))) {
    operations.push({ op: 'replace', path: '/roles', value: wanted });
  }
  if (operations.length > 0) await patchUser(user.id, operations);
  return `${user.name}: ${operations.length} changes, was ${user.roles.join(' ')}`;
}

(async () => {
  for (const entry of directory) console.log(await sync(entry));
  const { data } = await listUsers({ limit: 5, sortOrder: 'desc' });
  console.log(data.map((user) => user.name).join(' < '));
})();
