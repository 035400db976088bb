import type { Suppress } from './annotate.ts';
import { readBaseline } from './baseline/file.ts';
import type { Shape } from './baseline/shape.ts';
import { type CacheOptions, isKept, openCache } from './cache/cache.ts';
import { candidates, firstSearch, holdsNothing, isIdle, nothingIn } from './candidates/candidates.ts';
import type { Confidence } from './facts.ts';
import { type Chosen, chooseFiles, chooseLooking, fewFiles, type Selection } from './files/choose.ts';
import { DiskFiles, type FileSet } from './files/file-set.ts';
import type { LintOptions } from './lint.ts';
import type { RuleInfo } from './reporters/index.ts';
import type { LintResult } from './rule.ts';
import { Statistics } from './statistics.ts';
import type { Threads } from './threads.ts';
import { UsageError } from './usage-error.ts';

/** What the outside world gives one run. */
export interface Environment {
  readonly cwd: string;
  /** Milliseconds. */
  now(): number;
}

export interface RunOptions extends LintOptions {
  readonly command: 'check' | 'fix';
  readonly selection: Selection;
  /** `check` only: also find out what `fix` would change. */
  readonly isPlanned?: boolean;
  readonly minConfidence: Confidence;
  /** `fix` only: write nothing. */
  readonly dryRun: boolean;
  readonly suggestions: boolean;
  readonly force: boolean;
  /** `fix` only: write comments instead of rewriting. */
  readonly suppress?: Suppress;
  /** `fix` only: leave a note above what stays. */
  readonly mark?: boolean;
  /** The baseline's file; by default the one at the root, when it exists; false for none. */
  readonly baseline?: string | false;
  readonly stats?: boolean;
  /** `check` of files as they lie on disk only: take what the last run found where nothing changed, and keep what this one finds. */
  readonly cache?: CacheOptions;
  /** Threads for what is judged first, where there is much of it. */
  readonly threads?: Threads;
  /** Paths and options to repeat in a command that is proposed. */
  readonly asked?: string;
  readonly version: string;
  /** What reports say of the rules. */
  readonly ruleInfos: readonly RuleInfo[];
}

/** What was found, before anything is decided. */
export interface Prepared extends Chosen {
  readonly options: RunOptions;
  readonly environment: Environment;
  readonly first: LintResult;
  readonly entries: readonly Shape[] | undefined;
  readonly statistics: Statistics;
  /** Undefined where nothing needs it. */
  readonly engine: Engine | undefined;
}

export type Engine = typeof import('./engine.ts');

/** The first half of a run: files -> lint. Nothing is written. */
export async function prepare(options: RunOptions, environment: Environment): Promise<Prepared> {
  const statistics = new Statistics(() => environment.now());
  const few = atFirstSight(options, environment.cwd);
  if (few) return { files: few, options, environment, first: nothingIn(few, { surroundings: { hasQlik: true } }), entries: undefined, statistics, engine: undefined };
  const chosen = await chosenBy(options, environment.cwd);
  statistics.phase('list files');
  const entries = knownOf(chosen.files.root, environment.cwd, options.baseline);
  const { first, engine } = await firstLint(chosen.files, { ...options, statistics }, environment);
  statistics.phase('judge');
  return { ...chosen, options, environment, first, entries, statistics, engine: engine ?? (options.command === 'fix' || options.isPlanned ? await import('./engine.ts') : undefined) };
}

const isOnDisk = ({ staged, since, text }: Selection): boolean => !staged && since === undefined && text === undefined;

/** Results are kept of plain checks only. */
const cacheOf = ({ cache, command, selection }: RunOptions): CacheOptions | undefined => (command === 'check' && isOnDisk(selection) ? cache : undefined);

function chosenBy(options: RunOptions, cwd: string): Chosen | Promise<Chosen> {
  if (!isOnDisk(options.selection)) return chooseFiles(cwd, options.selection);
  const cache = cacheOf(options);
  return chooseLooking(cwd, options.selection, { search: firstSearch(options), isStated: cache !== undefined, isWorth: (root) => !cache || !isKept(root, cache) });
}

/** The files that a hook names, when a look at them alone tells that there is nothing to report, whatever is around them. */
function atFirstSight(options: RunOptions, cwd: string): FileSet | undefined {
  if (options.command !== 'check' || options.isPlanned) return undefined;
  const few = fewFiles(cwd, options.selection);
  return few && holdsNothing(few, options) && !knownOf(few.root, cwd, options.baseline) ? few : undefined;
}

/** What the files hold; the engine is loaded only when bytes do not tell already that there is nothing. */
async function firstLint(files: FileSet, options: RunOptions & { readonly statistics: Statistics }, { now }: Environment): Promise<{ first: LintResult; engine?: Engine }> {
  const kept = cacheOf(options);
  const cache = kept && files instanceof DiskFiles ? openCache(files, options, kept, now, options.statistics.started) : undefined;
  const known = cache?.known();
  if (known) return { first: known };
  const read = cache?.recorder ?? files;
  const found = candidates(read, options);
  options.statistics.phase('search');
  if (isIdle(found)) return { first: nothingIn(files, found) };
  const engine = await import('./engine.ts');
  const first = options.threads ? await engine.judgeOnThreads(read, found, options, options.threads) : engine.judge(read, found, options);
  cache?.keep(first);
  return { first, engine };
}

/** What the baseline knows; undefined without one. */
function knownOf(root: string, cwd: string, wanted: string | false | undefined): readonly Shape[] | undefined {
  if (wanted === false) return undefined;
  const { entries, name } = readBaseline(root, cwd, wanted);
  if (!entries && wanted !== undefined) throw new UsageError(`${name}: there is no baseline; write one with \`qlik-users-migrate baseline\``);
  return entries;
}
