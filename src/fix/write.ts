import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../files/file-set.ts';
import type { Change } from './rounds.ts';

export interface Failure {
  readonly file: string;
  readonly reason: string;
}

/**
 * Writes changed files, each whole or not at all: temporary file, flush, rename. Mode and link targets are kept.
 * A file that changed since it was read is not overwritten. Returns what could not be written, with the reason.
 */
export function writeChanges(root: string, changes: readonly Change[]): Failure[] {
  return changes.flatMap((change) => {
    try {
      replaceText(root, change);
      return [];
    } catch (error) {
      return [{ file: change.file, reason: reasonOf(error) }];
    }
  });
}

/** Replaces one file. @throws when it is not what it was, or cannot be written. */
export function replaceText(root: string, { file, before, after }: Change): void {
  const target = fs.realpathSync(file);
  const inside = fs.realpathSync(root);
  if (target !== inside && !target.startsWith(inside + path.sep)) throw new Error('it is a link that leaves the project');
  if (fs.readFileSync(target, 'utf8') !== before) throw new Error('it changed while it was being judged; run again');
  fs.accessSync(target, fs.constants.W_OK);
  const { mode } = fs.statSync(target);
  writeWhole(target, after, mode);
}

/** Temporary file, flush, rename. */
export function writeWhole(target: string, text: string, mode = 0o644): void {
  const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  const descriptor = fs.openSync(temporary, 'wx', mode);
  try {
    fs.writeFileSync(descriptor, text);
    fs.fchmodSync(descriptor, mode);
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
  try {
    fs.renameSync(temporary, target);
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
