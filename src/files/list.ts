import fs from 'node:fs';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { globSync } from 'tinyglobby';
import { askGit, parts } from '../git/git.ts';
import type { FileError } from '../rule.ts';
import { UsageError } from '../usage-error.ts';
import { type Listed, reasonOf } from './file-set.ts';
import { isBelow, isPlainFile, readPlain } from './plain-file.ts';
import { type Standing, Standings } from './standing.ts';

/** File names that hold programs, alone or inside something else. */
export const programName = /\.(?:[cm]?[jt]s|[jt]sx|gs|vue|svelte|astro|html?|hbs|handlebars|ejs|mdx?|markdown|(?:ba|z)?sh)$/;
/** Text with excerpts of programs, which need not be whole. */
export const prose = /\.(?:mdx?|markdown)$/;
/** Folders that hold what tools made or fetched, in a path. */
const generated = /(?:^|\/)(?:node_modules|\.git|\.hg|\.svn|\.next|\.nuxt|\.svelte-kit|\.turbo|\.cache|\.yarn|coverage|bower_components|\.output|\.vercel)\//;
const built = /(?:^|\/)(?:dist|build|out)\//;

/** True for what is left out of a list: what tools made or fetched. */
export const isMadeByTools = (name: string): boolean => generated.test(name) || built.test(name) || /\.min\.[cm]?js$/.test(name);

export const posix = (file: string): string => (path.sep === '/' ? file : file.split(path.sep).join('/'));

/** A list that is being made. What git tracks is known at once; for the rest it looks through all folders. */
export interface Listing {
  readonly root: string;
  /** Program files that git tracks, absolute, some of which may be gone, or something else by now; undefined outside git. */
  readonly tracked: readonly string[] | undefined;
  /** What else to ask git. */
  readonly question: readonly string[];
  /**
   * The whole list; `rest`: what git answered; undefined where it could not. `isRead`: true for what has been read as a plain file.
   * @throws {UsageError} when a path does not exist or a pattern matches nothing.
   */
  finish(rest: Buffer | string | undefined, isRead?: (file: string) => boolean): Listed;
}

/** Begins to list the program files of the project around `cwd` and those of them that `paths` select. */
export function startListing(cwd: string, paths: readonly string[], ignored: readonly string[], ignoredFrom?: string): Listing {
  const here = posix(fs.realpathSync(cwd));
  const root = projectOf(paths.length === 1 && isFolder(path.resolve(here, paths[0] as string)) ? fs.realpathSync(path.resolve(here, paths[0] as string)) : here);
  const base = posix(root).replace(/\/$/, '');
  const isIgnored = ignoring(root, ignored, ignoredFrom);
  const standings = new Standings(posix(root));
  const tracked = trackedIn(root);
  const known = tracked && sieved(tracked, isIgnored);
  const readable = known?.kept.filter((name) => !standings.isThroughLink(name));
  const inside = (name: string): string => `${base}/${posix(name)}`;
  const finish = (rest: Buffer | string | undefined, isRead: (file: string) => boolean = () => false): Listed => {
    const errors: FileError[] = [];
    const skipped: Record<string, number> = {};
    const isGit = known !== undefined && rest !== undefined;
    const others = sieved(isGit ? parts(rest) : fromWalk(root, skipped, errors), isIgnored);
    const standingOf = (name: string): Standing => (isGit ? standings.of(name) : 'plain');
    for (const { name, why } of [...(isGit ? known.left : []), ...others.left]) if (standingOf(name) !== 'none') count(skipped, why);
    const plain = new Set<string>();
    const kept: string[] = [];
    for (const name of [...(isGit ? (readable ?? []) : []), ...others.kept]) {
      const file = inside(name);
      const standing = isRead(file) ? 'plain' : standingOf(name);
      if (standing === 'plain') plain.add(file);
      if (standing !== 'none') kept.push(file);
    }
    const all = sortedOnce(kept);
    const named = paths.length === 0 ? all.filter((file) => isUnder(file, here)) : paths.flatMap((given) => select(here, given, all));
    const selected = withoutLinks(named, all, plain);
    return { root: posix(root), selected, all: paths.length === 0 ? all : sortedOnce([...all, ...selected]), skipped, unlisted: errors };
  };
  return { root: posix(root), tracked: readable?.map(inside), question: ['ls-files', '-o', '--exclude-standard', '-z'], finish };
}

/** The whole list at once. @throws as `finish` does. */
export function listFiles(cwd: string, paths: readonly string[], ignored: readonly string[], ignoredFrom?: string): Listed {
  const listing = startListing(cwd, paths, ignored, ignoredFrom);
  return listing.finish(listing.tracked && askGit(listing.root, listing.question));
}

const sortedOnce = (files: readonly string[]): string[] => [...new Set(files)].sort();

/** Links to files of the project stand for those files, which are judged once. */
function withoutLinks(named: readonly string[], all: readonly string[], plain: ReadonlySet<string>): string[] {
  if (named.every((file) => plain.has(file))) return sortedOnce(named);
  const known = new Set(all);
  const targets = new Map<string, string>();
  for (const file of named) {
    const target = plain.has(file) ? file : targetOf(file);
    if (!targets.has(target)) targets.set(target, known.has(target) ? target : file);
  }
  return [...targets.values()].sort();
}

/** The file that a link leads to; the file itself where it is none, or where nobody may look. */
function targetOf(file: string): string {
  try {
    return fs.lstatSync(file).isSymbolicLink() ? posix(fs.realpathSync(file)) : file;
  } catch {
    return file;
  }
}

/** Patterns as in `.gitignore`, also with Windows' backslashes, that count from a folder. */
function ignoring(root: string, patterns: readonly string[], from = root): (file: string) => boolean {
  if (patterns.length === 0) return () => false;
  const rules = ignore().add(patterns.map((pattern) => pattern.replace(/\\(?=[\w*.[\]{}-])/g, '/')));
  return (file) => {
    const name = posix(path.relative(from, path.join(root, file)));
    return !name.startsWith('../') && name !== '' && rules.ignores(name);
  };
}

const isUnder = (file: string, folder: string): boolean => file === folder || isBelow(file, folder);
const isFolder = (file: string): boolean => statOf(file)?.isDirectory() ?? false;

/** What stands there; undefined where nothing does, or where nobody may look. */
function statOf(file: string): fs.Stats | undefined {
  try {
    return fs.statSync(file);
  } catch {
    return undefined;
  }
}

/** The project around a folder: the git top, or a package below it that is no workspace of it. */
export function projectOf(folder: string): string {
  const top = rootOf(folder);
  const isMonorepo = ['pnpm-workspace.yaml', 'lerna.json', 'nx.json', 'rush.json'].some((name) => fs.existsSync(path.join(top, name))) || /"workspaces"/.test(textAt(path.join(top, 'package.json')));
  for (let at = folder; !isMonorepo && at.startsWith(top) && at !== top; at = path.dirname(at)) if (fs.existsSync(path.join(at, 'package.json'))) return at;
  return top;
}

function textAt(file: string): string {
  try {
    return readPlain(file);
  } catch {
    return '';
  }
}

/** The top of the git work tree, or the folder itself. */
export function rootOf(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (fs.existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return folder;
  }
}

/** True for a file to be written whose folder, wherever links lead, lies in the repository around `cwd`. */
export function staysInside(cwd: string, file: string): boolean {
  let folder = path.dirname(path.resolve(cwd, file));
  while (!fs.existsSync(folder) && path.dirname(folder) !== folder) folder = path.dirname(folder);
  return isUnder(posix(fs.realpathSync(folder)), posix(fs.realpathSync(rootOf(cwd))));
}

/** The names that git tracks; undefined outside a repository or without git. */
function trackedIn(root: string): string[] | undefined {
  const listed = fs.existsSync(path.join(rootOf(root), '.git')) ? askGit(root, ['ls-files', '-z']) : undefined;
  return listed === undefined ? undefined : parts(listed);
}

/** Every file below the root, honouring `.gitignore` files; links are not followed. */
function fromWalk(root: string, skipped: Record<string, number>, errors: FileError[]): string[] {
  const found: string[] = [];
  const walk = (folder: string, rules: readonly { base: string; ignore: Ignore }[]): void => {
    const own = path.join(root, folder, '.gitignore');
    const all = isPlainFile(own) ? [...rules, { base: folder, ignore: ignore().add(textAt(own)) }] : rules;
    for (const entry of readFolder(path.join(root, folder), errors)) {
      const name = posix(path.join(folder, entry.name));
      const isIgnored = all.some((rule) => rule.ignore.ignores(path.posix.relative(posix(rule.base), name) + (entry.isDirectory() ? '/' : '')));
      if (isIgnored || (entry.isDirectory() && generated.test(`${entry.name}/`))) {
        if (entry.isDirectory()) count(skipped, 'folders ignored or made by tools');
      } else if (entry.isDirectory()) walk(name, all);
      else if (entry.isFile()) found.push(name);
    }
  };
  walk('', []);
  return found;
}

function readFolder(folder: string, errors: FileError[]): fs.Dirent[] {
  try {
    return fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    errors.push({ file: posix(folder), message: reasonOf(error) });
    return [];
  }
}

function count(skipped: Record<string, number>, why: string): void {
  skipped[why] = (skipped[why] ?? 0) + 1;
}

interface Sieved {
  readonly kept: readonly string[];
  /** What no person wrote, or what the configuration leaves out. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
}

function sieved(names: readonly string[], isIgnored: (file: string) => boolean): Sieved {
  const kept: string[] = [];
  const left: { name: string; why: string }[] = [];
  for (const name of names) {
    if (!programName.test(name)) continue;
    const why = generated.test(name) ? 'in node_modules or made by tools' : built.test(name) ? 'build output' : /\.min\.[cm]?js$/.test(name) ? 'minified' : isIgnored(name) ? 'ignored by the configuration' : undefined;
    if (why) left.push({ name, why });
    else kept.push(name);
  }
  return { kept, left };
}

/** Files that one path of the command line names: a file, a folder or a pattern. A file named outright is judged whatever its folder. */
function select(cwd: string, given: string, all: readonly string[]): string[] {
  const absolute = path.resolve(cwd, given);
  const stat = statOf(absolute);
  if (stat?.isDirectory()) {
    const folder = posix(fs.realpathSync(absolute));
    return all.filter((file) => isUnder(file, folder));
  }
  if (stat?.isFile()) return [posix(path.join(fs.realpathSync(path.dirname(absolute)), path.basename(absolute)))];
  if (!/[*?[{]/.test(given)) throw new UsageError(`${given}: no such file or folder`);
  const known = new Set(all);
  const matched = globSync([posix(given)], { cwd, absolute: true, dot: true, ignore: ['**/node_modules/**'] })
    .map(posix)
    .filter((file) => known.has(file));
  if (matched.length === 0) throw new UsageError(`${given}: no program file matches this pattern`);
  return matched;
}
