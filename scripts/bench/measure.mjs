// Runs whole processes and tells what they took. Medians, so that one slow or lucky run moves nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const time = '/usr/bin/time';
const hasTime = existsSync(time) && spawnSync(time, ['-f', '%e', 'true'], { encoding: 'utf8' }).status === 0;

/** One run: seconds on the clock and on processors, peak memory in MB (the last two only where GNU time is). */
export function once(command, cwd, env = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-time-'));
  const file = path.join(folder, 'time');
  const [program, ...args] = hasTime ? [time, '-o', file, '-f', '%U %S %M', ...command] : command;
  const began = performance.now();
  const { status, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'ignore'], env: { ...process.env, ...env } });
  const wall = (performance.now() - began) / 1000;
  const told = hasTime && existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').at(-1).split(' ').map(Number) : [];
  rmSync(folder, { recursive: true, force: true });
  if (error || status === null || status > 1) throw new Error(`${command.join(' ')} ended with ${error?.message ?? status}`);
  return { wall, cpu: told.length === 3 ? told[0] + told[1] : undefined, peak: told.length === 3 ? told[2] / 1024 : undefined };
}

/** The medians of several runs of each command, taken in turn, so that a machine that slows down slows all of them. */
export function inTurn(commands, cwd, runs, env) {
  const taken = new Map(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < runs; run += 1) for (const [name, command] of Object.entries(commands)) taken.get(name).push(once(command, cwd, env));
  return Object.fromEntries([...taken].map(([name, all]) => [name, Object.fromEntries(['wall', 'cpu', 'peak'].map((key) => [key, median(all.map((one) => one[key]))]))]));
}

const median = (numbers) => (numbers.includes(undefined) ? undefined : [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]);

/** A number of seconds, MB or times, for a table. */
export const shown = (number, digits = 2) => (number === undefined ? '-' : number.toFixed(digits));
