import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../files/file-set.ts';
import { readPlain } from '../files/plain-file.ts';
import type { Change } from './rounds.ts';

export interface Failure {
  readonly file: string;
  readonly reason: string;
}

/**
 * Writes changed files, each whole or not at all: temporary file, flush, rename. Mode, owner and link targets are kept; of a file with several names
 * (hard links) the one that was judged gets the new text, the others keep the old.
 * A file that changed since it was read is not overwritten. Returns what could not be written, with the reason.
 * `staging`: a folder outside of what the project tracks, for files that are not finished.
 */
export function writeChanges(root: string, changes: readonly Change[], staging?: string): Failure[] {
  return changes.flatMap((change) => {
    try {
      replaceText(root, change, staging);
      return [];
    } catch (error) {
      return [{ file: change.file, reason: reasonOf(error) }];
    }
  });
}

/** Replaces one file. @throws when it is not what it was, or cannot be written. */
export function replaceText(root: string, { file, before, after }: Change, staging?: string): void {
  const target = fs.realpathSync(file);
  const inside = fs.realpathSync(root);
  if (target !== inside && !target.startsWith(inside.endsWith(path.sep) ? inside : inside + path.sep)) throw new Error('it is a link that leaves the project');
  if (readPlain(target) !== before) throw new Error('it changed while it was being judged; run again');
  try {
    fs.accessSync(target, fs.constants.W_OK);
    writeWhole(target, after, fs.statSync(target), staging);
  } catch (error) {
    throw /^(?:EACCES|EPERM)$/.test((error as NodeJS.ErrnoException).code ?? '') ? new Error('no permission to write it') : error;
  }
}

/** How files end that are not finished. */
const unfinishedName = /^[0-9a-f]{12}\.tmp$/;

/** What a file keeps when its text is replaced. */
export type Kept = Pick<fs.Stats, 'mode'> & Partial<Pick<fs.Stats, 'uid' | 'gid'>>;

/** Temporary file, flush, rename. Nothing is left of it when that fails; what a killed run left is taken away by the next that writes here. */
export function writeWhole(target: string, text: string, kept: Kept, staging?: string): void {
  if (staging !== undefined && isReplaced(path.join(staging, `${randomBytes(6).toString('hex')}.tmp`), target, text, kept)) return;
  const folder = path.dirname(target);
  const start = `.${path.basename(target)}.`;
  for (const name of fs.readdirSync(folder)) if (name.startsWith(start) && unfinishedName.test(name.slice(start.length))) fs.rmSync(path.join(folder, name), { force: true });
  if (!isReplaced(path.join(folder, `${start}${randomBytes(6).toString('hex')}.tmp`), target, text, kept)) throw new Error('it cannot be replaced');
}

/** False where the temporary file lies on another file system than the target. */
function isReplaced(temporary: string, target: string, text: string, { mode, uid, gid }: Kept): boolean {
  try {
    const descriptor = fs.openSync(temporary, 'wx', mode & 0o777);
    try {
      fs.writeFileSync(descriptor, text);
      if (uid !== undefined && gid !== undefined) giveTo(descriptor, uid, gid);
      fs.fchmodSync(descriptor, mode & 0o7777);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, target);
    return true;
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'EXDEV') return false;
    throw error;
  }
}

/** The file belongs to whom it belonged, where the system lets us. */
function giveTo(descriptor: number, uid: number, gid: number): void {
  try {
    fs.fchownSync(descriptor, uid, gid);
  } catch {
    // Only an administrator may give files away.
  }
}

/** Takes away what a killed run left in a staging folder. */
export function sweepStaging(staging: string): void {
  for (const name of fs.readdirSync(staging)) if (unfinishedName.test(name)) fs.rmSync(path.join(staging, name), { force: true });
}
