import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, git, read, run, runWith, type Told, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const old = "const r = await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n";
const migrated = old.replace('sortBy=name', 'sort=name');
const preload = path.resolve(import.meta.dirname, 'harness/fault.cjs');

function struck(fault: object, cwd: string, ...args: string[]): Told {
  return runWith({ env: { NODE_OPTIONS: `--require ${preload}`, FAULT: JSON.stringify(fault) } }, cwd, ...args);
}

/** Runs the command with a limit; one that hangs has no code. */
function limited(cwd: string, ...args: string[]): Told {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL', env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } });
  return { code: status, out: stdout, err: stderr };
}

const leftovers = (folder: string): string[] => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
const pipe = (file: string): void => {
  execFileSync('mkfifo', [file]);
};

describe('writing', () => {
  it('says that the disk is full, loses nothing and leaves nothing', () => {
    const files = { 'a.mjs': old, 'b.mjs': old };
    for (const [folder, at] of [
      [workspaces.repository(files), 9],
      [workspaces.make(files), 4],
    ] as const) {
      const { code, out } = struck({ kind: 'full', at }, folder, 'fix');
      expect(code).toBe(1);
      expect(out).toMatch(/b\.mjs: the disk is full/);
      expect(read(folder, 'b.mjs')).toBe(old);
      expect(leftovers(folder)).toEqual([]);
      expect(run(folder, 'fix', '--force').code).toBe(0);
    }
  });
  it('says that a file would be too large for the system, and writes the others', () => {
    const folder = workspaces.make({ 'a.mjs': old, 'large.mjs': old + '// long\n'.repeat(1000) });
    const result = spawnSync('sh', ['-c', `ulimit -f 8; exec "${process.execPath}" "${cli}" fix`], { cwd: folder, encoding: 'utf8' });
    expect(result.stdout).toMatch(/large\.mjs: it would be larger than files may be here/);
    expect(read(folder, 'large.mjs').startsWith(old)).toBe(true);
    expect(read(folder, 'a.mjs')).toBe(migrated);
    expect(leftovers(folder)).toEqual([]);
  });
  it('does not overwrite what somebody else changed after it was judged', () => {
    const folder = workspaces.repository({ 'a.mjs': old, 'b.mjs': old });
    const { code, out } = struck({ kind: 'touch', file: path.join(folder, 'a.mjs') }, folder, 'fix');
    expect(code).toBe(1);
    expect(out).toMatch(/a\.mjs: it changed while it was being judged; run again/);
    expect(read(folder, 'a.mjs')).toBe(`${old}// by somebody else\n`);
    expect(read(folder, 'b.mjs')).toBe(migrated);
  });
  it('names a file that is deleted meanwhile, and writes the others', () => {
    const folder = workspaces.repository({ 'a.mjs': old, 'b.mjs': old });
    const { code, out } = struck({ kind: 'delete', file: path.join(folder, 'a.mjs') }, folder, 'fix');
    expect(code).toBe(1);
    expect(out).toMatch(/a\.mjs: it is not there any more/);
    expect(fs.existsSync(path.join(folder, 'a.mjs'))).toBe(false);
    expect(read(folder, 'b.mjs')).toBe(migrated);
  });
  it('gives the new text to the name that was judged, and leaves other names of the same file whole', () => {
    const folder = workspaces.make({ 'a.mjs': old });
    const beside = workspaces.make();
    fs.linkSync(path.join(folder, 'a.mjs'), path.join(beside, 'other.mjs'));
    expect(run(folder, 'fix').code).toBe(0);
    expect([read(folder, 'a.mjs'), read(beside, 'other.mjs')]).toEqual([migrated, old]);
    fs.linkSync(path.join(beside, 'other.mjs'), path.join(folder, 'b.mjs'));
    fs.linkSync(path.join(beside, 'other.mjs'), path.join(folder, 'c.mjs'));
    expect(run(folder, 'fix').code).toBe(0);
    expect([read(folder, 'b.mjs'), read(folder, 'c.mjs'), read(beside, 'other.mjs')]).toEqual([migrated, migrated, old]);
  });
});

/** Tests of permissions run as somebody who has none. */
const isRoot = process.getuid?.() === 0;
function asNobody(folder: string, ...args: string[]): Told {
  if (isRoot) execFileSync('chown', ['-R', '65534:65534', path.dirname(folder) === folder ? folder : folder]);
  const result = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8', ...(isRoot ? { uid: 65534, gid: 65534 } : {}), env: { PATH: process.env['PATH'], NO_COLOR: '1', HOME: folder } });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

describe('permissions', () => {
  it('name the file that may not be read or written, and the folder that may not be looked into', () => {
    const folder = workspaces.make({ 'a.mjs': old, 'read-only.mjs': old, 'secret.mjs': old, 'closed/x.mjs': old, 'fixed/y.mjs': old });
    fs.chmodSync(path.dirname(folder), 0o755);
    fs.chmodSync(folder, 0o755);
    fs.chmodSync(path.join(folder, 'read-only.mjs'), 0o444);
    fs.chmodSync(path.join(folder, 'secret.mjs'), 0);
    fs.chmodSync(path.join(folder, 'fixed'), 0o555);
    fs.chmodSync(path.join(folder, 'closed'), 0);
    const { code, out } = asNobody(folder, 'fix');
    fs.chmodSync(path.join(folder, 'closed'), 0o755);
    expect(out).toMatch(/closed: no permission to read it/);
    expect(out).toMatch(/secret\.mjs: no permission to read it/);
    expect(out).toMatch(/read-only\.mjs: no permission to write it/);
    expect(out).toMatch(/fixed\/y\.mjs: no permission to write it/);
    expect(read(folder, 'a.mjs')).toBe(migrated);
    expect(['read-only.mjs', 'secret.mjs', 'closed/x.mjs', 'fixed/y.mjs'].map((name) => read(folder, name))).toEqual([old, old, old, old]);
    expect(code).toBe(1);
    expect(leftovers(folder)).toEqual([]);
  });
  it('name the files in a folder of git that may not be looked into, and fail', () => {
    for (const mode of [0, 0o444]) {
      const folder = workspaces.repository({ 'a.mjs': 'x;\n', 'closed/x.mjs': old, 'closed/inner/y.mjs': old });
      fs.chmodSync(path.dirname(folder), 0o755);
      fs.chmodSync(folder, 0o755);
      const open = (): void => fs.chmodSync(path.join(folder, 'closed'), 0o755);
      if (isRoot) execFileSync('chown', ['-R', '65534:65534', folder]);
      fs.chmodSync(path.join(folder, 'closed'), mode);
      const { code, out } = asNobody(folder, 'check');
      open();
      expect(code, out).toBe(1);
      expect(out).toMatch(/closed\/x\.mjs: no permission to read it/);
      expect(out).toMatch(/closed\/inner\/y\.mjs: no permission to read it/);
    }
  });
  it('fail where a folder outside git may not be looked into, unless other paths are named', () => {
    const folder = workspaces.make({ 'a.mjs': 'x;\n', 'closed/x.mjs': old, 'b/b.mjs': 'x;\n' });
    fs.chmodSync(path.dirname(folder), 0o755);
    fs.chmodSync(folder, 0o755);
    if (isRoot) execFileSync('chown', ['-R', '65534:65534', folder]);
    fs.chmodSync(path.join(folder, 'closed'), 0);
    const codes = [['check'], ['check', 'closed'], ['check', 'b/b.mjs']].map((args) => asNobody(folder, ...args).code);
    fs.chmodSync(path.join(folder, 'closed'), 0o755);
    expect(codes).toEqual([1, 2, 0]);
  });
  it('keep a file with its owner', () => {
    const folder = workspaces.make({ 'a.mjs': old });
    if (isRoot) fs.chownSync(path.join(folder, 'a.mjs'), 12345, 23456);
    const { uid, gid } = fs.statSync(path.join(folder, 'a.mjs'));
    expect(run(folder, 'fix').code).toBe(0);
    expect(fs.statSync(path.join(folder, 'a.mjs'))).toMatchObject({ uid, gid });
  });
});

describe('what is no plain file', () => {
  const roles = ['x.mjs', 'data.json', 'package.json', 'tsconfig.json', 'yarn.lock', 'node_modules/@qlik/sdk/package.json', '.gitignore', 'qlik-users-migrate.baseline', 'qlik-users-migrate.config.json'];
  const judged = "import data from './data.json' with { type: 'json' };\nimport Qlik from '@qlik/sdk';\nimport x from './x.mjs';\nfetch(data.url);\nnew Qlik({ host: 'a.eu.qlikcloud.com' }).users.getUsers({ sortBy: x });\n";
  it.each(roles)('is not waited for: a pipe called %s', (name) => {
    for (const folder of [workspaces.make({ 'a.mjs': old + judged }), workspaces.repository({ 'a.mjs': old + judged })]) {
      if (name === '.gitignore' && fs.existsSync(path.join(folder, '.git'))) continue;
      write(folder, { [path.join(path.dirname(name), 'keep.txt')]: '' });
      pipe(path.join(folder, name));
      const { code, out, err } = limited(folder, 'check', '--no-cache');
      expect(code).toBe(name.startsWith('qlik-users-migrate.') ? 2 : 1);
      expect(code === 2 ? err : out).toContain(code === 2 ? name : 'sort-params');
      expect(limited(folder, 'fix', '--force').code).not.toBeNull();
    }
  });
  it('is not read: sockets, devices, folders with the names of files', async () => {
    const folder = workspaces.make({ 'a.mjs': `${old}import z from './zero.json';\nfetch(z.url);\n`, 'dir.mjs/inner.mjs': old, 'tsconfig.json/x': '', 'package.json/x': '', '.gitignore/x': '' });
    fs.symlinkSync('/dev/zero', path.join(folder, 'zero.mjs'));
    fs.symlinkSync('/dev/zero', path.join(folder, 'zero.json'));
    const server = net.createServer().listen(path.join(folder, 'socket.mjs'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { code, out } = limited(folder, 'check');
    await new Promise((resolve) => server.close(resolve));
    expect(out).toContain('2 uses of the deprecated users API in 2 files');
    expect(code).toBe(1);
    expect(limited(folder, 'check', 'zero.mjs')).toMatchObject({ code: 2, err: expect.stringContaining('zero.mjs') });
  });
  it('is a link that leads round or out, also when it is named', () => {
    const outside = workspaces.make({ 'x.mjs': old, 'd/y.mjs': old });
    const folder = workspaces.make({ 'a.mjs': old });
    fs.symlinkSync('loop.mjs', path.join(folder, 'loop.mjs'));
    fs.symlinkSync('.', path.join(folder, 'self'));
    fs.symlinkSync(path.join(outside, 'd'), path.join(folder, 'd'));
    fs.symlinkSync(path.join(outside, 'x.mjs'), path.join(folder, 'x.mjs'));
    expect(limited(folder, 'check').out).toContain('1 use of the deprecated users API in 1 file');
    expect(limited(folder, 'check', 'loop.mjs')).toMatchObject({ code: 2, err: expect.stringContaining('loop.mjs: no such file or folder') });
    expect(limited(folder, 'fix', 'x.mjs').out).toMatch(/x\.mjs: is a link that leaves the project/);
    limited(folder, 'fix', 'd', 'a.mjs');
    expect([read(outside, 'x.mjs'), read(outside, 'd/y.mjs'), read(folder, 'a.mjs')]).toEqual([old, old, migrated]);
  });
});

describe('names of files', () => {
  const odd = ['-rf.mjs', '--fix.mjs', 'a\nb.mjs', 'it\'s "so".mjs', ' blank .mjs', 'back\\slash.mjs', '$(touch x).mjs', 'ü😀.mjs'];
  it.each(['in git', 'outside git'])('may be anything %s', (where) => {
    const files = Object.fromEntries(odd.map((name) => [name, old]));
    const folder = where === 'in git' ? workspaces.repository(files) : workspaces.make(files);
    expect(run(folder, 'fix', '--', '--fix.mjs').code).toBe(0);
    expect(read(folder, '--fix.mjs')).toBe(migrated);
    expect(run(folder, 'fix', '--force').code).toBe(0);
    expect(odd.map((name) => read(folder, name))).toEqual(odd.map(() => migrated));
    if (where === 'outside git') return;
    run(folder, 'undo');
    write(folder, Object.fromEntries(odd.map((name) => [name, `\n${old}`])));
    git(folder, 'add', '-A');
    expect(run(folder, 'fix', '--staged').code).toBe(0);
    expect(odd.map((name) => git(folder, 'show', `:${name}`))).toEqual(odd.map(() => `\n${migrated}`));
  });
  it('that are no UTF-8 are told, not passed over', () => {
    for (const folder of [workspaces.make({ 'a.mjs': old }), workspaces.repository({ 'a.mjs': old })]) {
      fs.writeFileSync(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff]), Buffer.from('.mjs')]), old);
      const { code, out } = run(folder, 'fix', '--force');
      expect(out).toMatch(/b\ufffd\.mjs: has a name that is not valid UTF-8/);
      expect(read(folder, 'a.mjs')).toBe(migrated);
      expect(code).toBe(1);
    }
  });
});

describe('settings that are broken', () => {
  const typed = `import { path } from '@lib/paths';\n${old}`;
  it.each([
    ['a tsconfig that extends itself', { 'tsconfig.json': '{ "extends": "./tsconfig.json" }' }],
    ['a tsconfig that extends itself many times', { 'tsconfig.json': `{ "extends": [${Array.from({ length: 40 }, () => '"./tsconfig.json"').join()}] }` }],
    ['two that extend each other', { 'tsconfig.json': '{ "extends": "./b.json", "compilerOptions": { "checkJs": true } }', 'b.json': '{ "extends": "./tsconfig.json" }' }],
    ['a tsconfig that is a list', { 'tsconfig.json': '[1, 2' }],
    ['a package.json that is no JSON', { 'package.json': '{ "name": ' }],
    ['a package.json that is a list', { 'package.json': '["a"]' }],
    ['a package.json that is null', { 'package.json': 'null' }],
    ['exports nested without end', { 'p/package.json': `{ "name": "@lib/paths", "exports": ${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)} }`, 'p/i.ts': '' }],
    ['odd ignore files', { '.gitignore': Buffer.from([0xff, 0x0a, 0x5b, 0x0a, 0x21, 0x0a, 0x2f, 0x0a, 0x5c, 0x0a, 0x2a, 0x2a, 0x2a, 0x0a, 0x21, 0x2a, 0x0a]), 'lib/.gitignore': '!../x\n..\n./\n' }],
  ] as [string, Record<string, string | Buffer>][])('do not stop the run: %s', (_, files) => {
    // The compiler reads its settings itself, where it is asked at all.
    const source = 'b.json' in files ? 'a.ts' : 'a.mjs';
    const folder = workspaces.make({ [source]: typed, ...files });
    const { code, out, err } = limited(folder, 'fix');
    expect(err).toBe('');
    expect(code).not.toBe(2);
    expect(read(folder, source), out).toBe(typed.replace('sortBy=', 'sort='));
  });
});

describe('texts', () => {
  it('of other encodings are named and left as they are, and mixed line endings stay', () => {
    const mixed = `// a\r\n${old.trimEnd()}\r// b\n`;
    const files = { 'le.mjs': Buffer.from(`\ufeff${old}`, 'utf16le'), 'be.mjs': Buffer.from(`\ufeff${old}`, 'utf16le').swap16(), 'mixed.mjs': mixed };
    const folder = workspaces.make(files);
    const { out } = run(folder, 'fix');
    expect(out).toMatch(/le\.mjs: is UTF-16; only UTF-8 is read/);
    expect(out).toMatch(/be\.mjs: is UTF-16; only UTF-8 is read/);
    expect(fs.readFileSync(path.join(folder, 'le.mjs')).equals(files['le.mjs'])).toBe(true);
    expect(read(folder, 'mixed.mjs')).toBe(mixed.replace('sortBy=', 'sort='));
  });
  it('that are very large are left out, and told', () => {
    const folder = workspaces.make({ 'a.mjs': old, 'line.mjs': `const users = '/users?sortBy=x${'y'.repeat(10_000_000)}';\n` });
    fs.writeFileSync(path.join(folder, 'huge.mjs'), old);
    fs.truncateSync(path.join(folder, 'huge.mjs'), 100_000_000);
    const { code, out } = limited(folder, 'fix');
    expect(out).toContain('2 larger than 5 MB');
    expect(code).toBe(0);
    expect(read(folder, 'a.mjs')).toBe(migrated);
  });
});

/** Programs nested 5,000 deep, a line each, so that they are not taken for minified. */
const nest = (open: string, inner: string, close: string): string => `${`${open}\n`.repeat(5000)}${inner}${`${close}\n`.repeat(5000)}`;
const deep: Readonly<Record<string, string>> = {
  'parentheses.mjs': `x = ${nest('(', '1', ')')};`,
  'lists.mjs': `x = ${nest('[', '1', ']')};`,
  'objects.mjs': `x = ${nest('{a:', '1', '}')};`,
  'arrows.mjs': `x = ${nest('a=>', '1', '')};`,
  'calls.mjs': `x = users${nest('', '', '.map(f)')};`,
  'chain.mjs': `x = users${nest('', '', '.a')}.roles;`,
  'then.mjs': `x = fetch('https://acme.eu.qlikcloud.com/api/v1/users')${nest('', '', '.then(r => r)')};`,
  'templates.mjs': `x = ${nest('`${', '1', '}`')};`,
  'texts.mjs': `x = 'a'${nest('', '', "+ 'b'")};`,
  'else.mjs': `${nest('if (a) { b(); } else', '{}', '')}`,
  'choice.mjs': `x = ${nest('a ? users[0].roles :', '1', '')};`,
  'blocks.mjs': nest('{', '', '}'),
  'functions.mjs': nest('function f(){', '', '}'),
  'elements.jsx': `x = ${nest('<a>', '', '</a>')};`,
  'types.ts': `type X = ${nest('Array<', '1', '>')};`,
  'conditions.ts': `type X<T> = ${nest('T extends 1 ? 2 :', '3', '')};`,
  'circular.ts': 'type A = B; type B = A; type C<T> = C<C<T>>; interface U extends V { roles: C<U> } interface V extends U { created: U["roles"] } declare const us: U[]; us[0].roles;',
  'page.html': `<script>${old}</script>${nest('<div>', '', '</div>')}`,
  'part.vue': `<script setup>${old}</script><template>${nest('<div v-if="users">', '', '</div>')}</template>`,
  'part.svelte': `<script>${old}</script>${nest('{#if a}', '', '{/if}')}`,
  'part.astro': `---\n${old}---\n${nest('<div>{a && ', '', '}</div>')}`,
};

describe('programs nested very deeply', () => {
  it('are told by name, and stop nothing else', () => {
    const folder = workspaces.make({
      'a.mjs': old,
      ...Object.fromEntries(Object.entries(deep).map(([name, text]) => [name, /\.(?:mjs|ts|jsx)$/.test(name) ? `${old}const users = (await r.json()).data;\nusers[0].roles;\nlet x;\n${text}` : text])),
    });
    const { code, out } = limited(folder, 'check', '--format', 'json', '--no-cache');
    expect(code).toBe(1);
    const { findings, errors } = JSON.parse(out) as { findings: { file: string }[]; errors: { file: string; message: string }[] };
    expect(findings.map(({ file }) => file)).toContain('a.mjs');
    const told = new Set(errors.map(({ file }) => file));
    expect(errors.filter(({ message }) => message !== 'is nested too deeply to be judged')).toEqual([]);
    expect(Object.keys(deep).filter((name) => !told.has(name))).toEqual(['circular.ts']);
  });
  it('may import each other in circles', () => {
    const folder = workspaces.make({
      'a.mjs': `export * from './b.mjs';\nimport { b } from './b.mjs';\nexport const a = b;\n${old}`,
      'b.mjs': "export * from './a.mjs';\nimport { a } from './a.mjs';\nexport const b = a;\nfetch(a + '/users?sortBy=x');\n",
    });
    expect(limited(folder, 'check').code).toBe(1);
  });
});
