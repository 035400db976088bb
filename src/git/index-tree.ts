import { UsageError } from '../usage-error.ts';
import { askGit, git, parts } from './git.ts';

/** A file as it is staged. */
export interface Staged {
  readonly mode: string;
  readonly hash: string;
}

export interface IndexTree {
  /** Plain files of the index by their path from the folder. */
  readonly files: ReadonlyMap<string, Staged>;
  /** What differs from the last commit. */
  readonly staged: ReadonlySet<string>;
  /** What differs between the index and the work tree. */
  readonly unstaged: ReadonlySet<string>;
}

/**
 * What is staged at and below a folder.
 * @throws {UsageError} outside a repository, and while a merge is not resolved.
 */
export function readIndex(folder: string): IndexTree {
  if (askGit(folder, ['rev-parse', '--is-inside-work-tree']) !== 'true') throw new UsageError('--staged needs a git work tree');
  return {
    files: stagedFiles(folder),
    staged: new Set(parts(git(folder, stagedDifference))),
    unstaged: new Set(parts(git(folder, ['diff', '--no-ext-diff', '--name-only', '-z', '--relative', '--no-renames']))),
  };
}

/** Names of what is staged at and below a folder; undefined when git cannot tell. */
export function stagedNames(folder: string): string[] | undefined {
  const told = askGit(folder, stagedDifference);
  return told === undefined ? undefined : parts(told);
}

const stagedDifference = ['diff', '--cached', '--no-ext-diff', '--name-only', '-z', '--relative', '--diff-filter=d', '--no-renames'];

/** The plain files of the index: no links, no submodules. */
export function stagedFiles(folder: string, only: readonly string[] = []): Map<string, Staged> {
  const rows = parts(git(folder, ['--literal-pathspecs', 'ls-files', '-s', '-z', ...(only.length === 0 ? [] : ['--', ...only])]));
  return new Map(
    rows.flatMap((row) => {
      const [, mode = '', hash = '', stage = '', name = ''] = /^(\d+) ([0-9a-f]+) (\d)\t([\s\S]*)$/.exec(row) ?? [];
      if (stage !== '0') throw new UsageError(`${name}: a merge is not resolved; finish it before you judge what is staged`);
      return /^100/.test(mode) ? [[name, { mode, hash }] as const] : [];
    }),
  );
}

/** The contents of blobs, in their order. */
export function readBlobs(folder: string, hashes: readonly string[]): Buffer[] {
  if (hashes.length === 0) return [];
  const output = git(folder, ['cat-file', '--batch'], `${hashes.join('\n')}\n`);
  let at = 0;
  return hashes.map(() => {
    const end = output.indexOf(10, at);
    const size = Number(output.subarray(at, end).toString('latin1').split(' ')[2]);
    at = end + 1 + size + 1;
    return Buffer.from(output.subarray(end + 1, end + 1 + size));
  });
}

/** Stores a text and returns its hash; no filter changes it. */
export function writeBlob(folder: string, text: string): string {
  return git(folder, ['hash-object', '-w', '--stdin', '--no-filters'], text).toString('utf8').trim();
}

/** Puts files into the index, all of them or none. */
export function updateIndex(folder: string, files: readonly { readonly name: string; readonly mode: string; readonly hash: string }[]): void {
  const prefix = askGit(folder, ['rev-parse', '--show-prefix']) ?? '';
  const top = askGit(folder, ['rev-parse', '--show-toplevel']) ?? folder;
  git(top, ['update-index', '-z', '--index-info'], files.map(({ name, mode, hash }) => `${mode} ${hash} 0\t${prefix}${name}\0`).join(''));
}
