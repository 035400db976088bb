// One run of the built tool in a process of its own: how it ended, what it said, how long it took and how much memory it held.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
/** Loaded in front of the tool: leaves behind what the process used. */
const leaving = 'import { writeFileSync } from "node:fs"; process.on("exit", () => writeFileSync(process.env.GAUNTLET_USED, JSON.stringify(process.resourceUsage())));';

/**
 * Runs a command of the tool in a folder.
 * `faults` are what must never be: an end by a signal or a timeout, an exit code that the command may not have, an answer that cannot be read.
 */
export async function runTool(folder, words, { timeout }) {
  const notes = mkdtempSync(path.join(tmpdir(), 'gauntlet-run-'));
  const started = performance.now();
  const used = path.join(notes, 'used');
  const [json, sarif, diff] = ['json', 'sarif', 'diff'].map((name) => path.join(notes, name));
  const child = spawn(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(leaving)}`, cli, ...words, '--no-config', '--no-baseline', '-f', `json=${json}`, '-f', `sarif=${sarif}`, '-f', `diff=${diff}`], {
    cwd: folder,
    env: { ...process.env, GAUNTLET_USED: used },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4000)));
  const timer = setTimeout(() => child.kill('SIGKILL'), timeout * 1000);
  const { code, signal } = await new Promise((resolve) => child.on('close', (code, signal) => resolve({ code, signal })));
  clearTimeout(timer);
  const waited = (performance.now() - started) / 1000;
  const faults = [];
  if (signal) faults.push(waited >= timeout ? `no end after ${timeout} s` : `ended by ${signal}`);
  else if (code !== 0 && code !== 1) faults.push(`exit code ${code}: ${said.trim().split('\n').at(-1)}`);
  if (/\n\s+at .+:\d+:\d+/.test(said)) faults.push(`a stack on stderr: ${said.trim().split('\n')[0]}`);
  const report = parsed(json);
  if (faults.length === 0 && !report) faults.push('no report');
  for (const error of report?.errors ?? []) if (/a fault of this tool/.test(error.message)) faults.push(`${error.file}: ${error.message}`);
  const result = { faults, report, edits: editsIn(parsed(sarif)), changed: changedIn(textOf(diff)), ...spent(parsed(used)) };
  rmSync(notes, { recursive: true, force: true });
  return result;
}

/** Seconds of processor time, so that other work of the machine does not count; and the most memory that was held, in MB. */
const spent = ({ userCPUTime = 0, systemCPUTime = 0, maxRSS = 0 } = {}) => ({ seconds: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS / 1024 });

function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function parsed(file) {
  try {
    return JSON.parse(textOf(file));
  } catch {
    return undefined;
  }
}

/** The files that a unified diff changes. */
const changedIn = (diff) => [...diff.matchAll(/^\+\+\+ (?:b\/)?([^\t\n]+)/gm)].map((match) => match[1]);

/** File -> the lines, from 1, that a certain or likely finding stands on or edits. */
function editsIn(sarif) {
  const lines = new Map();
  const add = ({ artifactLocation, region }) => {
    const file = artifactLocation.uri.split('/').map(decodeURIComponent).join('/');
    if (!lines.has(file)) lines.set(file, new Set());
    for (let line = region.startLine; line <= region.endLine; line += 1) lines.get(file).add(line);
  };
  for (const { properties, locations, fixes = [] } of sarif?.runs[0].results ?? []) {
    if (properties.confidence === 'possible') continue;
    for (const { physicalLocation } of locations) add(physicalLocation);
    for (const { artifactChanges } of fixes) for (const { artifactLocation, replacements } of artifactChanges) for (const { deletedRegion } of replacements) add({ artifactLocation, region: deletedRegion });
  }
  return lines;
}
