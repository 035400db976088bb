// The three ways over one tree. Each gives a row: what was counted, and what must not have happened.
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { wrongChanges } from './changes.mjs';
import { probed } from './probe.mjs';
import { runTool } from './runs.mjs';
import { isProgram } from './verdicts.mjs';

const program = /\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro|html?|hbs|handlebars|ejs|mdx?|markdown)$/;
const prose = /\.(?:mdx?|markdown)$/;
/** What the tool leaves alone by its name, and tells in its summary. */
const left = /(?:^|\/)(?:node_modules|\.git|dist|build|out|coverage|\.next|\.nuxt|\.svelte-kit|\.turbo|\.cache|\.yarn|bower_components|\.output|\.vercel|\.hg|\.svn)\/|\.min\.[cm]?js$/;

const textOf = (file) => readFileSync(file, 'utf8');
const rowOf = () => ({ files: 0, parsed: 0, refused: 0, ours: [], certain: 0, likely: 0, possible: 0, changed: 0, takenBack: [], seconds: 0, peak: 0, faults: [] });

/** The tree as it is: checked, and fixed without writing. */
export async function overWhole(folder, more, { timeout }) {
  const row = rowOf();
  const check = await runTool(folder, ['check', '--no-cache', ...more], { timeout });
  addRun(row, folder, check);
  row.seconds = check.seconds;
  const fix = await runTool(folder, ['fix', '--dry-run', ...more], { timeout });
  row.faults.push(...fix.faults);
  row.peak = Math.max(row.peak, fix.peak);
  row.changed = fix.changed.length;
  row.takenBack = (fix.report?.refused ?? []).map(({ file, reason }) => `${file}: ${reason}`);
  for (const file of fix.changed) if (!check.edits.has(file)) row.faults.push(`${file}: changed without a certain or likely finding in it`);
  return row;
}

function addRun(row, folder, { faults, report, seconds, peak }) {
  row.faults.push(...faults);
  row.seconds += seconds;
  row.peak = Math.max(row.peak, peak);
  if (!report) return;
  row.files += report.summary.files;
  row.parsed += report.summary.parsed;
  for (const name of ['certain', 'likely', 'possible']) row[name] += report.summary.problems[name];
  const unread = report.errors.filter(({ file, message }) => !/a fault of this tool/.test(message) && !prose.test(file));
  for (const [file, error] of new Map(unread.map((error) => [error.file, error]))) {
    if (isProgram(file, textOf(path.join(folder, file)))) row.ours.push(`${file}:${error.line ?? 1}: ${error.message}`);
    else row.refused += 1;
  }
}

/** Copies of the tree, so many files at a time, with a request for users in every file; `fix` writes to them. */
export async function overForced(folder, { timeout, batch, told }) {
  const row = rowOf();
  const files = filesIn(folder);
  for (let from = 0; from < files.length; from += batch) {
    const copy = mkdtempSync(path.join(tmpdir(), 'gauntlet-'));
    await overCopy(row, copy, copied(folder, copy, files.slice(from, from + batch)), timeout);
    rmSync(copy, { recursive: true, force: true });
    told(Math.min(from + batch, files.length), files.length, row.faults.length);
  }
  return row;
}

/** Everything of a tree that the tool judges. */
function filesIn(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => name.split(path.sep).join('/'));
  return names.filter((name) => program.test(name) && !left.test(name) && lstatSync(path.join(folder, name)).isFile() && !isLeft(readFileSync(path.join(folder, name)))).sort();
}

/** Binary, minified or enormous: the tool leaves these alone as well, and tells it. */
const isLeft = (bytes) => bytes.subarray(0, 1024).includes(0) || bytes.length > 5_000_000 || (bytes.length > 20_000 && bytes.length / bytes.toString('latin1').split('\n').length > 500);

/** File -> its text with the probe, and whether a fix must rewrite that. */
function copied(folder, copy, names) {
  const texts = new Map();
  for (const name of names) {
    const made = probed(name, textOf(path.join(folder, name)));
    texts.set(name, made);
    mkdirSync(path.dirname(path.join(copy, name)), { recursive: true });
    writeFileSync(path.join(copy, name), made.text);
  }
  for (const name of ['package.json', 'tsconfig.json']) if (existsSync(path.join(folder, name))) cpSync(path.join(folder, name), path.join(copy, name));
  return texts;
}

async function overCopy(row, copy, texts, timeout) {
  const check = await runTool(copy, ['check', '--no-cache'], { timeout });
  addRun(row, copy, check);
  const fix = await runTool(copy, ['fix'], { timeout });
  row.faults.push(...fix.faults);
  row.seconds += fix.seconds;
  row.peak = Math.max(row.peak, fix.peak);
  const refused = fix.report?.refused ?? [];
  row.takenBack.push(...refused.map(({ file, reason }) => `${file}: ${reason}`));
  const excused = new Set([...(check.report?.errors ?? []), ...refused].map(({ file }) => file));
  for (const [name, { text, isSure }] of texts) {
    const after = textOf(path.join(copy, name));
    if (text !== after) {
      row.changed += 1;
      row.faults.push(...wrongChanges(name, text, after, check.edits.get(name) ?? new Set()));
    } else if (isSure && !excused.has(name)) row.faults.push(`${name}: the request that was put into it is not rewritten`);
  }
}
