import fs from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { git, read, run, runWith, Workspaces } from '../harness/workspace.ts';

// What takes minutes: `npm run gauntlet:faults`. Everything that takes seconds stands in faults.test.ts and killed.test.ts.
const workspaces = new Workspaces();
afterAll(() => workspaces.remove(), 600_000);

const old = "const r = await fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n";
const migrated = old.replace('sortBy=name', 'sort=name');
const preload = path.resolve(import.meta.dirname, '../harness/fault.cjs');

describe('the gauntlet of faults', { timeout: 3_600_000 }, () => {
  it('kills a fix of 1,000 files forty times, and loses nothing', () => {
    const names = Array.from({ length: 1000 }, (_, index) => `d${index % 10}/f${index}.mjs`);
    for (let turn = 0; turn < 40; turn += 1) {
      const folder = workspaces.repository(Object.fromEntries(names.map((name) => [name, old])));
      const at = Math.floor(Math.random() * 3005);
      const { code } = runWith({ env: { NODE_OPTIONS: `--require ${preload}`, FAULT: JSON.stringify({ kind: 'kill', at }) } }, folder, 'fix');
      expect(code, `at ${at}`).toBeNull();
      for (const name of names) expect([old, migrated], `${name} at ${at}`).toContain(read(folder, name));
      expect(git(folder, 'status', '--porcelain')).not.toContain('??');
      expect(run(folder, 'fix').code, `at ${at}`).toBe(0);
      expect(names.every((name) => read(folder, name) === migrated)).toBe(true);
      expect(run(folder, 'undo').code).toBe(0);
      expect(git(folder, 'status', '--porcelain')).toBe('');
      fs.rmSync(folder, { recursive: true });
    }
  });
  it.each(['in git', 'outside git'])('judges 100,000 files %s', (where) => {
    const files = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`d${index % 300}/f${index}.mjs`, 'export const x = 1;\n']));
    const folder = where === 'in git' ? workspaces.repository({ ...files, 'a.mjs': old }) : workspaces.make({ ...files, 'a.mjs': old });
    const { code, out } = run(folder, 'fix');
    expect(code).toBe(0);
    expect(out).toContain('in 100001 files');
    expect(read(folder, 'a.mjs')).toBe(migrated);
  });
});
