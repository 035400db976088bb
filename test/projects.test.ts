import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/cli/config.ts';
import { plainRun } from './harness/plain-run.ts';
import { render, run } from '../src/run.ts';

/** Projects with a `input` and a hand-written `output`; every file is compared. `left.txt` lists what is reported and stays, one `file:line rule` a line. */
const root = path.resolve(import.meta.dirname, '../fixtures/projects');
const names = fs.readdirSync(root).filter((name) => fs.existsSync(path.join(root, name, 'input')));
const place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'projects-')));
const repository = path.resolve(import.meta.dirname, '..');
// Whatever stands around the temporary folder, types are looked up in the packages of this repository.
fs.symlinkSync(path.join(repository, 'node_modules'), path.join(place, 'node_modules'), 'junction');
afterAll(() => fs.rmSync(place, { recursive: true, force: true }));

function texts(folder: string): Record<string, string> {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(entries.map((entry) => path.join(entry.parentPath, entry.name)).map((file) => [path.relative(folder, file).split(path.sep).join('/'), fs.readFileSync(file, 'utf8')]));
}

/** What `fix` makes of a copy of the project, by the configuration that it has. */
async function fixed(from: string, to: string): Promise<{ left: { file: string; line: number; ruleId: string }[]; files: Record<string, string> }> {
  fs.cpSync(from, to, { recursive: true });
  const { config } = await readConfig(to, undefined);
  const configured = { clients: config.clients ?? [], types: config.types ?? [], from: to };
  const { report } = await run({ ...plainRun, command: 'fix', configured }, { cwd: to, now: () => 0 });
  return { left: JSON.parse(render(report, 'json', { colour: false, columns: 100, why: false, quiet: false })).findings, files: texts(to) };
}

/** Runs a project's own tests with the packages of this repository. */
function ownTests(folder: string): void {
  const to = path.join(place, path.relative(root, folder).replaceAll(path.sep, '-'));
  fs.cpSync(folder, to, { recursive: true });
  fs.symlinkSync(path.join(repository, 'node_modules'), path.join(to, 'node_modules'), 'junction');
  const env = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(?:VITEST|NODE_ENV|NODE_OPTIONS)/.test(key)));
  execFileSync(process.execPath, [path.join(repository, 'node_modules/vitest/vitest.mjs'), 'run', '--root', '.'], { cwd: to, env: { ...env, QLIK_TENANT_URL: 'https://tenant.test' }, stdio: 'pipe', timeout: 60_000 });
}

const linesOf = (file: string): string[] => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : []);

const isTested = (name: string): boolean => (texts(path.join(root, name, 'input'))['package.json'] ?? '').includes('"vitest"');

describe.each(names)('%s', (name) => {
  const after = texts(path.join(root, name, 'output'));
  it('becomes what was written by hand', async () => {
    const { left, files } = await fixed(path.join(root, name, 'input'), path.join(place, `${name}-fixed`));
    expect(files).toEqual(after);
    expect(left.map(({ file, line, ruleId }) => `${file}:${line} ${ruleId}`)).toEqual(linesOf(path.join(root, name, 'left.txt')));
  });
  it('stays as it is then', async () => {
    expect((await fixed(path.join(root, name, 'output'), path.join(place, `${name}-fixed-again`))).files).toEqual(after);
  });
});

describe.each(names.filter(isTested))('%s, by its own tests', (name) => {
  it.each(['input', 'output'])('passes: %s', (when) => {
    expect(() => ownTests(path.join(root, name, when))).not.toThrow();
  });
});
