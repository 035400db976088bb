import { execFileSync, spawn } from 'node:child_process';
import { UsageError } from '../usage-error.ts';

/** A repository may bring a configuration of its own; none of it may run a program or open a connection. */
const settings = [
  'core.quotePath=false',
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'safe.bareRepository=explicit',
  'protocol.allow=never',
  ...['ext', 'fd', 'file', 'git', 'http', 'https', 'ssh'].map((name) => `protocol.${name}.allow=never`),
];

const argumentsOf = (args: readonly string[]): string[] => ['--no-optional-locks', ...settings.flatMap((setting) => ['-c', setting]), ...args];

/** Runs git in a folder; nothing it prints on stderr is shown. */
export function git(folder: string, args: readonly string[], input?: string | Buffer): Buffer {
  return execFileSync('git', argumentsOf(args), {
    cwd: folder,
    maxBuffer: 1 << 30,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
  });
}

/** Starts git in a folder and goes on; what it printed in the end, undefined when it fails or is not there. */
export function startGit(folder: string, args: readonly string[]): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const child = spawn('git', argumentsOf(args), { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] });
    const printed: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => printed.push(part));
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? Buffer.concat(printed) : undefined));
  });
}

/** What git prints, without the last line break; undefined when it fails or is not there. */
export function askGit(folder: string, args: readonly string[]): string | undefined {
  try {
    return git(folder, args).toString('utf8').replace(/\n$/, '');
  } catch {
    return undefined;
  }
}

/** The parts of a listing made with `-z`. */
export function parts(output: Buffer | string): string[] {
  return output.toString('utf8').split('\0').filter(Boolean);
}

/** `diff` or `status`: they compare contents, for which git runs the filters that are configured. Those of the repository itself are switched off. */
export function compareWithGit(folder: string, [command = '', ...args]: readonly string[]): string[] {
  const isDiff = command === 'diff';
  return parts(git(folder, [...filtersOff(folder), command, ...(isDiff ? ['--no-ext-diff', '--no-textconv', '--no-renames'] : ['--no-renames']), '--ignore-submodules=all', '-z', ...args]));
}

/** @throws {UsageError} for names that no option can carry. */
function filtersOff(folder: string): string[] {
  const wanted = ['--name-only', '-z', '--get-regexp', '^filter\\..*\\.(clean|smudge|process|required)$'];
  const told = askGit(folder, ['config', '--show-scope', ...wanted]);
  const scoped = parts(told ?? '');
  const names = told === undefined ? parts(askGit(folder, ['config', '--local', '--includes', ...wanted]) ?? '') : scoped.filter((_, index) => index % 2 === 1 && /^(?:local|worktree)$/.test(scoped[index - 1] ?? ''));
  const strange = names.find((name) => /[=\n]/.test(name));
  if (strange !== undefined) throw new UsageError(`the git configuration of this repository has ${JSON.stringify(strange)}, which may run a program and cannot be switched off; take it out first`);
  return names.flatMap((name) => ['-c', `${name}=${name.endsWith('.required') ? 'false' : ''}`]);
}

/** Tracked files below the folder with changes that are not committed, by their names from the top; undefined outside git. */
export function uncommitted(folder: string): string[] | undefined {
  if (askGit(folder, ['rev-parse', '--is-inside-work-tree']) !== 'true') return undefined;
  return compareWithGit(folder, ['status', '--porcelain', '--untracked-files=no', '--', '.']).map((line) => line.slice(3));
}
