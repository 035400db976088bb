import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { candidates, firstSearch, holdsNothing } from '../src/candidates/candidates.ts';
import { chooseFiles, chooseLooking } from '../src/files/choose.ts';
import { DiskFiles, marksIn } from '../src/files/file-set.ts';
import { listFiles } from '../src/files/list.ts';
import { judge, lint } from '../src/lint.ts';
import { judgeOnThreads, sharesOf } from '../src/threads.ts';
import { lintTexts, memoryFiles, options } from './harness/memory-files.ts';
import { commit, git, run, runWith, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

const fixtures = path.resolve(import.meta.dirname, '../fixtures');
const inputs = ['rules', 'clients', 'embedded'].flatMap((folder) =>
  fs
    .readdirSync(path.join(fixtures, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.input.'))
    .map((name) => path.join(fixtures, folder, name)),
);
const asked = (texts: Readonly<Record<string, string>>, changed: Partial<typeof options> = {}) => candidates(memoryFiles(texts), { ...options, ...changed });
const filler = (count: number, text: (index: number) => string, folder = 'src'): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${folder}/file-${String(index).padStart(3, '0')}.ts`, text(index)]));

const client = 'export const list = async (query: Record<string, string>) => (await fetch(`https://acme.eu.qlikcloud.com/api/v1/users?${new URLSearchParams(query)}`)).json();\n';
const caller = "import { list } from './client';\nexport const page = await list({ sortBy: 'name' });\nexport const admins = page.data.filter((user) => user.roles.includes('TenantAdmin'));\n";
const board = (index: number): string => `export const made${index} = (widgets: { roles: string[]; created: string }[]) => widgets.filter((one) => one.roles.length > ${index} && one.created);\n`;
const route = (index: number): string => `import { app } from './app';\nexport const users${index} = (name: string) => app.get('/users', { params: { name, sortBy: 'x' } });\n`;

describe('the look at the bytes of all files', () => {
  const { gate, patterns, after = {} } = firstSearch(options);
  it.each(['usersPath', 'version', 'qlik', 'named', 'directives'] as const)('lets nothing through the gate unseen that %s would find', (name) => {
    const pattern = patterns[name] as RegExp;
    // What the generator does not know is left out of the pattern; texts that do not match it any more are no cases.
    const drawn = fc.stringMatching(new RegExp(pattern.source.replaceAll('\\b', '')));
    let cases = 0;
    fc.assert(
      fc.property(drawn, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (text, cased) => {
        const changed = [...text].map((char, index) => (pattern.ignoreCase && cased[index % 8] ? char.toUpperCase() : char)).join('');
        for (const one of [changed, `"${changed}"`, `x ${changed} y`]) {
          if (!pattern.test(one)) continue;
          cases += 1;
          expect(gate?.test(one), one).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    expect(cases).toBeGreaterThan(100);
  });
  it.each(['ownRoute', 'sameRoute'] as const)('finds %s only where it looks for it', (name) => {
    const texts = ["app.get('/api/v1/users', list)", "@Controller('users')", "router.route('/v1/users')", "portal.get('/v1/users', (req, res) => res.json([]))", 'fastify.post(`/users`)'].filter((text) => patterns[name]?.test(text));
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) expect(marksIn(text, { patterns, after })).toContain(name);
  });
  it('looks for what counts only beside a path of users after that', () => {
    const order = Object.keys(patterns);
    for (const [name, first] of Object.entries(after)) expect([name, order.indexOf(first) >= 0, order.indexOf(first) < order.indexOf(name)]).toEqual([name, true, true]);
    expect(marksIn("fetch('/users?roles')", { patterns, after })).toEqual(expect.arrayContaining(['users', 'usersPath', 'clearPath', 'calls', 'words']));
    expect(marksIn("fetch('/v1/people?roles')", { patterns, after })).not.toEqual(expect.arrayContaining(['words']));
  });
  it('parses nothing of a project that nowhere speaks of Qlik or of the version in the path', () => {
    const { counters, findings } = lintTexts({ ...filler(30, route), ...filler(30, board, 'board'), 'src/app.ts': 'export const app = { get: (path: string, more: object) => fetch(path, more) };\n' });
    expect({ counters, findings }).toEqual({ counters: { parsed: 0 }, findings: [] });
  });
  it('asks there what imports connect with the version, as possible', () => {
    const texts = {
      'src/base.ts': 'export const base = `${process.env.HOST}/api/v1`;\n',
      'src/list.ts': "import { base } from './base';\nexport const list = () => fetch(`${base}/users?sortBy=name`);\n",
      'src/other.ts': route(1),
      'src/app.ts': 'export const app = fetch;\n',
    };
    const { findings, counters } = lintTexts(texts);
    expect(findings.map(({ at, evidence, ruleId }) => [at.file, evidence.confidence, ruleId])).toEqual([['/project/src/list.ts', 'possible', 'sort-params']]);
    expect(counters.parsed).toBe(2);
  });
  it('asks there what joins the version and the path out of its parts', () => {
    expect(asked({ 'a.js': "const version = 'v1';\nfetch(`${process.env.HOST}/${version}/users?sortBy=name`);\n" }).parts).toHaveLength(1);
    expect(asked({ 'a.js': "const version = 'v1';\ndb.from('users').join('roles');\n" }).parts).toHaveLength(0);
  });
});

describe('the packages of a repository', () => {
  const repository = {
    'packages/qlik/package.json': '{"name":"@acme/qlik","dependencies":{"@acme/types":"*"}}',
    'packages/qlik/src/index.ts': `import type { Person } from '@acme/types';\n${client.replace('=> (await', '): Promise<{ data: Person[] }> => (await').replace('string>) ):', 'string>):')}`,
    'packages/types/package.json': '{"name":"@acme/types","main":"src/index.ts"}',
    'packages/types/src/index.ts': 'export interface Person {\n  roles: string[];\n}\n',
    'packages/web/package.json': '{"name":"web","dependencies":{"@acme/qlik":"*"}}',
    'packages/web/src/page.ts': "import { list } from '@acme/qlik';\nexport const names = async () => (await list({})).data.map((person) => person.roles.join());\n",
    'packages/shop/package.json': '{"name":"shop","dependencies":{"@acme/types":"*"}}',
    'packages/shop/src/app.ts': 'export const app = { get: (path: string, more: object) => fetch(path, more) };\n',
    'packages/shop/src/users.ts': route(1),
    'packages/shop/src/board.ts': board(1),
    'packages/cli/package.json': '{"name":"cli"}',
    'packages/cli/src/list.ts': 'export const list = () => fetch(`${process.env.HOST}/api/v1/users?sortBy=name`);\n',
  };
  const within = (texts: Readonly<Record<string, string>>): string[] => [...(asked(texts).parts[0]?.within ?? [])].map((file) => file.slice('/project/packages/'.length)).sort();
  const onDisk = (texts: Readonly<Record<string, string>>): string[] => {
    const folder = workspaces.make(texts);
    return [...(candidates(new DiskFiles(listFiles(folder, [], [])), options).parts[0]?.within ?? [])].map((file) => file.slice(`${folder}/packages/`.length)).sort();
  };
  it('are asked where they speak of Qlik, where they use such a package or are used by one, and else only where the version is near', () => {
    expect(onDisk(repository)).toEqual(['cli/src/list.ts', 'qlik/src/index.ts', 'types/src/index.ts', 'web/src/page.ts']);
  });
  it('are asked as well when a configuration names their folder', () => {
    expect(onDisk({ ...repository, 'packages/shop/tsconfig.json': '{"compilerOptions":{"paths":{"@q/*":["../qlik/src/*"]}}}' })).toContain('shop/src/board.ts');
  });
  it('are asked as well when what is asked imports their files', () => {
    expect(onDisk({ ...repository, 'packages/qlik/src/index.ts': `import '../../shop/src/board';\n${client}` })).toContain('shop/src/board.ts');
  });
  it('are all asked where a person says that it is Qlik', () => {
    expect(asked(repository, { assumeQlik: true }).parts[0]?.within).toBeUndefined();
    expect(within({})).toEqual([]);
  });
});

describe('a package with very many files', () => {
  const many = { ...filler(130, route), ...filler(130, board, 'board'), 'src/app.ts': 'export const app = { get: (path: string, more: object) => fetch(path, more) };\n', 'src/client.ts': client, 'src/caller.ts': caller };
  it('is asked along its imports only', () => {
    const { findings, counters } = lintTexts(many);
    expect(findings.map(({ at, ruleId }) => `${at.file.slice('/project/'.length)} ${ruleId}`)).toEqual(['src/caller.ts sort-params', 'src/caller.ts user-roles']);
    expect(counters.parsed).toBe(2);
  });
  it('is asked as a whole where something is set for all its requests', () => {
    const { counters } = lintTexts({ ...many, 'src/setup.ts': "import axios from 'axios';\naxios.defaults.baseURL = 'https://acme.eu.qlikcloud.com/api/v1';\n" });
    expect(counters.parsed).toBeGreaterThan(200);
  });
  const islands = (count: number): Record<string, string> => Object.fromEntries(Array.from({ length: count }, (_, index) => [[`src/${index}/client.ts`, client] as const, [`src/${index}/caller.ts`, caller] as const]).flat());
  it('falls into parts between which no import leads', () => {
    const { parts } = asked(islands(130));
    expect(parts).toHaveLength(130);
    expect(parts.every(({ within }) => within?.size === 2)).toBe(true);
    expect(asked({ ...islands(130), 'src/all.ts': Array.from({ length: 130 }, (_, index) => `import './${index}/caller';\n`).join('') }).parts).toHaveLength(1);
  });
  it('stays whole where names reach other files without an import', () => {
    expect(asked({ ...islands(130), 'src/one.test.ts': "import './1/caller';\nvi.mock('./2/client');\n" }).parts).toHaveLength(1);
    expect(asked({ ...islands(130), 'src/globals.d.ts': 'interface Person {\n  roles: string[];\n}\n' }).parts).toHaveLength(1);
    const scripts = Object.fromEntries([1, 2, 3].map((index) => [`pages/${index}.js`, "fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name').then(show);\n"]));
    expect(asked({ ...islands(130), ...scripts }).parts).toHaveLength(131);
  });
  it('has the same findings in parts as in small, and groups that stay apart', () => {
    const { findings } = lintTexts(islands(130));
    const single = lintTexts(islands(1)).findings;
    expect(findings).toHaveLength(130 * single.length);
    expect(new Set(findings.map(({ group }) => group)).size).toBe(130 * new Set(single.map(({ group }) => group)).size);
  });
  it('is shared out evenly, the largest share first, and not when there is little', () => {
    const { parts } = asked(islands(160));
    const shares = sharesOf({ parts }, 2);
    expect(shares.map((share) => share.length)).toEqual([80, 80]);
    expect(shares.flat().sort((a, b) => a - b)).toEqual(parts.map((_, index) => index));
    expect(sharesOf({ parts: parts.slice(0, 20) }, 2)).toHaveLength(1);
  });
  it('has the same result when a thread does not answer', async () => {
    const folder = workspaces.make(islands(160));
    const files = new DiskFiles(listFiles(folder, [], []));
    const found = candidates(files, options);
    const script = new URL('data:text/javascript,throw new Error("no thread")');
    expect(await judgeOnThreads(files, found, options, { count: 2, script })).toEqual(judge(files, found, options));
  });
  it('loses one part when the tool fails at it, and says so', () => {
    const found = candidates(memoryFiles(islands(130)), options);
    const broken = found.parts.map((part, index) => (index === 7 ? { ...part, reach: { ...part.reach, requests: undefined as never } } : part));
    const { findings, errors } = judge(memoryFiles(islands(130)), { ...found, parts: broken }, options);
    expect(errors).toEqual([{ file: broken[7]?.reach.seeds[0], message: expect.stringContaining('a fault of this tool') }]);
    expect(findings.length).toBe(lintTexts(islands(129)).findings.length);
  });
  it('says the same on one thread and on two, also from the cache', () => {
    const folder = workspaces.make({ ...islands(160), 'src/7/caller.ts': `${caller}const = ;\n` });
    const caches = { XDG_CACHE_HOME: workspaces.make() };
    const plain = (text: string): string => text.replace(/"durationMs": \d+/, '').replace(/"statistics": \{[\s\S]*?\n {2}\},?\n/, '');
    const one = runWith({}, folder, 'check', '--format', 'json', '--no-cache', '--threads', '1', '--stats');
    const two = runWith({ env: caches }, folder, 'check', '--format', 'json', '--threads', '2', '--stats');
    expect(plain(two.out)).toBe(plain(one.out));
    expect(JSON.parse(one.out).findings.length).toBeGreaterThan(300);
    expect([one.err, two.err].map((text) => /^ +threads +(\d)$/m.exec(text)?.[1])).toEqual([undefined, '2']);
    const kept = runWith({ env: caches }, folder, 'check', '--format', 'json', '--stats');
    expect(plain(kept.out)).toBe(plain(one.out));
    expect(kept.err).toContain('compare with the cache');
    write(folder, { 'src/150/client.ts': client.replace('qlikcloud', 'oktacloud') });
    const after = runWith({ env: caches }, folder, 'check', '--format', 'json', '--threads', '2');
    expect(plain(after.out)).toBe(plain(run(folder, 'check', '--format', 'json', '--no-cache', '--threads', '1').out));
  });
  it('refuses a number of threads that is none', () => {
    expect(run(fixtures, 'check', '--threads', '0')).toMatchObject({ code: 2, err: expect.stringContaining('--threads needs a whole number') });
  });
});

describe('the search while git looks for files that it does not track', () => {
  const repository = (): string => {
    const folder = workspaces.repository({
      'src/client.ts': client,
      'src/gone.ts': client,
      'src/gone.min.js': client,
      'src/caller.ts': caller,
      'src/plain.ts': 'export const plain = 1;\n',
      'src/binary.ts': Buffer.from([1, 0, 2, 0]),
      'src/wide.ts': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(client, 'utf16le')]),
      'src/app.min.js': client,
      '.gitignore': 'ignored\n',
    });
    for (const name of ['gone.ts', 'gone.min.js']) fs.rmSync(path.join(folder, 'src', name));
    write(folder, { 'src/new.ts': caller, 'ignored/other.ts': client, 'src/plain.ts': 'export const changed = 2;\n', 'src/also.ts': Buffer.from([1, 0]) });
    return folder;
  };
  const selection = { paths: [], ignore: [] };
  const search = firstSearch(options);

  it.each([true, false])('comes to the same as one after the other, with states of files: %s', async (isStated) => {
    const folder = repository();
    const after = chooseFiles(folder, selection).files as DiskFiles;
    const during = (await chooseLooking(folder, selection, { search, isStated, isWorth: () => true })).files as DiskFiles;
    expect(during.all).toEqual(after.all);
    expect(during.all.map((file) => path.basename(file))).toEqual(['also.ts', 'binary.ts', 'caller.ts', 'client.ts', 'new.ts', 'plain.ts', 'wide.ts']);
    const told = ({ skipped, errors, selected }: DiskFiles) => ({ skipped, errors, selected });
    const states: Record<string, string>[] = [{}, {}];
    for (const [index, files] of [during, after].entries()) {
      files.watch = isStated ? (file, { size, mtimeMs, ino }) => ((states[index] as Record<string, string>)[file] = `${size} ${mtimeMs} ${ino}`) : undefined;
      expect(files.scan(search).size).toBe(2);
    }
    expect([...during.scan(search)]).toEqual([...after.scan(search)]);
    expect(told(during)).toEqual(told(after));
    expect(states[0]).toEqual(states[1]);
    expect(lint(during, options).findings).toEqual(lint(after, options).findings);
  });
  it('has read by then what git tracks, and nothing that is gone or that no person wrote', async () => {
    const folder = repository();
    const { ahead } = (await chooseLooking(folder, selection, { search, isStated: false, isWorth: () => true })).files as DiskFiles;
    expect([...(ahead?.seen.keys() ?? [])].map((file) => path.basename(file))).toEqual(['caller.ts', 'client.ts', 'plain.ts', 'wide.ts']);
    expect(((await chooseLooking(folder, selection, { search, isStated: false, isWorth: () => false })).files as DiskFiles).ahead).toBeUndefined();
  });
  it.each([256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 3 * 256 * 1024, 0])('reads files of every size whole: %i bytes', async (size) => {
    const filling = '// some words to fill a file with\n';
    const text = `${filling.repeat(Math.ceil(size / filling.length))}${client}`.slice(-Math.max(size, 0)).slice(0, size);
    const folder = workspaces.repository({ 'a.ts': text, 'b.ts': 'export const b = 1;\n' });
    for (const isStated of [true, false]) {
      const files = (await chooseLooking(folder, selection, { search, isStated, isWorth: () => true })).files as DiskFiles;
      expect(files.scan(search).has(path.join(folder, 'a.ts'))).toBe(size > 0);
      expect(files.read(path.join(folder, 'a.ts'))).toBe(text);
    }
  });
  it('is not used for another search, nor for texts that are put over the files', async () => {
    const folder = repository();
    const files = (await chooseLooking(folder, selection, { search, isStated: false, isWorth: () => true })).files as DiskFiles;
    const file = path.join(folder, 'src/client.ts');
    expect(files.scan({ patterns: { other: /fetch/ } }, [file]).get(file)).toEqual(new Set(['other']));
    expect(files.withTexts(new Map([[file, 'export const nothing = 0;\n']])).scan(search, [file]).size).toBe(0);
  });
  it('lists a folder without git, and one in which git fails', async () => {
    const folder = workspaces.make({ 'a.ts': client, '.git': 'gitdir: nowhere\n' });
    const files = (await chooseLooking(folder, selection, { search, isStated: false, isWorth: () => true })).files as DiskFiles;
    expect([files.all.map((name) => path.basename(name)), files.ahead]).toEqual([['a.ts'], undefined]);
  });
});

describe('a first look at the files that a hook names', () => {
  it('never leaves out a file that can hold a finding', () => {
    const blind = inputs.filter(
      (file) => lint(memoryFiles({ [path.basename(file)]: fs.readFileSync(file, 'utf8') }), options).findings.length > 0 && holdsNothing(memoryFiles({ [path.basename(file)]: fs.readFileSync(file, 'utf8') }), options),
    );
    expect(blind).toEqual([]);
    expect(inputs.length).toBeGreaterThan(250);
  });
  const files = { 'src/client.ts': client, 'src/caller.ts': caller, 'src/plain.ts': 'export const one = 1;\n', 'package.json': '{}' };
  const looked = (err: string): boolean => /files listed +1$/m.test(err);
  it('is enough when they hold no word of a rule, staged or named', () => {
    const folder = workspaces.repository(files);
    const named = run(folder, 'check', 'src/plain.ts', '--stats');
    expect(named).toMatchObject({ code: 0, out: '✔ No use of the deprecated users API in 1 file.\n' });
    expect(looked(named.err)).toBe(true);
    write(folder, { 'src/plain.ts': 'export const two = 2;\n' });
    git(folder, 'add', '-A');
    write(folder, { 'src/plain.ts': `${caller}\n` });
    const staged = run(folder, 'check', '--staged', '--stats');
    expect(staged.code).toBe(0);
    expect(looked(staged.err)).toBe(true);
  });
  it('is not enough when one does', () => {
    const folder = workspaces.repository(files);
    const named = run(folder, 'check', 'src/plain.ts', 'src/caller.ts', '--stats');
    expect(named.code).toBe(1);
    expect(looked(named.err)).toBe(false);
  });
  it('is not enough where a baseline may know a use that is gone', () => {
    const folder = workspaces.repository(files);
    run(folder, 'baseline');
    write(folder, { 'src/caller.ts': 'export const page = 1;\n' });
    commit(folder);
    expect(run(folder, 'check', 'src/caller.ts').out).toContain('gone');
  });
});
