import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Mode } from '../behaviour/data.ts';
import { startServer } from '../behaviour/server.ts';

/** A program of several files; `main.mjs` is run. Its requests go to a host of its own. */
export interface Batched {
  readonly name: string;
  readonly texts: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly lines: readonly string[];
  /** What is left in the tenant that is written to, and every request with its status. */
  readonly state: unknown;
  readonly log: readonly string[];
}

const repository = path.resolve(import.meta.dirname, '../..');
const patience = 120_000;

/** Programs write to another tenant than they read from, so that a write that is left does not change what is read. */
export const writesTo = 'writes-';

export const hostOf = (name: string): string => `${name}.eu.qlikcloud.com`;

/** Runs all programs in one process against one model server, which keeps a tenant for each of them. */
export async function runAll(programs: readonly Batched[], mode: Mode): Promise<Map<string, Outcome>> {
  const place = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'laws-')));
  const server = await startServer(mode, { apart: true });
  try {
    fs.symlinkSync(path.join(repository, 'node_modules'), path.join(place, 'node_modules'), 'junction');
    const list = path.join(place, 'programs.json');
    fs.writeFileSync(list, JSON.stringify(Object.fromEntries(programs.map((program) => [program.name, written(place, program)]))));
    const results = path.join(place, 'results.json');
    await spawned([path.join(import.meta.dirname, 'runner.mjs'), list, results], place, server.url);
    const printed: Record<string, string[]> = JSON.parse(fs.readFileSync(results, 'utf8'));
    return new Map(programs.map(({ name }) => [name, { lines: printed[name] ?? [], state: server.state(`${writesTo}${hostOf(name)}`), log: [...server.log(hostOf(name)), ...server.log(`${writesTo}${hostOf(name)}`)] }]));
  } finally {
    server.close();
    fs.rmSync(place, { recursive: true, force: true });
  }
}

function written(place: string, { name, texts }: Batched): string {
  for (const [file, text] of Object.entries(texts)) {
    fs.mkdirSync(path.dirname(path.join(place, name, file)), { recursive: true });
    fs.writeFileSync(path.join(place, name, file), text);
  }
  return path.join(place, name, 'main.mjs');
}

function spawned(words: readonly string[], cwd: string, url: string): Promise<void> {
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _node, FORCE_COLOR: _colour, ...inherited } = process.env;
  const env = { ...inherited, TZ: 'UTC', NO_COLOR: '1', MODEL_SERVER_URL: url };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', path.join(repository, 'test/behaviour/preload.mjs'), ...words], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'], timeout: patience });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (errors += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`the programs could not be run: exit ${code}\n${errors.slice(-2000)}`))));
  });
}
