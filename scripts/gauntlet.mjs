// Runs the built tool over whole trees of code that it has never seen, and says what broke. Nothing of the trees is changed: what is written is written to copies.
// Usage: npm run gauntlet -- [--markdown] [--names] [--batch 500] [--timeout 600] [--only plain,assume,forced] [--label NAME@COMMIT] DIR…
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { probed } from './gauntlet/probe.mjs';
import { runTool } from './gauntlet/runs.mjs';
import { markdown, table } from './gauntlet/tables.mjs';
import { unpacked } from './gauntlet/unpack.mjs';
import { isProgram, treeOf } from './gauntlet/verdicts.mjs';

const { values: given, positionals: folders } = parseArgs({
  allowPositionals: true,
  options: {
    markdown: { type: 'boolean', default: false },
    names: { type: 'boolean', default: false },
    batch: { type: 'string', default: '500' },
    timeout: { type: 'string', default: '600' },
    only: { type: 'string', default: 'plain,assume,forced' },
    label: { type: 'string', multiple: true, default: [] },
  },
});
if (folders.length === 0) {
  console.error('usage: npm run gauntlet -- [--markdown] [--names] [--batch 500] [--timeout 600] [--only plain,assume,forced] [--label NAME@COMMIT] DIR…');
  process.exit(2);
}

const timeout = Number(given.timeout);
const program = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro|html?|hbs|handlebars|ejs|mdx?|markdown)$/;
const left = /(?:^|\/)(?:node_modules|\.git|dist|build|out|coverage|\.next|\.nuxt|\.svelte-kit|\.turbo|\.cache|\.yarn|bower_components|\.output|\.vercel|\.hg|\.svn)\/|\.min\.[cm]?js$/;
const prose = /\.(?:mdx?|markdown)$/;

const textOf = (file) => readFileSync(file, 'utf8');

/** Everything of one tree that the tool judges. */
function filesIn(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.split(path.sep).join('/'));
  return names.filter((name) => program.test(name) && !left.test(name) && lstatSync(path.join(folder, name)).isFile()).sort();
}

/** One way of running over one tree; adds to its row what was found, and to `faults` what must not be. */
async function overWhole(folder, more) {
  const row = rowOf();
  const check = await runTool(folder, ['check', '--no-cache', ...more], { timeout });
  take(row, folder, check);
  const fix = await runTool(folder, ['fix', '--dry-run', ...more], { timeout });
  row.faults.push(...fix.faults);
  row.peak = Math.max(row.peak, fix.peak);
  row.seconds += fix.seconds;
  row.changed = fix.changed.length;
  for (const file of fix.changed) if (!check.edits.has(file)) row.faults.push(`${file}: changed without a certain or likely finding in it`);
  return row;
}

const rowOf = () => ({ files: 0, parsed: 0, refused: 0, ours: [], certain: 0, likely: 0, possible: 0, changed: 0, seconds: 0, peak: 0, faults: [] });

function take(row, folder, { faults, report, seconds, peak }) {
  row.faults.push(...faults);
  row.seconds += seconds;
  row.peak = Math.max(row.peak, peak);
  if (!report) return;
  row.files += report.summary.files;
  row.parsed += report.summary.parsed;
  for (const name of ['certain', 'likely', 'possible']) row[name] += report.summary.problems[name];
  const named = report.errors.filter(({ file, message }) => !/a fault of this tool/.test(message) && !prose.test(file));
  for (const [file, error] of new Map(named.map((error) => [error.file, error]))) {
    if (isProgram(file, textOf(path.join(folder, file)))) row.ours.push(`${file}:${error.line ?? 1} ${error.message}`);
    else row.refused += 1;
  }
}

/** Copies with a request for users in every file; `fix` writes to them. */
async function overForced(folder) {
  const row = rowOf();
  const files = filesIn(folder);
  const size = Number(given.batch);
  for (let from = 0; from < files.length; from += size) {
    const copy = mkdtempSync(path.join(tmpdir(), 'gauntlet-'));
    const batch = files.slice(from, from + size);
    const wholes = new Set();
    for (const name of batch) {
      mkdirSync(path.dirname(path.join(copy, name)), { recursive: true });
      const { text, isWhole } = probed(name, textOf(path.join(folder, name)));
      writeFileSync(path.join(copy, name), text);
      if (isWhole) wholes.add(name);
    }
    for (const name of ['package.json', 'tsconfig.json']) if (existsSync(path.join(folder, name))) cpSync(path.join(folder, name), path.join(copy, name));
    await overCopy(row, copy, batch, wholes);
    rmSync(copy, { recursive: true, force: true });
    process.stderr.write(`\r${path.basename(folder)}: ${Math.min(from + size, files.length)} of ${files.length}, ${row.faults.length} faults \x1b[K`);
  }
  process.stderr.write('\n');
  return row;
}

async function overCopy(row, copy, batch, wholes) {
  const before = new Map(batch.map((name) => [name, textOf(path.join(copy, name))]));
  const check = await runTool(copy, ['check', '--no-cache'], { timeout });
  take(row, copy, check);
  const fix = await runTool(copy, ['fix'], { timeout });
  row.faults.push(...fix.faults);
  row.seconds += fix.seconds;
  row.peak = Math.max(row.peak, fix.peak);
  const unread = new Set((check.report?.errors ?? []).map(({ file }) => file));
  const refused = new Map((fix.report?.refused ?? []).map(({ file, reason }) => [file, reason]));
  for (const [file, reason] of refused) row.faults.push(`${file}: the tool took its own fix back: ${reason}`);
  for (const [name, text] of before) {
    const after = textOf(path.join(copy, name));
    if (text !== after) {
      row.changed += 1;
      row.faults.push(...wrongChanges(name, text, after, check.edits.get(name) ?? new Set()));
    } else if (wholes.has(name) && !unread.has(name) && !refused.has(name)) row.faults.push(`${name}: the request that was put into it is not rewritten`);
  }
}

/** Lines that changed without a finding that stands on them or edits them, and texts that are no program any more. */
function wrongChanges(name, before, after, named) {
  const faults = [];
  if (/\.(?:[cm]?[jt]s|[jt]sx)$/.test(name) && treeOf(name, before) && !treeOf(name, after)) faults.push(`${name}: is no program any more after the fix`);
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (old.length !== now.length) return faults;
  const lines = old.flatMap((line, index) => (line === now[index] ? [] : [index + 1]));
  for (const line of lines) if (!named.has(line)) faults.push(`${name}:${line}: changed without a certain or likely finding on it: ${old[line - 1].trim().slice(0, 90)} => ${now[line - 1].trim().slice(0, 90)}`);
  return faults;
}

const ways = { plain: (folder) => overWhole(folder, []), assume: (folder) => overWhole(folder, ['--assume-qlik']), forced: overForced };
const rows = [];
for (const [index, given_] of folders.entries()) {
  const { folder, dispose } = unpacked(path.resolve(given_));
  const [name, commit = ''] = (given.label[index] ?? path.basename(given_).replace('+', '/')).split('@');
  for (const way of given.only.split(',')) {
    const row = { name, commit, way, ...(await ways[way](folder)) };
    rows.push(row);
    if (!given.markdown) console.log(table([row]));
    for (const fault of [...row.faults, ...row.ours.map((file) => `${file} (a program, and not read)`)].slice(0, given.names ? Number.POSITIVE_INFINITY : 20)) console.error(`  ${name} ${way}: ${fault}`);
  }
  dispose();
}
if (given.markdown) console.log(markdown(rows));
process.exitCode = rows.some(({ faults }) => faults.length > 0) ? 1 : 0;
