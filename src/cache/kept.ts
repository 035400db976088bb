import { hash } from 'node:crypto';
import fs from 'node:fs';
import { DiskFiles, marksIn, type Search, wordsIn } from '../files/file-set.ts';
import type { LintResult } from '../rule.ts';
import { markText, type Recorder, type Sight, sightOf, statOf } from './recorder.ts';

/** A result with everything it depended on. Plain data. */
export interface Kept {
  /** The file system's time before anything was read. */
  readonly began: number;
  /** Of the list of files, and of what was left out of it. */
  readonly list: string;
  /** In the order of the list: the file as it was seen, and which of `marks` tells what searches found in it; -1 where its whole text counts. */
  readonly files: readonly (readonly [stat: string, hash: string, marks: number])[];
  readonly marks: readonly string[];
  /** Words that were searched for -> places in the list. */
  readonly words: Readonly<Record<string, readonly number[]>>;
  /** Files that are not in the list and were read: tables, manifests, lock files. */
  readonly others: readonly (readonly [file: string, stat: string, hash: string])[];
  /** Files that were looked for, found or not. */
  readonly present: readonly string[];
  readonly absent: readonly string[];
  readonly result: LintResult;
}

/** Writes within this many milliseconds before the run began may not show in a file's times; such files are compared by content. */
const tick = 2000;

/** To be asked before any file is read, because reading leaves out more. */
export const listOf = ({ all, skipped, unlisted }: Pick<DiskFiles, 'all' | 'skipped' | 'unlisted'>): string => hash('sha256', JSON.stringify([all, skipped, unlisted]), 'base64url');

/** What to keep of a run; undefined where not everything it depended on is known. */
export function keptOf(recorder: Recorder, result: LintResult, list: string, began: number): Kept | undefined {
  const { seen, asked, all, words, existing } = recorder;
  const isKnown = (file: string): boolean => seen.has(file);
  if (recorder.isUnsteady || !all.every(isKnown) || ![...asked].every(isKnown)) return undefined;
  const whole = new Set([...asked, ...result.errors.map(({ file }) => file)]);
  const at = new Map(all.map((file, index) => [file, index]));
  const marks = new Map<string, number>();
  const numberOf = (text: string): number => {
    if (!marks.has(text)) marks.set(text, marks.size);
    return marks.get(text) as number;
  };
  const place = (file: string): Sight => seen.get(file) as Sight;
  const looked = (answer: boolean): string[] => [...existing].flatMap(([file, found]) => (found === answer ? [file] : []));
  return {
    began,
    list,
    files: all.map((file) => [place(file).stat, place(file).hash, whole.has(file) || !place(file).isPlain ? -1 : numberOf(recorder.marks.get(file) ?? '')]),
    marks: [...marks.keys()],
    words: Object.fromEntries([...words].map(([word, files]) => [word, files.map((file) => at.get(file) as number)])),
    others: [...asked].flatMap((file) => (at.has(file) ? [] : [[file, place(file).stat, place(file).hash] as const])),
    present: looked(true),
    absent: looked(false),
    result,
  };
}

/**
 * Whether a run would come to the same result now. The answer is what to keep from now on: the same, with newer times where only those changed,
 * or where the text changed in a way that no question of that run could see. Undefined when the run must be made again.
 */
export function stillTrue(kept: Kept, files: DiskFiles, searches: readonly Search[]): Kept | undefined {
  if (kept.list !== listOf(files) || kept.files.length !== files.all.length) return undefined;
  const probe = new Probe(kept, files, searches);
  const seen: (readonly [string, string, number])[] = [];
  for (const [index, file] of files.all.entries()) {
    const now = probe.compare(file, kept.files[index] as Kept['files'][number], index);
    if (!now) return undefined;
    seen.push(now);
  }
  const others: (readonly [string, string, string])[] = [];
  for (const [file, stat, content] of kept.others) {
    const now = probe.isThere(file) ? probe.compare(file, [stat, content, -1], -1) : undefined;
    if (!now) return undefined;
    others.push([file, now[0], now[1]]);
  }
  if (!kept.present.every((file) => probe.isThere(file)) || kept.absent.some((file) => probe.isThere(file))) return undefined;
  return probe.hasRead ? { ...kept, files: seen, others } : kept;
}

const nothing: Search = { patterns: {} };

/** Looks at files without leaving anything behind in the set that the run would use. */
class Probe {
  readonly #files: DiskFiles;
  #words: Map<number, Set<string>> | undefined;
  /** True once times alone could not tell. */
  hasRead = false;

  constructor(
    readonly kept: Kept,
    files: DiskFiles,
    readonly searches: readonly Search[],
  ) {
    this.#files = new DiskFiles(files);
  }

  isThere(file: string): boolean {
    return this.#files.exists(file);
  }

  /** The file as it is now, when that makes no difference; undefined when it does. */
  compare(file: string, before: Kept['files'][number], index: number): Kept['files'][number] | undefined {
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    if (!stats) return undefined;
    if (statOf(stats) === before[0] && Math.max(stats.mtimeMs, stats.ctimeMs) < this.kept.began - tick) return before;
    this.hasRead = true;
    let sight: Sight | undefined;
    let bytes = '';
    this.#files.watch = (_, now, read, isPlain) => {
      sight = sightOf(now, read, isPlain);
      if (sight.hash !== before[1]) bytes = read ? Buffer.from(read.buffer, read.byteOffset, read.byteLength).toString('latin1') : '';
    };
    const text = this.#files.read(file);
    const { stat, hash: content, isPlain } = sight ?? { stat: '', hash: '', isPlain: false };
    if (sight && content === before[1] && content !== '') return [stat, content, before[2]];
    return isPlain && text !== undefined && before[2] >= 0 && this.#looksSame(bytes, text, index) ? [stat, content, before[2]] : undefined;
  }

  /** The same marks, and the same of the words that were searched for. */
  #looksSame(bytes: string, text: string, index: number): boolean {
    const marks = this.kept.marks[this.kept.files[index]?.[2] ?? -1] ?? '';
    const asked = marks
      .split(';')
      .slice(0, -1)
      .map((one) => Number(one.split(':')[0]));
    if (asked.map((search) => markText(search, marksIn(bytes, this.searches[search] ?? nothing))).join('') !== marks) return false;
    const before = this.#wordsAt(index);
    const now = wordsIn(text);
    return Object.keys(this.kept.words).every((word) => before.has(word) === now.has(word));
  }

  #wordsAt(index: number): ReadonlySet<string> {
    this.#words ??= byPlace(this.kept.words);
    return this.#words.get(index) ?? new Set();
  }
}

function byPlace(words: Kept['words']): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  for (const [word, places] of Object.entries(words)) for (const place of places) found.set(place, (found.get(place) ?? new Set()).add(word));
  return found;
}
