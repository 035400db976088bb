import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';

const place = fs.mkdtempSync(path.join(os.tmpdir(), 'lazy-'));
afterAll(() => fs.rmSync(place, { recursive: true, force: true }));

const cli = path.resolve(import.meta.dirname, '../dist/cli.js');
const watch = path.join(place, 'watch.cjs');
fs.writeFileSync(
  watch,
  "const Module = require('node:module');\nconst load = Module._load;\nModule._load = function (name, ...rest) {\n  if (name === 'ts-morph') process.stderr.write('LOADED ts-morph\\n');\n  return load.call(this, name, ...rest);\n};\n",
);

/** Fixes one program in a project of its own, and tells whether the compiler was loaded for it. */
function loads(name: string, text: string): boolean {
  const folder = fs.mkdtempSync(path.join(place, 'project-'));
  fs.writeFileSync(path.join(folder, name), text);
  const { stderr } = spawnSync(process.execPath, ['--require', watch, cli, 'fix', '--force'], { cwd: folder, encoding: 'utf8' });
  expect(fs.readFileSync(path.join(folder, name), 'utf8')).toContain('createdAt');
  return stderr.includes('LOADED ts-morph');
}

const program = "const user = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users/u1')).json();\nconsole.log(user.created);\n";

it('loads the compiler for what it checks only', () => {
  expect(loads('a.mjs', program)).toBe(false);
  expect(loads('a.ts', `${program}export {};\n`)).toBe(true);
  expect(loads('a.mjs', `// @ts-check\n${program}`)).toBe(true);
});
