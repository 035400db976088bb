import fs from 'node:fs';
import path from 'node:path';
import { changedSince } from '../git/changed-since.ts';
import { type IndexTree, readBlobs, readIndex } from '../git/index-tree.ts';
import { UsageError } from '../usage-error.ts';
import { DiskFiles, type FileSet, largestFile } from './file-set.ts';
import { listFiles, programName } from './list.ts';

/** Which files are judged. The rest of the project is read as well, but not judged. */
export interface Selection {
  /** Files, folders and patterns; everything when empty. */
  readonly paths: readonly string[];
  /** What is staged, as it is staged. */
  readonly staged?: boolean;
  /** What changed since this branch left the reference. */
  readonly since?: string;
  /** One text that stands for a file, whether or not it exists. */
  readonly text?: { readonly file: string; readonly text: string };
  /** Patterns of files to leave out, as in `.gitignore`, from the folder `ignoreFrom` (the root otherwise). */
  readonly ignore: readonly string[];
  readonly ignoreFrom?: string;
}

export interface Chosen {
  readonly files: FileSet;
  /** With `staged`: the index as it was read. */
  readonly index?: IndexTree;
}

/** @throws {UsageError} when a path does not exist, a pattern matches nothing, or git cannot answer. */
export function chooseFiles(cwd: string, selection: Selection): Chosen {
  const { text } = selection;
  if (text) return { files: oneText(cwd, selection, text) };
  const listed = listFiles(cwd, selection.paths, selection.ignore, selection.ignoreFrom);
  if (selection.staged) return stagedFiles(listed, selection, fs.realpathSync(cwd).split(path.sep).join('/'));
  if (selection.since === undefined) return { files: new DiskFiles(listed) };
  const changed = new Set([...changedSince(listed.root, selection.since)].map((name) => `${listed.root}/${name}`));
  return { files: new DiskFiles({ ...listed, selected: listed.selected.filter((file) => changed.has(file)), mayEdit: (file) => changed.has(file) }) };
}

/** The project as the index has it; texts that differ from the work tree stand over it. */
function stagedFiles(listed: ReturnType<typeof listFiles>, selection: Selection, here: string): Chosen {
  const index = readIndex(listed.root);
  const isWanted = (name: string): boolean => index.files.has(name) && programName.test(name);
  const known = new Set(listed.all);
  const inIndex = [...index.files.keys()].filter((name) => programName.test(name) && (known.has(`${listed.root}/${name}`) || index.unstaged.has(name)));
  const names = [...new Set([...index.staged, ...index.unstaged])].filter((name) => index.files.has(name) && (isWanted(name) || name.endsWith('.json')));
  const overlay = new Map<string, string>();
  const blobs = readBlobs(
    listed.root,
    names.map((name) => index.files.get(name)?.hash ?? ''),
  );
  for (const [at, name] of names.entries()) {
    const decoded = decode(blobs[at]);
    if (decoded !== undefined) overlay.set(`${listed.root}/${name}`, decoded);
  }
  const isGiven = (file: string): boolean => (selection.paths.length === 0 ? file.startsWith(`${here}/`) : listed.selected.includes(file));
  const all = inIndex.map((name) => `${listed.root}/${name}`).filter((file) => known.has(file) || overlay.has(file));
  const selected = all.filter((file) => index.staged.has(file.slice(listed.root.length + 1)) && overlay.has(file) && isGiven(file));
  const mayEdit = (file: string): boolean => selected.includes(file) || (file.endsWith('.json') && index.staged.has(file.slice(listed.root.length + 1)) && overlay.has(file));
  return { files: new DiskFiles({ ...listed, all: all.sort(), selected: selected.sort(), mayEdit }, overlay), index };
}

/** Text of a person's file; undefined for binaries, other encodings and huge files. */
function decode(bytes: Buffer | undefined): string | undefined {
  if (!bytes || bytes.length > largestFile || bytes.subarray(0, 1024).includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function oneText(cwd: string, selection: Selection, { file, text }: { readonly file: string; readonly text: string }): FileSet {
  if (!programName.test(file)) throw new UsageError(`${file}: --stdin-filename must name a program file, so that its language is known`);
  const listed = listFiles(cwd, [], selection.ignore, selection.ignoreFrom);
  const absolute = path.resolve(cwd, file).split(path.sep).join('/');
  const all = [...new Set([...listed.all, absolute])].sort();
  return new DiskFiles({ ...listed, all, selected: [absolute], mayEdit: (other) => other === absolute }, new Map([[absolute, text]]));
}
