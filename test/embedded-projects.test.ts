import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const cli = path.resolve(import.meta.dirname, '../dist/cli.js');
const projects = path.resolve(import.meta.dirname, '../fixtures/projects');
const made: string[] = [];

function copyOf(folder: string): string {
  const copy = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'users-migrate-')));
  made.push(copy);
  fs.cpSync(folder, copy, { recursive: true });
  return copy;
}

function run(cwd: string, ...args: string[]) {
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined } });
  return { code: status, out: stdout };
}

/** Every file of a folder, byte for byte. */
function bytesOf(folder: string): Record<string, string> {
  const names = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => fs.statSync(path.join(folder, name)).isFile());
  return Object.fromEntries(names.sort().map((name) => [name.split(path.sep).join('/'), fs.readFileSync(path.join(folder, name), 'latin1')]));
}

afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true });
});

/** Whole projects: what is in `input` becomes what is in `output`, and nothing is left to do. */
describe.each(['vue-users', 'svelte-users', 'astro-users', 'html-mashup'])('%s', (name) => {
  const input = path.join(projects, name, 'input');
  const output = path.join(projects, name, 'output');
  it('is rewritten as by hand, and a second run changes nothing', () => {
    const project = copyOf(input);
    expect(run(project, 'check').code).toBe(1);
    expect(run(project, 'fix').code).toBe(0);
    expect(bytesOf(project)).toEqual(bytesOf(output));
    expect(run(project, 'fix').out).toContain('Nothing was rewritten');
    expect(bytesOf(project)).toEqual(bytesOf(output));
  });
  it('is left alone when another vendor answers', () => {
    const project = copyOf(input);
    for (const file of Object.keys(bytesOf(project))) {
      const text = fs.readFileSync(path.join(project, file), 'utf8');
      fs.writeFileSync(
        path.join(project, file),
        text
          .replaceAll('acme.eu.qlikcloud.com', 'dev-1.okta.com')
          .replaceAll(/https:\/\/\$\{(?:this\.)?tenant\}/g, 'https://dev-1.okta.com')
          .replaceAll(/QLIK_/g, 'OKTA_')
          .replaceAll(/'qlik-web-integration-id': '[\w-]+'/g, "'x-okta-user': 'a'"),
      );
    }
    const before = bytesOf(project);
    expect(JSON.parse(run(project, 'check', '-f', 'json').out).findings).toEqual([]);
    expect(run(project, 'fix').code).toBe(0);
    expect(bytesOf(project)).toEqual(before);
  });
});
