import { fingerprints, shapesOf } from './baseline/shape.ts';
import type { Confidence } from './facts.ts';
import { DiskFiles, type FileSet } from './files/file-set.ts';
import { listFiles, rootOf } from './files/list.ts';
import { writeChanges } from './fix/write.ts';
import { uncommitted } from './git/git.ts';
import { lint, type LintOptions } from './lint.ts';
import { fails } from './reporters/report.ts';
import { type Format, type Report, type ReporterOptions, type RuleInfo, reporters } from './reporters/index.ts';
import { rewrite } from './rewrite.ts';
import type { LintResult } from './rule.ts';
import { UsageError } from './usage-error.ts';

/** What the outside world gives one run. */
export interface Environment {
  readonly cwd: string;
  /** Milliseconds. */
  now(): number;
}

/** A format, and the file it goes to; stdout without one. */
export interface Output {
  readonly format: Format;
  readonly file?: string;
}

export interface RunOptions extends LintOptions {
  readonly command: 'check' | 'fix';
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
  readonly outputs: readonly Output[];
  readonly minConfidence: Confidence;
  readonly why: boolean;
  readonly quiet: boolean;
  /** `fix` only: write nothing. */
  readonly dryRun: boolean;
  readonly suggestions: boolean;
  readonly force: boolean;
  readonly version: string;
  /** What reports say of the rules. */
  readonly ruleInfos: readonly RuleInfo[];
}

export interface RunResult {
  readonly report: Report;
  /** 0 nothing that fails, 1 problems remain. */
  readonly exitCode: 0 | 1;
}

/**
 * One invocation: files -> lint -> (fix) -> report.
 * @throws {UsageError} when it cannot run: a path that is not there, a dirty git tree.
 */
export function run(options: RunOptions, environment: Environment): RunResult {
  const started = environment.now();
  const files = new DiskFiles(listFiles(environment.cwd, options.paths, options.ignore));
  const first = lint(files, options);
  const outcome = outcomeOf(files, first, options);
  const report = reportOf(files, first, outcome, options, environment, started);
  const isFailing = report.findings.some((finding) => fails(finding, options.minConfidence)) || report.refused.length > 0;
  return { report, exitCode: isFailing ? 1 : 0 };
}

/** The report in one format. */
export function render(report: Report, format: Format, options: Pick<RunOptions, 'why' | 'quiet'>, screen: Pick<ReporterOptions, 'colour' | 'columns'>): string {
  return reporters[format](report, { ...screen, why: options.why, quiet: options.quiet });
}

function reportOf(files: FileSet, first: LintResult, outcome: Outcome, options: RunOptions, environment: Environment, started: number): Report {
  const rewritten = new Map(outcome.isShownChanged ? outcome.changes.map((change) => [change.file, change.after]) : []);
  const source = (file: string): string | undefined => rewritten.get(file) ?? files.read(file);
  const cwd = environment.cwd.replaceAll('\\', '/');
  const { findings } = outcome.result;
  const prints = fingerprints(shapesOf(files.root, findings, source));
  const byFinding = new Map(findings.map((finding, index) => [finding, prints[index] ?? '']));
  return {
    tool: { name: 'qlik-users-migrate', version: options.version },
    command: options.command,
    root: files.root,
    cwd,
    top: rootOf(cwd),
    rules: options.ruleInfos,
    findings,
    gone: [],
    refusals: outcome.result.refusals,
    errors: outcome.result.errors,
    files: files.selected.length,
    parsed: first.counters.parsed,
    skipped: files.skipped,
    fixed: outcome.fixed,
    changes: outcome.changes,
    refused: outcome.refused,
    hasQlikEvidence: first.hasQlikEvidence,
    dryRun: options.dryRun,
    durationMs: Math.round(environment.now() - started),
    minConfidence: options.minConfidence,
    source,
    fingerprint: (finding) => byFinding.get(finding) ?? '',
  };
}

interface Outcome {
  readonly result: LintResult;
  readonly changes: Report['changes'];
  readonly fixed: Report['fixed'];
  readonly refused: Report['refused'];
  /** The findings refer to the changed texts. */
  readonly isShownChanged: boolean;
}

function outcomeOf(files: FileSet, first: LintResult, options: RunOptions): Outcome {
  if (options.command === 'fix') return { ...fix(files, first, options), isShownChanged: true };
  const changes = options.outputs.some(({ format }) => format === 'diff') ? rewrite(files, first, options).changes : [];
  return { result: first, changes, fixed: [], refused: [], isShownChanged: false };
}

function fix(files: FileSet, first: LintResult, options: RunOptions): Omit<Outcome, 'isShownChanged'> {
  const planned = rewrite(files, first, options);
  if (options.dryRun || planned.changes.length === 0) return { ...planned, result: planned.remaining };
  if (!options.force) refuseDirtyTree(files.root);
  const failed = writeChanges(files.root, planned.changes);
  if (failed.length === 0) return { ...planned, result: planned.remaining };
  const unwritten = new Set(failed.map(({ file }) => file));
  const written = planned.changes.filter((change) => !unwritten.has(change.file));
  const fixed = planned.fixed.filter((finding) => !finding.edits.some((edit) => unwritten.has(edit.file)));
  return { result: lint(files.withTexts(new Map(written.map((change) => [change.file, change.after]))), options), changes: written, fixed, refused: [...planned.refused, ...failed] };
}

/** So that `git checkout` undoes the fix and nothing else. */
function refuseDirtyTree(root: string): void {
  const changed = uncommitted(root) ?? [];
  if (changed.length === 0) return;
  const named = changed
    .slice(0, 5)
    .map((file) => `  ${file}`)
    .join('\n');
  throw new UsageError(
    `the git tree has changes that are not committed:\n${named}${changed.length > 5 ? `\n  and ${changed.length - 5} more` : ''}\nCommit or stash them first, so that the fix can be undone by itself, or run with --force. \`fix --diff\` shows the fix without writing it.`,
  );
}
