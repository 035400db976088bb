// Prints how the cost grows: how many times longer twice and four times the files take. Not a test: it times whole processes.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
const runs = 3;

/** Wrappers over wrappers: what each feature calls is a request five functions and four files away. */
const shared = {
  'lib/http.ts': `export class Http {\n  constructor(private readonly base: string) {}\n  async send(method: string, path: string, query?: Record<string, string>): Promise<any> {\n    const url = new URL(path, this.base);\n    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);\n    return (await fetch(url, { method })).json();\n  }\n}\n`,
  'lib/api.ts': `import { Http } from './http';\nconst http = new Http(process.env.QLIK_TENANT_URL!);\nexport const get = (path: string, query?: Record<string, string>) => http.send('GET', \`/api/v1\${path}\`, query);\n`,
  'lib/retry.ts': `import { get } from './api';\nexport async function tried(path: string, query?: Record<string, string>): Promise<any> {\n  try {\n    return await get(path, query);\n  } catch {\n    return get(path, query);\n  }\n}\n`,
};

/** One feature in ten asks for users; the others ask for something else with the same words. */
function feature(index) {
  const isAboutUsers = index % 10 === 0;
  const path = isAboutUsers ? '/users' : ['/web-integrations', '/api-keys', '/spaces', '/items'][index % 4];
  return `import { tried } from '../lib/retry';\nimport { label } from './feature-${Math.max(0, index - 1)}';\n\nexport const label = (one: { name: string }) => \`feature ${index}: \${one.name}\`;\n\nasync function list${index}() {\n  const { data } = await tried('${path}', { limit: '${index}', sortBy: 'name' });\n  return data as { name: string; created: string; roles: string[] }[];\n}\n\nexport async function report${index}() {\n  const rows = await list${index}();\n  const newest = [...rows].sort((a, b) => (a.created < b.created ? 1 : -1));\n  return newest.filter((row) => row.roles.includes('TenantAdmin')).map((row) => label(row) + row.created);\n}\n`.replace(
    index === 0 ? /import \{ label \}.*\n/ : /$^/,
    '',
  );
}

function project(count, make) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  mkdirSync(path.join(folder, 'lib'));
  mkdirSync(path.join(folder, 'src'));
  for (const [name, text] of Object.entries(shared)) writeFileSync(path.join(folder, name), text);
  for (let index = 0; index < count; index += 1) writeFileSync(path.join(folder, `src/feature-${index}.ts`), make(index));
  return folder;
}

/** Seconds of the fastest of several whole runs, and what the tool counted; `more`: options. */
function measure(folder, more) {
  let best = Number.POSITIVE_INFINITY;
  let summary;
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    let output;
    try {
      output = execFileSync(process.execPath, [cli, 'check', folder, '--format', 'json', ...more], { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] });
    } catch (error) {
      output = error.stdout;
    }
    best = Math.min(best, (performance.now() - started) / 1000);
    summary = JSON.parse(output).summary;
  }
  return { seconds: best, summary };
}

const idle = (index) => `export const value${index} = ${index};\nexport function twice${index}(x: number) {\n  return x * 2 + value${index};\n}\n`;

/** Prints how many times longer twice and four times so many files take. */
export function growth(smallest) {
  for (const [title, make, more] of [
    ['deep wrappers, one file in ten about users', feature, ['--no-cache']],
    ['the same, unchanged since the last run', feature, []],
    ['nothing about users', idle, ['--no-cache']],
  ]) {
    console.log(title);
    let first;
    for (const factor of [1, 2, 4]) {
      const folder = project(smallest * factor, make);
      const { seconds, summary } = measure(folder, more);
      first ??= seconds;
      const found = summary.problems.certain + summary.problems.likely;
      console.log(`  ${String(smallest * factor).padStart(6)} files  ${seconds.toFixed(2).padStart(6)} s  ${(seconds / first).toFixed(2).padStart(5)} x  parsed ${summary.parsed}, found ${found}`);
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
