import { hash } from 'node:crypto';
import type { DiskFiles, FileSet, FileState, Search } from '../files/file-set.ts';

/** A file as it was when it was read. */
export interface Sight {
  /** Size, times and number: differs whenever the file was written, but for writes within one tick of the file system's clock. */
  readonly stat: string;
  /** Of the bytes; empty where only what searches found there matters. */
  readonly hash: string;
  /** False for what was left out: binary, minified, too large. */
  readonly isPlain: boolean;
}

/** The time of a file's entry (`ctime`) is part of it, because no program can set that back. */
export const statOf = (stats: FileState): string => `${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}:${stats.ino}`;

export const sightOf = (stats: FileState, bytes: Uint8Array | undefined, isPlain: boolean): Sight => ({ stat: statOf(stats), hash: bytes ? hash('sha256', bytes, 'base64url') : 'too large', isPlain });

/** A file that was only searched: hashing tens of thousands of them takes longer than reading them. */
const searchedSight = (stats: FileState): Sight => ({ stat: statOf(stats), hash: '', isPlain: true });

/** What one search, by its place among all of a run, found in a file: `0:usersPath,words;`. */
export const markText = (search: number, marks: Iterable<string> | undefined): string => `${search}:${[...(marks ?? [])].sort().join()};`;

/** What a thread asked of its files. Plain data. */
export type Memory = Pick<Recorder, 'seen' | 'asked' | 'existing' | 'words' | 'isUnsteady'>;

/** A set of files that remembers everything it was asked, so that later one can tell whether the answers would be the same. */
export class Recorder implements FileSet {
  readonly seen = new Map<string, Sight>();
  /** Files whose text was asked for. Of all others only their marks and some of their words matter. */
  readonly asked = new Set<string>();
  readonly existing = new Map<string, boolean>();
  /** Words that were searched for -> the files that hold them. */
  readonly words = new Map<string, readonly string[]>();
  /** File -> what each search that looked at it found there. */
  readonly marks = new Map<string, string>();
  #searches = 0;
  #isSearching = false;
  /** True once a file changed between two readings. */
  isUnsteady = false;

  constructor(readonly files: DiskFiles) {
    files.watch = (file, stats, bytes, isPlain) => this.#see(file, this.#isSearching && isPlain ? searchedSight(stats) : sightOf(stats, bytes, isPlain));
  }

  get root(): string {
    return this.files.root;
  }
  get selected(): readonly string[] {
    return this.files.selected;
  }
  get all(): readonly string[] {
    return this.files.all;
  }
  get errors(): FileSet['errors'] {
    return this.files.errors;
  }
  get skipped(): FileSet['skipped'] {
    return this.files.skipped;
  }

  read(file: string): string | undefined {
    this.asked.add(file);
    return this.files.read(file);
  }

  exists(file: string): boolean {
    const answer = this.files.exists(file);
    this.#looked(file, answer);
    return answer;
  }

  #looked(file: string, answer: boolean): void {
    if ((this.existing.get(file) ?? answer) !== answer) this.isUnsteady = true;
    this.existing.set(file, answer);
  }

  scan(search: Search, within: readonly string[] = this.all): ReadonlyMap<string, ReadonlySet<string>> {
    this.#isSearching = true;
    const found = this.files.scan(search, within);
    this.#isSearching = false;
    for (const file of within) this.marks.set(file, (this.marks.get(file) ?? '') + markText(this.#searches, found.get(file)));
    this.#searches += 1;
    return found;
  }

  filesWith(word: string, within?: ReadonlySet<string>): readonly string[] {
    const found = this.files.filesWith(word, within);
    this.#found(word, found);
    return found;
  }

  /** What another thread must be told of this. */
  get memory(): Memory {
    const { seen, asked, existing, words, isUnsteady } = this;
    return { seen, asked, existing, words, isUnsteady };
  }

  /** Remembers what another thread asked of the same files. */
  absorb({ seen, asked, existing, words, isUnsteady }: Memory): void {
    for (const [file, sight] of seen) this.#see(file, sight);
    for (const file of asked) this.asked.add(file);
    for (const [file, answer] of existing) this.#looked(file, answer);
    for (const [word, found] of words) this.#found(word, found);
    this.isUnsteady ||= isUnsteady;
  }

  withTexts(overlay: ReadonlyMap<string, string>): FileSet {
    return this.files.withTexts(overlay);
  }

  /** The same word may be searched for in several sets of files. */
  #found(word: string, found: readonly string[]): void {
    const known = this.words.get(word);
    this.words.set(word, known ? [...new Set([...known, ...found])].sort() : found);
  }

  #see(file: string, sight: Sight): void {
    const before = this.seen.get(file);
    if (before && (before.stat !== sight.stat || (before.hash !== sight.hash && before.hash !== '' && sight.hash !== ''))) this.isUnsteady = true;
    if (!before || sight.hash !== '') this.seen.set(file, sight);
  }
}
