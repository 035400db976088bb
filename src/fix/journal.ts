import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../files/file-set.ts';
import { askGit } from '../git/git.ts';
import { stagedFiles, updateIndex } from '../git/index-tree.ts';
import type { Change } from './rounds.ts';
import type { StagedWrite } from './write-staged.ts';
import { type Failure, replaceText, writeWhole } from './write.ts';

/** What the last run wrote, so that it can be undone. Lies outside everything the project tracks. */
interface Journal {
  readonly version: 1;
  readonly root: string;
  readonly files: readonly { readonly file: string; readonly before: string; readonly after: string }[];
  readonly index: readonly Pick<StagedWrite, 'name' | 'mode' | 'before' | 'after'>[];
}

const sha = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Where the journal of a project lies: in its git folder, or under a name of its own in the cache of its modules; undefined where there is neither. */
function journalFile(root: string): string | undefined {
  const inGit = askGit(root, ['rev-parse', '--git-path', 'qlik-users-migrate/undo.json']);
  if (inGit) return path.resolve(root, inGit);
  for (let folder = root; ; folder = path.dirname(folder)) {
    const isProject = fs.existsSync(path.join(folder, 'package.json'));
    const hasModules = (isProject || folder === root) && fs.existsSync(path.join(folder, 'node_modules'));
    if (hasModules) return path.join(folder, 'node_modules/.cache/qlik-users-migrate', `undo-${sha(root).slice(0, 12)}.json`);
    if (isProject || path.dirname(folder) === folder) return undefined;
  }
}

/** Remembers what is about to be written. False where nothing can be remembered, so nothing can be undone. */
export function remember(root: string, changes: readonly Change[], index: readonly StagedWrite[] = []): boolean {
  const file = journalFile(root);
  if (file === undefined) return false;
  const journal: Journal = {
    version: 1,
    root,
    files: changes.map((change) => ({ file: change.file, before: change.before, after: sha(change.after) })),
    index: index.map(({ name, mode, before, after }) => ({ name, mode, before, after })),
  };
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, JSON.stringify(journal), 0o600);
    return true;
  } catch {
    return false;
  }
}

export interface Undone {
  readonly restored: readonly string[];
  /** Left alone, with the reason. */
  readonly left: readonly Failure[];
}

/** The journal of the project that a folder belongs to. */
function journalAbove(start: string): string | undefined {
  for (let folder = start; ; folder = path.posix.dirname(folder)) {
    const at = journalFile(folder);
    if (at !== undefined && fs.existsSync(at)) return at;
    if (fs.existsSync(path.join(folder, '.git')) || path.posix.dirname(folder) === folder) return undefined;
  }
}

/** Restores what the last run wrote where nothing touched it since; undefined when no run is remembered. */
export function undo(cwd: string): Undone | undefined {
  const at = journalAbove(fs.realpathSync(cwd).replaceAll('\\', '/'));
  if (at === undefined) return undefined;
  const journal = JSON.parse(fs.readFileSync(at, 'utf8')) as Journal;
  const index = restoreIndex(journal);
  const restored: string[] = [];
  const left: Failure[] = [...index.left];
  for (const { file, before, after } of journal.files) {
    try {
      const text = fs.readFileSync(file, 'utf8');
      if (text === before) continue;
      if (sha(text) !== after) throw new Error('it changed since it was fixed');
      replaceText(journal.root, { file, before: text, after: before });
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
