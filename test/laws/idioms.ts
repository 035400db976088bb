/** How programs read what users were sent, and write it. `$` is the number of the part, so that names differ. */

/** Statements over `users`, a list; they end by printing. Those with `|||` have a helper for another file behind it. */
export const listReads: readonly string[] = [
  `console.log('$', users.filter((user) => user.roles.includes('TenantAdmin')).map((user) => user.name));`,
  `console.log('$', users.filter(({ roles }) => roles.some((role) => role === 'Developer')).map(({ name }) => name));`,
  `console.log('$', users.flatMap((user) => user.roles));`,
  `console.log('$', users.map((user) => user.roles.length));`,
  "console.log('$', users.map(({ name, roles = [] }) => `${name}: ${roles.join('/')}`));",
  `console.log('$', users.map((user) => user['roles'].slice().sort().join()));`,
  `console.log('$', users.reduce((all, user) => all + (user.roles?.length ?? 0), 0));`,
  `console.log('$', users.map(({ roles: held }) => held.map((name) => name.toLowerCase())));`,
  `console.log('$', users.map((user) => (user.roles || []).indexOf('Developer')));`,
  `console.log('$', Object.fromEntries(users.map((user) => [user.name, user.roles])));`,
  `console.log('$', [...new Set(users.flatMap(({ roles }) => roles))].sort());`,
  `const wanted = 'DataAdmin';
  console.log('$', users.find((user) => user.roles.includes(wanted))?.name);`,
  `const tally = {};
  for (const user of users) {
    for (const role of user.roles) tally[role] = (tally[role] ?? 0) + 1;
  }
  console.log('$', tally);`,
  `for (const { name, roles, created } of users) console.log('$', name, roles.length > 1, created);`,
  `const key = 'roles';
  console.log('$', users.map((user) => user[key].length));`,
  `const [{ roles: [top] = [] } = {}] = users;
  console.log('$', top);`,
  `const [first] = users;
  console.log('$', first?.roles?.[0], first?.created);`,
  `console.log('$', users.map((user) => ({ who: user.email, roles: user.roles, since: user.created })).map((row) => row.roles.join() + row.since));`,
  `const rows = users.map(({ name, roles, lastUpdated }) => ({ name, roles, lastUpdated }));
  console.log('$', rows.filter((row) => row.roles.length > 1).map((row) => row.lastUpdated));`,
  `console.log('$', users.some((user) => !user.roles.includes('Developer') && user.created > '2021'));`,
  `console.log('$', users.map((user) => user.created));`,
  `console.log('$', users.map(({ created }) => created.slice(0, 10)));`,
  `console.log('$', users.map(({ created: since = 'never' }) => since));`,
  `console.log('$', [...users].sort((a, b) => (a.created < b.created ? -1 : 1)).map((user) => user.name));`,
  `users.sort((one, other) => new Date(other.lastUpdated) - new Date(one.lastUpdated));
  console.log('$', users.map((user) => user.name));`,
  `console.log('$', Math.max(...users.map((user) => new Date(user.created).getTime())));`,
  `console.log('$', users.map((user) => user?.lastUpdated?.slice(0, 4)));`,
  "console.log('$', users.map((user) => `${user.name} ${user['lastUpdated']}`));",
  `const field = 'created';
  console.log('$', users.map((user) => user[field]));`,
  `for (const field of ['created', 'lastUpdated']) console.log('$', users.map((user) => user[field]));`,
  `console.log('$', users.map(({ created, ...others }) => created + others.email));`,
  `const newest = users.reduce((best, user) => (best.created > user.created ? best : user), users[0]);
  console.log('$', newest?.name, newest?.created);`,
  `let latest = '';
  for (let index = 0; index < users.length; index += 1) if (users[index].lastUpdated > latest) latest = users[index].lastUpdated;
  console.log('$', latest);`,
  `users.forEach(function (user) {
    const { created, lastUpdated } = user;
    console.log('$', created === lastUpdated, created);
  });`,
  `const byDay = new Map(users.map((user) => [user.id, user.created]));
  console.log('$', [...byDay.values()]);`,
  `const byId = Object.fromEntries(users.map((user) => [user.id, user]));
  console.log('$', Object.values(byId).map((user) => user.created));`,
  `const isAdmin$ = (user) => user.roles.includes('TenantAdmin');
  console.log('$', users.filter(isAdmin$).length, users.filter((user) => !isAdmin$(user)).length);`,
  `console.log('$', users.map(describe$));|||export function describe$(user) {
  const { name, roles, created } = user;
  return [name, roles.length, created].join(' ');
}`,
  `console.log('$', users.map((user) => new Person$(user).line()));|||export class Person$ {
  #roles;
  constructor({ name, roles, created }) {
    this.name = name;
    this.#roles = roles;
    this.since = created;
  }
  line() {
    return \`\${this.name} \${this.#roles.join('+')} \${this.since}\`;
  }
}`,
  `console.log('$', admins$(users), oldest$(users));|||export const admins$ = (list) => list.filter((one) => one.roles.includes('TenantAdmin')).map((one) => one.email);
export const oldest$ = (list) => list.map((one) => one.created).sort()[0];`,
];

/** Statements over `user`. */
export const userReads: readonly string[] = [
  `console.log('$', user.name, user.roles);`,
  `console.log('$', user.roles.includes('Developer') ? 'yes' : 'no', user.created);`,
  `const { roles, created, lastUpdated } = user;
  console.log('$', roles.join(), created, lastUpdated);`,
  `console.log('$', new Date(user.lastUpdated) > new Date(user.created));`,
  `const shown = { name: user.name, created: user.created, roles: [...user.roles] };
  console.log('$', shown);`,
  `console.log('$', label$(user));|||export const label$ = ({ name, roles = [] }) => \`\${name} (\${roles.length})\`;`,
];

/** Names of roles, as code; those with `|||` need a statement before. */
const roleLists: readonly string[] = [
  `['Developer']`,
  `['TenantAdmin', 'DataAdmin']`,
  `[]`,
  `names|||const names = ['Developer', 'SharedSpaceCreator'];`,
  `[role]|||const role = 'AnalyticsAdmin';`,
  `granted$('DataAdmin')|||const granted$ = (name) => ['Developer', name];`,
];

/** Bodies of `PATCH /users/{id}`: statements, then the body. */
export const patches: readonly (readonly [before: string, body: string])[] = [
  ...['set', 'replace', 'add'].flatMap((op) =>
    roleLists.map((list): [string, string] => {
      const [value = '', before = ''] = list.split('|||');
      return [before, `[{ op: '${op}', path: '/roles', value: ${value} }]`];
    }),
  ),
  ['', `[{ op: 'set', path: '/name', value: 'Somebody New' }]`],
  ['', `[{ op: 'add', path: '/preferredLocale', value: 'sv' }]`],
  ['', `[{ op: 'set', path: '/status', value: 'disabled' }, { op: 'replace', path: '/preferredZoneinfo', value: 'Europe/Paris' }]`],
  ['', `[{ op: 'unset', path: '/roles' }]`],
  ['', `[{ op: 'unset', path: '/roles', value: ['Developer'] }]`],
  ['', `[{ op: 'add', path: '/roles/-', value: 'Developer' }]`],
  ['', `[{ op: 'add', path: '/assignedRoles/-', value: { name: 'Developer' } }]`],
  [`const operations = [];\n  operations.push({ op: 'replace', path: '/roles', value: ['Developer'] });\n  operations.push({ op: 'set', path: '/name', value: 'Other' });`, 'operations'],
  [`const replaced = (path, value) => ({ op: 'replace', path, value });`, `[replaced('/roles', ['DataAdmin']), replaced('/name', 'X Y')]`],
];

/** Bodies of `POST /users`. */
export const creations: readonly (readonly [before: string, body: string])[] = [
  ...roleLists.map((list): [string, string] => {
    const [value = '', before = ''] = list.split('|||');
    return [before, `{ subject: 'new|$', name: 'New One', email: 'new$@corp.example', roles: ${value} }`];
  }),
  [`const roles = ['Developer'];`, `{ subject: 'new|$', roles, status: 'active' }`],
  [`const draft = { subject: 'new|$', name: 'Draft' };\n  draft.roles = ['DataAdmin', 'Developer'];`, 'draft'],
  [`const base = { subject: 'new|$', roles: ['Developer'] };`, `{ ...base, name: 'Based' }`],
];

/** Reads of `GET /users/metadata`. `#` is the promise of its body. */
export const metadataReads: readonly string[] = [
  `const { valid_roles } = await #;
  console.log('$', valid_roles.includes('Developer'), valid_roles.length);`,
  `const body = await #;
  console.log('$', body.valid_roles.join());`,
  `const { valid_roles: names } = await #;
  for (const name of names) console.log('$', name);`,
  `console.log('$', (await #).valid_roles.filter((name) => name.endsWith('Admin')));`,
];

/** Code that only looks alike. `@` is the tenant's address in the code, `#` gets what the client gets for `%`. */
export const noise: readonly string[] = [
  `const mine = [{ name: 'local', roles: ['a', 'b'], created: '2020-01-01' }];
  console.log('$', mine.map((row) => row.roles.length + row.created));`,
  "const { data } = await #`@/api/v1/web-integrations?sort=created`#;\n  console.log('$', data.map((one) => one.created), data.map(({ lastUpdated }) => lastUpdated));",
  "const { data } = await #`@/api/v1/api-keys?status=active`#;\n  console.log('$', data.map((key) => `${key.created} ${key.sub}`));",
  "const { data } = await #`@/api/v1/groups?sort=name`#;\n  console.log('$', data.map((group) => group.createdAt));",
  "const list = await #`https://acme.okta.com/api/v1/users?status=ACTIVE&limit=3`#;\n  console.log('$', list.map((user) => [user.created, user.roles]));",
  "const { data } = await #`https://api.example.com/v1/users?sortBy=name&sortOrder=desc`#;\n  console.log('$', data.map(({ roles, created }) => roles[0] + created));",
  "const settings = { sortBy: 'name', sortOrder: 'desc', tenantId: 'x', startingAfter: 'y' };\n  console.log('$', settings.sortBy, Object.keys(settings), 'user.roles');",
  "const { data } = await #`@/api/v1/users?limit=5&sort=-name`#;\n  console.log('$', data.map((user) => [user.createdAt, user.assignedRoles.map((role) => role.name)]));",
  "class Account { constructor(created) { this.created = created; this.roles = []; } }\n  const account = new Account('now');\n  account.roles.push('x');\n  console.log('$', account.created, account.roles);",
];

export const comments: readonly string[] = [
  '// reads user.roles and user.created',
  '/* GET /users?sortBy=name&sortOrder=desc, see the wiki */',
  '// TODO: startingAfter',
  '/** @returns {Promise<void>} prints `lastUpdated` */',
  "// const { roles } = await get('/users/metadata');",
];
