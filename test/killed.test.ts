import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { git, read, run, runWith, type Told, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const old = "const r = await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n";
const migrated = old.replace('sortBy=name', 'sort=name');
const names = ['a.mjs', 'lib/b.mjs'];
const sources = Object.fromEntries(names.map((name) => [name, old]));
const preload = path.resolve(import.meta.dirname, 'harness/fault.cjs');

/** Runs the command with something going wrong at its n-th write. */
function struck(fault: object, cwd: string, ...args: string[]): Told {
  return runWith({ env: { NODE_OPTIONS: `--require ${preload}`, FAULT: JSON.stringify(fault) } }, cwd, ...args);
}

const leftovers = (folder: string): string[] => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp'));
const texts = (folder: string): string[] => names.map((name) => read(folder, name));

/** Kills the command at every third write in turn, until one run comes to its end. Returns how often it was killed. */
function killEverywhere(make: () => string, args: readonly string[], check: (folder: string, at: number) => void): number {
  for (let at = 0; ; at += 3) {
    const folder = make();
    const { code } = struck({ kind: 'kill', at }, folder, ...args);
    if (code !== null) return at / 3;
    for (const text of texts(folder)) expect([old, migrated]).toContain(text);
    check(folder, at);
  }
}

describe('a run that is killed at any write', () => {
  it('leaves every file whole, and the next run finishes the job and can take both back', () => {
    const kills = killEverywhere(
      () => workspaces.repository(sources),
      ['fix'],
      (folder) => {
        expect(git(folder, 'status', '--porcelain')).not.toContain('??');
        expect(run(folder, 'fix').code).toBe(0);
        expect(texts(folder)).toEqual([migrated, migrated]);
        expect(leftovers(folder)).toEqual([]);
        expect(run(folder, 'undo').code).toBe(0);
        expect(texts(folder)).toEqual([old, old]);
      },
    );
    expect(kills).toBeGreaterThan(2);
  });
  it('can be taken back without being finished', () => {
    const folder = workspaces.repository(sources);
    expect(struck({ kind: 'kill', at: 8 }, folder, 'fix').code).toBeNull();
    expect(texts(folder)).toEqual([migrated, old]);
    expect(run(folder, 'undo').code).toBe(0);
    expect(texts(folder)).toEqual([old, old]);
    expect(leftovers(folder)).toEqual([]);
    expect(run(folder, 'fix').code).toBe(0);
  });
  it('does not hide what somebody else changed meanwhile', () => {
    const folder = workspaces.repository(sources);
    struck({ kind: 'kill', at: 8 }, folder, 'fix');
    write(folder, { 'a.mjs': `${migrated}// mine\n` });
    expect(run(folder, 'fix')).toMatchObject({ code: 2, err: expect.stringContaining('a.mjs') });
  });
  it('leaves every file whole where nothing is remembered, and the next run takes away what was left', () => {
    const kills = killEverywhere(
      () => workspaces.make(sources),
      ['fix'],
      (folder) => {
        expect(run(folder, 'fix').code).toBe(0);
        expect(texts(folder)).toEqual([migrated, migrated]);
        expect(leftovers(folder)).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(2);
  });
  it('leaves every file whole with --staged, in the index as well', () => {
    const kills = killEverywhere(
      () => {
        const folder = workspaces.repository({ 'x.mjs': '' });
        write(folder, sources);
        git(folder, 'add', '-A');
        return folder;
      },
      ['fix', '--staged'],
      (folder) => {
        const staged = names.map((name) => git(folder, 'show', `:${name}`));
        expect([`${old}${old}`, `${migrated}${migrated}`]).toContain(staged.join(''));
        expect(git(folder, 'status', '--porcelain')).not.toContain('??');
        expect(run(folder, 'fix', '--staged').code).toBe(0);
        expect([...texts(folder), ...names.map((name) => git(folder, 'show', `:${name}`))]).toEqual([migrated, migrated, migrated, migrated]);
        expect(leftovers(folder)).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(2);
  });
  it('is undone by the next undo, when it was an undo itself', () => {
    const kills = killEverywhere(
      () => {
        const folder = workspaces.repository(sources);
        run(folder, 'fix');
        return folder;
      },
      ['undo'],
      (folder) => {
        expect(git(folder, 'status', '--porcelain')).not.toContain('??');
        run(folder, 'undo');
        expect(texts(folder)).toEqual([old, old]);
        expect(leftovers(folder)).toEqual([]);
      },
    );
    expect(kills).toBeGreaterThan(2);
  });
  it('has lost nothing of 1,000 files', () => {
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}.mjs`, old]));
    const folder = workspaces.repository(many);
    const isWhole = (): void => {
      for (const name of Object.keys(many)) expect([old, migrated]).toContain(read(folder, name));
    };
    for (const at of [1502, 2203]) {
      expect(struck({ kind: 'kill', at }, folder, 'fix').code).toBeNull();
      isWhole();
    }
    expect(git(folder, 'status', '--porcelain')).not.toContain('??');
    expect(run(folder, 'fix').code).toBe(0);
    expect(Object.keys(many).every((name) => read(folder, name) === migrated)).toBe(true);
    expect(run(folder, 'undo').code).toBe(0);
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });
});
