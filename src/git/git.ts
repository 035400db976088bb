import { execFileSync } from 'node:child_process';

/** Runs git in a folder; nothing it prints on stderr is shown. */
export function git(folder: string, args: readonly string[], input?: string | Buffer): Buffer {
  return execFileSync('git', ['-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args], {
    cwd: folder,
    maxBuffer: 1 << 30,
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(input === undefined ? {} : { input }),
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

/** Tracked files below the folder with changes that are not committed, by their names from the top; undefined outside git. */
export function uncommitted(folder: string): string[] | undefined {
  return askGit(folder, ['status', '--porcelain', '--untracked-files=no', '--', '.'])
    ?.split('\n')
    .filter(Boolean)
    .map((line) => line.slice(3));
}
