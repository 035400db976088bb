import path from 'node:path';
import type { FileSet } from '../../files/file-set.ts';
import { tableOf } from '../../table.ts';

const extensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.d.ts', '.json'];
/** `./x.js` in TypeScript may mean `./x.ts`. */
const written: Readonly<Record<string, readonly string[]>> = tableOf({ '.js': ['.ts', '.tsx', '.d.ts', '.jsx'], '.mjs': ['.mts', '.d.mts'], '.cjs': ['.cts', '.d.cts'], '.jsx': ['.tsx'] });

/** Finds the file of the project that an import names: relative paths, tsconfig `paths` and `baseUrl`, package `imports`, workspace packages. */
export function resolveModule(files: FileSet, from: string, specifier: string): string | undefined {
  if (/^\.{1,2}(?:\/|$)/.test(specifier)) return fileAt(files, path.posix.join(path.posix.dirname(from), specifier));
  if (specifier.startsWith('/')) return undefined;
  return byTsconfig(files, from, specifier) ?? byPackageImports(files, from, specifier) ?? byWorkspace(files, specifier);
}

function fileAt(files: FileSet, base: string): string | undefined {
  const index = fileIndex(files);
  for (const file of candidatesOf(base)) if (index.has(file) || (file.endsWith('.json') && files.exists(file))) return file;
  return undefined;
}

const indexes = new WeakMap<readonly string[], ReadonlySet<string>>();
function fileIndex(files: FileSet): ReadonlySet<string> {
  let index = indexes.get(files.all);
  if (!index) indexes.set(files.all, (index = new Set(files.all)));
  return index;
}

/** The paths that an import of this path may mean, best first. */
export function* candidatesOf(base: string): Generator<string> {
  const extension = path.posix.extname(base);
  if (extension) yield base;
  for (const other of written[extension] ?? []) yield base.slice(0, -extension.length) + other;
  for (const added of extensions) yield base + added;
  for (const added of extensions) yield `${base.replace(/\/$/, '')}/index${added}`;
}

function* foldersUp(files: FileSet, from: string): Generator<string> {
  for (let folder = path.posix.dirname(from); folder.startsWith(files.root); folder = path.posix.dirname(folder)) {
    yield folder;
    if (folder === files.root) return;
  }
}

/** Parses JSON with comments and trailing commas; undefined when it is broken. */
export function parseLoose(text: string): unknown {
  try {
    return JSON.parse(strict(text));
  } catch {
    return undefined;
  }
}

/** The text without comments and trailing commas. */
function strict(text: string): string {
  const parts: string[] = [];
  let from = text.startsWith('\ufeff') ? 1 : 0;
  const marks = /["/,]/g;
  marks.lastIndex = from;
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const at = mark.index;
    const end = mark[0] === '"' ? endOfText(text, at) : mark[0] === '/' ? behindComment(text, at) : at + 1;
    const isKept = mark[0] === '"' || (mark[0] === '/' ? end === at + 1 : !/^[}\]]/.test(text.slice(behindBlanks(text, at + 1))));
    if (!isKept) parts.push(text.slice(from, at));
    if (!isKept) from = end;
    marks.lastIndex = end;
  }
  return [...parts, text.slice(from)].join('');
}

function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}

/** The place behind the comment that starts here, or behind the slash where none does. */
function behindComment(text: string, start: number): number {
  const isBlock = text[start + 1] === '*';
  if (!isBlock && text[start + 1] !== '/') return start + 1;
  const end = isBlock ? text.indexOf('*/', start + 2) : text.indexOf('\n', start);
  return end < 0 ? text.length : isBlock ? end + 2 : end;
}

/** The next place that is neither blank nor in a comment. */
function behindBlanks(text: string, start: number): number {
  for (let at = start; ; ) {
    const blank = /\s*/y;
    blank.lastIndex = at;
    blank.exec(text);
    const end = text[blank.lastIndex] === '/' ? behindComment(text, blank.lastIndex) : blank.lastIndex;
    if (end <= blank.lastIndex + 1) return blank.lastIndex;
    at = end;
  }
}

type Json = Readonly<Record<string, unknown>>;
export const asRecord = (value: unknown): Json => (value && typeof value === 'object' && !Array.isArray(value) ? (value as Json) : {});

const manifests = new WeakMap<FileSet, Map<string, Json | undefined>>();

/** Read once for each set of files: every import asks for the same few. */
export function readJson(files: FileSet, file: string): Json | undefined {
  const known = manifests.get(files) ?? new Map<string, Json | undefined>();
  manifests.set(files, known);
  if (!known.has(file)) known.set(file, jsonAt(files, file));
  return known.get(file);
}

/** The text of a file that need not be there. */
export const textAt = (files: FileSet, file: string): string | undefined => (files.exists(file) ? files.read(file) : undefined);

function jsonAt(files: FileSet, file: string): Json | undefined {
  const text = textAt(files, file);
  return text === undefined ? undefined : asRecord(parseLoose(text));
}

function byTsconfig(files: FileSet, from: string, specifier: string): string | undefined {
  for (const options of optionsAround(files, path.posix.dirname(from))) {
    const found = byPaths(files, options, specifier);
    if (found) return found;
  }
  return undefined;
}

const around = new WeakMap<FileSet, Map<string, readonly PathOptions[]>>();

/** What the configurations of a folder and of those around it say of paths, nearest first; those that say nothing are left out. */
function optionsAround(files: FileSet, folder: string): readonly PathOptions[] {
  const known = around.get(files) ?? new Map<string, readonly PathOptions[]>();
  around.set(files, known);
  let found = known.get(folder);
  if (!found) {
    const own = ['tsconfig.json', 'jsconfig.json'].flatMap((name) => compilerOptions(files, `${folder}/${name}`) ?? []).filter(({ hasBaseUrl, paths }) => hasBaseUrl || Object.keys(paths).length > 0);
    const isTop = folder === files.root || !folder.startsWith(`${files.root}/`);
    known.set(folder, (found = isTop ? own : [...own, ...optionsAround(files, path.posix.dirname(folder))]));
  }
  return found;
}

interface PathOptions {
  readonly base: string;
  readonly hasBaseUrl: boolean;
  readonly paths: Json;
}

/** A configuration is made of at most so many files. */
const mostExtended = 30;

function compilerOptions(files: FileSet, file: string, seen: Set<string> = new Set()): PathOptions | undefined {
  const json = seen.has(file) || seen.size > mostExtended ? undefined : readJson(files, file);
  if (!json) return undefined;
  seen.add(file);
  const options = asRecord(json['compilerOptions']);
  const folder = path.posix.dirname(file);
  const parents = [json['extends']].flat().filter((parent): parent is string => typeof parent === 'string' && parent.startsWith('.'));
  const inherited = parents.map((parent) => compilerOptions(files, path.posix.join(folder, parent.endsWith('.json') ? parent : `${parent}.json`), seen)).find(Boolean);
  const baseUrl = typeof options['baseUrl'] === 'string' ? path.posix.join(folder, options['baseUrl']) : undefined;
  if (!options['paths'] && !baseUrl) return inherited ?? { base: folder, hasBaseUrl: false, paths: {} };
  return { base: baseUrl ?? inherited?.base ?? folder, hasBaseUrl: !!baseUrl || !!inherited?.hasBaseUrl, paths: options['paths'] ? asRecord(options['paths']) : (inherited?.paths ?? {}) };
}

function byPaths(files: FileSet, options: PathOptions, specifier: string): string | undefined {
  for (const [pattern, targets] of Object.entries(options.paths)) {
    const [head = '', tail] = pattern.split('*');
    const fits = tail === undefined ? specifier === pattern : specifier.startsWith(head) && specifier.endsWith(tail);
    if (!fits || !Array.isArray(targets)) continue;
    const middle = tail === undefined ? '' : specifier.slice(head.length, specifier.length - tail.length);
    for (const target of targets) {
      const found = typeof target === 'string' ? fileAt(files, path.posix.join(options.base, target.replace('*', middle))) : undefined;
      if (found) return found;
    }
  }
  return options.hasBaseUrl ? fileAt(files, path.posix.join(options.base, specifier)) : undefined;
}

function byPackageImports(files: FileSet, from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('#')) return undefined;
  for (const folder of foldersUp(files, from)) {
    const json = readJson(files, `${folder}/package.json`);
    if (!json) continue;
    const paths = Object.fromEntries(Object.entries(asRecord(json['imports'])).map(([key, target]) => [key, [firstTarget(target)]]));
    return byPaths(files, { base: folder, hasBaseUrl: false, paths }, specifier);
  }
  return undefined;
}

function firstTarget(target: unknown): string | undefined {
  if (typeof target === 'string') return target;
  if (!target || typeof target !== 'object') return undefined;
  for (const inner of Object.values(target)) {
    const found = firstTarget(inner);
    if (found) return found;
  }
  return undefined;
}

const workspaces = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** Names of the packages of this repository -> their folders. */
function workspacePackages(files: FileSet): ReadonlyMap<string, string> {
  const known = workspaces.get(files.all);
  if (known) return known;
  const found = new Map<string, string>();
  const folders = new Set(files.all.map((file: string) => path.posix.dirname(file)));
  for (const folder of [...folders]) for (const up of foldersUp(files, `${folder}/x`)) folders.add(up);
  for (const folder of folders) {
    const name = readJson(files, `${folder}/package.json`)?.['name'];
    if (typeof name === 'string' && folder !== files.root) found.set(name, folder);
  }
  workspaces.set(files.all, found);
  return found;
}

function byWorkspace(files: FileSet, specifier: string): string | undefined {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const folder = workspacePackages(files).get(name);
  if (!folder) return undefined;
  const json = readJson(files, `${folder}/package.json`) ?? {};
  const rest = specifier.slice(name.length + 1);
  const exported = asRecord(json['exports']);
  const entry = rest ? (firstTarget(exported[`./${rest}`]) ?? rest) : (firstTarget(json['exports']) ?? firstTarget(json['module']) ?? firstTarget(json['main']) ?? 'index');
  const built = path.posix.join(folder, entry);
  return fileAt(files, built) ?? fileAt(files, built.replace(/\/(?:dist|lib|build|out)\//, '/src/')) ?? fileAt(files, `${folder}/src/${rest || 'index'}`);
}
