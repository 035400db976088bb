import { describe, expect, it } from 'vitest';
import { fixTexts } from './harness/memory-files.ts';
import { runOnTenant } from './harness/stubbed-tenant.ts';

const head = `const users = process.env.QLIK_TENANT_URL + '/api/v1/users';\nasync function ask(method, path, body) {\n  const response = await fetch(users + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });\n  return response.status === 204 ? undefined : response.json();\n}\n`;

interface Way {
  readonly code: string;
  /** Statements that set the roles of `user` to an expression, and another attribute. */
  readonly change: (roles: string) => string;
}

/** Ways of putting the operations of a patch together. */
const ways: Record<string, Way> = {
  'written out': { code: '', change: (roles) => `await ask('PATCH', '/' + user.id, [{ op: 'set', path: '/roles', value: ${roles} }, { op: 'set', path: '/name', value: 'New' }]);` },
  'a field that callers name': {
    code: `const put = (id, field, value) => ask('PATCH', '/' + id, [{ op: 'set', path: '/' + field, value }]);\n`,
    change: (roles) => `await put(user.id, 'roles', ${roles});\nawait put(user.id, 'name', 'New');`,
  },
  'a path that callers give': {
    code: "const put = (id, path, value) => ask('PATCH', `/${id}`, [{ op: 'replace', path, value }]);\n",
    change: (roles) => `await put(user.id, '/roles', ${roles});\nawait put(user.id, '/name', 'New');`,
  },
  'entries of an object': {
    code: "const change = (id, changes) => ask('PATCH', '/' + id, Object.entries(changes).map(([key, value]) => ({ op: 'set', path: `/${key}`, value })));\n",
    change: (roles) => `await change(user.id, { roles: ${roles}, name: 'New' });\nawait change(user.id, { preferredLocale: 'sv' });`,
  },
  'a loop over keys': {
    code: `async function change(id, changes) {\n  const operations = [];\n  for (const key of Object.keys(changes)) operations.push({ op: 'replace', path: '/' + key, value: changes[key] });\n  await ask('PATCH', '/' + id, operations);\n}\n`,
    change: (roles) => `await change(user.id, { name: 'New', roles: ${roles} });`,
  },
  'what callers give of several': {
    code: `async function change(id, { name, roles }) {\n  const operations = [];\n  if (name) operations.push({ op: 'set', path: '/name', value: name });\n  if (roles) operations.push({ op: 'set', path: '/roles', value: roles });\n  await ask('PATCH', '/' + id, operations);\n}\n`,
    change: (roles) => `await change(user.id, { roles: ${roles} });\nawait change(user.id, { name: 'New' });`,
  },
  pairs: {
    code: `const change = (id, pairs) => ask('PATCH', '/' + id, pairs.map(([path, value]) => ({ op: 'replace', path, value })));\n`,
    change: (roles) => `await change(user.id, [['/name', 'New'], ['/roles', ${roles}]]);`,
  },
  'an instance that collects them': {
    code: `class Patch {\n  constructor(id) {\n    this.id = id;\n    this.operations = [];\n  }\n  set(path, value) {\n    this.operations.push({ op: 'set', path, value });\n    return this;\n  }\n  send() {\n    return ask('PATCH', '/' + this.id, this.operations);\n  }\n}\n`,
    change: (roles) => `await new Patch(user.id).set('/roles', ${roles}).set('/name', user.name + '!').send();`,
  },
  'methods that each make one': {
    code: `class Patch {\n  operations = [];\n  roles(names) {\n    this.operations.push({ op: 'replace', path: '/roles', value: names });\n    return this;\n  }\n  name(text) {\n    this.operations.push({ op: 'replace', path: '/name', value: text });\n    return this;\n  }\n}\nconst send = (user, patch) => ask('PATCH', '/' + user.id, patch.operations);\n`,
    change: (roles) => `await send(user, new Patch().roles(${roles}).name('New'));`,
  },
};

/** Expressions for the roles that the user is to have. */
const values: Record<string, string> = {
  'names that are written out': "['Developer', 'Steward']",
  'no names': '[]',
  'one more': "[...user.roles, 'Steward']",
  fewer: "user.roles.filter((role) => role !== 'Developer')",
  'a choice': "user.status === 'active' ? ['Developer'] : []",
  'parts of a text': "process.argv[2].split(';')",
};

describe('operations of a patch', () => {
  for (const [how, { code, change }] of Object.entries(ways)) {
    it(`${how}: what is sent stays the same`, async () => {
      for (const roles of Object.values(values)) {
        const text = `${head}${code}for (const id of ['a1', 'c3']) {\n  const user = await ask('GET', '/' + id);\n  ${change(roles).replaceAll('\n', '\n  ')}\n}\n`;
        const fixed = fixTexts({ 'patch.mjs': text });
        const migrated = fixed.texts['patch.mjs'] as string;
        expect(fixed.remaining.findings, migrated).toEqual([]);
        expect(await runOnTenant(migrated, 'new', 'A;B'), migrated).toEqual(await runOnTenant(text, 'old', 'A;B'));
      }
    });
  }
});
