import { Worker } from 'node:worker_threads';
import { type Memory, Recorder } from './cache/recorder.ts';
import type { Candidates } from './candidates/candidates.ts';
import { DiskFiles, type FileSet, type Listed } from './files/file-set.ts';
import { type Answer, answerOf, judge, type LintOptions } from './lint.ts';
import type { AnyRule, FileError, LintResult } from './rule.ts';
import type { Part } from './candidates/parts.ts';
import { Statistics } from './statistics.ts';
import { Imports } from './trace/modules/imports.ts';

/** What one thread is asked. Plain data: it crosses to the thread as a copy. */
export interface Task {
  readonly listed: Listed;
  readonly overlay: ReadonlyMap<string, string>;
  readonly isRecorded: boolean;
  /** All that was found out before, without what only one thread can use. */
  readonly found: Omit<Candidates, 'imports'>;
  /** Places of the parts to answer. */
  readonly places: readonly number[];
  /** Ids of the rules that judge. */
  readonly rules: readonly string[];
  readonly options: Pick<LintOptions, 'ruleOptions' | 'assumeQlik' | 'hosts' | 'configured'>;
}

/** What a thread answers. */
interface Done {
  readonly answers: ReadonlyMap<number, Answer>;
  readonly errors: readonly FileError[];
  /** Milliseconds by rule. */
  readonly times: Readonly<Record<string, number>>;
  /** What it asked of the files, where that is kept. */
  readonly memory: Memory | undefined;
}

/** Fewer files than this in what could be handed over, and a thread costs more than it saves. */
const leastFiles = 150;

/** The work of a thread. */
export function answerTask({ listed, overlay, isRecorded, found, places, rules, options }: Task, all: readonly AnyRule[], now: () => number): Done {
  const files = new DiskFiles(listed, overlay);
  const recorder = isRecorded ? new Recorder(files) : undefined;
  const known: Candidates = { ...found, imports: new Imports(recorder ?? files) };
  const statistics = new Statistics(now);
  const judging: LintOptions = { ...options, statistics, rules: all.filter(({ id }) => rules.includes(id)) };
  return { answers: answersTo(places, known, judging), errors: files.errors, times: statistics.rules, memory: recorder?.memory };
}

const answersTo = (places: readonly number[], found: Candidates, options: LintOptions): Map<number, Answer> =>
  new Map(places.flatMap((place) => (found.parts[place] ? [[place, answerOf(found.parts[place], place, found, options)] as const] : [])));

/** The places of the parts in so many shares of about the same size; the first is the largest. */
export function sharesOf({ parts }: Pick<Candidates, 'parts'>, count: number): number[][] {
  const sized = parts.map(({ within, reach }, place) => ({ place, size: within?.size ?? reach.seeds.length + reach.fields.length })).sort((a, b) => b.size - a.size || a.place - b.place);
  const shares = Array.from({ length: count }, () => ({ places: [] as number[], size: 0 }));
  for (const { place, size } of sized) {
    const least = shares.reduce((a, b) => (b.size < a.size ? b : a));
    least.places.push(place);
    least.size += size;
  }
  const rest = shares.slice(1).reduce((sum, { size }) => sum + size, 0);
  return rest < leastFiles ? [parts.map((_, place) => place)] : shares.sort((a, b) => b.size - a.size).map(({ places }) => places.sort((a, b) => a - b));
}

/** A share of the work, on a thread of its own: it runs while this one does its own share. Undefined when no thread can be had. */
function startThread(script: URL, task: Task, started: () => void): Promise<Done | undefined> {
  return new Promise((resolve) => {
    try {
      const worker = new Worker(script, { workerData: task });
      for (const event of ['online', 'error', 'exit'] as const) worker.once(event, started);
      worker.once('message', (done: Done) => resolve(done));
      worker.once('error', () => resolve(undefined));
      worker.once('exit', () => resolve(undefined));
    } catch {
      started();
      resolve(undefined);
    }
  });
}

export interface Threads {
  readonly count: number;
  /** What a thread runs. */
  readonly script: URL;
}

/**
 * `judge`, with a part of the work on other threads where there is enough of it. The result is the same, in the same order: parts have nothing to do with
 * each other, and what a thread does not answer is answered here.
 */
export async function judgeOnThreads(files: FileSet, found: Candidates, options: LintOptions, { count, script }: Threads): Promise<LintResult> {
  const disk = files instanceof Recorder ? files.files : files;
  const shares = disk instanceof DiskFiles && count > 1 && found.parts.length > 1 ? sharesOf(found, count) : [];
  if (!(disk instanceof DiskFiles) || shares.length < 2) return judge(files, found, options);
  options.statistics?.count('threads', shares.length);
  const pending: Promise<Done | undefined>[] = [];
  // A thread cannot begin while this one is busy.
  await Promise.all(shares.slice(1).map((places) => new Promise<void>((started) => void pending.push(startThread(script, taskOf(disk, found, options, places, files instanceof Recorder), started)))));
  const answers = answersTo(shares[0] ?? [], found, options);
  for (const done of await Promise.all(pending)) {
    for (const [place, answer] of done?.answers ?? []) answers.set(place, answer);
    for (const error of done?.errors ?? []) if (!disk.errors.some(({ file, message }) => file === error.file && message === error.message)) disk.errors.push(error);
    if (done) options.statistics?.addRules(done.times);
    if (done?.memory && files instanceof Recorder) files.absorb(done.memory);
  }
  return judge(files, found, options, answers);
}

function taskOf({ root, selected, all, skipped, overlay }: DiskFiles, found: Candidates, options: LintOptions, places: readonly number[], isRecorded: boolean): Task {
  const { ruleOptions, assumeQlik, hosts, configured } = options;
  const { surroundings, isQlik, directives, parts } = found;
  const own = parts.map((part, place) => (places.includes(place) ? part : nothing));
  return {
    listed: { root, selected, all, skipped },
    overlay,
    isRecorded,
    found: { surroundings, isQlik, directives, parts: own },
    places,
    rules: options.rules.map(({ id }) => id),
    options: { ruleOptions, assumeQlik, hosts, ...(configured ? { configured } : {}) },
  };
}

/** Stands for a part that another thread answers. */
const nothing: Part = { reach: { seeds: [], requests: new Set(), fields: [], keyed: [] }, ambient: [], within: new Set() };
