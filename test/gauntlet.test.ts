import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const top = path.resolve(import.meta.dirname, '..');
const part = (name: string) => import(path.join(top, `scripts/gauntlet/${name}.mjs`));
const { wrongChanges } = await part('changes');
const { isProgram } = await part('verdicts');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gauntlet-test-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const files: Readonly<Record<string, string>> = {
  'list.ts': 'export interface Row { id: string; made: string }\nexport function show(row: Row) {\n  return row.made;\n}\n',
  'old.js': 'var await = 1;\nfunction show(row) { return row.id + await; }\n',
  'torn.js': 'function torn( {\n',
  'page.vue': '<template><p>{{ title }}</p></template>\n<script>\nexport default { data: () => ({ title: 1 }) };\n</script>\n',
  'types.d.ts': 'export interface Row { id: string }\n',
};

describe('the gauntlet', () => {
  it('puts a request into every file of a copy, and has it rewritten', () => {
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', 'scripts/gauntlet.mjs', '--markdown', '--label', 'small@0123456789abc', folder], {
      cwd: top,
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect(stderr).toBe('');
    const rows = stdout.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const titles = rows[0] ?? [];
    const row = (way: string): Record<string, string> => Object.fromEntries((rows.find((cells) => cells[3] === way) ?? []).map((cell, index) => [titles[index], cell]));
    expect(row('plain')).toMatchObject({ tree: 'small', commit: '0123456789', files: '5', parsed: '0', faults: '0' });
    expect(row('forced')).toMatchObject({ files: '5', parsed: '5', 'programs not read': '0', refused: '1', 'files changed': '3', faults: '0' });
    expect(status).toBe(0);
    for (const [name, text] of Object.entries(files)) expect(fs.readFileSync(path.join(folder, name), 'utf8')).toBe(text);
  });
  it('names changes that no finding stands for, and texts that a fix broke', () => {
    expect(wrongChanges('a.js', 'one();\ntwo();\n', 'one();\nother();\n', new Set([2]))).toEqual([]);
    expect(wrongChanges('a.js', 'one();\ntwo();\n', 'one();\nother();\n', new Set([1]))).toEqual(['a.js:2: changed without a certain or likely finding on it: two();']);
    expect(wrongChanges('a.js', 'one();\ntwo();\nthree();\n', 'one();\nthree();\n', new Set())).toEqual(['a.js:2: changed without a certain or likely finding on it: two();']);
    expect(wrongChanges('a.js', 'one();\n', 'one(;\n', new Set([1]))).toEqual(['a.js: is no program any more after the fix']);
  });
  it.each([
    ['a.js', 'with (a) b();\n', true],
    ['a.js', 'const a = <b />;\n', true],
    ['a.js', 'let let = 1;\n', false],
    ['a.js', '/*---\nnegative:\n  phase: parse\n---*/\nvar a;\n', false],
    ['a.ts', 'const a: number = 1;\n', true],
    ['a.ts', 'enum A {}\ninterface A {}\n', false],
    ['a.d.ts', 'export const a: string;\n', true],
  ])('knows whether %s with %j is a program', (name, text, expected) => {
    expect(isProgram(name, text)).toBe(expected);
  });
});
