import fs from 'node:fs';
import path from 'node:path';
import { changedSince } from '../git/changed-since.ts';
import { startGit } from '../git/git.ts';
import { type IndexTree, readBlobs, readIndex, stagedFiles, stagedNames } from '../git/index-tree.ts';
import { UsageError } from '../usage-error.ts';
import { DiskFiles, type FileSet, largestFile, type Search, utf8Text } from './file-set.ts';
import { isMadeByTools, listFiles, posix, programName, projectOf, startListing } from './list.ts';

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
  if (selection.staged) return stagedProject(listed, selection, posix(fs.realpathSync(cwd)));
  if (selection.since === undefined) return { files: new DiskFiles(listed) };
  const changed = new Set([...changedSince(listed.root, selection.since)].map((name) => `${listed.root}/${name}`));
  return { files: new DiskFiles({ ...listed, selected: listed.selected.filter((file) => changed.has(file)), mayEdit: (file) => changed.has(file) }) };
}

/** How to search files before the list of all of them is there. */
export interface Look {
  readonly search: Search;
  /** The states of files will be asked for. */
  readonly isStated: boolean;
  /** False where it is known already what the files of this root hold. */
  isWorth(root: string): boolean;
}

/** `chooseFiles` for files as they are on disk: while git looks for files that it does not track, the others are searched. @throws as that does. */
export async function chooseLooking(cwd: string, { paths, ignore, ignoreFrom }: Selection, { search, isStated, isWorth }: Look): Promise<Chosen> {
  const listing = startListing(cwd, paths, ignore, ignoreFrom);
  const answer = listing.tracked && startGit(listing.root, listing.question);
  const known = listing.tracked && isWorth(listing.root) ? new DiskFiles({ root: listing.root, selected: [], all: listing.tracked, skipped: {} }) : undefined;
  const ahead = known?.lookAhead(search, isStated);
  return {
    files: new DiskFiles(
      listing.finish(await answer, (file) => ahead?.seen.has(file) === true),
      undefined,
      ahead,
    ),
  };
}

/** More files than this are not looked at by themselves first. */
const mostNamed = 200;

/**
 * The files that are named one by one, or staged, without the project around them, for a first look; undefined where it takes the project's list to tell
 * which they are.
 */
export function fewFiles(cwd: string, { paths, staged, since, text, ignore }: Selection): DiskFiles | undefined {
  if (text || since !== undefined || ignore.length > 0 || (staged && paths.length > 0) || paths.length > mostNamed) return undefined;
  const here = posix(fs.realpathSync(cwd));
  const root = posix(projectOf(here));
  if (staged) return stagedAlone(root, here);
  const named = [...new Set(paths.map((name) => posix(path.resolve(here, name))))].sort();
  const isPlain = (file: string): boolean =>
    programName.test(file) && file.startsWith(`${root}/`) && posix(fs.realpathSync(path.dirname(file))) === path.posix.dirname(file) && fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() === true;
  return named.length > 0 && named.every((file) => fs.existsSync(path.dirname(file)) && isPlain(file)) ? new DiskFiles({ root, selected: named, all: named, skipped: {} }) : undefined;
}

/** The staged files as they are staged; undefined where git cannot tell, or there are many. */
function stagedAlone(root: string, here: string): DiskFiles | undefined {
  const names = stagedNames(root)?.filter((name) => programName.test(name) && !isMadeByTools(name) && `${root}/${name}`.startsWith(`${here}/`));
  if (!names || names.length === 0 || names.length > mostNamed) return undefined;
  const known = stagedFiles(root, names);
  const blobs = readBlobs(
    root,
    names.map((name) => known.get(name)?.hash ?? ''),
  );
  const overlay = new Map<string, string>();
  for (const [at, name] of names.entries()) {
    const decoded = decode(blobs[at]);
    if (decoded === undefined) return undefined;
    overlay.set(`${root}/${name}`, decoded);
  }
  const all = [...overlay.keys()].sort();
  return new DiskFiles({ root, selected: all, all, skipped: {} }, overlay);
}

/** The project as the index has it; texts that differ from the work tree stand over it. */
function stagedProject(listed: ReturnType<typeof listFiles>, selection: Selection, here: string): Chosen {
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
  return utf8Text(bytes);
}

function oneText(cwd: string, selection: Selection, { file, text }: { readonly file: string; readonly text: string }): FileSet {
  if (!programName.test(file)) throw new UsageError(`${file}: --stdin-filename must name a program file, so that its language is known`);
  const listed = listFiles(cwd, [], selection.ignore, selection.ignoreFrom);
  const absolute = path.resolve(cwd, file).split(path.sep).join('/');
  const all = [...new Set([...listed.all, absolute])].sort();
  return new DiskFiles({ ...listed, all, selected: [absolute], mayEdit: (other) => other === absolute }, new Map([[absolute, text]]));
}
