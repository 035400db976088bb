import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { programName } from '../src/files/list.ts';
import { git, read, run, Workspaces, write } from './harness/workspace.ts';

const top = path.resolve(import.meta.dirname, '..');
const cli = path.join(top, 'dist/cli.js');
const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const old = "await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n";
const migrated = old.replace('sortBy', 'sort');
const text = (name: string): string => fs.readFileSync(path.join(top, name), 'utf8');

/** Commands found first: an `npx` that runs this checkout, whatever version is asked for. */
let bin: string;
beforeAll(() => {
  bin = workspaces.make({ npx: `#!/usr/bin/env bash\nwhile [[ "$1" == --* ]]; do shift; done\n[[ "$1" == qlik-users-migrate* ]] || exit 99\nshift\nexec "${process.execPath}" "${cli}" "$@"\n` });
  fs.chmodSync(path.join(bin, 'npx'), 0o755);
});

function bash(cwd: string, script: string, env: Readonly<Record<string, string>> = {}) {
  const result = spawnSync('bash', ['-eo', 'pipefail', '-c', script], { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_STEP_SUMMARY: '', PATH: `${bin}:${process.env['PATH']}`, ...env } });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** A block of a YAML file: the lines that stand deeper than its key. */
function block(yaml: string, key: string): string {
  const lines = yaml.split('\n');
  const at = lines.findIndex((line) => new RegExp(`^ *${key}: \\|$`).test(line));
  const depth = (line: string): number => /^ */.exec(line)?.[0].length ?? 0;
  const end = lines.findIndex((line, index) => index > at && line.trim() !== '' && depth(line) <= depth(lines[at] ?? ''));
  const body = lines.slice(at + 1, end < 0 ? undefined : end);
  return body.map((line) => line.slice(depth(body[0] ?? ''))).join('\n');
}

describe('the command', () => {
  it('can be executed by itself', () => {
    expect(spawnSync(cli, ['--version'], { encoding: 'utf8' }).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
  it('completes its options and commands', () => {
    expect(run(top, 'completion').out).toContain('qlik-users-migrate');
    expect(run(top, '--get-yargs-completions', 'qlik-users-migrate', 'fix', '--').out).toContain('--interactive');
    expect(run(top, '--get-yargs-completions', 'qlik-users-migrate', '').out).toContain('baseline');
  });
});

describe('action.yml', () => {
  const action = text('action.yml');
  const script = block(action, 'run');
  const inputs = { QUM_VERSION: 'latest', QUM_PATHS: '', QUM_ARGS: '', QUM_ONLY_CHANGED: 'false', QUM_SARIF_FILE: '', QUM_BASE: '' };
  const act = (cwd: string, given: Partial<typeof inputs> = {}) => {
    const result = bash(cwd, script, { ...inputs, ...given, GITHUB_OUTPUT: path.join(cwd, 'output') });
    return { ...result, output: read(cwd, 'output') };
  };
  it('gives its shell every input, and nothing but by the environment', () => {
    expect(script).not.toContain('${{');
    expect([...action.matchAll(/^ {8}(QUM_\w+): /gm)].map((match) => match[1]).sort()).toEqual(Object.keys(inputs).sort());
    expect([...new Set([...script.matchAll(/\$\{?(QUM_\w+)/g)].map((match) => match[1]))].sort()).toEqual(Object.keys(inputs).sort());
  });
  it('annotates, writes SARIF where it is asked to, and hands on the exit code', () => {
    const folder = workspaces.make({ 'a.mjs': old, 'b.mjs': migrated });
    expect(act(folder, { QUM_SARIF_FILE: 'out dir.sarif' })).toMatchObject({ code: 1, out: expect.stringMatching(/^::error file=a\.mjs/), output: 'exit-code=1\n' });
    expect(JSON.parse(read(folder, 'out dir.sarif')).runs[0].results).toHaveLength(1);
    expect(act(folder, { QUM_PATHS: 'b.mjs\n' })).toMatchObject({ code: 0 });
    expect(act(folder, { QUM_ARGS: '--rule\nuser-roles\n' })).toMatchObject({ code: 0 });
    expect(act(folder, { QUM_ARGS: '--nonsense' })).toMatchObject({ code: 2 });
    expect(act(folder, { QUM_PATHS: '$(touch pwned)' })).toMatchObject({ code: 2 });
    expect(fs.existsSync(path.join(folder, 'pwned'))).toBe(false);
  });
  it('judges only what the pull request changes, when asked to', () => {
    const folder = workspaces.repository({ 'a.mjs': old });
    const base = git(folder, 'rev-parse', 'HEAD').trim();
    write(folder, { 'b.mjs': migrated });
    expect(act(folder, { QUM_ONLY_CHANGED: 'true', QUM_BASE: base }).code).toBe(0);
    expect(act(folder, { QUM_ONLY_CHANGED: 'true' }).code).toBe(1);
  });
});

describe('templates/gitlab-ci.yml', () => {
  it('writes the reports that it names', () => {
    const template = text('templates/gitlab-ci.yml');
    const script = /^ {4}- (npx .*)$/m.exec(template)?.[1] ?? '';
    const folder = workspaces.make({ 'a.mjs': old });
    expect(bash(folder, script).code).toBe(1);
    const names = [...template.matchAll(/^ {6}(?:codequality|junit): (\S+)$/gm)].map((match) => match[1] ?? '');
    expect(names).toHaveLength(2);
    for (const name of names) expect(read(folder, name)).toContain('sort-params');
  });
});

describe('.pre-commit-hooks.yaml', () => {
  it('names commands that judge and fix the files that the framework gives them', () => {
    const entries = [...text('.pre-commit-hooks.yaml').matchAll(/^ {2}entry: (.*)$/gm)].map((match) => match[1] ?? '');
    const folder = workspaces.repository({ 'a b.mjs': old, 'c.mjs': old });
    const call = (entry: string) => run(folder, ...entry.split(' ').slice(1), 'a b.mjs');
    expect(entries.map((entry) => entry.split(' ')[0])).toEqual(['qlik-users-migrate', 'qlik-users-migrate']);
    expect(call(entries[0] ?? '').code).toBe(1);
    expect(call(entries[1] ?? '').code).toBe(0);
    expect([read(folder, 'a b.mjs'), read(folder, 'c.mjs')]).toEqual([migrated, old]);
  });
  it('is given every kind of file that is read', () => {
    const patterns = [...text('.pre-commit-hooks.yaml').matchAll(/^ {2}files: '(.*)'$/gm)].map((match) => new RegExp(match[1] ?? ''));
    const names = ['js', 'mjs', 'cts', 'tsx', 'gs', 'vue', 'svelte', 'astro', 'htm', 'hbs', 'ejs', 'mdx', 'markdown', 'sh', 'bash', 'zsh', 'css', 'py', 'fish'].map((end) => `users.${end}`);
    expect(patterns).toHaveLength(2);
    for (const pattern of patterns) expect(names.filter((name) => pattern.test(name))).toEqual(names.filter((name) => programName.test(name)));
  });
  it('asks the framework to install nothing more', () => {
    expect(text('.pre-commit-hooks.yaml')).not.toContain('additional_dependencies');
  });
});

describe('init', () => {
  it.each([
    ['--hook', 'pre-commit', '.pre-commit-config.yaml'],
    ['--hook', 'husky', '.husky/pre-commit'],
    ['--hook', 'lefthook', 'lefthook.yml'],
    ['--hook', 'lint-staged', '.lintstagedrc.json'],
    ['--ci', 'github', '.github/workflows/qlik-users-migrate.yml'],
    ['--ci', 'gitlab', '.gitlab-ci.yml'],
  ])('%s %s writes %s, and never over a file that is there', (option, value, file) => {
    const folder = workspaces.make();
    expect(run(folder, 'init', option, value)).toMatchObject({ code: 0, out: expect.stringContaining(`+ ${file}`) });
    const written = read(folder, file);
    expect(JSON.parse(read(folder, 'qlik-users-migrate.config.json'))).toMatchObject({ hosts: [] });
    expect(run(folder).code).toBe(0);
    expect(run(folder, 'init', option, value).out).toContain('= ');
    const other = workspaces.make({ [file]: 'mine: yes\n', 'package.json': '{ "qlik-users-migrate": {} }' });
    const told = run(other, 'init', option, value);
    expect(told.code).toBe(1);
    expect(told.out).toContain(`${file} is there already and was left alone; add this to it:`);
    expect(told.out).toContain(written.split('\n')[0]);
    expect(read(other, file)).toBe('mine: yes\n');
    expect(fs.existsSync(path.join(other, 'qlik-users-migrate.config.json'))).toBe(false);
  });
  it('writes a hook that stops a commit, also from a package below the top', () => {
    const folder = workspaces.repository({ 'package.json': '{}', 'app/package.json': '{}', 'app/a.mjs': '' });
    run(folder, 'init', '--hook', 'husky');
    git(folder, 'config', 'core.hooksPath', '.husky');
    write(folder, { 'app/a.mjs': old });
    git(folder, 'add', 'app/a.mjs');
    write(folder, { 'app/a.mjs': migrated });
    const commit = () => bash(path.join(folder, 'app'), 'git -c user.name=t -c user.email=t@example.com commit -q -m x');
    expect(commit()).toMatchObject({ code: 1, err: expect.stringContaining('sort-params') });
    git(folder, 'add', 'app/a.mjs');
    expect(commit()).toMatchObject({ code: 0 });
  });
  it('writes a hook that works in a linked work tree', () => {
    const folder = workspaces.repository({ 'package.json': '{}', 'a.mjs': '' });
    run(folder, 'init', '--hook', 'husky');
    git(folder, 'config', 'core.hooksPath', path.join(folder, '.husky'));
    const beside = path.join(workspaces.make(), 'beside');
    git(folder, 'worktree', 'add', '-q', beside);
    write(beside, { 'sub/package.json': '{}', 'sub/b.mjs': old });
    git(beside, 'add', '-A');
    expect(bash(path.join(beside, 'sub'), 'git -c user.name=t -c user.email=t@example.com commit -q -m x')).toMatchObject({ code: 1, err: expect.stringContaining('sort-params') });
  });
});
