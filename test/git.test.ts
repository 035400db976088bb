import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { commit, found, git, read, run, runWith, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const url = 'https://acme.eu.qlikcloud.com/api/v1/users';
const old = `const first = await fetch('${url}?sortBy=name');\n`;
const migrated = old.replace('sortBy', 'sort');
const between = "console.log('one');\nconsole.log('two');\nconsole.log('three');\nconsole.log('four');\n";
const staged = (folder: string, name: string): string => git(folder, 'show', `:${name}`);

describe('--staged', () => {
  it('judges what is staged, not the work tree', () => {
    const folder = workspaces.repository({ 'a.mjs': migrated, 'b.mjs': old });
    write(folder, { 'a.mjs': old });
    expect(found(folder, '--staged')).toEqual([]);
    git(folder, 'add', 'a.mjs');
    write(folder, { 'a.mjs': migrated });
    expect(found(folder, '--staged')).toEqual(['a.mjs:1 sort-params']);
    expect(found(folder)).toEqual(['b.mjs:1 sort-params']);
  });
  it('follows values through files that are staged differently than they lie there', () => {
    const folder = workspaces.repository({ 'client.mjs': `export const get = (path) => fetch('https://example.com' + path);\n`, 'a.mjs': 'export {};\n' });
    write(folder, { 'client.mjs': `export const get = (path) => fetch('https://acme.eu.qlikcloud.com/api/v1' + path);\n`, 'a.mjs': "import { get } from './client.mjs';\nexport const list = () => get('/users?sortBy=name');\n" });
    git(folder, 'add', '-A');
    write(folder, { 'client.mjs': 'export const get = () => undefined;\n' });
    expect(found(folder, '--staged')).toEqual(['a.mjs:2 sort-params']);
  });
  it('takes files that are new, renamed, deleted in the work tree, or in a repository without a commit', () => {
    const folder = workspaces.make({ 'a.mjs': old });
    git(folder, 'init', '-q');
    git(folder, 'add', '-A');
    expect(found(folder, '--staged')).toEqual(['a.mjs:1 sort-params']);
    commit(folder);
    git(folder, 'mv', 'a.mjs', 'b c.mjs');
    fs.rmSync(path.join(folder, 'b c.mjs'));
    expect(found(folder, '--staged')).toEqual(['b c.mjs:1 sort-params']);
  });
  it('leaves out what is staged for deletion, links and submodules', () => {
    const inner = workspaces.repository({ 'x.mjs': old });
    const folder = workspaces.repository({ 'a.mjs': old });
    git(folder, 'submodule', '--quiet', 'add', inner, 'sub');
    git(folder, 'rm', '-q', 'a.mjs');
    fs.symlinkSync('sub/x.mjs', path.join(folder, 'link.mjs'));
    git(folder, 'add', '-A');
    expect(found(folder, '--staged')).toEqual([]);
    expect(found(path.join(folder, 'sub'))).toEqual(['x.mjs:1 sort-params']);
  });
  it('keeps within the paths that are given, and the configuration', () => {
    const folder = workspaces.repository({ 'a.mjs': '', 'b/b.mjs': '', 'legacy/c.mjs': '', 'qlik-users-migrate.config.json': '{ "ignore": ["legacy\\\\**"] }' });
    write(folder, { 'a.mjs': old, 'b/b.mjs': old, 'legacy/c.mjs': old });
    git(folder, 'add', '-A');
    expect(found(folder, '--staged')).toEqual(['a.mjs:1 sort-params', 'b/b.mjs:1 sort-params']);
    expect(found(folder, '--staged', 'b')).toEqual(['b/b.mjs:1 sort-params']);
    expect(found(path.join(folder, 'b'), '--staged')).toEqual(['b.mjs:1 sort-params']);
  });
  it('says why it cannot: no git, a merge that is not resolved', () => {
    expect(run(workspaces.make({ 'a.mjs': old }), '--staged')).toMatchObject({ code: 2, err: expect.stringContaining('--staged needs a git work tree') });
    const folder = workspaces.repository({ 'a.mjs': '1;\n' });
    git(folder, 'checkout', '-q', '-b', 'other');
    write(folder, { 'a.mjs': '2;\n' });
    commit(folder);
    git(folder, 'checkout', '-q', 'main');
    write(folder, { 'a.mjs': '3;\n' });
    commit(folder);
    expect(() => git(folder, 'merge', 'other')).toThrow();
    expect(run(folder, '--staged')).toMatchObject({ code: 2, err: expect.stringContaining('a.mjs: a merge is not resolved') });
  });
});

describe('fix --staged', () => {
  /** A file with a staged use and a line that is not staged. */
  function partly(unstaged: (text: string) => string, name = 'a.mjs'): string {
    const folder = workspaces.repository({ [name]: between });
    write(folder, { [name]: old + between });
    git(folder, 'add', '-A');
    write(folder, { [name]: unstaged(old + between) });
    return folder;
  }
  it('changes the index and the work tree', () => {
    const folder = partly((text) => text);
    expect(run(folder, 'fix', '--staged').code).toBe(0);
    expect(staged(folder, 'a.mjs')).toBe(migrated + between);
    expect(read(folder, 'a.mjs')).toBe(migrated + between);
    expect(git(folder, 'status', '--porcelain')).toBe('M  a.mjs\n');
  });
  it('does not mix in lines that are not staged', () => {
    const folder = partly((text) => text.replace("'four'", "'not staged'"), 'with space/ä.mjs');
    expect(run(folder, 'fix', '--staged').code).toBe(0);
    expect(staged(folder, 'with space/ä.mjs')).toBe(migrated + between);
    expect(read(folder, 'with space/ä.mjs')).toBe((migrated + between).replace("'four'", "'not staged'"));
    expect(git(folder, 'diff')).toContain("+console.log('not staged');");
  });
  it('refuses a file whose unstaged lines stand where it would change, and changes nothing of it', () => {
    const folder = partly((text) => text.replace('sortBy=name', 'sortBy=email'));
    const { code, out } = run(folder, 'fix', '--staged');
    expect(code).toBe(1);
    expect(out).toMatch(/a\.mjs: lines that are not staged stand where it would change/);
    expect(staged(folder, 'a.mjs')).toBe(old + between);
    expect(read(folder, 'a.mjs')).toContain('sortBy=email');
  });
  it('keeps the mode, and writes CRLF where the work tree has CRLF', () => {
    const folder = workspaces.repository({ 'a.mjs': between });
    git(folder, 'config', 'core.autocrlf', 'true');
    write(folder, { 'a.mjs': (old + between).replaceAll('\n', '\r\n') });
    fs.chmodSync(path.join(folder, 'a.mjs'), 0o755);
    git(folder, 'add', '-A');
    expect(run(folder, 'fix', '--staged').code).toBe(0);
    expect(staged(folder, 'a.mjs')).toBe(migrated + between);
    expect(read(folder, 'a.mjs')).toBe((migrated + between).replaceAll('\n', '\r\n'));
    expect(git(folder, 'ls-files', '-s')).toMatch(/^100755/);
    expect(git(folder, 'status', '--porcelain')).toBe('M  a.mjs\n');
  });
  it('blocks what changes together with a file that is not staged, with the reason', () => {
    const types = `export interface QlikUser {\n  name: string;\n  created: string;\n}\nexport const users = async (): Promise<QlikUser[]> => (await (await fetch('${url}')).json()).data;\n`;
    const files = { 'package.json': '{}', 'types.ts': types, 'show.ts': 'export {};\n' };
    const folder = workspaces.repository(files);
    write(folder, { 'show.ts': "import { users } from './types.ts';\nexport const show = async () => (await users()).map((user) => user.created);\n" });
    git(folder, 'add', '-A');
    const { code, out } = run(folder, 'fix', '--staged');
    expect(code).toBe(1);
    expect(out).toContain('it changes together with types.ts, which is not among the files to change');
    expect(staged(folder, 'show.ts')).toContain('user.created)');
    expect(run(folder, 'fix', '--force').code).toBe(0);
  });
  it('loses nothing when it is killed between the work tree and the index, and the next run finishes', () => {
    const folder = partly((text) => text.replace("'four'", "'not staged'"));
    write(folder, { '.git/index.lock': '' });
    expect(run(folder, 'fix', '--staged')).toMatchObject({ code: 1, out: expect.stringContaining('the index cannot be written') });
    expect(read(folder, 'a.mjs')).toBe((old + between).replace("'four'", "'not staged'"));
    fs.rmSync(path.join(folder, '.git/index.lock'));
    write(folder, { 'a.mjs': (migrated + between).replace("'four'", "'not staged'") });
    expect(run(folder, 'fix', '--staged').code).toBe(0);
    expect(staged(folder, 'a.mjs')).toBe(migrated + between);
    expect(read(folder, 'a.mjs')).toBe((migrated + between).replace("'four'", "'not staged'"));
  });
  it('is undone in the index and the work tree', () => {
    const folder = partly((text) => text.replace("'four'", "'not staged'"));
    run(folder, 'fix', '--staged');
    expect(run(folder, 'undo')).toMatchObject({ code: 0, out: expect.stringContaining('a.mjs') });
    expect(staged(folder, 'a.mjs')).toBe(old + between);
    expect(read(folder, 'a.mjs')).toBe((old + between).replace("'four'", "'not staged'"));
  });
});

describe('--since', () => {
  it('judges what the branch changed, committed or not, from where it left', () => {
    const folder = workspaces.repository({ 'a.mjs': old, 'b.mjs': '', 'c.mjs': '' });
    git(folder, 'checkout', '-q', '-b', 'work');
    write(folder, { 'b.mjs': old });
    commit(folder);
    git(folder, 'checkout', '-q', 'main');
    write(folder, { 'a.mjs': old + between });
    commit(folder);
    git(folder, 'checkout', '-q', 'work');
    write(folder, { 'c.mjs': old, 'new.mjs': old });
    expect(found(folder, '--since', 'main')).toEqual(['b.mjs:1 sort-params', 'c.mjs:1 sort-params', 'new.mjs:1 sort-params']);
    expect(found(folder, '--since', 'HEAD')).toEqual(['c.mjs:1 sort-params', 'new.mjs:1 sort-params']);
  });
  it('works with a detached head and in a linked work tree', () => {
    const folder = workspaces.repository({ 'a.mjs': old });
    write(folder, { 'b.mjs': old });
    commit(folder);
    const beside = path.join(workspaces.make(), 'beside');
    git(folder, 'worktree', 'add', '-q', '--detach', beside, 'HEAD');
    expect(found(beside, '--since', 'HEAD~1')).toEqual(['b.mjs:1 sort-params']);
    write(beside, { 'a.mjs': old + between });
    git(beside, 'add', '-A');
    expect(found(beside, '--staged')).toEqual(['a.mjs:1 sort-params']);
    expect(run(beside, 'fix', '--staged').code).toBe(0);
    expect(staged(beside, 'a.mjs')).toBe(migrated + between);
    expect(staged(folder, 'a.mjs')).toBe(old);
  });
  it('says what to do in a shallow clone, and that a reference is unknown', () => {
    const folder = workspaces.repository({ 'a.mjs': old });
    write(folder, { 'b.mjs': old });
    commit(folder);
    const shallow = path.join(workspaces.make(), 'clone');
    git(folder, 'clone', '-q', '--depth', '1', `file://${folder}`, shallow);
    expect(run(shallow, '--since', 'HEAD~1')).toMatchObject({ code: 2, err: expect.stringContaining('git fetch --unshallow') });
    expect(found(shallow)).toEqual(['a.mjs:1 sort-params', 'b.mjs:1 sort-params']);
    expect(run(folder, '--since', '--output=x')).toMatchObject({ code: 2 });
    expect(run(folder, '--since', 'nowhere')).toMatchObject({ code: 2, err: expect.stringContaining('git knows no such commit') });
    expect(run(workspaces.make({ 'a.mjs': old }), '--since', 'main')).toMatchObject({ code: 2, err: expect.stringContaining('--since needs a git work tree') });
  });
});

describe('--stdin', () => {
  it('judges a text in the place of a file, and fix prints it rewritten', () => {
    const folder = workspaces.make({ 'client.mjs': `export const get = (path) => fetch('https://acme.eu.qlikcloud.com/api/v1' + path);\n`, 'a.mjs': 'export {};\n' });
    const text = "import { get } from './client.mjs';\r\nexport const list = () => get('/users?sortBy=name');\r\n";
    const checked = runWith({ input: text }, folder, '--stdin', '--stdin-filename', 'a.mjs');
    expect(checked).toMatchObject({ code: 1, out: expect.stringContaining('2:') });
    const fixed = runWith({ input: text }, folder, 'fix', '--stdin', '--stdin-filename', 'a.mjs');
    expect(fixed).toMatchObject({ code: 0, out: text.replace('sortBy', 'sort') });
    expect(runWith({ input: 'const a = 1;' }, folder, 'fix', '--stdin', '--stdin-filename', 'new.ts').out).toBe('const a = 1;');
    expect(read(folder, 'a.mjs')).toBe('export {};\n');
  });
  it('wants a name, a program and no other files', () => {
    const folder = workspaces.make();
    expect(runWith({ input: '' }, folder, '--stdin')).toMatchObject({ code: 2, err: expect.stringContaining('--stdin-filename') });
    expect(runWith({ input: '' }, folder, '--stdin', '--stdin-filename', 'a.txt').code).toBe(2);
    expect(runWith({ input: '' }, folder, '--stdin', '--stdin-filename', 'a.ts', '--staged').code).toBe(2);
  });
});

describe('paths', () => {
  it('leave plain JavaScript fixable beside a declared type that was not selected, and typed code not', () => {
    const types = `export interface QlikUser {\n  created: string;\n}\nexport const users = async (): Promise<QlikUser[]> => (await (await fetch('${url}')).json()).data;\n`;
    const folder = workspaces.make({
      'package.json': '{}',
      'types.ts': types,
      'plain.mjs': `const { data } = await (await fetch('${url}')).json();\nconsole.log(data.map((user) => user.created));\n`,
      'typed.ts': "import { users } from './types.ts';\nexport const show = async () => (await users()).map((user) => user.created);\n",
    });
    expect(run(folder, 'fix', 'plain.mjs').code).toBe(0);
    expect(read(folder, 'plain.mjs')).toContain('user.createdAt');
    expect(run(folder, 'fix', 'typed.ts')).toMatchObject({ code: 1, out: expect.stringContaining('it changes together with types.ts') });
    expect(read(folder, 'typed.ts')).toContain('user.created)');
  });
});

describe('workspaces', () => {
  it('are judged from the root and from inside a package, and read across', () => {
    const folder = workspaces.repository({
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/client/index.mjs': `export const get = (path) => fetch('https://acme.eu.qlikcloud.com/api/v1' + path);\n`,
      'packages/app/package.json': '{}',
      'packages/app/a.mjs': "import { get } from '../client/index.mjs';\nexport const list = () => get('/users?sortBy=name');\n",
      'packages/other/b.mjs': old,
    });
    expect(found(folder)).toEqual(['packages/app/a.mjs:2 sort-params', 'packages/other/b.mjs:1 sort-params']);
    expect(found(path.join(folder, 'packages/app'))).toEqual(['a.mjs:2 sort-params']);
  });
  it('leaves out what the command line and the configuration ignore, from the folder of each', () => {
    const folder = workspaces.repository({ 'a/x.mjs': old, 'b/x.mjs': old, 'qlik-users-migrate.config.json': '{ "ignore": ["/b"] }' });
    expect(found(folder)).toEqual(['a/x.mjs:1 sort-params']);
    expect(found(folder, '--ignore', 'a/**')).toEqual([]);
    expect(found(folder, '--no-config')).toEqual(['a/x.mjs:1 sort-params', 'b/x.mjs:1 sort-params']);
  });
});

describe('a diff', () => {
  it('applies at the top, also for a package of its own below it', () => {
    const folder = workspaces.repository({ 'one/package.json': '{}', 'one/a.mjs': old });
    const patch = run(path.join(folder, 'one'), 'fix', '--diff').out;
    write(folder, { 'x.patch': patch });
    git(folder, 'apply', 'x.patch');
    expect(read(folder, 'one/a.mjs')).toBe(migrated);
  });
});

describe('a list of git that is not what lies there any more', () => {
  const files = { 'a.mjs': old, 'd/b.mjs': old, 'd/e/c.mjs': old };
  const all = ['a.mjs:1 sort-params', 'd/b.mjs:1 sort-params', 'd/e/c.mjs:1 sort-params'];
  const changed = (change: (folder: string) => void): string => {
    const folder = workspaces.repository(files);
    change(folder);
    return folder;
  };

  it('leaves out what is gone, also behind a folder that has become a file', () => {
    const folder = changed((at) => {
      fs.rmSync(path.join(at, 'd'), { recursive: true });
      write(at, { d: 'a file\n' });
    });
    expect(found(folder)).toEqual(all.slice(0, 1));
    expect(run(folder, '--since', 'HEAD').code).toBe(0);
    expect(run(folder, '--staged').code).toBe(0);
  });
  it('leaves out what a sparse checkout does not hold', () => {
    const folder = changed((at) => {
      git(at, 'sparse-checkout', 'set', '--no-cone', '/a.mjs');
      git(at, 'update-index', '--skip-worktree', 'a.mjs');
      fs.rmSync(path.join(at, 'a.mjs'));
      write(at, { 'new.mjs': '' });
    });
    expect(run(folder, 'check')).toMatchObject({ code: 0, out: expect.stringContaining('in 1 file') });
  });
  it('judges once what a link now leads to, and nothing that is no file', () => {
    const moved = changed((at) => {
      fs.renameSync(path.join(at, 'a.mjs'), path.join(at, 'real.mjs'));
      fs.symlinkSync('real.mjs', path.join(at, 'a.mjs'));
    });
    expect(found(moved)).toEqual([...all.slice(1), 'real.mjs:1 sort-params']);
    expect(run(moved, 'fix', '--force')).toMatchObject({ code: 0, out: expect.not.stringContaining('Left as they were') });
    for (const [target, isLink] of [
      ['nowhere.mjs', true],
      ['.', true],
      ['a folder', false],
    ] as const) {
      const folder = changed((at) => {
        fs.rmSync(path.join(at, 'a.mjs'));
        if (isLink) fs.symlinkSync(target, path.join(at, 'a.mjs'));
        else fs.mkdirSync(path.join(at, 'a.mjs'));
      });
      expect(found(folder), target).toEqual(all.slice(1));
      expect(JSON.parse(run(folder, 'check', '--format', 'json').out).errors, target).toEqual([]);
    }
  });
  it('does not look through a folder that has become a link, in or out', () => {
    const out = changed((at) => {
      const outside = workspaces.make();
      fs.renameSync(path.join(at, 'd'), path.join(outside, 'd'));
      fs.symlinkSync(path.join(outside, 'd'), path.join(at, 'd'));
    });
    expect(found(out)).toEqual(all.slice(0, 1));
    const inside = changed((at) => {
      fs.renameSync(path.join(at, 'd'), path.join(at, 'dd'));
      fs.symlinkSync('dd', path.join(at, 'd'));
    });
    expect(found(inside)).toEqual(['a.mjs:1 sort-params', 'dd/b.mjs:1 sort-params', 'dd/e/c.mjs:1 sort-params']);
  });
  it('is right where git is told of another work tree', () => {
    const folder = changed((at) => git(at, 'config', 'core.worktree', '../d'));
    expect(found(folder)).toEqual(all);
    const told = runWith({ env: { GIT_WORK_TREE: path.join(folder, 'd') } }, folder, 'check', '--format', 'json');
    expect(JSON.parse(told.out).findings).toHaveLength(3);
  });
  it('says the same of it with and without the cache', () => {
    const folder = changed((at) => write(at, { 'e.mjs': old }));
    fs.rmSync(path.join(folder, 'a.mjs'));
    fs.mkdirSync(path.join(folder, 'a.mjs'));
    const told = (...more: string[]): unknown => {
      const { findings, errors } = JSON.parse(run(folder, 'check', '--format', 'json', ...more).out);
      return { findings, errors };
    };
    expect(told()).toEqual(told('--no-cache'));
  });
});

describe('undo', () => {
  it('restores what the last run wrote, and leaves alone what was touched since', () => {
    const folder = workspaces.repository({ 'a.mjs': `\ufeff${old}`, 'b.mjs': old });
    run(folder, 'fix');
    write(folder, { 'b.mjs': `${migrated}// more\n` });
    const { code, out } = run(folder, 'undo');
    expect(code).toBe(1);
    expect(out).toMatch(/Restored 1 file:\n {2}✔ a\.mjs\nLeft alone:\n {2}! b\.mjs: it changed since it was fixed/);
    expect(read(folder, 'a.mjs')).toBe(`\ufeff${old}`);
    expect(read(folder, 'b.mjs')).toBe(`${migrated}// more\n`);
    expect(run(folder, 'undo').out).toContain('There is no run to undo here');
    expect(git(folder, 'status', '--porcelain')).toBe(' M b.mjs\n');
  });
  it('works without git where there are modules, and leaves no trace in the project', () => {
    const folder = workspaces.make({ 'a.mjs': old, 'node_modules/x/index.js': '' });
    run(folder, 'fix');
    expect(fs.readdirSync(folder).sort()).toEqual(['a.mjs', 'node_modules']);
    expect(run(folder, 'undo').code).toBe(0);
    expect(read(folder, 'a.mjs')).toBe(old);
  });
  it('knows projects apart that share a folder of modules', () => {
    const folder = workspaces.make({ 'one/a.mjs': old, 'two/b.mjs': old, 'package.json': '{}', 'node_modules/x/index.js': '' });
    run(path.join(folder, 'one'), 'fix');
    expect(run(path.join(folder, 'two'), 'undo').out).toContain('There is no run to undo here');
    run(path.join(folder, 'two'), 'fix');
    expect(run(path.join(folder, 'one'), 'undo').out).toContain('✔ a.mjs');
    expect([read(folder, 'one/a.mjs'), read(folder, 'two/b.mjs')]).toEqual([old, migrated]);
  });
  it('is known beforehand to be impossible where nothing can be remembered', () => {
    expect(run(workspaces.make({ 'a.mjs': old, 'package.json': '{}' }), 'fix').out).toContain('`undo` cannot take it back');
    expect(run(workspaces.make({ 'a.mjs': old, 'node_modules/x/index.js': '' }), 'fix').out).not.toContain('cannot take it back');
  });
});
