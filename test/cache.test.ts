import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { listOf, stillTrue } from '../src/cache/kept.ts';
import { statOf } from '../src/cache/recorder.ts';
import { DiskFiles } from '../src/files/file-set.ts';
import { listFiles } from '../src/files/list.ts';
import { Recorder } from '../src/cache/recorder.ts';
import { firstSearch, secondSearch } from '../src/candidates/candidates.ts';
import { reporters } from '../src/reporters/index.ts';
import type { RunOptions } from '../src/prepare.ts';
import { run } from '../src/run.ts';
import { git, read, run as runCommand, runWith, Workspaces, write } from './harness/workspace.ts';

const workspaces = new Workspaces();
afterAll(() => workspaces.remove());

type Texts = Readonly<Record<string, string>>;

const options: RunOptions = {
  command: 'check',
  selection: { paths: [], ignore: [] },
  rules,
  ruleIds: rules.map((rule) => rule.id),
  ruleOptions: { target: 'today', keepActiveDefault: false },
  assumeQlik: false,
  hosts: [],
  minConfidence: 'likely',
  dryRun: true,
  suggestions: false,
  force: false,
  stats: true,
  version: '0.0.0',
  ruleInfos: rules.map(({ id, summary, source }) => ({ id, summary, source, page: '' })),
};

/** What every reporter says, and whether the answer came from the cache. */
async function told(cwd: string, changed: Partial<RunOptions>): Promise<{ texts: Texts; isKept: boolean }> {
  const { report } = await run({ ...options, ...changed }, { cwd, now: () => performance.now() });
  const { statistics, ...plain } = report;
  const screen = { colour: false, columns: 100, why: true, quiet: false };
  return { texts: Object.fromEntries(Object.entries(reporters).map(([name, reporter]) => [name, reporter({ ...plain, durationMs: 0 }, screen)])), isKept: Object.keys(statistics?.phases ?? {}).includes('compare with the cache') };
}

/** A project and a folder for its cache. */
class Desk {
  readonly folder: string;
  readonly caches = workspaces.make();
  constructor(files: Texts) {
    this.folder = workspaces.make(files);
  }
  async cold(changed: Partial<RunOptions> = {}): Promise<Texts> {
    return (await told(this.folder, changed)).texts;
  }
  warm(changed: Partial<RunOptions> = {}): Promise<{ texts: Texts; isKept: boolean }> {
    return told(this.folder, { ...changed, cache: { folder: this.caches, build: 'this build', least: 0 } });
  }
  entries(): string[] {
    return fs.existsSync(this.caches) ? fs.readdirSync(this.caches).filter((name) => name.startsWith('results-')) : [];
  }
}

/** The host stands three imports away from the place that is found. */
const base = {
  'package.json': '{ "name": "shop", "dependencies": { "@qlik/sdk": "^0.12.0" } }\n',
  'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["lib/*"] } } }\n',
  'lib/host.ts': "export const host = 'https://acme.eu.qlikcloud.com';\n",
  'other/host.ts': "export const host = 'https://acme.okta.com';\n",
  'other/http.ts': 'export const get = (path: string) => path;\n',
  'lib/http.ts': "import { host } from './host';\nexport const get = (path: string) => fetch(`${host}/api/v1${path}`);\n",
  'lib/users.ts': "import { get } from './http';\nimport paths from './paths.json';\nexport const list = async () => (await get(paths.list)).json();\n",
  'lib/paths.json': '{ "list": "/users?sortBy=name" }\n',
  'src/page.ts': "import { list } from '@lib/users';\nexport async function page() {\n  const { data } = await list();\n  return data.map((user) => user.created);\n}\n",
  'src/ask.ts': "import { get } from '@lib/http';\nexport const ask = (path: string) => get(path);\n",
  'src/roles.ts':
    "import Qlik from '@qlik/sdk';\nconst qlik = new Qlik({ host: 'acme.eu.qlikcloud.com' });\nexport const names = async () => (await qlik.users.getMetadata()).valid_roles;\nexport const me = async () => (await qlik.users.getMe()).roles;\n",
  'src/widget.ts': 'export const widget = (size: number) => size * 2;\n',
};

const replaced =
  (name: keyof typeof base, from: string | RegExp, to: string) =>
  (folder: string): void =>
    write(folder, { [name]: base[name].replace(from, to) });

const changes: Readonly<Record<string, (folder: string) => void>> = {
  'a file three imports away': replaced('lib/host.ts', 'acme.eu.qlikcloud.com', 'acme.okta.com'),
  'a caller in a new file': (folder) => write(folder, { 'src/late.ts': "import { ask } from './ask';\nexport const late = () => ask('/users?sortBy=email');\n" }),
  'a caller in a file that was not read before': (folder) => write(folder, { 'src/widget.ts': "import { ask } from './ask';\nexport const widget = () => ask('/users?sortBy=email');\n" }),
  'the paths in tsconfig': replaced('tsconfig.json', '["lib/*"]', '["other/*"]'),
  'a table of paths': replaced('lib/paths.json', 'sortBy', 'order'),
  'a table that is gone': (folder) => fs.rmSync(path.join(folder, 'lib/paths.json')),
  'a file that is gone': (folder) => fs.rmSync(path.join(folder, 'lib/host.ts')),
  'a server of its own in a file that was not read before': (folder) => write(folder, { 'src/widget.ts': "export const widget = router.patch('/api/v1/users', 2);\n" }),
  'what .gitignore leaves out': (folder) => write(folder, { '.gitignore': 'src/page.ts\n' }),
  'a comment that suppresses': replaced('src/page.ts', '  return', '  // qlik-users-migrate-ignore-next-line user-timestamps -- the mirror keeps it\n  return'),
  'a file of the same size': replaced('lib/paths.json', 'sortBy', 'sortXy'),
  'a file that cannot be read as a program': replaced('src/page.ts', 'export async', 'export )async'),
  'a file that is no text any more': (folder) => fs.writeFileSync(path.join(folder, 'src/widget.ts'), Buffer.from([0x66, 0xff, 0x66])),
  'a file that became minified': (folder) => write(folder, { 'src/widget.ts': 'export const x = 1;'.repeat(2000) }),
};

describe('the cache', () => {
  it('gives the same report in every format when nothing changed', async () => {
    const desk = new Desk(base);
    const first = await desk.warm();
    const second = await desk.warm();
    expect([first.isKept, second.isKept]).toEqual([false, true]);
    expect(second.texts).toEqual(await desk.cold());
    expect(first.texts).toEqual(await desk.cold());
    expect(JSON.parse(second.texts['json'] as string).findings.length).toBeGreaterThan(2);
  });
  it.each(Object.entries(changes))('sees %s', async (_, change) => {
    const desk = new Desk(base);
    const before = (await desk.warm()).texts;
    expect((await desk.warm()).isKept).toBe(true);
    change(desk.folder);
    const after = await desk.warm();
    expect(after.texts).toEqual(await desk.cold());
    expect(after.texts).not.toEqual(before);
    expect((await desk.warm()).texts).toEqual(after.texts);
  });
  it('sees an installed version, a lock file and a manifest', async () => {
    const places = {
      'node_modules/@qlik/sdk/package.json': '{ "name": "@qlik/sdk", "version": "0.12.0" }',
      'package-lock.json': '{ "packages": { "node_modules/@qlik/sdk": { "version": "0.12.0" } } }',
      'package.json': '{ "name": "shop", "dependencies": { "@qlik/sdk": "^0.12.0" } }',
    };
    for (const [name, text] of Object.entries(places)) {
      const desk = new Desk({ ...base, 'package.json': '{}', 'node_modules/x/package.json': '{}', [name]: text });
      const before = (await desk.warm()).texts;
      expect((await desk.warm()).isKept).toBe(true);
      write(desk.folder, { [name]: text.replace('0.12', '0.28') });
      expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
      expect(await desk.cold(), name).not.toEqual(before);
    }
  });
  it('sees an installed version and a lock file that were not there', async () => {
    for (const name of ['node_modules/@qlik/sdk/package.json', 'package-lock.json']) {
      const desk = new Desk({ ...base, 'node_modules/x/package.json': '{}' });
      await desk.warm();
      write(desk.folder, { [name]: '{ "packages": { "node_modules/@qlik/sdk": { "version": "0.28.0" } }, "version": "0.28.0" }' });
      expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
    }
  });
  it('counts what is left out as it is today', async () => {
    const desk = new Desk(base);
    await desk.warm();
    write(desk.folder, { 'src/lib.min.js': 'x;\n' });
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
  });
  it('judges anew for other options, other files and another build', async () => {
    const desk = new Desk(base);
    await desk.warm();
    const others: Partial<RunOptions>[] = [
      { rules: rules.slice(0, 2) },
      { hosts: ['intranet'] },
      { assumeQlik: true },
      { ruleOptions: { target: '2022-11', keepActiveDefault: true } },
      { selection: { paths: ['src'], ignore: [] } },
      { selection: { paths: [], ignore: ['src/page.ts'] } },
    ];
    for (const other of others) {
      expect(await desk.warm(other)).toEqual({ texts: await desk.cold(other), isKept: false });
      expect((await desk.warm(other)).isKept).toBe(true);
    }
    expect((await told(desk.folder, { cache: { folder: desk.caches, build: 'the next build', least: 0 } })).isKept).toBe(false);
  });
  it('judges by the baseline of today', async () => {
    const desk = new Desk(base);
    const before = (await desk.warm()).texts;
    const { fingerprint } = JSON.parse(before['json'] as string).findings[0];
    expect(fingerprint).toBeTruthy();
    write(desk.folder, { 'qlik-users-migrate.baseline': '' });
    const after = await desk.warm();
    expect(after).toEqual({ texts: await desk.cold(), isKept: true });
    expect(after.texts).not.toEqual(before);
  });
  it('is not used for fix, for what is staged, for one text and for a branch', async () => {
    const desk = new Desk(base);
    for (const other of [{ command: 'fix' as const }, { selection: { paths: [], ignore: [], text: { file: 'src/page.ts', text: base['src/page.ts'] } } }]) await desk.warm(other);
    expect(desk.entries()).toEqual([]);
  });
  it('keeps nothing of runs that parse little', async () => {
    const desk = new Desk(base);
    await told(desk.folder, { cache: { folder: desk.caches, build: 'this build', least: 50 } });
    expect(fs.readdirSync(desk.caches)).toEqual([]);
  });
});

describe('what the cache compares', () => {
  it('does not mind files that were only touched, or whose change no question could see', async () => {
    const desk = new Desk(base);
    await desk.warm();
    write(desk.folder, { 'lib/host.ts': base['lib/host.ts'], 'src/widget.ts': 'export const widget = (size: number) => `${size * 3} px`;\n' });
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: true });
    write(desk.folder, { 'src/widget.ts': 'export const ask = (size: number) => size;\n' });
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
  });
  it('minds a file that was only looked for', async () => {
    const desk = new Desk({ ...base, 'lib/legend.json': '{}', 'lib/users.ts': `import './legend.json';\n${base['lib/users.ts']}` });
    await desk.warm();
    expect((await desk.warm()).isKept).toBe(true);
    fs.rmSync(path.join(desk.folder, 'lib/legend.json'));
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
  });
  it('is not fooled by times that were set back', async () => {
    const desk = new Desk(base);
    const file = path.join(desk.folder, 'lib/paths.json');
    fs.utimesSync(file, 1000, 1000);
    await desk.warm();
    fs.writeFileSync(file, base['lib/paths.json'].replace('sortBy', 'sortXy'));
    fs.utimesSync(file, 1000, 1000);
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
  });
  it('reads files that were written within two seconds of the run, whatever their times say', async () => {
    const folder = workspaces.make({ 'a.js': 'x;\n' });
    const files = new DiskFiles(listFiles(folder, [], []));
    const stats = fs.statSync(path.join(folder, 'a.js'));
    const list = listOf(files);
    const result = { findings: [], refusals: [], errors: [], skipped: {}, hasQlikEvidence: false, counters: { parsed: 1 }, notices: [] };
    const kept = (began: number, seen = stats) => ({ began, list, files: [[statOf(seen), 'of another text', -1]] as const, marks: [], words: {}, others: [], present: [], absent: [], result });
    expect(stillTrue(kept(stats.ctimeMs + 1000), files, [firstSearch(options), secondSearch(options)])).toBeUndefined();
    expect(stillTrue(kept(stats.ctimeMs + 5000), files, [firstSearch(options), secondSearch(options)])).toBeDefined();
    for (const time of ['mtimeMs', 'ctimeMs', 'ino', 'size'] as const)
      expect(stillTrue(kept(stats.ctimeMs + 5000, Object.assign(Object.create(stats), { [time]: stats[time] - 1 })), files, [firstSearch(options), secondSearch(options)])).toBeUndefined();
  });
  it('does not spend time on the contents of files that were only searched', () => {
    const folder = workspaces.make({ 'a.js': 'x;\n', 'b.js': 'y;\n' });
    const [a, b] = ['a.js', 'b.js'].map((name) => path.join(folder, name)) as [string, string];
    const recorder = new Recorder(new DiskFiles(listFiles(folder, [], [])));
    recorder.scan(firstSearch(options));
    expect([a, b].map((file) => recorder.seen.get(file)?.hash)).toEqual(['', '']);
    recorder.read(a);
    recorder.scan(firstSearch(options));
    expect([a, b].map((file) => recorder.seen.get(file)?.hash.length)).toEqual([43, 0]);
    expect(recorder.isUnsteady).toBe(false);
    fs.writeFileSync(a, 'z;\n');
    recorder.read(a);
    expect(recorder.isUnsteady).toBe(true);
  });
  it('agrees with a run without it, whatever is edited', async () => {
    const names = [...Object.keys(base), 'src/new.ts', 'lib/paths.js', 'src/index.ts', 'lib/tsconfig.json', 'package-lock.json'] as const;
    const swaps = [
      ['sortBy', 'sortXy'],
      ['qlikcloud', 'oktacloud'],
      ['created', 'createdAt'],
      ['roles', 'rules'],
      ['lib/', 'other/'],
      ['0.12', '0.28'],
      ['export ', ''],
      ['list', 'lost'],
      [/^/, '// sortBy users ask get roles\n'],
      ['get', 'got'],
    ] as const;
    const step = fc.oneof(
      fc.record({ kind: fc.constant('swap' as const), name: fc.constantFrom(...names), swap: fc.constantFrom(...swaps) }),
      fc.record({ kind: fc.constant('copy' as const), name: fc.constantFrom(...names), from: fc.constantFrom(...(Object.keys(base) as (keyof typeof base)[])) }),
      fc.record({ kind: fc.constant('remove' as const), name: fc.constantFrom(...names) }),
      fc.record({ kind: fc.constant('touch' as const), name: fc.constantFrom(...names) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const desk = new Desk(base);
        await desk.warm();
        for (const one of steps) {
          const file = path.join(desk.folder, one.name);
          const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
          if (one.kind === 'copy') write(desk.folder, { [one.name]: base[one.from] });
          else if (text === undefined) continue;
          else if (one.kind === 'remove') fs.rmSync(file);
          else fs.writeFileSync(file, one.kind === 'touch' ? text : text.replace(one.swap[0], one.swap[1]));
          expect((await desk.warm()).texts).toEqual(await desk.cold());
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('where the cache lies', () => {
  const within = (folder: string): string[] => fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

  it('is below node_modules where there is one, and nowhere in the project otherwise', async () => {
    const without = new Desk(base);
    const before = within(without.folder);
    await without.warm();
    expect(within(without.folder)).toEqual(before);
    expect(without.entries()).toHaveLength(1);
    const desk = new Desk({ ...base, 'node_modules/x/package.json': '{}' });
    await desk.warm();
    expect(desk.entries()).toEqual([]);
    expect(fs.readdirSync(path.join(desk.folder, 'node_modules/.cache/qlik-users-migrate'))).toEqual([expect.stringMatching(/^results-/)]);
    expect((await desk.warm()).isKept).toBe(true);
  });
  it('holds a bounded number of results', async () => {
    const desk = new Desk({ 'a.js': "fetch('https://acme.eu.qlikcloud.com/api/v1/users?sortBy=name');\n" });
    for (let count = 0; count < 40; count += 1) await desk.warm({ hosts: [`host-${count}`] });
    expect(desk.entries()).toHaveLength(32);
    expect((await desk.warm({ hosts: ['host-39'] })).isKept).toBe(true);
  });
  it('does not believe a file that another user wrote, that was changed or that is damaged', async () => {
    const desk = new Desk({ ...base, 'node_modules/x/package.json': '{}' });
    const honest = await desk.cold();
    await desk.warm();
    const folder = path.join(desk.folder, 'node_modules/.cache/qlik-users-migrate');
    const [name = ''] = fs.readdirSync(folder);
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    const silent = text.replace(/"findings":\[.*?\],"refusals"/s, '"findings":[],"refusals"');
    expect(silent).not.toBe(text);
    for (const forged of [silent, text.slice(0, -20), '', 'x', text.slice(text.indexOf('\n'))]) {
      fs.writeFileSync(path.join(folder, name), forged);
      expect(await desk.warm()).toEqual({ texts: honest, isKept: false });
    }
    expect((await desk.warm()).isKept).toBe(true);
    for (const other of ['a'.repeat(64), '']) {
      fs.writeFileSync(path.join(desk.caches, 'secret'), other);
      expect(await desk.warm()).toEqual({ texts: honest, isKept: false });
      expect((await desk.warm()).isKept).toBe(true);
    }
    expect(fs.statSync(path.join(desk.caches, 'secret')).mode & 0o777).toBe(process.platform === 'win32' ? 0o666 : 0o600);
  });
  it('writes nowhere else when folders or files of that name are links', async () => {
    const outside = workspaces.make();
    const victim = path.join(outside, 'victim');
    fs.writeFileSync(victim, 'mine');
    const desk = new Desk(base);
    fs.symlinkSync(outside, path.join(desk.folder, 'node_modules'));
    await desk.warm();
    expect(fs.readdirSync(outside)).toEqual(['victim']);
    fs.rmSync(path.join(desk.folder, 'node_modules'));
    fs.mkdirSync(path.join(desk.folder, 'node_modules'));
    fs.symlinkSync(outside, path.join(desk.folder, 'node_modules/.cache'));
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
    expect(fs.readdirSync(outside)).toEqual(['victim']);
    fs.rmSync(path.join(desk.folder, 'node_modules/.cache'));
    await desk.warm();
    fs.renameSync(path.join(desk.folder, 'node_modules/.cache'), path.join(outside, 'moved'));
    fs.symlinkSync(path.join(outside, 'moved'), path.join(desk.folder, 'node_modules/.cache'));
    expect((await desk.warm()).isKept).toBe(false);
    fs.rmSync(path.join(desk.folder, 'node_modules/.cache'));
    await desk.warm();
    const folder = path.join(desk.folder, 'node_modules/.cache/qlik-users-migrate');
    const [name = ''] = fs.readdirSync(folder);
    fs.rmSync(path.join(folder, name));
    fs.symlinkSync(victim, path.join(folder, name));
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
    expect(fs.readFileSync(victim, 'utf8')).toBe('mine');
  });
  it('does without where nothing can be written', async () => {
    const desk = new Desk(base);
    fs.rmSync(desk.caches, { recursive: true });
    fs.writeFileSync(desk.caches, 'a file in the way');
    expect(await desk.warm()).toEqual({ texts: await desk.cold(), isKept: false });
    expect((await desk.warm()).isKept).toBe(false);
  });
});

describe('the cache of the command', () => {
  const feature = (index: number): string =>
    `import { get } from '../lib/http';\nexport async function list${index}() {\n  const { data } = await get('/users?sortBy=name&limit=${index}');\n  return data.filter((user) => user.roles.includes('TenantAdmin'));\n}\n`;
  const files = {
    '.gitignore': 'node_modules\n',
    'node_modules/x/package.json': '{}',
    'lib/http.ts': 'export const get = async (path: string) => (await fetch(`https://acme.eu.qlikcloud.com/api/v1${path}`)).json();\n',
    ...Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`src/feature-${index}.ts`, feature(index)])),
  };
  const kept = (folder: string): string[] => {
    const at = path.join(folder, 'node_modules/.cache/qlik-users-migrate');
    return fs.existsSync(at) ? fs.readdirSync(at).filter((name) => name.startsWith('results-')) : [];
  };
  const untimed = (text: string): string => text.replace(/"durationMs": \d+/, '"durationMs": 0');

  it('says the same in every format, colder or warmer', async () => {
    const folder = workspaces.repository(files);
    const reports = (...more: string[]): Texts => {
      const out = workspaces.make();
      const formats = Object.keys(reporters).flatMap((name) => ['--format', `${name}=${path.join(out, name)}`]);
      expect(runCommand(folder, 'check', '--why', ...formats, ...more)).toEqual({ code: 1, out: '', err: '' });
      return Object.fromEntries(Object.keys(reporters).map((name) => [name, untimed(read(out, name))]));
    };
    const cold = reports('--no-cache');
    expect([reports(), reports()]).toEqual([cold, cold]);
    expect(kept(folder)).toHaveLength(1);
    const { statistics } = JSON.parse(runCommand(folder, 'check', '--format', 'json', '--stats').out);
    expect(Object.keys(statistics.phases)).toContain('compare with the cache');
  });
  it('is left alone by --no-cache, fix and everything that judges a part by git or from stdin', async () => {
    const folder = workspaces.repository(files);
    write(folder, { 'src/feature-0.ts': feature(100) });
    git(folder, 'add', '-A');
    for (const args of [
      ['check', '--no-cache'],
      ['check', '--staged'],
      ['check', '--since', 'HEAD'],
      ['fix', '--diff'],
    ])
      expect(runCommand(folder, ...args).err).toBe('');
    runWith({ input: feature(7) }, folder, 'check', '--stdin', '--stdin-filename', 'src/feature-7.ts');
    expect(kept(folder)).toEqual([]);
    runCommand(folder);
    expect(kept(folder)).toHaveLength(1);
    expect(git(folder, 'status', '--porcelain')).toBe('M  src/feature-0.ts\n');
  });
});
