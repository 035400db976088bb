import type { Confidence } from '../facts.ts';
import { type FileError, type Finding, ranks, type Refusal } from '../rule.ts';
import { lineStarts, placeOf } from '../source/lines.ts';

/** What a report says of a rule beyond its findings. */
export interface RuleInfo {
  readonly id: string;
  readonly summary: string;
  readonly source: string;
  /** The rule's page, in Markdown. */
  readonly page: string;
}

/** A finding that the baseline lists and that is not there any more. */
export interface Gone {
  readonly rule: string;
  /** From the project's root. */
  readonly file: string;
}

/** Everything one run has to tell. Files are absolute. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  readonly command: 'check' | 'fix';
  readonly root: string;
  readonly cwd: string;
  /** The top of the git tree, or the working folder: platforms want paths from there. */
  readonly top: string;
  readonly rules: readonly RuleInfo[];
  /** Ids of the rules that judged. */
  readonly active: readonly string[];
  /** Paths and options that the run was given, to repeat in a command that is proposed. */
  readonly asked: string;
  /** What counts: without what the baseline knows. */
  readonly findings: readonly Finding[];
  /** Findings that the baseline knows; undefined without a baseline. */
  readonly known?: readonly Finding[];
  readonly gone: readonly Gone[];
  readonly refusals: readonly Refusal[];
  readonly errors: readonly FileError[];
  /** Files to be judged that could not be read; an excerpt in prose that is no whole program is none. */
  readonly unread: readonly string[];
  readonly files: number;
  readonly parsed: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly fixed: readonly Finding[];
  readonly changes: readonly { readonly file: string; readonly before: string; readonly after: string }[];
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
  /** How many comments were written, to suppress findings or to note what stays. */
  readonly comments: { readonly suppressed: number; readonly marked: number };
  /** What was written can be taken back with `undo`. */
  readonly isUndoable: boolean;
  readonly hasQlikEvidence: boolean;
  readonly dryRun: boolean;
  readonly durationMs: number;
  /** Milliseconds by phase and by rule, and how much was looked at; undefined unless asked for. */
  readonly statistics?: { readonly phases: Readonly<Record<string, number>>; readonly rules: Readonly<Record<string, number>>; readonly counters: Readonly<Record<string, number>> };
  /** What a person must know of the run itself, one sentence each. */
  readonly notices: readonly string[];
  /** Findings below this confidence do not fail. */
  readonly minConfidence: Confidence;
  /** The text that the findings refer to. */
  source(file: string): string | undefined;
  /** Recognises a finding when lines move. */
  fingerprint(finding: Finding): string;
}

export interface ReporterOptions {
  readonly colour: boolean;
  readonly columns: number;
  readonly why: boolean;
  readonly quiet: boolean;
}

export type Reporter = (report: Report, options: ReporterOptions) => string;

/** True when the finding makes the run fail. */
export function fails(finding: Finding, minConfidence: Confidence): boolean {
  return ranks[finding.evidence.confidence] >= ranks[minConfidence];
}

/** The findings to show: all, or with `--quiet` those that fail. */
export function shown(report: Report, options: Pick<ReporterOptions, 'quiet'>): Finding[] {
  return report.findings.filter((finding) => !options.quiet || fails(finding, report.minConfidence));
}

/** The findings that fail first, the surest first, otherwise by place. */
export function ranked(report: Report, findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding): number => ranks[finding.evidence.confidence] + (fails(finding, report.minConfidence) ? 3 : 0);
  return [...findings].sort((a, b) => rank(b) - rank(a));
}

/** The path from the working folder, with `/`. */
export function relative(report: { readonly cwd: string }, file: string): string {
  const cwd = report.cwd.endsWith('/') ? report.cwd : `${report.cwd}/`;
  if (file.startsWith(cwd)) return file.slice(cwd.length);
  const [here, there] = [cwd.split('/').slice(0, -1), file.split('/')];
  let same = 0;
  while (same < here.length && here[same] === there[same]) same += 1;
  return [...here.slice(same).map(() => '..'), ...there.slice(same)].join('/');
}

/** The path from the top of the git tree, for platforms that know the repository. */
export const fromTop = (report: Pick<Report, 'top'>, file: string): string => relative({ cwd: report.top }, file);

const starts = new WeakMap<object, Map<string, number[]>>();

/** Line and column of an offset. */
export function place(report: Pick<Report, 'source'>, file: string, offset: number): { line: number; column: number } {
  const known = starts.get(report) ?? new Map<string, number[]>();
  starts.set(report, known);
  if (!known.has(file)) known.set(file, lineStarts(report.source(file) ?? ''));
  return placeOf(known.get(file) as number[], offset);
}

const written = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Text that a terminal and a log only show: control characters, what turns the direction of writing, and what CI systems take for commands anywhere
 * in a line (`##[set-output …]`, `##vso[…]`) are written out. Line breaks stay.
 */
export function safe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|#(?=#\w{0,12}\[)/g, written);
}

/** The same on one line, for names of files and whatever else stands in the middle of one. */
export const flat = (text: string): string => safe(text).replace(/[\t\n]/g, written);

/** What there is to do about a finding that stays, in a sentence or two. */
export function advice(finding: Finding): string {
  if (finding.fixable === 'suggestion') return `${finding.message} There is a suggestion: \`fix --suggestions\`, or \`fix --interactive\`.`;
  return finding.blocked === undefined ? finding.message : `${finding.message} Not rewritten: ${finding.blocked}.`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
