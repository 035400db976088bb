import { compare } from './baseline/compare.ts';
import { judgedFiles } from './baseline/file.ts';
import { fingerprints, type Shape, shapesOf } from './baseline/shape.ts';
import path from 'node:path';
import { DiskFiles, type FileSet } from './files/file-set.ts';
import { posix, prose, rootOf } from './files/list.ts';
import { isBelow } from './files/plain-file.ts';
import { remember, writtenByKilled } from './fix/journal.ts';
import { type Engine, type Environment, type Prepared, prepare, type RunOptions } from './prepare.ts';
import type { FixResult } from './fix/rounds.ts';
import { type Failure, writeChanges } from './fix/write.ts';
import { planStaged, writeStaged } from './fix/write-staged.ts';
import { uncommitted } from './git/git.ts';
import { type Format, type Report, type ReporterOptions, reporters } from './reporters/index.ts';
import { fails } from './reporters/report.ts';
import type { Finding, LintResult } from './rule.ts';
import type { Statistics } from './statistics.ts';
import { UsageError } from './usage-error.ts';

export interface RunResult {
  readonly report: Report;
  /** 0 nothing that fails, 1 problems remain, or a file to be judged could not be read. */
  readonly exitCode: 0 | 1;
}

/**
 * One invocation: files -> lint -> (fix) -> report.
 * @throws {UsageError} when it cannot run: a path that is not there, a dirty git tree.
 */
export async function run(options: RunOptions, environment: Environment): Promise<RunResult> {
  return complete(await prepare(options, environment));
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

function reportOf({ options, files, first, environment, entries, statistics }: Prepared, outcome: Outcome): Report {
  const rewritten = new Map(options.command === 'fix' ? outcome.changes.map((change) => [change.file, change.after]) : []);
  const texts = new Map<string, string | undefined>(rewritten);
  const source = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, files.read(file));
    return texts.get(file);
  };
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
    unread: unreadIn(files, outcome.result, options, cwd),
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
function unreadIn(files: FileSet, { errors, hasQlikEvidence }: LintResult, options: RunOptions, cwd: string): string[] {
  const isQlik = hasQlikEvidence || options.assumeQlik;
  const asked = options.selection.paths.map((given) => posix(path.resolve(cwd, given)));
  const folders = files instanceof DiskFiles ? files.unlisted.flatMap(({ file }) => (asked.length === 0 || asked.some((one) => one === file || isBelow(file, one)) ? [file] : [])) : [];
  const judged = new Set([...files.selected, ...folders]);
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
