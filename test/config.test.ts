import fs from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { configKeys } from '../src/cli/config.ts';
import { git, run, Workspaces, write } from './harness/workspace.ts';

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
];

describe('the schema', () => {
  it('has the keys that the command reads, and the rules', () => {
    expect(Object.keys(schema.properties).sort()).toEqual(['$schema', ...Object.keys(configKeys)].sort());
    expect(schema.properties.rules.items.enum).toEqual(rules.map((rule) => rule.id));
  });
  it.each(good)('takes %j, and so does the command', (config) => {
    expect(validate(config)).toBe(true);
    expect(run(workspaces.make({ [`${name}.json`]: JSON.stringify(config), 'known.txt': '# empty\n' })).code).toBe(0);
  });
  it.each(bad)('refuses %j, and so does the command', (config) => {
    expect(validate(config)).toBe(false);
    expect(run(workspaces.make({ [`${name}.json`]: JSON.stringify(config) })).code).toBe(2);
  });
});

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
});
