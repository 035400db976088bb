import type { Confidence } from '../facts.ts';
import type { FileError, Finding, Refusal } from '../rule.ts';

/** Everything one run has to tell. Files are absolute. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  readonly command: 'check' | 'fix';
  readonly root: string;
  readonly cwd: string;
  readonly findings: readonly Finding[];
  readonly refusals: readonly Refusal[];
  readonly errors: readonly FileError[];
  readonly files: number;
  readonly parsed: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly fixed: readonly Finding[];
  readonly changes: readonly { readonly file: string; readonly before: string; readonly after: string }[];
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
  readonly hasQlikEvidence: boolean;
  readonly dryRun: boolean;
  readonly durationMs: number;
  /** Findings below this confidence do not fail. */
  readonly minConfidence: Confidence;
  /** The text that the findings refer to. */
  source(file: string): string | undefined;
}

export interface ReporterOptions {
  readonly colour: boolean;
  readonly columns: number;
  readonly why: boolean;
  readonly quiet: boolean;
}

export type Reporter = (report: Report, options: ReporterOptions) => string;

const ranks = { certain: 2, likely: 1, possible: 0 } as const;

/** True when the finding makes the run fail. */
export function fails(finding: Finding, minConfidence: Confidence): boolean {
  return finding.evidence.confidence !== 'possible' || minConfidence === 'possible' ? ranks[finding.evidence.confidence] >= ranks[minConfidence] : false;
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

/** Text that a terminal only shows: control characters are written out. */
export function safe(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
