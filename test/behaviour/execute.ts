import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Mode, tenantHost, tenantId } from './data.ts';
import { type Program, sourcesOf } from './programs.ts';
import { startServer } from './server.ts';

/** What one run of a program printed and left behind. */
export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly state: unknown;
  /** Every request with its status. */
  readonly log: readonly string[];
}

const patience = 20_000;

/** Runs the program in a folder against a fresh model server. */
export async function execute(program: Program, folder: string, mode: Mode): Promise<Run> {
  const server = await startServer(mode);
  try {
    const { code, out, err } = await spawned([...loaders(folder), program.entry], folder, environment(folder, server.url));
    return { code, out, err, state: server.state(), log: server.log() };
  } finally {
    server.close();
  }
}

export const isOk = (run: Run): boolean => run.code === 0;
export const isSame = (a: Run, b: Run): boolean => isOk(a) && isOk(b) && a.out === b.out && isDeepStrictEqual(a.state, b.state);

/** A loader costs half the time of a run, so plain JavaScript goes without. */
function loaders(folder: string): string[] {
  const isPlain = sourcesOf(folder).every((name) => !/\.[cm]?tsx?$|\.jsx$/.test(name));
  return [...(isPlain ? [] : ['--import', 'tsx']), '--import', path.join(import.meta.dirname, 'preload.mjs')];
}

function environment(folder: string, url: string): NodeJS.ProcessEnv {
  const usesUndici = sourcesOf(folder).some((name) => /['"]undici['"]/.test(fs.readFileSync(path.join(folder, name), 'utf8')));
  const { NODE_OPTIONS: _options, VITEST: _vitest, NODE_ENV: _node, FORCE_COLOR: _colour, ...inherited } = process.env;
  return {
    ...inherited,
    NO_COLOR: '1',
    TZ: 'UTC',
    MODEL_SERVER_URL: url,
    MODEL_UNDICI: usesUndici ? '1' : '',
    QLIK_TENANT_URL: url,
    QLIK_TENANT_ID: tenantId,
    QLIK_TENANT_HOST: tenantHost,
    QLIK_API_KEY: 'model-key',
  };
}

function spawned(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: patience });
    const output = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (output.out += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (output.err += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
}
