import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Project } from 'ts-morph';
import { afterAll, expect, it } from 'vitest';

const cli = path.resolve(import.meta.dirname, '../dist/cli.js');
const made: string[] = [];
afterAll(() => {
  for (const name of made) fs.rmSync(name, { recursive: true, force: true });
});

function project(files: Readonly<Record<string, string>>): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'users-types-')));
  made.push(folder);
  const config = { compilerOptions: { strict: true, target: 'ES2022', module: 'ESNext', moduleResolution: 'Bundler', lib: ['ES2022', 'DOM'], types: [], noEmit: true } };
  for (const [name, text] of Object.entries({ 'tsconfig.json': JSON.stringify(config), ...files })) fs.writeFileSync(path.join(folder, name), text);
  return folder;
}

/** Type errors of every file, by the compiler itself. */
function errors(folder: string): string[] {
  const checked = new Project({ tsConfigFilePath: path.join(folder, 'tsconfig.json') });
  return checked.getPreEmitDiagnostics().map((diagnostic) => `${diagnostic.getSourceFile()?.getBaseName()}:${diagnostic.getLineNumber()} ${JSON.stringify(diagnostic.getMessageText())}`);
}

const fix = (folder: string) => spawnSync(process.execPath, [cli, 'fix'], { cwd: folder, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

const typed: Record<string, Record<string, string>> = {
  'an interface, its readers, mocks and picked keys': {
    'user.ts':
      "export interface User { id: string; name: string; roles: string[]; created: string; lastUpdated?: string }\nexport type Dates = Pick<User, 'created' | 'lastUpdated'>;\nexport const admins = (users: User[]): User[] => users.filter((user) => user.roles.includes('TenantAdmin'));\n",
    'load.ts':
      "import type { Dates, User } from './user';\n\nexport async function load(): Promise<User[]> {\n  const response = await fetch('https://acme.eu.qlikcloud.com/api/v1/users');\n  return ((await response.json()) as { data: User[] }).data;\n}\nexport const dates = ({ created, lastUpdated }: User): Dates => ({ created, lastUpdated });\n",
    'mock.ts':
      "import { admins, type User } from './user';\n\nconst ada: User = { id: '1', name: 'Ada', roles: ['TenantAdmin'], created: '2020-01-01' };\nexport const found = admins([ada, { ...ada, id: '2', roles: [] }]).map(({ roles, created }) => `${roles.join()} ${created.slice(0, 4)}`);\n",
  },
  'answers that nothing declares': {
    'a.ts':
      "export async function names(role: string): Promise<string[]> {\n  const { data } = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users')).json();\n  return data.filter((user: any) => user.roles.includes(role)).flatMap((user: any) => user.roles.map((r: string) => r.toUpperCase()));\n}\n",
  },
};

it.each(Object.entries(typed))('type-checks before and after: %s', (_, files) => {
  const folder = project(files);
  expect(errors(folder)).toEqual([]);
  expect(fix(folder).status).toBe(0);
  expect(errors(folder)).toEqual([]);
  const text = Object.keys(files)
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
  expect(text).toContain('assignedRoles');
  expect(text).not.toMatch(/\.roles\b|\broles:/);
});

it('leaves a file whose types it could not follow, and says why', () => {
  const text =
    "interface Wrapped { user: { created: string } }\n\nasync function load(): Promise<Wrapped> {\n  const user = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users/u1')).json();\n  const wrapped = Object.fromEntries([['user', user]]) as unknown as Wrapped;\n  return wrapped;\n}\nexport const since = async () => (await load()).user.created;\n";
  const folder = project({ 'a.ts': text });
  const { status, stdout } = fix(folder);
  expect(fs.readFileSync(path.join(folder, 'a.ts'), 'utf8')).toBe(text);
  expect(stdout).toContain('it would not type-check: line 8');
  expect(status).toBe(1);
});

it('takes a name for no fault that the compiler did not know before either', () => {
  const text =
    "const users = process.env.QLIK_TENANT_URL + '/api/v1/users';\nconst ask = async (url: string): Promise<any> => (await fetch(url)).json();\nexport const names = async (): Promise<string[]> => (await ask(users + '/metadata')).valid_roles;\n";
  const folder = project({ 'a.ts': text });
  expect(errors(folder)).toHaveLength(1);
  expect(fix(folder).status).toBe(0);
  expect(fs.readFileSync(path.join(folder, 'a.ts'), 'utf8')).toContain('`${process.env.QLIK_TENANT_URL}/api/v1/roles?limit=100`');
});

it('leaves only that file, and what changes together with it', () => {
  const stuck =
    "interface Wrapped { user: { created: string } }\n\nasync function load(): Promise<Wrapped> {\n  const user = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users/u1')).json();\n  const wrapped = Object.fromEntries([['user', user]]) as unknown as Wrapped;\n  user.created.trim();\n  return wrapped;\n}\nexport const since = async () => (await load()).user.created;\n";
  const free = "export async function since() {\n  const user = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users/u2')).json();\n  return user.created;\n}\n";
  const folder = project({ 'a.ts': stuck, 'b.ts': free });
  expect(fix(folder).status).toBe(1);
  expect(fs.readFileSync(path.join(folder, 'a.ts'), 'utf8')).toBe(stuck);
  expect(fs.readFileSync(path.join(folder, 'b.ts'), 'utf8')).toBe(free.replace('.created', '.createdAt'));
});

it('asks the compiler about JavaScript too, where a project or a file has it checked', () => {
  const text =
    "/** @typedef {{ user: { created: string } }} Wrapped */\n\n/** @returns {Promise<Wrapped>} */\nasync function load() {\n  const user = await (await fetch('https://acme.eu.qlikcloud.com/api/v1/users/u1')).json();\n  return /** @type {Wrapped} */ (/** @type {unknown} */ (Object.fromEntries([['user', user]])));\n}\nexport const since = async () => (await load()).user.created;\n";
  const after = (files: Readonly<Record<string, string>>): string => {
    const folder = project(files);
    fix(folder);
    return fs.readFileSync(path.join(folder, 'a.js'), 'utf8');
  };
  expect(after({ 'a.js': text })).toContain('.user.createdAt');
  expect(after({ 'a.js': `// @ts-check\n${text}` })).toBe(`// @ts-check\n${text}`);
  expect(after({ 'a.js': text, 'tsconfig.json': '{ "compilerOptions": { "checkJs": true } }' })).toBe(text);
});

it('takes a failure of the compiler for an error of the file, new or not', async () => {
  const { newTypeFaults } = await import('../src/fix/types.ts');
  const morph = await import('ts-morph');
  /** Fails at files that hold the word. */
  class Failing extends morph.Project {
    override getProgram() {
      const program = super.getProgram();
      const { compilerObject } = program;
      const compiled = Object.assign(Object.create(compilerObject), {
        getSemanticDiagnostics(source: Parameters<typeof compilerObject.getSemanticDiagnostics>[0]) {
          if (source?.text.includes('tangled')) throw new RangeError('Maximum call stack size exceeded');
          return compilerObject.getSemanticDiagnostics(source);
        },
      });
      return Object.create(program, { compilerObject: { value: compiled } });
    }
  }
  const faults = (before: string, after: string) => newTypeFaults('/project', [{ file: '/project/a.ts', before, after }], [], () => ({ ...morph, Project: Failing }) as unknown as typeof morph);
  expect(faults('export const tangled = 1;\n', 'export const tangled = 2;\n')).toEqual([]);
  expect(faults('export const plain = 1;\n', 'export const tangled = 1;\n')).toMatchObject([{ file: '/project/a.ts', message: 'the compiler fails at this file' }]);
});
