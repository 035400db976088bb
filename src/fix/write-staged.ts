import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { reasonOf } from '../files/file-set.ts';
import { isPlainFile, readPlain } from '../files/plain-file.ts';
import { git } from '../git/git.ts';
import { type IndexTree, stagedFiles, updateIndex, writeBlob } from '../git/index-tree.ts';
import type { Change } from './rounds.ts';
import { type Failure, replaceText, writeChanges } from './write.ts';

/** What one file becomes in the index and, where it is there, in the work tree. */
export interface StagedWrite {
  readonly file: string;
  readonly name: string;
  readonly mode: string;
  readonly before: string;
  readonly after: string;
  readonly work: Change | undefined;
}

/**
 * Decides what to write for changes of staged texts: the index gets the change and nothing else. The work tree gets it as well;
 * where lines are not staged they stay as they are, and where the change would touch them the file is refused.
 */
export function planStaged(root: string, changes: readonly Change[], index: IndexTree): { writes: StagedWrite[]; failures: Failure[] } {
  const writes: StagedWrite[] = [];
  const failures: Failure[] = [];
  for (const change of changes) {
    const name = change.file.slice(root.length + 1);
    const staged = index.files.get(name);
    const work = staged ? workTree(change) : 'it is not in the index';
    if (!staged || typeof work === 'string') failures.push({ file: change.file, reason: typeof work === 'string' ? work : 'it is not in the index' });
    else writes.push({ file: change.file, name, mode: staged.mode, before: staged.hash, after: writeBlob(root, change.after), work: work.change });
  }
  return { writes, failures };
}

/**
 * Writes the work tree, then the index in one step. Killed in between, the staged content is still as it was,
 * and the next run finishes the work. When the index cannot be written, the work tree is put back.
 */
export function writeStaged(root: string, writes: readonly StagedWrite[], staging?: string): Failure[] {
  const names = writes.map(({ name }) => name);
  const now = stagedFiles(root, names);
  const changed = writes.filter(({ name, before }) => now.get(name)?.hash !== before);
  if (changed.length > 0) return writes.map(({ file }) => ({ file, reason: 'what is staged changed while it was being judged; run again' }));
  const done: Change[] = [];
  let at = 'the index';
  try {
    for (const { work, name } of writes) {
      if (!work || work.before === work.after) continue;
      at = name;
      replaceText(root, work, staging);
      done.push(work);
    }
    at = 'the index';
    updateIndex(
      root,
      writes.map(({ name, mode, after }) => ({ name, mode, hash: after })),
    );
    return [];
  } catch (error) {
    const stuck = writeChanges(
      root,
      done.map(({ file, before, after }) => ({ file, before: after, after: before })),
      staging,
    );
    const reason = `${at} cannot be written: ${reasonOf(error).split('\n').slice(0, 2).join(' ')}`;
    return writes.map(({ file }) => ({ file, reason: stuck.some((one) => one.file === file) ? `${reason}; this file has the new text already` : reason }));
  }
}

/** The change as the work tree needs it; the reason when it cannot have it. */
function workTree({ file, before, after }: Change): { change: Change | undefined } | string {
  if (!fs.lstatSync(file, { throwIfNoEntry: false })) return { change: undefined };
  if (!isPlainFile(file)) return 'it is no plain file in the work tree';
  const text = readPlain(file);
  if (text === before) return { change: { file, before, after } };
  const isCrlf = !before.includes('\r\n') && text.includes('\r\n') && !/(?<!\r)\n/.test(text);
  const plain = isCrlf ? text.replaceAll('\r\n', '\n') : text;
  const merged = plain === before ? after : merge(plain, before, after);
  if (merged === undefined) return 'lines that are not staged stand where it would change; stage or stash them first';
  return { change: { file, before: text, after: isCrlf ? merged.replaceAll('\n', '\r\n') : merged } };
}

/** Both sides' changes of `base`; undefined when they touch the same lines. */
function merge(ours: string, base: string, theirs: string): string | undefined {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'qlik-users-migrate-'));
  try {
    const names = ['ours', 'base', 'theirs'];
    for (const [index, text] of [ours, base, theirs].entries()) fs.writeFileSync(path.join(folder, names[index] ?? ''), text);
    return git(folder, ['merge-file', '-p', '--quiet', ...names]).toString('utf8');
  } catch {
    return undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
