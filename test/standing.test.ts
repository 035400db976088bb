import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { reasonOf } from '../src/files/file-set.ts';
import { Reader } from '../src/files/plain-file.ts';
import { Standings } from '../src/files/standing.ts';
import { Workspaces } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

describe('what stands under a name', () => {
  it('is a plain file, a link to one inside, or nothing to read', () => {
    const folder = workspaces.make({ 'a.js': 'a;\n', 'd/b.js': 'b;\n', 'd/e/c.js': 'c;\n' });
    const outside = workspaces.make({ 'x.js': 'x;\n' });
    for (const [name, target] of [
      ['in.js', 'a.js'],
      ['out.js', path.join(outside, 'x.js')],
      ['gone.js', 'nowhere.js'],
      ['loop.js', 'loop.js'],
      ['folder.js', 'd'],
      ['linked', 'd'],
    ] as const)
      fs.symlinkSync(target, path.join(folder, name));
    const standings = new Standings(folder);
    const found = Object.fromEntries(['a.js', 'd/b.js', 'in.js', 'out.js', 'gone.js', 'loop.js', 'folder.js', 'd', 'nothing.js', 'a.js/b.js', 'linked/b.js', 'linked/e/c.js'].map((name) => [name, standings.of(name)]));
    const expected = {
      'a.js': 'plain',
      'd/b.js': 'plain',
      'in.js': 'link',
      'out.js': 'none',
      'gone.js': 'none',
      'loop.js': 'none',
      'folder.js': 'none',
      d: 'none',
      'nothing.js': 'none',
      'a.js/b.js': 'none',
      'linked/b.js': 'none',
      'linked/e/c.js': 'none',
    };
    expect(found).toEqual(expected);
  });
  it('is not known where the name was spoiled on the way, so that reading it tells', () => {
    expect(new Standings(workspaces.make()).of('a\ufffd.js')).toBe('hidden');
  });
});

describe('reading', () => {
  const told = (file: string, isStated: boolean, reader = new Reader()): string => {
    try {
      return reader.read(file, path.dirname(file), 1000, isStated).bytes?.toString() ?? 'too large';
    } catch (error) {
      return reasonOf(error);
    }
  };
  it('says the same of everything, whether or not states are asked for', () => {
    const folder = workspaces.make({ 'a.js': 'a;\n', 'empty.js': '', 'huge.js': 'x'.repeat(300_000), 'd.js/x': '' });
    for (const [name, target] of [
      ['link.js', 'a.js'],
      ['out.js', '/etc/hosts'],
      ['gone.js', 'nowhere.js'],
      ['loop.js', 'loop.js'],
    ] as const)
      fs.symlinkSync(target, path.join(folder, name));
    const all = (isStated: boolean) => Object.fromEntries(['a.js', 'empty.js', 'huge.js', 'd.js', 'link.js', 'out.js', 'gone.js', 'loop.js', 'nothing.js'].map((name) => [name, told(path.join(folder, name), isStated)]));
    const expected = {
      'a.js': 'a;\n',
      'empty.js': '',
      'huge.js': 'too large',
      'd.js': 'it is a folder',
      'link.js': 'a;\n',
      'out.js': 'is a link that leaves the project',
      'gone.js': 'it is not there any more',
      'loop.js': 'its symbolic links form a loop',
      'nothing.js': 'it is not there any more',
    };
    expect(all(true)).toEqual(expected);
    expect(all(false)).toEqual(expected);
  });
  it('refuses every link where it is told to', () => {
    const folder = workspaces.make({ 'a.js': 'a;\n' });
    fs.symlinkSync('a.js', path.join(folder, 'link.js'));
    const reader = new Reader(false);
    expect(() => reader.read(path.join(folder, 'link.js'), folder, 1000, false)).toThrow();
    expect(reader.read(path.join(folder, 'a.js'), folder, 1000, false).bytes?.toString()).toBe('a;\n');
  });
});
