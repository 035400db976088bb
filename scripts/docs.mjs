// Writes the rules table of the README from the rules' own pages; with --check it only says whether the table is fresh.
import { readFileSync, writeFileSync } from 'node:fs';

const order = ['users-metadata', 'user-roles', 'user-timestamps', 'patch-ops', 'sort-params', 'cursor-params', 'tenant-id-param', 'legacy-filters'];
const rows = order.map((id) => `| [\`${id}\`](rules/${id}.md) | ${readFileSync(`rules/${id}.md`, 'utf8').split('\n')[2]} |`);
const table = ['| rule | what changed |', '|---|---|', ...rows].join('\n');
const readme = readFileSync('README.md', 'utf8');
const place = /(<!-- rules -->\n)[\s\S]*?(<!-- \/rules -->)/;
if (!place.test(readme)) throw new Error('README.md has no place for the rules table');
const fresh = readme.replace(place, (_, open, close) => `${open}\n${table}\n\n${close}`);

if (process.argv.includes('--check')) {
  if (fresh !== readme) {
    console.error('README.md: the rules table is stale; run `npm run docs`');
    process.exitCode = 1;
  }
} else writeFileSync('README.md', fresh);
