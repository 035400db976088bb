import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The built command. */
export const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');

/** What one run of the built command said. */
export interface Told {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Folders that a test file makes and removes. */
export class Workspaces {
  readonly #made: string[] = [];

  /** A folder with these files. */
  make(files: Readonly<Record<string, string | Buffer>> = {}, name = ''): string {
    const base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'users-migrate-')));
    this.#made.push(base);
    const folder = path.join(base, name);
    fs.mkdirSync(folder, { recursive: true });
    write(folder, files);
    return folder;
  }

  /** A git repository with these files committed. */
  repository(files: Readonly<Record<string, string | Buffer>> = {}, name = ''): string {
    const folder = this.make(files, name);
    git(folder, 'init', '-q', '-b', 'main');
    commit(folder);
    return folder;
  }

  remove(): void {
    for (const folder of this.#made) fs.rmSync(folder, { recursive: true, force: true });
  }
}

export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
}

export const read = (folder: string, name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');

const plain = { NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_STEP_SUMMARY: '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };

/** Runs the built command. */
export function run(cwd: string, ...args: string[]): Told {
  return runWith({}, cwd, ...args);
}

export function runWith({ input, env }: { input?: string; env?: Readonly<Record<string, string>> }, cwd: string, ...args: string[]): Told {
  const result = spawnSync(process.execPath, [cli, ...args], { cwd, encoding: 'utf8', env: { ...process.env, ...plain, ...env }, ...(input === undefined ? {} : { input }) });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

/** The findings of a check, as `file:line rule`. */
export function found(cwd: string, ...args: string[]): string[] {
  const { out, err } = run(cwd, 'check', '--format', 'json', ...args);
  if (out === '') throw new Error(err);
  return JSON.parse(out).findings.map((finding: { file: string; line: number; ruleId: string }) => `${finding.file}:${finding.line} ${finding.ruleId}`);
}

export function git(cwd: string, ...args: string[]): string {
  const settings = ['user.name=t', 'user.email=t@example.com', 'protocol.file.allow=always', 'commit.gpgsign=false', 'core.quotePath=false'].flatMap((setting) => ['-c', setting]);
  return execFileSync('git', [...settings, ...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...plain } });
}

export function commit(cwd: string, message = 'work'): void {
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '--allow-empty', '-m', message);
}
