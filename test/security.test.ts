import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli, commit, git, read, run, runWith, type Told, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const old = "const r = await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n";
const migrated = old.replace('sortBy=name', 'sort=name');
const preload = path.resolve(import.meta.dirname, 'harness/alone.cjs');

/** A script that leaves a mark when somebody runs it, and the marks that were left. */
class Marks {
  readonly folder = workspaces.make();

  command(name: string): string {
    return `touch ${this.folder}/${name}`;
  }

  script(name: string): string {
    return `#!/bin/sh\n${this.command(name)}\nexec cat\n`;
  }

  take(): string[] {
    const names = fs.readdirSync(this.folder).sort();
    for (const name of names) fs.rmSync(path.join(this.folder, name));
    return names;
  }
}

function executable(folder: string, files: Readonly<Record<string, string>>): void {
  write(folder, files);
  for (const name of Object.keys(files)) fs.chmodSync(path.join(folder, name), 0o755);
}

const bare = (cwd: string, ...args: string[]): void => {
  spawnSync('git', args, { cwd, stdio: 'ignore', env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' } });
};

const commands: readonly (readonly string[])[] = [['check'], ['check', '--since', 'HEAD'], ['check', '--staged'], ['fix', '--diff'], ['fix'], ['undo'], ['fix', '--staged', '--force'], ['undo'], ['baseline']];

describe('the git configuration of a repository', () => {
  const marks = new Marks();
  const hostile = (): string => {
    const folder = workspaces.repository({ 'a.mjs': old, 'b.mjs': old, '.gitattributes': '*.mjs filter=evil diff=evil\n' });
    const configured = { 'core.fsmonitor': 'fsmonitor', 'diff.external': 'external', 'diff.evil.command': 'driver', 'diff.evil.textconv': 'textconv', 'core.pager': 'pager', 'core.sshCommand': 'ssh', 'core.editor': 'editor' };
    for (const [key, name] of Object.entries(configured)) git(folder, 'config', key, marks.command(name));
    for (const kind of ['clean', 'smudge']) git(folder, 'config', `filter.evil.${kind}`, `sh -c '${marks.command(kind)}; cat'`);
    executable(folder, Object.fromEntries(['post-index-change', 'reference-transaction', 'pre-commit'].map((name) => [`.git/hooks/${name}`, marks.script(`hook-${name}`)])));
    const later = new Date(Date.now() + 5000);
    for (const name of ['a.mjs', 'b.mjs']) fs.utimesSync(path.join(folder, name), later, later);
    return folder;
  };
  it('runs a lot of plain git', () => {
    const folder = hostile();
    bare(folder, 'status');
    bare(folder, 'diff');
    expect(marks.take()).toEqual(expect.arrayContaining(['clean', 'fsmonitor', 'hook-post-index-change']));
  });
  it('runs nothing of this tool', () => {
    const folder = hostile();
    marks.take();
    for (const args of commands) {
      const { code, err } = run(folder, ...args);
      expect(err).not.toMatch(/fault of the tool/);
      expect(code, args.join(' ')).not.toBe(2);
      expect(marks.take(), args.join(' ')).toEqual([]);
    }
  });
  it('is refused where a filter has a name that cannot be switched off', () => {
    const folder = hostile();
    fs.appendFileSync(path.join(folder, '.git/config'), `[filter "a=b"]\n\tclean = sh -c '${marks.command('clean')}; cat'\n`);
    marks.take();
    expect(run(folder, 'check', '--staged')).toMatchObject({ code: 2, err: expect.stringContaining('filter.a=b.clean') });
    expect(marks.take()).toEqual([]);
  });
  it('makes nobody fetch what a partial clone has not', () => {
    const folder = workspaces.repository({ 'a.mjs': old });
    write(folder, { 'a.mjs': `${old}// more\n` });
    git(folder, 'add', '-A');
    const blob = git(folder, 'rev-parse', ':a.mjs').trim();
    for (const [key, value] of [
      ['remote.origin.url', `ext::${marks.command('fetched')}`],
      ['remote.origin.promisor', 'true'],
      ['extensions.partialClone', 'origin'],
      ['protocol.ext.allow', 'always'],
      ['core.repositoryformatversion', '1'],
    ] as const)
      git(folder, 'config', key, value);
    fs.rmSync(path.join(folder, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    bare(folder, 'cat-file', '-p', blob);
    expect(marks.take()).toEqual(['fetched']);
    expect(run(folder, 'check', '--staged').code).not.toBeNull();
    expect(run(folder, 'fix', '--staged').code).not.toBeNull();
    expect(marks.take()).toEqual([]);
    expect(read(folder, 'a.mjs')).toBe(`${old}// more\n`);
  });
});

describe('programs that a repository brings', () => {
  const marks = new Marks();
  it('are not taken for git', () => {
    const folder = workspaces.repository({ 'a.mjs': old });
    const fake = { git: marks.script('git'), 'node_modules/.bin/git': marks.script('bin'), 'node_modules/.bin/node': marks.script('node') };
    executable(folder, fake);
    const env = { PATH: [`${folder}/node_modules/.bin`, '.', '', process.env['PATH']].join(path.delimiter) };
    spawnSync('git', ['--version'], { cwd: folder, env: { ...process.env, ...env }, stdio: 'ignore' });
    expect(marks.take()).toEqual(['bin']);
    expect(runWith({ env }, folder, 'fix', '--force').code).toBe(0);
    expect(runWith({ env }, folder, 'check', '--since', 'HEAD').code).toBe(0);
    expect(marks.take()).toEqual([]);
  });
  it('are not loaded: packages, plugins of the compiler, configurations of another folder', () => {
    const evil = `require('fs').writeFileSync(${JSON.stringify(path.join(marks.folder, 'loaded'))}, ''); module.exports = {};\n`;
    const packages = Object.fromEntries(
      ['ts-morph', 'typescript', '@ts-morph/common', 'yargs', '@qlik/sdk', 'evil'].flatMap((name) => [
        [`node_modules/${name}/index.js`, evil] as const,
        [`node_modules/${name}/package.json`, `{"name":"${name}","version":"1.0.0","main":"index.js"}`] as const,
      ]),
    );
    const folder = workspaces.make({
      ...packages,
      'tsconfig.json': '{ "compilerOptions": { "plugins": [{ "name": "evil" }, { "transform": "evil" }], "typeRoots": ["./types"] } }',
      'package.json': '{ "name": "x", "type": "module", "scripts": { "prepare": "node evil.js" }, "main": "evil.js" }',
      'evil.js': evil,
      'qlik-users-migrate.config.cjs': evil,
      'a.ts': `import Qlik from '@qlik/sdk';\n${old}export { Qlik };\n`,
    });
    write(folder, { 'inner/qlik-users-migrate.config.js': evil, 'inner/b.mjs': old });
    expect(run(folder, 'fix').out).toContain('Fixed 2 uses');
    write(folder, { 'qlik-users-migrate.config.js': evil });
    expect(run(workspaces.make(), 'check', folder).code).toBe(0);
    expect(marks.take()).toEqual([]);
  });
});

describe('what lies outside of the project', () => {
  it('is not read, wherever imports, settings and links lead', () => {
    const secret = '{ "url": "https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name", "version": "0.12.0", "name": "neighbour", "compilerOptions": { "paths": { "#x": ["./x"] } } }';
    const base = workspaces.make();
    const outside = `${base}/project-secret`;
    const folder = `${base}/project`;
    write(outside, { 'data.json': secret, 'tsconfig.json': secret, 'package.json': secret, 'types.ts': 'export interface U { roles: string[] }\n', 'x.ts': 'export const x = 1;\n', 'lib/index.ts': 'export const y = 2;\n' });
    const imports = ['../project-secret/data.json', './link.json', '../project-secret/types', 'aliased/data.json', '#x', 'pkg/x', './folder/types', 'neighbour']
      .map((from, index) => `import i${index} from '${from}';\nfetch(i${index}.url);\n`)
      .join('');
    write(folder, {
      'package.json': '{ "name": "x", "workspaces": ["../project-secret"], "imports": { "#x": "../project-secret/x.ts" } }',
      'tsconfig.json':
        '{ "extends": "../project-secret/tsconfig.json", "references": [{ "path": "../project-secret" }], "files": ["../project-secret/x.ts"], "compilerOptions": { "baseUrl": "../project-secret", "rootDirs": ["../project-secret"], "typeRoots": ["../project-secret"], "paths": { "aliased/*": ["../project-secret/*"] } } }',
      'packages/pkg/package.json': '{ "name": "pkg", "exports": { "./x": "../../../project-secret/x.ts" }, "main": "../../../project-secret/x.ts" }',
      'packages/pkg/i.ts': '',
      'page.html': `<script src="../project-secret/x.ts"></script><script>${old}</script>`,
      'a.ts': `/// <reference path="../project-secret/types.ts" />\n${imports}${old}const fs = require('fs');\nfetch(JSON.parse(fs.readFileSync('../project-secret/data.json')).url);\n`,
    });
    fs.symlinkSync(`${outside}/data.json`, `${folder}/link.json`);
    fs.symlinkSync(outside, `${folder}/folder`);
    fs.symlinkSync(`${outside}/package.json`, `${folder}/yarn.lock`);
    const env = { NODE_OPTIONS: `--require ${preload}`, OUTSIDE: outside, READS: `${base}/reads` };
    for (const args of [['check', '--no-cache'], ['fix'], ['baseline']]) expect(runWith({ env }, folder, ...args).err).toBe('');
    expect(read(folder, 'a.ts')).toContain(migrated);
    expect(fs.existsSync(`${base}/reads`) ? fs.readFileSync(`${base}/reads`, 'utf8') : '').toBe('');
    spawnSync(process.execPath, ['--require', preload, '-e', `require('node:fs').readFileSync(${JSON.stringify(`${outside}/data.json`)})`], { env: { ...process.env, ...env, NODE_OPTIONS: '' } });
    expect(read(base, 'reads')).toContain('data.json');
  });
  it('is not written through links, by journals, by configurations', () => {
    const outside = workspaces.make({ 'x.mjs': old, 'x.json': '{}', profile: 'mine\n' });
    const listing = (): string => execFileSync('find', [outside, '-type', 'f', '-exec', 'cksum', '{}', ';'], { encoding: 'utf8' });
    const before = listing();
    const cached = workspaces.make({ 'a.mjs': old, 'node_modules/x': '' });
    fs.symlinkSync(outside, `${cached}/node_modules/.cache`);
    expect(run(cached, 'fix').out).toContain('not remembered');
    expect(listing()).toBe(before);

    const configured = workspaces.make({ 'a.mjs': old, 'qlik-users-migrate.config.json': JSON.stringify({ baseline: path.join(outside, 'baseline') }) });
    expect(run(configured, 'baseline')).toMatchObject({ code: 2, err: expect.stringContaining('outside of the repository') });
    const linked = workspaces.make({ 'a.mjs': old, 'qlik-users-migrate.config.json': '{ "baseline": "link/baseline" }' });
    fs.symlinkSync(outside, `${linked}/link`);
    expect(run(linked, 'baseline').code).toBe(2);
    expect(run(linked, 'baseline', '--baseline', path.join(outside, '../named')).code).toBe(0);
    fs.symlinkSync(path.join(outside, 'profile'), `${linked}/qlik-users-migrate.baseline`);

    const fresh = workspaces.repository();
    for (const name of ['.github', '.husky', '.git/hooks']) {
      fs.rmSync(`${fresh}/${name}`, { recursive: true, force: true });
      fs.symlinkSync(outside, `${fresh}/${name}`);
    }
    for (const hook of ['husky', 'pre-commit']) expect(run(fresh, 'init', '--hook', hook, '--ci', 'github').out).toMatch(/was not written/);
    expect(listing()).toBe(before);
  });
  it.each(['git', 'modules'])('is not restored by a journal that came with the code, in the folder of %s', (where) => {
    const outside = workspaces.make({ 'profile.json': '{}', 'x.mjs': old });
    const folder = where === 'git' ? workspaces.repository({ 'a.mjs': old, 'package.json': '{}' }) : workspaces.make({ 'a.mjs': old, 'package.json': '{}', 'node_modules/x': '' });
    expect(run(folder, 'fix').code).toBe(0);
    const at = where === 'git' ? `${folder}/.git/qlik-users-migrate/undo.json` : `${folder}/node_modules/.cache/qlik-users-migrate/${fs.readdirSync(`${folder}/node_modules/.cache/qlik-users-migrate`)[0]}`;
    const own = JSON.parse(fs.readFileSync(at, 'utf8'));
    const file = `${outside}/x.mjs`;
    const sum = execFileSync('sha256sum', [file], { encoding: 'utf8' }).slice(0, 64);
    const planted = [
      { ...own, root: outside, files: [{ file, before: 'evil', after: sum }] },
      { ...own, root: '/', files: [{ file, before: 'evil', after: sum }] },
      { ...own, files: [{ file: path.relative('/', file).replace(/^/, `${folder}/../../../../../../`), before: 'evil', after: sum }] },
      { ...own, files: [{ file: `${folder}/.git/hooks/x.mjs`, before: 'evil', after: sum }] },
      { ...own, files: [{ file: `${folder}/link/x.mjs`, before: 'evil', after: sum }] },
      { ...own, index: [{ name: 'a\0b', mode: '100644', before: 'x', after: 'y' }] },
      { ...own, files: 'none' },
      'broken',
    ];
    fs.symlinkSync(outside, `${folder}/link`);
    for (const journal of planted) {
      fs.writeFileSync(at, typeof journal === 'string' ? journal : JSON.stringify(journal));
      const { code, err } = run(folder, 'undo');
      expect(code).not.toBe(0);
      expect(err).not.toMatch(/fault of the tool/);
      expect(read(outside, 'x.mjs')).toBe(old);
    }
    expect(read(folder, 'a.mjs')).toBe(migrated);
  });
});

/** Everything that no terminal, log or viewer may take for more than text. */
const evil = [
  '\u001b[2J',
  '\u009b31m',
  '\u202e',
  '\u2066',
  '\u0007',
  '\n::error::x',
  '\n::set-output name=a::b',
  '##[set-output name=a]b',
  '##vso[task.setvariable variable=a]b',
  '\r::stop-commands::x',
  '%0A::error::y',
  '`</code><img src=x>',
  '\n\n# heading\n',
  '@everyone',
  '[a](http://x)',
  '<!-- ',
  ']]>',
  '"><x y="',
  '\ufffe',
];

describe('names and code made to deceive', () => {
  let folder: string;
  beforeAll(() => {
    folder = workspaces.make();
    for (const [index, text] of evil.entries()) {
      fs.writeFileSync(path.join(folder, `${index}${text.replaceAll('/', '-')}.mjs`), `/* ${text.replaceAll('*/', '')} */ ${old.trimEnd()} // ${text.replaceAll(/[\n\r]/g, ' ')}\n`);
      fs.writeFileSync(path.join(folder, `${index}${text.replaceAll('/', '-')}.ts`), `const users = '/users?sortBy=x'; let = = ${JSON.stringify(text)};\n`);
    }
  });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
  const shown: readonly (readonly string[])[] = [['check'], ['check', '--why'], ['fix', '--dry-run'], ['fix', '--dry-run', '--why'], ['check', '--format', 'github'], ['check', '--format', 'markdown'], ['check', '--stats'], ['baseline']];
  it.each(shown)('reach no terminal and start no command: %s %s %s', (...args) => {
    const { out, err } = run(folder, ...args.filter((word) => typeof word === 'string'));
    expect(out + err).not.toMatch(unsafe);
    fs.rmSync(path.join(folder, 'qlik-users-migrate.baseline'), { force: true });
    const commandLines = out.split(/\r?\n/).filter((line) => /^\s*::/.test(line) || /##(?:\[|vso\[)/.test(line));
    expect(commandLines.filter((line) => !/^::(?:error|warning|notice) file=[^:]*::/.test(line))).toEqual([]);
  });
  it('stay in their place in markdown', () => {
    const { out } = run(folder, 'check', '--format', 'markdown');
    expect(out).not.toMatch(/^# heading/m);
    expect(
      out
        .replace(/<code>[^<]*<\/code>/g, '')
        .replace(/^(`{3,})diff\n[\s\S]*?^\1$/gm, '')
        .replace(/(`+)(?!`).*?[^`]\1(?!`)/g, ''),
    ).not.toMatch(/<img|@everyone/);
  });
  it('stay in their place in reports for programs', () => {
    for (const format of ['json', 'sarif', 'gitlab']) expect(() => JSON.parse(run(folder, 'check', '--format', format).out), format).not.toThrow();
    const { out } = run(folder, 'check', '--format', 'junit');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids these
    expect(out).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|<x y/);
  });
  it('are known again by a baseline', () => {
    expect(run(folder, 'baseline').code).toBe(0);
    const { out } = run(folder, 'check');
    fs.rmSync(path.join(folder, 'qlik-users-migrate.baseline'));
    expect(out).toContain(`${evil.length} uses known to the baseline`);
  });
  it('stay in their place in usage errors', () => {
    expect(run(folder, 'check', 'no\u001b[31m').err).not.toMatch(unsafe);
    const config = workspaces.make({ 'qlik-users-migrate.config.json': '{ "a\\u001b[31mb": 1 }', 'a.mjs': old });
    expect(run(config, 'check')).toMatchObject({ code: 2, err: expect.not.stringMatching(unsafe) });
  });
});

describe('a run', () => {
  it('opens no connection and starts no program but git', () => {
    const env = { NODE_OPTIONS: `--require ${preload}` };
    const folder = workspaces.repository({ 'a.ts': old });
    for (const args of commands) {
      const { code, err } = runWith({ env }, folder, ...args);
      expect(err, args.join(' ')).not.toContain('the command used');
      expect(code, args.join(' ')).not.toBe(2);
      if (args[0] === 'undo') commit(folder);
    }
    for (const call of ["require('node:net').connect(1)", "fetch('http://127.0.0.1')", "require('node:child_process').spawnSync('ls')"]) {
      const tried = spawnSync(process.execPath, ['--require', preload, '-e', call], { encoding: 'utf8' });
      expect(tried.stderr).toContain('the command used');
    }
  });
});

/** Units that keep slow readers busy, each repeated. */
const units = [
  ' ',
  '"',
  "'",
  '`',
  '\\',
  '/',
  '/*',
  '/users',
  'users?.',
  '{[',
  '{',
  'export ',
  'const a=',
  '\n',
  '<script>',
  '<a>',
  '</a>',
  '{{',
  '{{{',
  '<%',
  '{#if a}',
  '```\n',
  '<!--',
  'define([',
  "import '",
  '/** @type {a} */\n',
  '/** @typedef {a} B */\n',
  'type a ',
  '.Get<',
  '// qlik-users-migrate-ignore-next-line user-roles -- x\n',
  '"\\"',
  '@a ',
  'interface A{roles:string[]}\n',
];

function limited(cwd: string, ...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8', timeout: 240_000, killSignal: 'SIGKILL', maxBuffer: 1 << 30 });
  return { code: status, out: stdout, err: stderr };
}

describe('files made to keep the tool busy', () => {
  it.each(['mjs', 'vue', 'svelte', 'hbs', 'astro', 'md'])('are done with in time: .%s', (ending) => {
    const files = Object.fromEntries(
      units.map((unit, index) => {
        const lines = `${unit.repeat(Math.ceil(400 / unit.length))}\n`.repeat(Math.ceil((25_000 * unit.length) / 400)).slice(0, 200_000);
        const head = ending === 'astro' ? `---\n${old}---\n` : ending === 'md' ? `\`\`\`js\n${old}\`\`\`\n` : ending === 'mjs' ? old : `<script>${old}</script>\n${ending === 'vue' ? '<template>' : ''}`;
        return [`${index}.${ending}`, `${head}${lines}`];
      }),
    );
    const folder = workspaces.make({ 'z.mjs': old, ...files, 'tsconfig.json': '/*'.repeat(100_000), 'package-lock.json': `${'"node_modules/@qlik/sdk": {'.repeat(20_000)}`, 'yarn.lock': '@qlik/sdk@:\n '.repeat(20_000) });
    const { code, out } = limited(folder, 'check', '--no-cache', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out).findings.some(({ file }: { file: string }) => file === 'z.mjs')).toBe(true);
  });
});
