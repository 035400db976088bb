import type { Finding } from './tool.ts';
import { judge, type Judgement, matches, type Verdict } from './run.ts';
import { listPrograms } from './programs.ts';

export interface Share {
  readonly right: number;
  readonly of: number;
}

export interface RuleAccuracy {
  readonly rule: string;
  /** Rows that had to be reported, and how many were. */
  readonly recall: Share;
  /** Findings, by distinct line, and how many a row asks for. */
  readonly precision: Share;
  readonly programs: number;
  /** Programs with a safe rewrite, and how many behave the same after it. */
  readonly equivalent: Share;
}

export interface Accuracy {
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly rules: readonly RuleAccuracy[];
  readonly total: RuleAccuracy;
}

/** Judges every program of a folder, one after the other; those of the project where none is named. */
export async function accuracy(folder?: string): Promise<Accuracy> {
  const judgements: Judgement[] = [];
  for (const program of listPrograms(folder)) judgements.push(await judge(program));
  return accuracyOf(judgements);
}

function accuracyOf(judgements: readonly Judgement[]): Accuracy {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of judgements) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const ids = [...new Set(judgements.flatMap(({ program, findings }) => [...program.rules, ...findings.map((finding) => finding.ruleId)]))].sort();
  return { verdicts, rules: ids.map((id) => measure(id, judgements, (rule) => rule === id)), total: measure('all', judgements, () => true) };
}

function measure(rule: string, judgements: readonly Judgement[], counts: (rule: string) => boolean): RuleAccuracy {
  const wanted = judgements.flatMap(({ program }) => program.expected.filter((row) => !row.also && counts(row.rule)));
  const unreported = judgements.flatMap((judgement) => judgement.unreported.filter((row) => counts(row.rule)));
  const found = judgements.flatMap(({ program, findings }) => distinct(findings.filter((finding) => counts(finding.ruleId))).map((finding) => ({ program, finding })));
  const asked = found.filter(({ program, finding }) => program.expected.some((row) => matches(row, finding)));
  const about = judgements.filter(({ program }) => program.rules.some(counts));
  const full = about.filter(({ program }) => program.fix === 'full');
  return {
    rule,
    recall: { right: wanted.length - unreported.length, of: wanted.length },
    precision: { right: asked.length, of: found.length },
    programs: about.length,
    equivalent: { right: full.filter(({ verdict }) => verdict === 'equivalent').length, of: full.length },
  };
}

const distinct = (findings: readonly Finding[]): Finding[] => [...new Map(findings.map((finding) => [`${finding.file}:${finding.line} ${finding.ruleId}`, finding])).values()];

/** As a table for a page of documentation. */
export function accuracyTable({ rules, total }: Accuracy): string {
  const share = ({ right, of }: Share): string => `${right} of ${of}`;
  const rows = [...rules, total].map((row) => `| ${row.rule} | ${row.programs} | ${share(row.recall)} | ${share(row.precision)} | ${share(row.equivalent)} |`);
  return ['| rule | programs | lines found | findings that are right | same behaviour after the fix |', '|---|---|---|---|---|', ...rows].join('\n');
}
