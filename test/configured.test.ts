import { describe, expect, it } from 'vitest';
import type { ClientConfig, TypeConfig } from '../src/clients/described.ts';
import { fixTexts, lintTexts } from './harness/memory-files.ts';

type Texts = Readonly<Record<string, string>>;
const configured = (clients: readonly ClientConfig[], types: readonly TypeConfig[] = []) => ({ configured: { clients, types, from: '/project' } });

/** The findings, as `file:line rule confidence fixable`; each must be gone without the configuration. */
function found(texts: Texts, clients: readonly ClientConfig[], types: readonly TypeConfig[] = []): string[] {
  const told = (changed: object): string[] => lintTexts(texts, changed).findings.map(({ at, line, ruleId, evidence, fixable }) => `${at.file.slice('/project/'.length)}:${line} ${ruleId} ${evidence.confidence} ${fixable}`);
  const without = told({}).filter((finding) => !finding.includes(' possible '));
  expect(without).toEqual([]);
  return told(configured(clients, types));
}

const sorted = (file: string, line: number): string => `${file}:${line} sort-params certain fix`;
const path = { arguments: ['path', 'query'] as const };

describe('a configured client of a package', () => {
  it.each<[string, ClientConfig, string]>([
    ['a function', { module: '@acme/http', export: 'getJson', ...path }, "import { getJson as load } from '@acme/http';\nload('/users', { sortBy: 'name' });\n"],
    ['a default export', { module: '@acme/http', export: 'default', ...path }, "import load from '@acme/http';\nload('/users', { sortBy: 'name' });\n"],
    ['a function of a namespace', { module: '@acme/http', export: 'getJson', ...path }, "import * as http from '@acme/http';\nhttp.getJson('/users?sortBy=name');\n"],
    ['a required function', { module: '@acme/http', export: 'getJson', ...path }, "const { getJson } = require('@acme/http');\ngetJson('/users', { sortBy: 'name' });\n"],
    ['a method of an object', { module: '@acme/http', export: 'api.load', ...path }, "import { api } from '@acme/http';\napi.load('/users', { sortBy: 'name' });\n"],
    ['a method of an instance', { module: '@acme/http', export: 'Http().load', ...path }, "import { Http } from '@acme/http';\nconst http = new Http();\nhttp.load('/users', { sortBy: 'name' });\n"],
    ['a method of what a factory gives', { module: '@acme/http', export: 'make().load', ...path }, "import { make } from '@acme/http';\nconst { load } = await make({ retries: 2 });\nload('/users', { sortBy: 'name' });\n"],
    ['a method of a default class', { module: '@acme/http', export: 'default().load', ...path }, "import Http from '@acme/http';\nconst http = new Http();\nhttp.load('/users', { sortBy: 'name' });\n"],
    ['a method deep inside', { module: '@acme/http', export: 'make().users().list', base: '/api/v1/users', arguments: ['query'] }, "import { make } from '@acme/http';\nmake().users().list({ sortBy: 'name' });\n"],
    ['members of an object', { module: '@acme/http', export: 'send', arguments: [{ to: 'path', search: 'query' }], base: '/api/v1/' }, "import { send } from '@acme/http';\nsend({ to: 'users', search: { sortBy: 'name' } });\n"],
    ['a whole address', { module: '@acme/http', export: 'send', arguments: ['other', 'url'], base: '/ignored' }, "import { send } from '@acme/http';\nsend(3, `${base}/api/v1/users?sortBy=name`);\n"],
  ])('is found: %s', (_, client, text) => {
    expect(found({ 'a.mjs': text }, [client])).toEqual([sorted('a.mjs', text.split('\n').length - 1)]);
  });

  const client: ClientConfig = { module: '@acme/http', export: 'api.load', ...path };
  it.each([
    ['another export', "import { api } from '@acme/http';\napi.other('/users', { sortBy: 'name' });\n"],
    ['another module', "import { api } from '@acme/https';\napi.load('/users', { sortBy: 'name' });\n"],
    ['an own function of that name', "const api = { load: (path, query) => query };\napi.load('/users', { sortBy: 'name' });\n"],
    ['another endpoint', "import { api } from '@acme/http';\napi.load('/spaces', { sortBy: 'name' });\n"],
    ["another vendor's address", "import { api } from '@acme/http';\napi.load('https://dev-1.okta.com/api/v1/users', { sortBy: 'name' });\n"],
    ['a path that nobody knows', "import { api } from '@acme/http';\napi.load(`/${kind}`, { sortBy: 'name' });\n"],
    ['what a call of it as a factory would give', "import { api } from '@acme/http';\napi().load('/users', { sortBy: 'name' });\n"],
    ['a text', "export const help = \"api.load('/users', { sortBy: 'name' })\";\n"],
  ])('says nothing of %s', (_, text) => {
    expect(found({ 'a.mjs': text }, [client])).toEqual([]);
  });

  it('says which configured client it is, and what else the address was', () => {
    const result = lintTexts({ 'a.mjs': "import { api } from '@acme/http';\napi.load('/users', { sortBy: 'name' });\napi.load('/api-keys', { sortBy: 'name' }).then((page) => page.data[0].created);\n" }, configured([client]));
    expect(result.findings[0]?.evidence.trail.at(-1)?.note).toBe('`api.load` of @acme/http is a configured client');
    expect(new Set(result.refusals.map(({ note }) => note))).toEqual(new Set(['GET /api-keys, not the users API']));
    expect(result.hasQlikEvidence).toBe(true);
  });

  it.each<[string, ClientConfig, string, string]>([
    ['the body', { module: '@acme/http', export: 'load', ...path }, '(await load("/users")).data[0].created', '(await load("/users")).data[0].createdAt'],
    ['an answer', { module: '@acme/http', export: 'load', ...path, returns: 'response' }, '(await (await load("/users")).json()).data[0].created', '(await (await load("/users")).json()).data[0].createdAt'],
    ['data', { module: '@acme/http', export: 'load', ...path, returns: 'data' }, '(await load("/users")).data.data[0].created', '(await load("/users")).data.data[0].createdAt'],
    ['nothing of it', { module: '@acme/http', export: 'load', ...path, returns: 'data' }, '(await load("/users")).data[0].created', '(await load("/users")).data[0].created'],
    [
      'a created user',
      { module: '@acme/http', export: 'load', arguments: ['body'], base: '/api/v1/users', method: 'POST' },
      'load({ subject: "x", roles: ["TenantAdmin"] })',
      'load({ subject: "x", assignedRoles: [{ name: "TenantAdmin" }] })',
    ],
    [
      'patched users',
      { module: '@acme/http', export: 'load', arguments: ['method', 'path', 'body'] },
      'load("PATCH", "/users/1", [{ op: "set", path: "/name", value: "A" }])',
      'load("PATCH", "/users/1", [{ op: "replace", path: "/name", value: "A" }])',
    ],
    ['metadata, where the path is written', { module: '@acme/http', export: 'load', ...path }, '(await load("/users/metadata")).valid_roles.join()', '(await load("/roles?limit=100")).data.map((role) => role.name).join()'],
    ['metadata, where it is not', { module: '@acme/http', export: 'load', base: '/api/v1/users/metadata' }, '(await load()).valid_roles.join()', '(await load()).valid_roles.join()'],
  ])('gives %s', (_, client_, before, after) => {
    const text = (code: string): string => `import { load } from '@acme/http';\nconsole.log(${code});\n`;
    expect(fixTexts({ 'a.mjs': text(before) }, configured([client_])).texts['a.mjs']).toBe(text(after));
  });
  it('reports metadata whose path is not written, with the reason', () => {
    const { findings } = lintTexts({ 'a.mjs': "import { load } from '@acme/http';\nconsole.log((await load()).valid_roles);\n" }, configured([{ module: '@acme/http', export: 'load', base: '/api/v1/users/metadata' }]));
    const reason = 'where this client has its functions for roles is not seen here';
    expect(findings.map(({ ruleId, line, blocked }) => [ruleId, line, blocked])).toEqual([
      ['users-metadata', 2, reason],
      ['users-metadata', 2, reason],
    ]);
  });
});

describe('a configured client of the project', () => {
  const http =
    "const by = new Map();\nexport const load = (path, query) => by.get('http')(path, query);\nexport const plain = (path) => fetch(`https://dev-1.okta.com${path}`);\nexport class Http { load(path) { return by.get('http')(path); } }\n";
  const clients: ClientConfig[] = ['load', 'Http().load'].map((name) => ({ module: './src/http', export: name, ...path }));
  it.each([
    ['imported', "import { load } from './src/http.js';\nload('/users?sortBy=name');\n"],
    ['imported through another file', "import { load } from './barrel.js';\nload('/users?sortBy=name');\n"],
    ['an instance', "import { Http } from './src/http.js';\nnew Http().load('/users?sortBy=name');\n"],
    ['a parameter by its class', "import { type Http } from './src/http.js';\nexport const a = (http: Http) => http.load('/users?sortBy=name');\n"],
  ])('is found: %s', (_, text) => {
    expect(found({ 'src/http.js': http, 'barrel.js': "export * from './src/http.js';\n", 'a.ts': text }, clients)).toEqual([sorted('a.ts', 2)]);
  });
  it.each([
    ['another function of the file, which the code shows', "import { plain } from './src/http.js';\nplain('/api/v1/users?sortBy=name');\n"],
    ['the same name of another file', "import { load } from './http.js';\nload('/users?sortBy=name');\n"],
  ])('says nothing of %s', (_, text) => {
    expect(found({ 'src/http.js': http, 'http.js': http, 'a.mjs': text }, clients)).toEqual([]);
  });
  it('is found in CommonJS, as a member and as the whole module', () => {
    const texts = {
      'lib/http.js': "const by = {};\nmodule.exports = { load: (path) => by['x'](path) };\n",
      'a.cjs': "const http = require('./lib/http');\nhttp.load('/users?sortBy=name');\n",
      'b.mjs': "import http from './lib/http.js';\nhttp.load('/users?sortBy=name');\n",
    };
    expect(found(texts, [{ module: './lib/http', export: 'load', ...path }])).toEqual([sorted('a.cjs', 2), sorted('b.mjs', 2)]);
    const whole = { 'lib/http.js': "const by = {};\nmodule.exports = (path) => by['x'](path);\n", 'a.cjs': "const load = require('./lib/http');\nload('/users?sortBy=name');\n" };
    expect(found(whole, [{ module: './lib/http', export: 'default', ...path }])).toEqual([sorted('a.cjs', 2)]);
  });
  it('is found as a package of the same repository', () => {
    const texts = { 'packages/http/package.json': '{ "name": "@acme/http", "main": "index.js" }', 'packages/http/index.js': http, 'app/a.mjs': "import { load } from '@acme/http';\nload('/users?sortBy=name');\n" };
    expect(found(texts, [{ module: '@acme/http', export: 'load', ...path }])).toEqual([sorted('app/a.mjs', 2)]);
  });
});

describe('a configured type', () => {
  const people = 'export interface Person { roles: string[]; created: string }\nexport interface Visit { created: string }\n';
  it('is found with its members and readers, wherever it is declared', () => {
    const texts = { 'people.ts': people, 'a.ts': "import type { Person, Visit } from './people.ts';\nexport const a = (person: Person) => person.created;\nexport const b = (visit: Visit) => visit.created;\n" };
    expect(found(texts, [], ['Person'])).toEqual(['a.ts:2 user-timestamps certain fix', 'people.ts:1 user-roles certain fix', 'people.ts:1 user-timestamps certain fix']);
    const after = fixTexts(texts, configured([], ['Person'])).texts;
    expect(after['people.ts']).toBe('export interface Person { assignedRoles: { name: string }[]; createdAt: string }\nexport interface Visit { created: string }\n');
    expect(after['a.ts']).toBe(texts['a.ts'].replace('person.created', 'person.createdAt'));
  });
  it('is only that of its module, where one is named', () => {
    const texts = { 'people.ts': people, 'b/people.ts': people };
    expect(found(texts, [], [{ module: './people', name: 'Person' }])).toEqual(['people.ts:1 user-roles certain fix', 'people.ts:1 user-timestamps certain fix']);
  });
  it('may be an alias, a class, a part of another type, or of a package', () => {
    const texts = {
      'alias.ts': 'type Person = { created: string };\nexport const a = (all: Record<string, Person>) => Object.values(all).map((one) => one.created);\n',
      'class.ts': 'export class Person { created!: string; }\nexport const a = (person: Person) => person.created;\n',
      'package.ts': "import type { Person } from '@acme/types';\nexport const a = (person: Partial<Person>) => person.created;\n",
    };
    const places = found(texts, [], ['Person']).map((finding) => finding.split(' ')[0]);
    expect(places).toEqual(['alias.ts:1', 'alias.ts:2', 'class.ts:1', 'class.ts:2', 'package.ts:2']);
    const one = { 'a.ts': "import type { Account, Person } from '@acme/types';\nexport const a = (account: Account, person: Person) => account.created + person.created;\n" };
    expect(found(one, [], [{ module: '@acme/types', name: 'Account' }])).toEqual(['a.ts:2 user-timestamps certain fix']);
  });
  it.each([
    ['a value of that name', 'export const Person = { created: "" };\nexport const a = Person.created;\n'],
    ['a type parameter of that name', 'export const a = <Person extends { created: string }>(person: Person) => person.created;\n'],
    ['a longer name', 'interface PersonVisit { created: string }\nexport const a = (visit: PersonVisit) => visit.created;\n'],
    ['a member of that name', 'interface Visit { Person: string; created: string }\nexport const a = (visit: Visit) => visit.created;\n'],
  ])('says nothing of %s', (_, text) => {
    expect(found({ 'a.ts': text }, [], ['Person'])).toEqual([]);
  });
});
