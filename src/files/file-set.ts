import { isUtf8 } from 'node:buffer';
import fs from 'node:fs';
import type { FileError } from '../rule.ts';
import { isPlainFile, isWithin, Reader } from './plain-file.ts';

/** Scripts of a shell. */
export const shellScript = /\.(?:ba|z)?sh$/;

/** The files of one run. Reading is synchronous; nothing outside `root` is read. */
export interface FileSet {
  /** Absolute, with `/`. */
  readonly root: string;
  /** Absolute files that are judged, sorted. */
  readonly selected: readonly string[];
  /** Which files a fix may change; those selected, and data files, when undefined. */
  readonly mayEdit?: (file: string) => boolean;
  /** Absolute files the trace may read: every source file of the project. */
  readonly all: readonly string[];
  /** Text (UTF-8, byte order mark kept); undefined when it cannot be read, which `errors` remembers. */
  read(file: string): string | undefined;
  /** The text of a file which another one replaces in this set; undefined where none does. */
  replaced?(file: string): string | undefined;
  /** May be asked about any path under the root. */
  exists(file: string): boolean;
  /** Which patterns occur in which file, from the bytes of all files or of those given, each read once. Files with none are absent. */
  scan(search: Search, within?: readonly string[]): ReadonlyMap<string, ReadonlySet<string>>;
  /** Files in which the word stands, of all files or of those given. The words of one set of files are read once, when it is first asked. */
  filesWith(word: string, within?: ReadonlySet<string>): readonly string[];
  readonly errors: readonly FileError[];
  /** Why files were left out -> how many. */
  readonly skipped: Readonly<Record<string, number>>;
  /** The same set with some texts replaced. */
  withTexts(overlay: ReadonlyMap<string, string>): FileSet;
}

/** Files larger than this are generated or data. */
export const largestFile = 5 * 1024 * 1024;

/** What bytes are searched for, by names. */
export interface Search {
  readonly patterns: Readonly<Record<string, RegExp>>;
  /** What a file must hold to be looked at any closer. */
  readonly gate?: RegExp;
  /** Pattern -> one named before it, without which nobody asks for it. */
  readonly after?: Readonly<Record<string, string>>;
}

/** The names of what occurs in a text. */
export function marksIn(text: string, { patterns, gate, after = {} }: Search): string[] {
  const found: string[] = [];
  if (gate && !gate.test(text)) return found;
  for (const name in patterns) {
    const first = after[name];
    if ((first === undefined || found.includes(first)) && patterns[name]?.test(text)) found.push(name);
  }
  return found;
}

/** Every word of a text. */
export const wordsIn = (text: string): ReadonlySet<string> => new Set(text.match(/[\w$-]+/g));

/** What tells one state of a file from another. */
export interface FileState {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
}

/** Told of a file's bytes as they are read; none when it is too large. `isPlain`: a person's file, not left out. */
export type Watch = (file: string, state: FileState, bytes: Uint8Array | undefined, isPlain: boolean) => void;

export interface Listed {
  readonly root: string;
  readonly selected: readonly string[];
  readonly all: readonly string[];
  readonly skipped: Readonly<Record<string, number>>;
  readonly mayEdit?: (file: string) => boolean;
  /** What could not be listed. */
  readonly unlisted?: readonly FileError[];
}

interface Looked {
  readonly names: readonly string[];
  readonly stats: FileState | undefined;
}

/** What a search found in files before the list of all of them was there. */
export interface Ahead {
  readonly search: Search;
  readonly seen: ReadonlyMap<string, Looked>;
}

/** Most files hold nothing. */
const holdsNothing: Looked = { names: [], stats: undefined };

/** A set of files on disk. */
export class DiskFiles implements FileSet {
  readonly root: string;
  readonly selected: readonly string[];
  readonly all: readonly string[];
  readonly skipped: Record<string, number>;
  readonly mayEdit?: (file: string) => boolean;
  readonly unlisted: readonly FileError[];
  readonly errors: FileError[] = [];
  #reader = new Reader();
  readonly #refused = new Set<string>();
  readonly #existing = new Map<string, boolean>();
  readonly #words = new Map<ReadonlySet<string> | undefined, Map<string, string[]>>();
  #listed: ReadonlySet<string> | undefined;
  watch: Watch | undefined;

  constructor(
    listed: Listed,
    readonly overlay: ReadonlyMap<string, string> = new Map(),
    readonly ahead?: Ahead,
  ) {
    this.root = listed.root;
    this.selected = listed.selected;
    this.all = listed.all;
    this.skipped = { ...listed.skipped };
    this.unlisted = listed.unlisted ?? [];
    this.errors.push(...this.unlisted);
    if (listed.mayEdit) this.mayEdit = listed.mayEdit;
  }

  withTexts(overlay: ReadonlyMap<string, string>): FileSet {
    return new DiskFiles(this, new Map([...this.overlay, ...overlay]));
  }

  read(file: string): string | undefined {
    return this.overlay.get(file) ?? this.#readDisk(file);
  }

  replaced(file: string): string | undefined {
    return this.overlay.has(file) ? this.#readDisk(file) : undefined;
  }

  #readDisk(file: string): string | undefined {
    const bytes = this.#bytes(file);
    return bytes && this.#decoded(file, bytes);
  }

  #decoded(file: string, bytes: Buffer): string | undefined {
    if (encodingOf(bytes) !== 'latin1') return this.#refuse(file, 'is UTF-16; only UTF-8 is read');
    return utf8Text(bytes) ?? this.#refuse(file, 'is not valid UTF-8');
  }

  /** Looked up once: manifests are asked for by every folder and every import. */
  exists(file: string): boolean {
    if (this.overlay.has(file)) return true;
    let answer = this.#existing.get(file);
    if (answer === undefined) this.#existing.set(file, (answer = file.startsWith(`${this.root}/`) && isPlainFile(file) && isWithin(this.root, file)));
    return answer;
  }

  scan(search: Search, within: readonly string[] = this.all): ReadonlyMap<string, ReadonlySet<string>> {
    const found = new Map<string, ReadonlySet<string>>();
    for (const file of within) {
      const before = this.ahead?.search === search ? this.ahead.seen.get(file) : undefined;
      if (before && (before.stats || !this.watch)) {
        if (before.names.length > 0) found.set(file, new Set(before.names));
        if (before.stats) this.watch?.(file, before.stats, undefined, true);
        continue;
      }
      const bytes = this.overlay.has(file) ? undefined : this.#bytes(file);
      const text = this.overlay.get(file) ?? bytes?.toString(encodingOf(bytes));
      if (text === undefined) continue;
      const names = marksIn(text, search);
      if (names.length > 0) found.set(file, new Set(names));
    }
    return found;
  }

  /** Searches all files whose names are known already. Links, what cannot be read, and what no person wrote are left to the search of the whole list. `isStated`: whether their states will be asked for. */
  lookAhead(search: Search, isStated: boolean): Ahead {
    const seen = new Map<string, Looked>();
    let state: FileState | undefined;
    this.#reader = new Reader(false);
    if (isStated) this.watch = (_, { size, mtimeMs, ctimeMs, ino }) => (state = { size, mtimeMs, ctimeMs, ino });
    for (const file of this.all) {
      const bytes = this.#bytes(file);
      if (!bytes) continue;
      const names = marksIn(bytes.toString(encodingOf(bytes)), search);
      seen.set(file, names.length === 0 && !state ? holdsNothing : { names, stats: state });
    }
    return { search, seen };
  }

  filesWith(word: string, within?: ReadonlySet<string>): readonly string[] {
    let words = this.#words.get(within);
    if (!words) this.#words.set(within, (words = wordIndex(this, within)));
    return words.get(word) ?? [];
  }

  /** The bytes, in a buffer that the next call overwrites. */
  #bytes(file: string): Buffer | undefined {
    if (this.#refused.has(file)) return undefined;
    try {
      this.#listed ??= new Set(this.all);
      if (!this.#listed.has(file) && !isWithin(this.root, file) && fs.existsSync(file)) return this.#refuse(file, 'lies outside the project');
      const { bytes, stats } = this.#reader.read(file, this.root, largestFile, this.watch !== undefined);
      const plain = bytes ? this.#plain(file, bytes) : this.#skip(file, 'larger than 5 MB');
      if (stats) this.watch?.(file, stats, bytes, plain !== undefined);
      return plain;
    } catch (error) {
      return this.#refuse(file, file.includes('\ufffd') ? 'has a name that is not valid UTF-8' : reasonOf(error));
    }
  }

  /** Leaves out what no person wrote: binaries and minified code. */
  #plain(file: string, bytes: Buffer): Buffer | undefined {
    if (encodingOf(bytes) === 'latin1' && bytes.subarray(0, 1024).includes(0)) return this.#skip(file, 'binary');
    if (bytes.length > 20_000 && isMinified(bytes)) return this.#skip(file, 'minified');
    if (bytes.length > 50_000 && isPublished(bytes)) return this.#skip(file, 'copies of a published library');
    return bytes;
  }

  #skip(file: string, why: string): undefined {
    this.#refused.add(file);
    this.skipped[why] = (this.skipped[why] ?? 0) + 1;
  }

  #refuse(file: string, message: string): undefined {
    if (!this.#refused.has(file)) this.errors.push({ file, message });
    this.#refused.add(file);
  }
}

/** The text with its byte order mark, if it has one; undefined where the bytes are not UTF-8. Several times faster than a decoder that throws. */
export const utf8Text = (bytes: Buffer): string | undefined => (isUtf8(bytes) ? bytes.toString('utf8') : undefined);

/** How bytes are searched: as they are, and UTF-16 so that its words are found, of which it is then told that nobody reads it. */
function encodingOf(bytes: Buffer): 'latin1' | 'utf16le' {
  const [first, second] = bytes;
  if (first === 0xfe && second === 0xff) bytes.subarray(0, bytes.length & ~1).swap16();
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) ? 'utf16le' : 'latin1';
}

/** Word -> files in which it stands. */
export function wordIndex(files: Pick<FileSet, 'all' | 'read'>, within: ReadonlySet<string> | undefined): Map<string, string[]> {
  const index = new Map<string, string[]>();
  for (const file of within ? [...within].sort() : files.all) {
    const text = files.read(file);
    if (text === undefined) continue;
    for (const word of wordsIn(text)) {
      const known = index.get(word);
      if (known) known.push(file);
      else index.set(word, [file]);
    }
  }
  return index;
}

/** A comment that tools keep stands first, and names a licence: what a package ships, copied into the project. */
const isPublished = (bytes: Buffer): boolean => bytes.toString('latin1', 0, 3) === '/*!' && /licen[sc]e|copyright|\(c\)/i.test(bytes.toString('latin1', 0, 1000));

/** Average line longer than 500 bytes. */
function isMinified(bytes: Buffer): boolean {
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return bytes.length / lines > 500;
}

/** What the operating system said, for people. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  const known: Readonly<Record<string, string>> = {
    EACCES: 'no permission to read it',
    EPERM: 'no permission',
    ENOENT: 'it is not there any more',
    EAGAIN: 'it is no plain file',
    EISDIR: 'it is a folder',
    ELOOP: 'its symbolic links form a loop',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota of the disk is used up',
    EFBIG: 'it would be larger than files may be here',
    ENAMETOOLONG: 'its name is too long',
  };
  return (code && known[code]) ?? (error instanceof Error ? error.message : String(error));
}
