import { UsageError } from '../usage-error.ts';
import { askGit, compareWithGit, git, parts } from './git.ts';

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
    staged: new Set(namesStaged(folder)),
    unstaged: new Set(compareWithGit(folder, ['diff', '--name-only', '--relative'])),
  };
}

const namesStaged = (folder: string): string[] => compareWithGit(folder, ['diff', '--cached', '--name-only', '--relative', '--diff-filter=d']);

/** Names of what is staged at and below a folder; undefined when git cannot tell. */
export function stagedNames(folder: string): string[] | undefined {
  try {
    return namesStaged(folder);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return undefined;
  }
}

/** More names than this may not fit into one command. */
const mostNamed = 500;

/** The plain files of the index, at least those that are named: no links, no submodules. */
export function stagedFiles(folder: string, only: readonly string[] = []): Map<string, Staged> {
  const isFew = only.length > 0 && only.length <= mostNamed;
  const rows = parts(git(folder, ['--literal-pathspecs', 'ls-files', '-s', '-z', ...(isFew ? ['--', ...only] : [])]));
  return new Map(
    rows.flatMap((row) => {
      const [, mode = '', hash = '', stage = '', name = ''] = /^(\d+) ([0-9a-f]+) (\d)\t([\s\S]*)$/.exec(row) ?? [];
      if (stage !== '0') throw new UsageError(`${name}: a merge is not resolved; finish it before you judge what is staged`);
      return /^100/.test(mode) ? [[name, { mode, hash }] as const] : [];
    }),
  );
}

/** The contents of blobs, in their order; undefined for those that this repository does not have. */
export function readBlobs(folder: string, hashes: readonly string[]): (Buffer | undefined)[] {
  if (hashes.length === 0) return [];
  const output = git(folder, ['cat-file', '--batch'], `${hashes.join('\n')}\n`);
  let at = 0;
  return hashes.map(() => {
    const end = output.indexOf(10, at);
    const [, kind, size] = output.subarray(at, end).toString('latin1').split(' ');
    if (kind !== 'blob') {
      at = end + 1;
      return undefined;
    }
    at = end + 1 + Number(size) + 1;
    return Buffer.from(output.subarray(end + 1, at - 1));
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
