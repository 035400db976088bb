import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspaces, write } from './harness/workspace.ts';

const top = path.resolve(import.meta.dirname, '..');
const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const page = fs.readFileSync(path.join(top, 'docs/api.md'), 'utf8');
const examples = [...page.matchAll(/## ([^\n]+)\n(?:(?!## )[\s\S])*?```js\n([\s\S]*?)```\n\n```text output\n([\s\S]*?)```/g)].map(([, title, code, output]) => ({ title, code: code ?? '', output }));
const file = /```js file=(\S+)\n([\s\S]*?)```/.exec(page);
let folder: string;

beforeAll(() => {
  folder = workspaces.make({ 'package.json': '{ "type": "module" }', [file?.[1] ?? '']: file?.[2] ?? '' });
  fs.mkdirSync(path.join(folder, 'node_modules'));
  fs.symlinkSync(top, path.join(folder, 'node_modules/qlik-users-migrate'));
});

describe('docs/api.md', () => {
  it('has an example for every export', () => {
    expect(examples).toHaveLength(6);
    for (const name of ['lint', 'fix', 'explain', 'format', 'rules', 'UsageError']) expect(examples.some(({ code }) => new RegExp(`import \\{[^}]*\\b${name}\\b`).test(code))).toBe(true);
  });
  it.each(examples)('runs as it says: $title', ({ code, output }) => {
    write(folder, { 'example.mjs': code });
    const { stdout, stderr } = spawnSync(process.execPath, ['example.mjs'], { cwd: folder, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe(output);
    fs.rmSync(path.join(folder, 'example.mjs'));
  });
});

describe('the types', () => {
  const tsc = (code: string): string => {
    write(folder, { 'use.ts': code, 'tsconfig.json': '{ "compilerOptions": { "strict": true, "module": "NodeNext", "target": "ES2023", "noEmit": true, "skipLibCheck": false, "types": [] }, "files": ["use.ts"] }' });
    return spawnSync(process.execPath, [path.join(top, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: folder, encoding: 'utf8' }).stdout;
  };
  it('hold in a strict project, without any other package', () => {
    const code = `import { fix, format, lint, type Finding, type Report } from 'qlik-users-migrate';
const report: Report = await lint({ cwd: '.', minConfidence: 'certain' });
export const first: Finding | undefined = report.findings[0];
export const kind: 'fix' | 'suggestion' | 'none' | undefined = first?.fixable;
export const text: string = format(await fix({ cwd: '.', suggestions: true }), 'sarif', { why: true });
`;
    expect(tsc(code)).toBe('');
  });
  it('refuse what there is not', () => {
    expect(tsc("import { format, lint } from 'qlik-users-migrate';\nexport const a = format(await lint({ cwd: '.' }), 'serif');\n")).toContain('serif');
    expect(tsc("import { lint } from 'qlik-users-migrate';\nexport const a = lint({ rule: [] });\n")).toContain('rule');
  });
});

describe('the package', () => {
  it('carries the command, the library, its types and the schema, and nothing of the sources', () => {
    const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: top, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
    const files = packed.files.map(({ path: name }: { path: string }) => name);
    expect(files).toEqual(expect.arrayContaining(['dist/cli.js', 'dist/index.js', 'dist/types/src/library/index.d.ts', 'config.schema.json', 'README.md', 'LICENSE', 'package.json']));
    expect(files.filter((name: string) => !/^(?:dist\/|config\.schema\.json$|README\.md$|LICENSE$|package\.json$)/.test(name))).toEqual([]);
  });
});
