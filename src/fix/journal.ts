import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../files/file-set.ts';
import { isBelow, readPlain } from '../files/plain-file.ts';
import { askGit } from '../git/git.ts';
import { stagedFiles, updateIndex } from '../git/index-tree.ts';
import { UsageError } from '../usage-error.ts';
import { type Journal, readJournal } from './journal-form.ts';
import type { Change } from './rounds.ts';
import type { StagedWrite } from './write-staged.ts';
import { type Failure, replaceText, sweepStaging, writeWhole } from './write.ts';

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where the journal of a project lies: in its git folder, or under a name of its own in the cache of its modules; undefined where there is neither, or where links stand in the way. */
function journalFile(root: string): string | undefined {
  const inGit = askGit(root, ['rev-parse', '--git-path', 'qlik-users-migrate/undo.json']);
  if (inGit) return isPlainWay(path.dirname(path.resolve(root, inGit)), 1) ? path.resolve(root, inGit) : undefined;
  for (let folder = root; ; folder = path.dirname(folder)) {
    const isProject = fs.existsSync(path.join(folder, 'package.json'));
    const hasModules = (isProject || folder === root) && fs.existsSync(path.join(folder, 'node_modules'));
    const cache = path.join(folder, 'node_modules/.cache/qlik-users-migrate');
    if (hasModules) return isPlainWay(cache, 3) ? path.join(cache, `undo-${sha(root).slice(0, 12)}.json`) : undefined;
    if (isProject || path.dirname(folder) === folder) return undefined;
  }
}

/** A repository may bring links of any name: the last folders of the way must be folders themselves, as far as they are there. */
function isPlainWay(folder: string, steps: number): boolean {
  const stats = fs.lstatSync(folder, { throwIfNoEntry: false });
  return (stats === undefined || stats.isDirectory()) && (steps <= 1 || isPlainWay(path.dirname(folder), steps - 1));
}

/** The journal of a run that is not finished; a killed run leaves it. */
const unfinished = (file: string): string => `${file}.unfinished`;

export interface Memory {
  /** False where nothing can be remembered, so nothing can be undone. */
  readonly isUndoable: boolean;
  /** A folder that the project does not track, on the way to be swept by the next run. */
  readonly staging?: string;
  /** To be called when everything is written. */
  finish(): void;
}

/** Remembers what is about to be written, together with what a killed run before this one wrote. */
export function remember(root: string, changes: readonly Change[], index: readonly StagedWrite[] = []): Memory {
  const file = journalFile(root);
  const none: Memory = { isUndoable: false, finish: () => undefined };
  if (file === undefined) return none;
  const journal: Journal = {
    version: 1,
    root,
    files: changes.map((change) => ({ file: change.file, before: change.before, after: sha(change.after) })),
    index: index.map(({ name, mode, before, after }) => ({ name, mode, before, after })),
  };
  try {
    const staging = path.dirname(file);
    fs.mkdirSync(staging, { recursive: true });
    sweepStaging(staging);
    writeWhole(unfinished(file), JSON.stringify(withKilled(journal, killed(file))), { mode: 0o600 }, staging);
    return { isUndoable: true, staging, finish: () => fs.renameSync(unfinished(file), file) };
  } catch {
    return none;
  }
}

/** What a killed run left, as far as it can be believed. */
function killed(file: string): Journal | undefined {
  try {
    return readJournal(readPlain(unfinished(file)));
  } catch {
    return undefined;
  }
}

const textOf = (file: string): string | undefined => {
  try {
    return readPlain(file);
  } catch {
    return undefined;
  }
};

/** Files that a killed run wrote, as it wrote them: nobody's changes but its own. */
export function writtenByKilled(root: string): ReadonlySet<string> {
  const file = journalFile(root);
  const before = file === undefined ? undefined : killed(file);
  return new Set((before?.files ?? []).filter((one) => sha(textOf(one.file) ?? '') === one.after).map((one) => one.file));
}

/** One journal of both runs: each file goes back to what it was before the first of them. */
function withKilled(journal: Journal, before: Journal | undefined): Journal {
  if (before?.root !== journal.root) return journal;
  const old = new Map(before.files.map((one) => [one.file, one]));
  const files = journal.files.map((one) => (sha(one.before) === old.get(one.file)?.after ? { ...one, before: old.get(one.file)?.before ?? one.before } : one));
  const oldIndex = new Map(before.index.map((one) => [one.name, one]));
  const index = journal.index.map((one) => (one.before === oldIndex.get(one.name)?.after ? { ...one, before: oldIndex.get(one.name)?.before ?? one.before } : one));
  const isNew = new Set([...files.map(({ file }) => file), ...index.map(({ name }) => name)]);
  return { ...journal, files: [...before.files.filter(({ file }) => !isNew.has(file)), ...files], index: [...before.index.filter(({ name }) => !isNew.has(name)), ...index] };
}

export interface Undone {
  readonly restored: readonly string[];
  /** Left alone, with the reason. */
  readonly left: readonly Failure[];
}

/** The journal of the project that a folder belongs to, the one of a killed run first. */
function journalAbove(start: string): { readonly at: string; readonly top: string } | undefined {
  for (let folder = start; ; folder = path.posix.dirname(folder)) {
    const file = journalFile(folder);
    const at = file === undefined ? undefined : [unfinished(file), file].find((candidate) => fs.existsSync(candidate));
    if (at !== undefined) return { at, top: (askGit(folder, ['rev-parse', '--show-toplevel']) ?? folder).replaceAll('\\', '/') };
    if (fs.existsSync(path.join(folder, '.git')) || path.posix.dirname(folder) === folder) return undefined;
  }
}

/**
 * Restores what the last run wrote where nothing touched it since; undefined when no run is remembered.
 * @throws {UsageError} when the journal is none, or speaks of files outside its project.
 */
export function undo(cwd: string): Undone | undefined {
  const found = journalAbove(fs.realpathSync(cwd).replaceAll('\\', '/'));
  if (found === undefined) return undefined;
  const { at, top } = found;
  const journal = readJournal(readPlain(at));
  if (!journal || !isBelow(`${journal.root}/`, top)) throw new UsageError(`${at}: this is not what a fix of this project wrote, so nothing is restored; delete it`);
  sweepStaging(path.dirname(at));
  const index = restoreIndex(journal);
  const restored: string[] = [];
  const left: Failure[] = [...index.left];
  for (const { file, before, after } of journal.files) {
    try {
      const text = readPlain(file);
      if (text === before) continue;
      if (sha(text) !== after) throw new Error('it changed since it was fixed');
      replaceText(journal.root, { file, before: text, after: before }, path.dirname(at));
      restored.push(file);
    } catch (error) {
      left.push({ file, reason: reasonOf(error) });
    }
  }
  fs.rmSync(at);
  return { restored: [...new Set([...restored, ...index.restored])].sort(), left };
}

function restoreIndex({ root, index }: Journal): { restored: string[]; left: Failure[] } {
  if (index.length === 0) return { restored: [], left: [] };
  const now = stagedFiles(
    root,
    index.map(({ name }) => name),
  );
  const same = index.filter(({ name, after }) => now.get(name)?.hash === after);
  const others = index.filter(({ name, after, before }) => now.get(name)?.hash !== after && now.get(name)?.hash !== before);
  updateIndex(
    root,
    same.map(({ name, mode, before }) => ({ name, mode, hash: before })),
  );
  return { restored: same.map(({ name }) => path.posix.join(root, name)), left: others.map(({ name }) => ({ file: path.posix.join(root, name), reason: 'what is staged changed since it was fixed' })) };
}
