import { UsageError } from '../usage-error.ts';
import { askGit, compareWithGit, git, parts } from './git.ts';

/**
 * Files at and below a folder that differ from where this branch left `ref`, in commits, in the index, in the work tree or as new files.
 * @throws {UsageError} when the reference is unknown or has no common history here.
 */
export function changedSince(folder: string, ref: string): Set<string> {
  if (askGit(folder, ['rev-parse', '--is-inside-work-tree']) !== 'true') throw new UsageError('--since needs a git work tree');
  const isShallow = askGit(folder, ['rev-parse', '--is-shallow-repository']) === 'true';
  const commit = askGit(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (!commit) throw new UsageError(`--since ${ref}: git knows no such commit${isShallow ? '; this clone is shallow, so fetch it first: `git fetch --unshallow`, or `fetch-depth: 0` in the checkout' : ''}`);
  const base = askGit(folder, ['merge-base', commit, 'HEAD']);
  if (!base) throw new UsageError(`--since ${ref}: no common history with this branch${isShallow ? '; this clone is shallow: `git fetch --unshallow`, or `fetch-depth: 0` in the checkout' : ''}`);
  const changed = compareWithGit(folder, ['diff', '--name-only', '--relative', '--diff-filter=d', base]);
  return new Set([...changed, ...parts(git(folder, ['ls-files', '-o', '--exclude-standard', '-z']))]);
}
