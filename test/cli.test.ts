import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { optionNames } from '../src/cli/options.ts';
import { cli, found, git, run, runWith, Workspaces } from './harness/workspace.ts';

const sample = path.resolve(import.meta.dirname, '../fixtures/projects/changelog-sample');
const workspaces = new Workspaces();
const folder = (files: Readonly<Record<string, string | Buffer>> = {}): string => workspaces.make(files);
afterAll(() => workspaces.remove());

const old = "const res = await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\nconsole.log(res.status);\n";
const migrated = old.replace('sortBy=name', 'sort=name');

describe('check', () => {
  it('finds all eight rules in the sample project', () => {
    const { code, out } = run(sample, 'check', '--format', 'json');
    const report = JSON.parse(out);
    expect(code).toBe(1);
    expect([...new Set(report.findings.map((finding: { ruleId: string }) => finding.ruleId))].sort()).toEqual([
      'cursor-params',
      'legacy-filters',
      'patch-ops',
      'sort-params',
      'tenant-id-param',
      'user-roles',
      'user-timestamps',
      'users-metadata',
    ]);
    expect(report.findings.every((finding: { file: string }) => finding.file !== 'src/neighbours.js')).toBe(true);
    expect(report).toMatchObject({ version: 1, tool: { name: 'qlik-users-migrate' }, summary: { files: 5, fixed: 0 }, errors: [] });
    expect(report.findings[0]).toMatchObject({ confidence: 'certain', severity: 'error', fixable: 'fix', fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(report.findings[0].evidence.at(-1)).toMatchObject({ file: expect.any(String), line: expect.any(Number), column: expect.any(Number), note: expect.stringContaining('QLIK_API_KEY') });
  });
  it('is the default command, and exits 0 when there is nothing', () => {
    expect(run(folder({ 'a.js': migrated }))).toMatchObject({ code: 0, out: expect.stringContaining('No use of the deprecated users API') });
  });
  it('fails, and claims nothing, when a file to be judged cannot be read', () => {
    const project = folder({ 'a.mjs': `${old}const = ;\n`, 'b/c.mjs': migrated });
    const { code, out } = run(project);
    expect([code, out]).toEqual([1, expect.stringMatching(/! a\.mjs:3: .*\n\n! No use of the deprecated users API in what could be read; 1 file could not be read\./)]);
    expect(out).not.toContain('✔');
    expect(run(project, 'b').code).toBe(0);
    const other = folder({ 'a.mjs': "const users = '/users?sortBy=x';\nconst = ;\n" });
    expect([run(other).code, run(other, '--assume-qlik').code]).toEqual([0, 1]);
    expect(run(folder({ 'a.md': `\`\`\`js\n${migrated}...\n\`\`\`\n` }))).toMatchObject({ code: 0, out: expect.stringContaining('✔ No use') });
  });
  it('reads no file for a module of JSON that is not there', () => {
    const project = folder({ 'a.mjs': `import table from './gone.json' with { type: 'json' };\nconsole.log(table);\n${migrated}`, 'b.mjs': "export const roles = '/users';\n" });
    expect(JSON.parse(run(project, '-f', 'json').out).errors).toEqual([]);
  });
  it('claims no more than it looked at', () => {
    expect(run(folder(), 'check').out).toBe('! There is no file to judge here.\n');
    expect(run(folder({ 'a.mjs': old }), '--rule', 'user-roles').out).toContain('No use of the deprecated users API that user-roles looks for in 1 file.');
    expect(run(folder({ 'a.mjs': old }), 'fix', '--dry-run').out).toContain('No use of the deprecated users API would be left in 1 file.');
    const names = Array.from({ length: 11_000 }, (_, index) => `a${index}`);
    const long = `${names.map((name) => `const ${name} = 'x';\n`).join('')}fetch(\`https://acme.eu.qlikcloud.com/api/v1/users?sort=name&x=${names.map((name) => `\${${name}}`).join('')}\`);\nconsole.log('sortBy');\n`;
    expect(run(folder({ 'a.mjs': long }))).toMatchObject({ code: 0, out: '! No use of the deprecated users API was found; not everything could be followed to its end.\n', err: expect.stringContaining('because it takes too many steps') });
  });
  it('proposes commands with the paths and options that it was given', () => {
    const project = folder({ "it's/a.mjs": old, 'b.mjs': old });
    const proposed = run(project, "it's", '-r', 'sort-params', '--why', '--no-config')
      .out.split('\n')
      .find((line) => line.includes('fix --diff'));
    expect(proposed).toMatch(/^ {2}qlik-users-migrate fix --diff 'it'\\''s' --rule sort-params --no-config +see/);
    expect(execFileSync('sh', ['-c', `node '${cli}' ${proposed?.replace(/^ *qlik-users-migrate | +see .*$/g, '')}`], { cwd: project, encoding: 'utf8' })).toMatch(/^--- a\/it's\/a\.mjs\n/);
  });
  it('keeps fingerprints when code moves', () => {
    const prints = (text: string) => JSON.parse(run(folder({ 'a.mjs': text }), '-f', 'json').out).findings.map((finding: { fingerprint: string }) => finding.fingerprint);
    expect(prints(`// a line\n\n${old}`)).toEqual(prints(old));
  });
  it('shows the trail and what it left alone with --why', () => {
    const { out } = run(folder({ 'a.mjs': `${old}await fetch('https://dev-1.okta.com/api/v1/users?sortBy=x');\n` }), '--why');
    expect(out).toContain('is a Qlik Cloud tenant');
    expect(out).toContain('the host is https://dev-1.okta.com');
  });
  it('says with --why what each look-alike is instead, in the order of the places', () => {
    const lines = [
      'const t = process.env.QLIK_TENANT_URL;',
      "const okta = await (await fetch('https://dev-1.okta.com/api/v1/users?sortBy=created')).json();",
      'console.log(okta[0].created);',
      'const page = await (await fetch(`${t}/api/v1/web-integrations?tenantId=x`)).json();',
      'console.log(page.data[0].created);',
      'await fetch(`${t}/api/v1/api-keys?startingAfter=abc`);',
      "await fetch(`${t}/api/v1/spaces/1/assignments`, { method: 'PATCH', body: JSON.stringify([{ op: 'set', path: '/roles', value: ['x'] }]) });",
      "await fetch('https://gitlab.com/api/v4/users?status=active');",
      "await fetch('/users?sortBy=name');",
      'await fetch(`${t}/api/v1/spaces?limit=5`);',
      'console.log({ roles: [] }.roles);',
    ];
    const { out } = run(folder({ 'a.mjs': lines.join('\n'), 'server.mjs': "app.get('/users', (req, res) => res.json([]));\n" }), '--why');
    const told = [...out.matchAll(/^ {2}a\.mjs:(\d+) {2}(.*)$/gm)].map(([, line, note]) => `${line} ${note}`);
    expect(told).toEqual([
      '2 the host is https://dev-1.okta.com',
      '3 the host is https://dev-1.okta.com',
      '4 GET /api/v1/web-integrations, not the users API',
      '5 GET /api/v1/web-integrations, not the users API',
      '6 GET /api/v1/api-keys, not the users API',
      '7 PATCH /api/v1/spaces/1/assignments, not the users API',
      '8 GET https://gitlab.com/api/v4/users, not the users API',
      '9 a route of this project',
    ]);
  });
  it('calls it possible, and does not fail, when nothing says Qlik', () => {
    const project = folder({ 'a.mjs': "export const list = (base) => fetch(base + '/api/v1/users?sortBy=name');\n" });
    expect(run(project)).toMatchObject({ code: 0, out: expect.stringContaining('--assume-qlik') });
    expect(run(project, '--assume-qlik').code).toBe(1);
    expect(run(project, '--min-confidence', 'possible').code).toBe(1);
  });
  it('judges a file once, however many links lead to it', () => {
    const project = folder({ 'a.mjs': old, 'sub/b.mjs': migrated, 'dist/gone.mjs': old });
    fs.symlinkSync('a.mjs', path.join(project, 'link.mjs'));
    fs.symlinkSync('../a.mjs', path.join(project, 'sub/link.mjs'));
    fs.symlinkSync('../dist/gone.mjs', path.join(project, 'sub/built.mjs'));
    expect([found(project, 'a.mjs', 'link.mjs', 'sub/link.mjs'), found(project, 'link.mjs'), found(project, '*.mjs')]).toEqual([['a.mjs:1 sort-params'], ['a.mjs:1 sort-params'], ['a.mjs:1 sort-params']]);
    expect(found(project, 'sub/built.mjs')).toEqual(['sub/built.mjs:1 sort-params']);
    git(project, 'init', '-q');
    expect(found(project)).toEqual(['a.mjs:1 sort-params', 'sub/built.mjs:1 sort-params']);
    run(project, 'fix', 'sub/link.mjs', '--force');
    expect([fs.readFileSync(path.join(project, 'a.mjs'), 'utf8'), fs.lstatSync(path.join(project, 'sub/link.mjs')).isSymbolicLink()]).toEqual([migrated, true]);
  });
  it('judges only what is named, and only by the rules that are named', () => {
    const project = folder({ 'a.mjs': old, 'b/c.mjs': old });
    expect(JSON.parse(run(project, 'b', '-f', 'json').out).findings).toHaveLength(1);
    expect(JSON.parse(run(project, '*.mjs', '-f', 'json').out).findings).toHaveLength(1);
    expect(run(project, '--rule', 'user-roles').code).toBe(0);
  });
});

describe('reports', () => {
  const withSummary = (cwd: string, summary: string, ...args: string[]) => runWith({ env: { GITHUB_STEP_SUMMARY: summary } }, cwd, ...args);
  it('writes several in one run, each to its place, and the whole list to the job summary', () => {
    const project = folder({ 'a.mjs': old });
    const summary = path.join(project, 'summary.txt');
    fs.writeFileSync(summary, 'before\n');
    const { code, out } = withSummary(project, summary, '--format', 'sarif=out.sarif', '--format', 'junit=out.xml', '--format', 'github');
    expect(code).toBe(1);
    expect(out).toMatch(/^::error file=a\.mjs,line=1,/);
    expect(JSON.parse(fs.readFileSync(path.join(project, 'out.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(fs.readFileSync(path.join(project, 'out.xml'), 'utf8')).toContain('<testsuites');
    expect(fs.readFileSync(summary, 'utf8')).toMatch(/^before\n<!-- qlik-users-migrate -->\n### Qlik users API: 1 use/);
  });
  it('leaves the job summary alone for other formats', () => {
    const project = folder({ 'a.mjs': old });
    withSummary(project, path.join(project, 'summary.txt'), '--format', 'json');
    expect(fs.existsSync(path.join(project, 'summary.txt'))).toBe(false);
  });
  it('shows with check what fix would do, as a diff', () => {
    const project = folder({ 'a.mjs': old });
    expect(run(project, 'check', '--format', 'diff').out).toContain('+const res = await fetch(');
    expect(fs.readFileSync(path.join(project, 'a.mjs'), 'utf8')).toBe(old);
  });
});

describe('fix', () => {
  it('rewrites the sample so that nothing is left and a second run changes nothing', () => {
    const project = folder();
    fs.cpSync(sample, project, { recursive: true });
    expect(run(project, 'fix').code).toBe(0);
    const texts = () => fs.readdirSync(path.join(project, 'src')).map((name) => fs.readFileSync(path.join(project, 'src', name), 'utf8'));
    const once = texts();
    expect(run(project, 'check').code).toBe(0);
    expect(run(project, 'fix').out).toContain('Nothing was rewritten');
    expect(texts()).toEqual(once);
    expect(fs.readFileSync(path.join(project, 'src/neighbours.js'))).toEqual(fs.readFileSync(path.join(sample, 'src/neighbours.js')));
  });
  it('prints a diff that git applies, and writes nothing', () => {
    const text = `\ufeff${old.replaceAll('\n', '\r\n')}// no newline at the end`;
    const project = folder({ 'with space/ä.mjs': text });
    git(project, 'init', '-q');
    const { out, code } = run(project, 'fix', '--diff');
    expect(code).toBe(0);
    expect(fs.readFileSync(path.join(project, 'with space/ä.mjs'), 'utf8')).toBe(text);
    fs.writeFileSync(path.join(project, 'p.diff'), out);
    git(project, 'apply', 'p.diff');
    expect(fs.readFileSync(path.join(project, 'with space/ä.mjs'), 'utf8')).toBe(text.replace('sortBy=name', 'sort=name'));
  });
  it('refuses a dirty git tree without --force, but not a clean one', () => {
    const project = folder({ 'a.mjs': old, 'notes.txt': 'x' });
    git(project, 'init', '-q');
    git(project, 'add', '-A');
    git(project, 'commit', '-q', '-m', 'x');
    fs.writeFileSync(path.join(project, 'notes.txt'), 'y');
    expect(run(project, 'fix')).toMatchObject({ code: 2, err: expect.stringContaining('notes.txt') });
    expect(fs.readFileSync(path.join(project, 'a.mjs'), 'utf8')).toBe(old);
    expect(run(project, 'fix', '--dry-run')).toMatchObject({ code: 0, out: expect.stringContaining('Would fix 1 use') });
    expect(run(project, 'fix', '--force').code).toBe(0);
    expect(fs.readFileSync(path.join(project, 'a.mjs'), 'utf8')).toBe(migrated);
  });
  it('keeps the mode of a file', () => {
    const project = folder({ 'a.mjs': `#!/usr/bin/env node\n${old}` });
    fs.chmodSync(path.join(project, 'a.mjs'), 0o750);
    run(project, 'fix');
    expect(fs.statSync(path.join(project, 'a.mjs')).mode & 0o777).toBe(0o750);
    expect(fs.readdirSync(project)).toEqual(['a.mjs']);
  });
  it('does not follow a link out of the project', () => {
    const outside = folder({ 'a.mjs': old });
    const project = folder({ 'b.mjs': migrated });
    fs.symlinkSync(path.join(outside, 'a.mjs'), path.join(project, 'a.mjs'));
    run(project, 'fix');
    expect(fs.readFileSync(path.join(outside, 'a.mjs'), 'utf8')).toBe(old);
  });
  it('applies suggestions only when asked', () => {
    const project = folder({ 'a.mjs': "await fetch('https://acme.eu.qlikcloud.com/api/v1/users/u', { method: 'PATCH', body: JSON.stringify([{ op: 'add', path: '/roles', value: ['A'] }]) });\n" });
    expect(run(project, 'fix').code).toBe(1);
    expect(run(project, 'fix', '--suggestions').code).toBe(0);
    expect(fs.readFileSync(path.join(project, 'a.mjs'), 'utf8')).toContain("{ op: 'add', path: '/assignedRoles/-', value: { name: 'A' } }");
  });
  it('writes suggestions into JSON as JSON', () => {
    const project = folder({
      'a.mjs': `const patch = (id, body) => fetch(\`https://acme.eu.qlikcloud.com/api/v1/users/\${id}\`, { method: 'PATCH', body });
export const close = (id) => patch(id, '[{"op":"add","path":"/roles","value":["A"]}]');
export const wide = (id) => patch(id, '[{ "op": "add", "path": "/roles", "value": ["A"] }]');
`,
    });
    expect(run(project, 'fix', '--suggestions').code).toBe(0);
    const after = fs.readFileSync(path.join(project, 'a.mjs'), 'utf8');
    expect(after).toContain(`'[{"op":"add","path":"/assignedRoles/-","value":{"name":"A"}}]'`);
    expect(after).toContain(`'[{ "op": "add", "path": "/assignedRoles/-", "value": { "name": "A" } }]'`);
  });
});

describe('bad input', () => {
  let project: string;
  beforeEach(() => {
    project = folder({ 'a.mjs': old });
  });
  const cases: [string, string[], RegExp][] = [
    ['a missing path', ['nowhere'], /nowhere: no such file or folder/],
    ['a pattern without files', ['*.vue'], /no program file matches/],
    ['an option without its value', ['--since'], /^qlik-users-migrate: --since needs a value\n$/],
    ['a short option without its value', ['-f'], /^qlik-users-migrate: -f needs a value\n$/],
    ['a configuration without its name', ['--config'], /^qlik-users-migrate: --config needs a value\n$/],
    ['an unknown option', ['--fromat', 'json'], /Did you mean --format/],
    ['an unknown rule', ['--rule', 'sort-param'], /Did you mean sort-params/],
    ['an unknown rule to explain', ['explain', 'roles'], /unknown rule "roles"/],
    ['a configuration that is not there', ['--config', 'x.json'], /x\.json: this configuration file cannot be read/],
    ['an unknown format', ['--format', 'serif=x'], /unknown format "serif"\. Did you mean sarif\?/],
    ['two formats on one stdout', ['-f', 'json', '-f', 'github'], /json and github would both go to stdout/],
    ['one file for several formats', ['-f', 'json', '-f', 'github', '-o', 'x'], /--output-file goes with a single --format/],
    ['a report that cannot be written', ['-o', 'no/such/folder/x.txt'], /cannot be written/],
  ];
  it.each(cases)('%s: exit 2 and a clear message', (_, args, message) => {
    const { code, err, out } = run(project, ...args);
    expect(err).toMatch(message);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
  it.each([
    ['{ "rules": ', /config\.json:1: this is not valid JSON/],
    ['{\n  "rule": []\n}', /config\.json:2: unknown key "rule"/],
    ['{ "minConfidence": "sure" }', /must be one of certain, likely, possible/],
  ])('the configuration %j: exit 2', (text, message) => {
    fs.writeFileSync(path.join(project, 'qlik-users-migrate.config.json'), text);
    expect(run(project)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });
  it('reports a syntax error and reads the rest', () => {
    fs.writeFileSync(path.join(project, 'broken.js'), "const users = '/users?sortBy=x';\nlet = = 1;\n");
    const { code, out } = run(project);
    expect(code).toBe(1);
    expect(out).toMatch(/broken\.js:2: /);
    expect(out).toContain('1 use of the deprecated users API');
  });
  it('takes empty, binary, minified and badly encoded files calmly', () => {
    fs.writeFileSync(path.join(project, 'empty.js'), '');
    fs.writeFileSync(path.join(project, 'binary.js'), Buffer.from([0, 1, 2, 3, 0]));
    fs.writeFileSync(path.join(project, 'long.js'), `const users = '/users?sortBy=name';${'a();'.repeat(200_000)}\n`);
    fs.writeFileSync(path.join(project, 'latin.js'), Buffer.from([0x2f, 0x2f, 0xe9, 0x20, 0x27, 0x2f, 0x75, 0x73, 0x65, 0x72, 0x73, 0x3f, 0x73, 0x6f, 0x72, 0x74, 0x42, 0x79, 0x27, 0x0a]));
    const line = `fetch(host + '/api/v1/users?sortBy=name');\n`;
    fs.writeFileSync(path.join(project, 'library.js'), `/*!\n * A library (c) its authors\n */\n${line.repeat(2000)}`);
    fs.writeFileSync(path.join(project, 'own.js'), `/*! Our own (c) */\n${line}`);
    const { code, out } = run(project);
    expect(code).toBe(1);
    expect(out).toContain('2 uses of the deprecated users API');
    expect(out).toMatch(/Not looked at: .*1 binary/);
    expect(out).toMatch(/1 minified/);
    expect(out).toMatch(/1 copies of a published library/);
    expect(out).toMatch(/latin\.js: is not valid UTF-8/);
  });
  it('shows no control characters of file names or code', () => {
    fs.writeFileSync(path.join(project, 'a\u001b[31m.mjs'), `/* \u001b[2J */ ${old}`);
    expect(run(project).out).not.toContain('\u001b');
  });
});

describe('options', () => {
  const readme = fs.readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8');
  it('all stand in the help of their command and in the README', () => {
    const project = folder();
    const helps = ['check', 'fix', 'baseline', 'undo', 'rules', 'explain', 'init'].map((command) => run(project, command, '--help').out);
    for (const name of optionNames) {
      expect(
        helps.some((help) => new RegExp(`--${name}\\b`).test(help)),
        name,
      ).toBe(true);
      expect(readme, name).toContain(`--${name}`);
    }
    for (const help of [...helps.slice(0, 3), helps[5], helps[6]]) expect(help).toContain('Examples:');
  });
  it('tell what was nearly right', () => {
    const project = folder({ 'a.mjs': old });
    expect(run(project, 'fxi')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean fix?') });
    expect(run(project, 'fix', '--interactiv').err).toContain('Did you mean --interactive?');
    expect(run(project, 'init', '--hook', 'huskey').code).toBe(2);
  });
  it('show with --stats on stderr where the time went, by phase and rule, and how much was looked at', () => {
    const project = folder({ 'a.mjs': old, 'b.ts': "import type { User } from '@qlik/api/users';\nexport const a = (user: User) => user.created;\n" });
    const { out, err } = run(project, 'fix', '--stats', '--force');
    expect(out).not.toContain(' ms');
    const rows = ['list files', 'search', 'trace', 'judge', 'fix', 'all', 'users-metadata', 'user-roles', 'user-timestamps', 'patch-ops', 'sort-params', 'cursor-params', 'tenant-id-param', 'legacy-filters'];
    const heads = ['Time by phase', 'Time by rule, in judge', 'How much'];
    expect(
      err
        .split('\n')
        .filter((line) => / ms$/.test(line))
        .map((line) => /^ {2}(\S.*?) {2,}[\d.]+ ms$/.exec(line)?.[1]),
    ).toEqual(rows);
    expect(err.split('\n').filter((line) => /^\S/.test(line))).toEqual(heads);
    expect(
      new Set(
        err
          .split('\n')
          .filter((line) => line.startsWith('  '))
          .map((line) => line.length),
      ).size,
    ).toBe(1);
    for (const counter of ['files listed', 'files to judge', 'files parsed']) expect(err).toMatch(new RegExp(`^ {2}${counter} +2$`, 'm'));
    for (const counter of ['requests', 'facts', 'questions', 'steps', 'TypeScript programs']) expect(err).toMatch(new RegExp(`^ {2}${counter} +[1-9]\\d*$`, 'm'));
    expect(JSON.parse(run(project, '--stats', '-f', 'json').out).statistics).toMatchObject({ phases: { trace: expect.any(Number) }, rules: { 'sort-params': expect.any(Number) }, counters: { 'files listed': 2 } });
    expect(run(project).err).toBe('');
  });
});

describe('fix --interactive', () => {
  /** Runs it in a terminal of its own; each question gets the next key. */
  const typed = (cwd: string, keys: string): Promise<string> =>
    new Promise((resolve) => {
      const child = spawn('script', ['-qec', `"${process.execPath}" "${cli}" fix --interactive`, '/dev/null'], { cwd, env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } });
      const left = [...keys];
      let shown = '';
      let asked = 0;
      child.stdout.on('data', (data: Buffer) => {
        shown += data.toString('utf8');
        for (const questions = shown.split('Rewrite this?').length - 1; asked < questions; asked += 1) child.stdin.write(left.shift() ?? '\u0003');
      });
      const timer = setTimeout(() => child.kill(), 20_000);
      child.on('close', () => {
        clearTimeout(timer);
        resolve(shown);
      });
    });
  const call = (query: string): string => `await fetch('https://acme.eu.qlikcloud.com/api/v1/users?${query}');\n`;
  const three = { 'a.mjs': call('sortBy=name') + call('tenantId=t&limit=5'), 'b.mjs': call('email=x') };
  const fixed = async (keys: string): Promise<string> => {
    const project = folder(three);
    await typed(project, keys);
    const texts = fs.readFileSync(path.join(project, 'a.mjs'), 'utf8') + fs.readFileSync(path.join(project, 'b.mjs'), 'utf8');
    return [texts.includes('sort=name') ? 'sort' : '', texts.includes('tenantId') ? '' : 'tenant', texts.includes('filter=') ? 'filter' : ''].filter(Boolean).join(' ');
  };
  it.each([
    ['yny', 'sort filter'],
    ['nnn', ''],
    ['a', 'sort tenant filter'],
    ['na', 'tenant filter'],
    ['sy', 'filter'],
    ['yq', 'sort'],
    ['y?zny', 'sort filter'],
    ['y\u0003', ''],
  ])('takes the keys %j', async (keys, expected) => {
    expect(await fixed(keys)).toBe(expected);
  });
  it('shows diff, reason and trail, and needs a terminal', async () => {
    const project = folder(three);
    const stdout = await typed(project, 'nnn');
    expect(stdout).toContain("-await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');");
    expect(stdout).toContain('sort with `sort=name`');
    expect(stdout).toContain('is a Qlik Cloud tenant');
    expect(stdout).toContain('1 of 3');
    expect(run(project, 'fix', '-i')).toMatchObject({ code: 2, err: expect.stringContaining('--interactive needs a terminal') });
  });
});

describe('words', () => {
  it('prints its version, help and rules without reading anything', () => {
    const project = folder();
    expect(run(project, '--version')).toMatchObject({ code: 0, out: `${JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../package.json'), 'utf8')).version}\n` });
    expect(run(project, '--help').out).toContain('qlik-users-migrate fix --diff');
    expect(run(project, 'rules').out.split('\n')).toHaveLength(9);
    expect(run(project, 'explain', 'sort-params').out).toContain('# sort-params');
  });
});
