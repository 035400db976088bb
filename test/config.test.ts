import fs from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { configKeys } from '../src/cli/config.ts';
import { found, git, run, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const schema = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../config.schema.json'), 'utf8'));
const validate = new Ajv().compile(schema);
const name = 'qlik-users-migrate.config';
const old = "await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n";
const printed = (cwd: string, ...args: string[]) => JSON.parse(run(cwd, '--print-config', ...args).out);

const good: object[] = [
  {},
  { $schema: 'x' },
  { rules: ['user-roles'], hosts: ['qlik.corp.example'], ignore: ['legacy/**'] },
  { minConfidence: 'certain', assumeQlik: true, target: '2022-11', keepActiveDefault: true },
  { baseline: 'known.txt' },
  { baseline: false },
  { clients: [], types: [] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: ['path', { params: 'query', timeout: 'other' }], base: '/api/v1', method: 'POST', returns: 'data' }] },
  { clients: [{ module: './http', export: 'createClient().users.list', base: '/api/v1/users' }] },
  { types: ['QlikUser', { module: '@acme/types', name: 'User' }, { module: './http', name: 'User' }] },
];
const bad: object[] = [
  { rule: [] },
  { rules: 'user-roles' },
  { rules: [] },
  { rules: ['user-role'] },
  { hosts: ['https://x.example'] },
  { hosts: [''] },
  { ignore: [1] },
  { minConfidence: 'sure' },
  { assumeQlik: 'yes' },
  { target: '2023' },
  { baseline: true },
  { baseline: '' },
  { clients: {} },
  { clients: ['@acme/http'] },
  { clients: [{ module: '@acme/http', arguments: ['path'] }] },
  { clients: [{ module: '@acme/http', export: 'getJson' }] },
  { clients: [{ module: '/src/http', export: 'getJson', arguments: ['path'] }] },
  { clients: [{ module: '@acme/http', export: 'getJson()', arguments: ['path'] }] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: 'path' }] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: ['paths'] }] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: [{ params: 'querys' }] }] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: [['path']] }] },
  { clients: [{ module: '@acme/http', export: 'getJson', base: 'api/v1/users?limit=5' }] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: ['path'], method: 'get' }] },
  { clients: [{ module: '@acme/http', export: 'getJson', arguments: ['path'], returns: 'json' }] },
  { clients: [{ module: '@acme/http', export: 'getJson', args: ['path'] }] },
  { types: 'QlikUser' },
  { types: ['Qlik User'] },
  { types: [{ name: 'User' }] },
  { types: [{ module: '@acme/types', name: 'User', file: 'x' }] },
];

describe('the schema', () => {
  it.each(['README.md', 'docs/configuration.md'])('takes every example of %s', (page) => {
    const examples = [...fs.readFileSync(path.resolve(import.meta.dirname, '..', page), 'utf8').matchAll(/```json\n([\s\S]+?)```/g)].map(([, text]) => JSON.parse(text ?? ''));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
  });
  it('has every key in the page about it', () => {
    const page = fs.readFileSync(path.resolve(import.meta.dirname, '../docs/configuration.md'), 'utf8');
    const members = Object.keys(schema.properties.clients.items.properties);
    for (const key of [...Object.keys(configKeys), ...members, ...schema.definitions.meaning.enum, ...schema.properties.clients.items.properties.returns.enum]) expect(page).toContain(`\`${key}\``);
  });

  it('has the keys that the command reads, and the rules', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(['$schema', ...Object.keys(configKeys)].sort());
    expect(schema.properties.rules.items.enum).toEqual(rules.map((rule) => rule.id));
  });
  it.each(good)('takes %j, and so does the command', (config) => {
    expect(validate(config)).toBe(true);
    expect(run(workspaces.make({ [`${name}.json`]: JSON.stringify(config), 'known.txt': '# empty\n', 'http.ts': '' })).code).toBe(0);
  });
  it.each(bad)('refuses %j, and so does the command', (config) => {
    expect(validate(config)).toBe(false);
    expect(run(workspaces.make({ [`${name}.json`]: JSON.stringify(config) })).code).toBe(2);
  });
});

/** A configuration with clients that differ from a good one in these members. */
const client = (...changes: object[]): string => `{\n  "clients": ${JSON.stringify(changes.map((change) => ({ module: '@acme/http', export: 'getJson', arguments: ['path'], ...change })))}\n}`;

describe('a configuration', () => {
  it.each([
    [`${name}.json`, '{ "target": "2022-11" }'],
    [`${name}.jsonc`, '// which API\n{ "target": "2022-11", }'],
    [`${name}.js`, "module.exports = { target: '2022-11' };"],
    [`${name}.mjs`, "export default { target: ['2022', '11'].join('-') };"],
    ['package.json', '{ "name": "x", "qlik-users-migrate": { "target": "2022-11" } }'],
  ])('may stand in %s', (file, text) => {
    const folder = workspaces.make({ [file]: text, 'sub/a.mjs': '' });
    expect(printed(folder)).toMatchObject({ file: path.join(folder, file), target: '2022-11' });
    expect(printed(folder, '--target', 'today')).toMatchObject({ target: 'today' });
    expect(printed(folder, '--no-config')).toMatchObject({ file: null, target: 'today' });
  });
  it('is found from a folder below, up to the top of the git tree', () => {
    const folder = workspaces.make({ [`${name}.mjs`]: 'export default { assumeQlik: true };', 'repo/sub/a.mjs': '', [`repo/${name}.json`]: '{ "target": "2022-11" }' });
    git(path.join(folder, 'repo'), 'init', '-q');
    expect(printed(path.join(folder, 'repo/sub'))).toMatchObject({ file: path.join(folder, 'repo', `${name}.json`) });
  });
  it('that is code runs only where the user stands, or when it is named', () => {
    const marker = (folder: string) => `import fs from 'node:fs';\nfs.writeFileSync(${JSON.stringify(path.join(folder, 'ran'))}, '');\nexport default {};\n`;
    const folder = workspaces.make({ 'inner/a.mjs': old });
    write(folder, { [`${name}.mjs`]: marker(folder), [`inner/other/${name}.mjs`]: marker(folder), 'inner/other/b.mjs': old });
    const ran = () => fs.existsSync(path.join(folder, 'ran'));
    run(path.join(folder, 'inner'));
    run(path.join(folder, 'inner'), 'other');
    expect(ran()).toBe(false);
    run(folder, '--no-config');
    expect(ran()).toBe(false);
    run(path.join(folder, 'inner'), '--config', `../${name}.mjs`);
    expect(ran()).toBe(true);
  });
  it('may be named with backslashes, and its patterns may have them', () => {
    const folder = workspaces.make({ 'conf/x.json': '{ "ignore": ["sub\\\\a.mjs"] }', 'conf/sub/a.mjs': old });
    expect(printed(folder, '--config', 'conf\\x.json')).toMatchObject({ file: path.join(folder, 'conf/x.json') });
    expect(run(folder, '--config', 'conf\\x.json').code).toBe(0);
    expect(run(folder).code).toBe(1);
  });
  it.each([
    [`${name}.mjs`, 'throw new Error("no");', /this configuration cannot be run \(no\)/],
    [`${name}.mjs`, 'export const a = 1;', /must be an object, exported as default/],
    [`${name}.mjs`, "export default {\n  host: ['x'],\n};", /config\.mjs:2: unknown key "host"\. Did you mean hosts\?/],
    [`${name}.json`, '{\n  "hosts": ["https://a.example"]\n}', /config\.json:2: "hosts" must be host names/],
  ])('in %s with %j is refused with the reason', (file, text, message) => {
    expect(run(workspaces.make({ [file]: text }))).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
  it.each([
    [client({ module: './src/htp' }), /config\.json:2: "clients\[0\]\.module" names \.\/src\/htp, and there is no such file in .*\. Did you mean http\?/],
    [client({ module: 'axios' }), /"clients\[0\]\.module" names axios, which is known without being configured/],
    [client({ arguments: ['path', { params: 'querry' }] }), /"clients\[0\]\.arguments\[1\]\.params" must be one of url, path, query, .*; not "querry"\. Did you mean query\?/],
    [client({ retruns: 'body' }), /"clients\[0\]" has an unknown key "retruns"\. Did you mean returns\? Known are module, export,/],
    [client({ method: 'GTE' }), /"clients\[0\]\.method" must be one of GET, .*; not "GTE"\. Did you mean GET\?/],
    [client({ export: 'get json' }), /"clients\[0\]\.export" must name an export: "getJson", "default", "api\.get", or "createClient\(\)\.get" .*; not "get json"/],
    [client({ arguments: undefined }), /"clients\[0\]" says nothing of the address; give it "arguments" .* or a "base"/],
    [client({}, {}), /"clients\[1\]" describes getJson of @acme\/http, as \[0\] does/],
    ['{\n  "types": ["A", { "module": "@acme/types", "nam": "User" }]\n}', /config\.json:2: "types\[1\]" has an unknown key "nam"\. Did you mean name\?/],
  ])('that says %j is refused with the place and the reason', (text, message) => {
    expect(run(workspaces.make({ [`${name}.json`]: text, 'src/http.ts': '' }))).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
  it('shows the clients and types that apply', () => {
    const config = { clients: [{ module: './src/http', export: 'getJson', arguments: ['path'] }], types: ['Person'] };
    expect(printed(workspaces.make({ [`${name}.json`]: JSON.stringify(config), 'src/http.ts': '' }))).toMatchObject(config);
    expect(printed(workspaces.make())).toMatchObject({ clients: [], types: [] });
  });
  it('names files from its own folder, and applies from any folder below', () => {
    const folder = workspaces.make({
      [`${name}.json`]: JSON.stringify({ clients: [{ module: './src/http', export: 'getJson', arguments: ['path'] }] }),
      'src/http.js': "const by = { get: null };\nexport const getJson = (path) => by['get'](path);\n",
      'src/app/a.js': "import { getJson } from '../http.js';\nawait getJson('/users?sortBy=name');\n",
      'src/app/b.js': "import { getJson } from './http.js';\nawait getJson('/users?sortBy=name');\n",
    });
    git(folder, 'init', '-q');
    expect(found(path.join(folder, 'src/app'))).toEqual(['a.js:2 sort-params']);
    expect(found(folder, '--no-config')).toEqual([]);
  });
});
