import type { Suppress } from './annotate.ts';
import { compare } from './baseline/compare.ts';
import { judgedFiles, readBaseline } from './baseline/file.ts';
import { fingerprints, type Shape, shapesOf } from './baseline/shape.ts';
import { type CacheOptions, openCache } from './cache/cache.ts';
import { candidates, holdsNothing, isIdle, nothingIn } from './candidates.ts';
import type { Confidence } from './facts.ts';
import { type Chosen, chooseFiles, fewFiles, type Selection } from './files/choose.ts';
import { DiskFiles, type FileSet } from './files/file-set.ts';
import { prose, rootOf } from './files/list.ts';
import { remember, writtenByKilled } from './fix/journal.ts';
import type { FixResult } from './fix/rounds.ts';
import { type Failure, writeChanges } from './fix/write.ts';
import { planStaged, writeStaged } from './fix/write-staged.ts';
import { uncommitted } from './git/git.ts';
import type { LintOptions } from './lint.ts';
import { type Format, type Report, type ReporterOptions, reporters, type RuleInfo } from './reporters/index.ts';
import { fails } from './reporters/report.ts';
import type { Finding, LintResult } from './rule.ts';
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

export interface RunResult {
  readonly report: Report;
  /** 0 nothing that fails, 1 problems remain, or a file to be judged could not be read. */
  readonly exitCode: 0 | 1;
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

type Engine = typeof import('./engine.ts');

/**
 * One invocation: files -> lint -> (fix) -> report.
 * @throws {UsageError} when it cannot run: a path that is not there, a dirty git tree.
 */
export async function run(options: RunOptions, environment: Environment): Promise<RunResult> {
  return complete(await prepare(options, environment));
}

/** The first half of a run: files -> lint. Nothing is written. */
export async function prepare(options: RunOptions, environment: Environment): Promise<Prepared> {
  const statistics = new Statistics(() => environment.now());
  const few = atFirstSight(options, environment.cwd);
  if (few) return { files: few, options, environment, first: nothingIn(few, { surroundings: { hasQlik: true } }), entries: undefined, statistics, engine: undefined };
  const chosen = chooseFiles(environment.cwd, options.selection);
  statistics.phase('list files');
  const entries = knownOf(chosen.files.root, environment.cwd, options.baseline);
  const { first, engine } = await firstLint(chosen.files, { ...options, statistics }, environment);
  statistics.phase('judge');
  return { ...chosen, options, environment, first, entries, statistics, engine: engine ?? (options.command === 'fix' || options.isPlanned ? await import('./engine.ts') : undefined) };
}

/** The files that a hook names, when a look at them alone tells that there is nothing to report, whatever is around them. */
function atFirstSight(options: RunOptions, cwd: string): FileSet | undefined {
  if (options.command !== 'check' || options.isPlanned) return undefined;
  const few = fewFiles(cwd, options.selection);
  return few && holdsNothing(few, options) && !knownOf(few.root, cwd, options.baseline) ? few : undefined;
}

/** What the files hold; the engine is loaded only when bytes do not tell already that there is nothing. */
async function firstLint(files: FileSet, options: RunOptions & { readonly statistics: Statistics }, { now }: Environment): Promise<{ first: LintResult; engine?: Engine }> {
  const { staged, since, text } = options.selection;
  const isPlain = options.command === 'check' && !staged && since === undefined && text === undefined;
  const cache = options.cache && isPlain && files instanceof DiskFiles ? openCache(files, options, options.cache, now) : undefined;
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

/** The second half: (fix) -> report. `accepted`: the only findings to rewrite. */
export function complete(prepared: Prepared, accepted?: readonly Finding[]): RunResult {
  const outcome = outcomeOf(prepared, accepted);
  if (prepared.options.command === 'fix') prepared.statistics.phase('fix');
  const report = reportOf(prepared, outcome);
  const isFailing = report.findings.some((finding) => fails(finding, report.minConfidence)) || report.refused.length > 0 || report.unread.length > 0;
  return { report, exitCode: isFailing ? 1 : 0 };
}

/** The report in one format. */
export function render(report: Report, format: Format, options: ReporterOptions): string {
  return reporters[format](report, options);
}

/** What the baseline knows; undefined without one. */
function knownOf(root: string, cwd: string, wanted: string | false | undefined): readonly Shape[] | undefined {
  if (wanted === false) return undefined;
  const { entries, name } = readBaseline(root, cwd, wanted);
  if (!entries && wanted !== undefined) throw new UsageError(`${name}: there is no baseline; write one with \`qlik-users-migrate baseline\``);
  return entries;
}

function reportOf({ options, files, first, environment, entries, statistics }: Prepared, outcome: Outcome): Report {
  const rewritten = new Map(options.command === 'fix' ? outcome.changes.map((change) => [change.file, change.after]) : []);
  const source = (file: string): string | undefined => rewritten.get(file) ?? files.read(file);
  const cwd = environment.cwd.replaceAll('\\', '/');
  const { findings } = outcome.result;
  const shapes = shapesOf(files.root, findings, source);
  const prints = fingerprints(shapes);
  const byFinding = new Map(findings.map((finding, index) => [finding, prints[index] ?? '']));
  const compared = entries && againstBaseline(files, options, entries, shapes, outcome.result.errors);
  return {
    tool: { name: 'qlik-users-migrate', version: options.version },
    command: options.command,
    root: files.root,
    cwd,
    top: rootOf(cwd),
    rules: options.ruleInfos,
    active: options.rules.map((rule) => rule.id),
    asked: options.asked ?? '',
    findings: findings.filter((_, index) => !compared?.isKnown[index]),
    ...(compared ? { known: findings.filter((_, index) => compared.isKnown[index]) } : {}),
    gone: (compared?.gone ?? []).map(({ rule, file }) => ({ rule, file })),
    refusals: outcome.result.refusals,
    errors: outcome.result.errors,
    unread: unreadIn(files, outcome.result, options),
    files: files.selected.length,
    parsed: first.counters.parsed,
    skipped: first.skipped,
    fixed: outcome.fixed,
    changes: outcome.changes,
    refused: outcome.refused,
    comments: outcome.comments,
    isUndoable: outcome.isUndoable ?? false,
    hasQlikEvidence: first.hasQlikEvidence,
    dryRun: options.dryRun,
    durationMs: Math.round(environment.now() - statistics.started),
    ...(options.stats ? { statistics: tables(files, first, statistics) } : {}),
    notices: first.notices,
    minConfidence: options.minConfidence,
    source,
    fingerprint: (finding) => byFinding.get(finding) ?? '',
  };
}

/** The statistics with what the files themselves tell. */
function tables(files: FileSet, first: LintResult, { phases, rules, counters }: Statistics): Report['statistics'] {
  return { phases, rules, counters: { 'files listed': files.all.length, 'files to judge': files.selected.length, 'files parsed': first.counters.parsed, ...counters } };
}

/** Files to be judged that could not be read. An excerpt in prose need not be whole, and without Qlik Cloud no file holds what fails. */
function unreadIn(files: FileSet, { errors, hasQlikEvidence }: LintResult, options: RunOptions): string[] {
  const isQlik = hasQlikEvidence || options.assumeQlik;
  const judged = new Set(files.selected);
  return [...new Set(errors.filter(({ line }) => isQlik || line === undefined).map(({ file }) => file))].filter((file) => judged.has(file) && !prose.test(file));
}

/** Entries of files and rules that were not judged are neither found nor gone. */
function againstBaseline(files: FileSet, options: RunOptions, entries: readonly Shape[], shapes: readonly Shape[], errors: LintResult['errors']): ReturnType<typeof compare> {
  const judged = judgedFiles(files.root, files.selected, errors);
  const rules = new Set(options.rules.map((rule) => rule.id));
  const isThere = (file: string): boolean => files.exists(`${files.root}/${file}`);
  const asked = entries.filter(({ file, rule }) => rules.has(rule) && (judged.has(file) || !isThere(file) || file.endsWith('.json')));
  const { paths, staged, since, text } = options.selection;
  const isPart = paths.length > 0 || staged || since !== undefined || text !== undefined;
  const { isKnown, gone } = compare(asked, shapes, isThere);
  return { isKnown, gone: isPart ? gone.filter(({ file }) => judged.has(file)) : gone };
}

interface Outcome {
  readonly result: LintResult;
  readonly changes: Report['changes'];
  readonly fixed: Report['fixed'];
  readonly refused: Report['refused'];
  readonly comments: Report['comments'];
  readonly isUndoable?: boolean;
}

const noComments = { suppressed: 0, marked: 0 } as const;

function outcomeOf(prepared: Prepared, accepted: readonly Finding[] | undefined): Outcome {
  const { files, first, options, engine } = prepared;
  if (options.command === 'check' || !engine) return { result: first, changes: options.isPlanned && engine ? engine.rewrite(files, first, options).changes : [], fixed: [], refused: [], comments: noComments };
  const { planned, comments } = plan(prepared, engine, accepted);
  const done = { ...planned, result: planned.remaining, comments };
  if (options.dryRun || planned.changes.length === 0) return done;
  if (!options.force && !options.selection.staged) refuseDirtyTree(files.root);
  const { failed, isUndoable } = write(prepared, planned);
  if (failed.length === 0) return { ...done, isUndoable };
  const unwritten = new Set(failed.map(({ file }) => file));
  const written = planned.changes.filter((change) => !unwritten.has(change.file));
  const fixed = planned.fixed.filter((finding) => !finding.edits.some((edit) => unwritten.has(edit.file)));
  return { ...done, isUndoable, result: engine.lint(files.withTexts(new Map(written.map((change) => [change.file, change.after]))), options), changes: written, fixed, refused: [...planned.refused, ...failed] };
}

function plan({ files, first, options, statistics }: Prepared, { suppress, rewrite, mark }: Engine, accepted: readonly Finding[] | undefined): { planned: FixResult; comments: Report['comments'] } {
  if (options.suppress) {
    const planned = suppress(files, first, options.suppress, options);
    return { planned, comments: { ...noComments, suppressed: planned.count } };
  }
  const planned = rewrite(files, first, { ...options, statistics, ...(accepted ? { accepted } : {}) });
  if (!options.mark) return { planned, comments: noComments };
  const marked = mark(files, planned, options);
  return { planned: marked, comments: { ...noComments, marked: marked.count } };
}

/** Remembers, then writes. */
function write({ files, index }: Prepared, { changes, fixed }: FixResult): { failed: Failure[]; isUndoable: boolean } {
  if (!index) {
    const { isUndoable, staging, finish } = remember(files.root, changes);
    const failed = writeChanges(files.root, changes, staging);
    finish();
    return { failed, isUndoable };
  }
  const planned = planStaged(files.root, changes, index);
  const failures = withConnected(planned.failures, fixed);
  const writes = planned.writes.filter(({ file }) => !failures.some((failure) => failure.file === file));
  if (writes.length === 0) return { failed: failures, isUndoable: false };
  const { isUndoable, staging, finish } = remember(
    files.root,
    writes.flatMap(({ work }) => work ?? []),
    writes,
  );
  const failed = [...failures, ...writeStaged(files.root, writes, staging)];
  finish();
  return { failed, isUndoable };
}

/** A file that cannot be written takes the files with it that one finding changes together with it. */
function withConnected(failures: readonly Failure[], fixed: readonly Finding[]): Failure[] {
  const reasons = new Map(failures.map(({ file, reason }) => [file, reason]));
  for (let size = -1; size !== reasons.size; ) {
    size = reasons.size;
    for (const { edits } of fixed) {
      const stuck = edits.find((edit) => reasons.has(edit.file));
      if (stuck) for (const { file } of edits) if (!reasons.has(file)) reasons.set(file, `it changes together with a file that cannot be changed (${reasons.get(stuck.file)})`);
    }
  }
  return [...reasons].map(([file, reason]) => ({ file, reason }));
}

/** So that `git checkout` undoes the fix and nothing else. */
function refuseDirtyTree(root: string): void {
  const own = writtenByKilled(root);
  const top = rootOf(root);
  const changed = (uncommitted(root) ?? []).filter((name) => !own.has(`${top}/${name}`));
  if (changed.length === 0) return;
  const named = changed
    .slice(0, 5)
    .map((file) => `  ${file}`)
    .join('\n');
  throw new UsageError(
    `the git tree has changes that are not committed:\n${named}${changed.length > 5 ? `\n  and ${changed.length - 5} more` : ''}\nCommit or stash them first, so that the fix can be undone by itself, or run with --force. \`fix --diff\` shows the fix without writing it.`,
  );
}
