import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import type { Confidence } from './facts.ts';
import { DiskFiles, type FileSet } from './files/file-set.ts';
import { listFiles, UsageError } from './files/list.ts';
import { fixAll } from './fix/rounds.ts';
import { newTypeFaults } from './fix/types.ts';
import { writeChanges } from './fix/write.ts';
import { lint, type LintOptions } from './lint.ts';
import { fails } from './reporters/report.ts';
import { reporters, type Format, type Report } from './reporters/index.ts';
import type { LintResult } from './rule.ts';
import { parseSource, SyntaxFault } from './source/source.ts';

/** What the outside world gives one run. */
export interface Environment {
  readonly cwd: string;
  readonly colour: boolean;
  readonly columns: number;
  /** Milliseconds. */
  now(): number;
}

export interface RunOptions extends LintOptions {
  readonly command: 'check' | 'fix';
  readonly paths: readonly string[];
  readonly ignore: readonly string[];
  readonly format: Format;
  readonly minConfidence: Confidence;
  readonly why: boolean;
  readonly quiet: boolean;
  /** `fix` only: write nothing. */
  readonly dryRun: boolean;
  readonly suggestions: boolean;
  readonly force: boolean;
  readonly version: string;
}

export interface RunResult {
  readonly output: string;
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
  const outcome = options.command === 'fix' ? fix(files, first, options) : { result: first, changes: [], fixed: [], refused: [] };
  const shown = outcome.result;
  const rewritten = new Map(outcome.changes.map((change) => [change.file, change.after]));
  const report: Report = {
    tool: { name: 'qlik-users-migrate', version: options.version },
    command: options.command,
    root: files.root,
    cwd: environment.cwd.replaceAll('\\', '/'),
    findings: shown.findings,
    refusals: shown.refusals,
    errors: shown.errors,
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
    source: (file) => rewritten.get(file) ?? files.read(file),
  };
  const output = reporters[options.format](report, { colour: environment.colour, columns: environment.columns, why: options.why, quiet: options.quiet });
  const isFailing = report.findings.some((finding) => fails(finding, options.minConfidence)) || report.refused.length > 0;
  return { output, exitCode: isFailing ? 1 : 0 };
}

interface Outcome {
  readonly result: LintResult;
  readonly changes: Report['changes'];
  readonly fixed: Report['fixed'];
  readonly refused: Report['refused'];
}

function fix(files: FileSet, first: LintResult, options: RunOptions): Outcome {
  const planned = fixAll(first, {
    selected: new Set([...files.selected, ...first.findings.flatMap((finding) => finding.edits.map((edit) => edit.file)).filter((file) => file.endsWith('.json'))]),
    suggestions: options.suggestions,
    read: (file) => files.read(file),
    fault: syntaxFault,
    lintTexts: (overlay, annotated) => lint(files.withTexts(overlay), { ...options, annotated }),
    typeFaults: (changes) => newTypeFaults(files.root, changes, typedFilesWithFields(files), loadMorph),
  });
  if (options.dryRun || planned.changes.length === 0) return { ...planned, result: planned.remaining };
  if (!options.force) refuseDirtyTree(files.root);
  const failed = writeChanges(files.root, planned.changes);
  if (failed.length === 0) return { ...planned, result: planned.remaining };
  const unwritten = new Set(failed.map(({ file }) => file));
  const written = planned.changes.filter((change) => !unwritten.has(change.file));
  const fixed = planned.fixed.filter((finding) => !finding.edits.some((edit) => unwritten.has(edit.file)));
  return { result: lint(files.withTexts(new Map(written.map((change) => [change.file, change.after]))), options), changes: written, fixed, refused: [...planned.refused, ...failed] };
}

/** TypeScript files that name a member of a user, old or new; the types in them may depend on what changes. */
function typedFilesWithFields(files: FileSet): string[] {
  const found = files.scan({ field: /\b(?:roles|created|lastUpdated|assignedRoles|createdAt|lastUpdatedAt)\b/ });
  return [...found.keys()].filter((file) => /\.[cm]?tsx?$/.test(file)).slice(0, mostTyped);
}

/** More files than this are not type-checked beside the changed ones. */
const mostTyped = 200;

/** ts-morph is large and loaded only here; a copy of the tool without it fixes without this proof. */
function loadMorph(): typeof import('ts-morph') | undefined {
  try {
    return createRequire(import.meta.url)('ts-morph');
  } catch {
    return undefined;
  }
}

function syntaxFault(file: string, text: string): string | undefined {
  try {
    if (file.endsWith('.json')) JSON.parse(text.replace(/^\ufeff/, ''));
    else
      return (
        parseSource(file, text)
          .faults.map(({ line, message }) => `line ${line}: ${message}`)
          .join('; ') || undefined
      );
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return `line ${error.line}: ${error.message}`;
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

/** So that `git checkout` undoes the fix and nothing else. */
function refuseDirtyTree(root: string): void {
  let status: string;
  try {
    status = execFileSync('git', ['-c', 'core.fsmonitor=false', 'status', '--porcelain', '--untracked-files=no', '--', '.'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' });
  } catch {
    return;
  }
  const changed = status
    .split('\n')
    .filter(Boolean)
    .map((line) => line.slice(3));
  if (changed.length === 0) return;
  const named = changed
    .slice(0, 5)
    .map((file) => `  ${file}`)
    .join('\n');
  throw new UsageError(
    `the git tree has changes that are not committed:\n${named}${changed.length > 5 ? `\n  and ${changed.length - 5} more` : ''}\nCommit or stash them first, so that the fix can be undone by itself, or run with --force. \`fix --diff\` shows the fix without writing it.`,
  );
}
