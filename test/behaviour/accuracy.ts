import type { Finding } from './tool.ts';
import { judge, type Judgement, matches, type Verdict } from './run.ts';
import { madeOf } from './idioms.ts';
import { isDecoy, listPrograms } from './programs.ts';

export interface Share {
  readonly right: number;
  readonly of: number;
}

export interface Row {
  readonly name: string;
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
  readonly rules: readonly Row[];
  readonly clients: readonly Row[];
  readonly idioms: readonly Row[];
  readonly total: Row;
  /** Programs that only look alike, and how many of them nothing is said about. */
  readonly decoys: Share;
}

/** Judges every program of a folder, one after the other; those of the project where none is named. */
export async function judgeAll(folder?: string): Promise<Judgement[]> {
  const judgements: Judgement[] = [];
  for (const program of listPrograms(folder)) judgements.push(await judge(program));
  return judgements;
}

export function accuracyOf(judgements: readonly Judgement[]): Accuracy {
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of judgements) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const ids = [...new Set(judgements.flatMap(({ program, findings }) => [...program.rules, ...findings.map((finding) => finding.ruleId)]))].sort();
  const made = judgements.map((judgement) => ({ judgement, ...madeOf(judgement.program) }));
  const grouped = (kind: 'clients' | 'idioms'): Row[] =>
    [...new Set(made.flatMap((one) => one[kind]))]
      .sort()
      .map((name) =>
        measure(
          name,
          made.filter((one) => one[kind].includes(name)).map(({ judgement }) => judgement),
          () => true,
        ),
      )
      .filter((row) => row.programs > 0);
  const decoys = judgements.filter(({ program }) => isDecoy(program));
  return {
    verdicts,
    rules: ids.map((id) => measure(id, judgements, (rule) => rule === id)),
    clients: grouped('clients'),
    idioms: grouped('idioms'),
    total: measure('all', judgements, () => true),
    decoys: { right: decoys.filter(({ verdict }) => verdict === 'silent').length, of: decoys.length },
  };
}

function measure(name: string, judgements: readonly Judgement[], counts: (rule: string) => boolean): Row {
  const wanted = judgements.flatMap(({ program }) => program.expected.filter((row) => !row.also && counts(row.rule)));
  const unreported = judgements.flatMap((judgement) => judgement.unreported.filter((row) => counts(row.rule)));
  const found = judgements.flatMap(({ program, findings }) => distinct(findings.filter((finding) => counts(finding.ruleId))).map((finding) => ({ program, finding })));
  const asked = found.filter(({ program, finding }) => program.expected.some((row) => matches(row, finding)));
  const about = judgements.filter(({ program }) => program.rules.some(counts));
  const full = about.filter(({ program }) => program.fix === 'full');
  return {
    name,
    recall: { right: wanted.length - unreported.length, of: wanted.length },
    precision: { right: asked.length, of: found.length },
    programs: about.length,
    equivalent: { right: full.filter(({ verdict }) => verdict === 'equivalent').length, of: full.length },
  };
}

const distinct = (findings: readonly Finding[]): Finding[] => [...new Map(findings.map((finding) => [`${finding.file}:${finding.line} ${finding.ruleId}`, finding])).values()];
