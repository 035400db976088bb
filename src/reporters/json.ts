import { createHash } from 'node:crypto';
import type { Finding } from '../rule.ts';
import { fails, relative, type Report, type Reporter } from './report.ts';
import { lineStarts, placeOf } from '../source/lines.ts';

/** The contract for programs: see the README. */
export const json: Reporter = (report) => {
  const occurrences = new Map<string, number>();
  const count = (confidence: string): number => report.findings.filter((finding) => finding.evidence.confidence === confidence).length;
  return `${JSON.stringify(
    {
      version: 1,
      tool: report.tool,
      summary: { files: report.files, parsed: report.parsed, problems: { certain: count('certain'), likely: count('likely'), possible: count('possible') }, fixed: report.fixed.length, durationMs: report.durationMs },
      findings: report.findings.map((finding) => row(report, finding, occurrences)),
      errors: report.errors.map((error) => ({ ...error, file: relative(report, error.file) })),
    },
    null,
    2,
  )}\n`;
};

function row(report: Report, finding: Finding, occurrences: Map<string, number>): object {
  return {
    ruleId: finding.ruleId,
    file: relative(report, finding.at.file),
    line: finding.line,
    column: finding.column,
    endLine: finding.endLine,
    endColumn: finding.endColumn,
    confidence: finding.evidence.confidence,
    severity: fails(finding, report.minConfidence) ? 'error' : 'info',
    message: finding.message,
    fixable: finding.fixable,
    ...(finding.blocked === undefined ? {} : { blocked: finding.blocked }),
    evidence: finding.evidence.trail.map((step) => ({ file: relative(report, step.file), ...place(report, step.file, step.start), note: step.note })),
    fingerprint: fingerprint(report, finding, occurrences),
  };
}

const starts = new WeakMap<Report, Map<string, number[]>>();

/** Line and column of an offset. */
export function place(report: Report, file: string, offset: number): { line: number; column: number } {
  const known = starts.get(report) ?? new Map<string, number[]>();
  starts.set(report, known);
  if (!known.has(file)) known.set(file, lineStarts(report.source(file) ?? ''));
  return placeOf(known.get(file) as number[], offset);
}

/** Rule, file and the line's own text, without line numbers: moving code does not change it. */
export function fingerprint(report: Report, finding: Finding, occurrences: Map<string, number>): string {
  const line = (report.source(finding.at.file) ?? '').split(/\r?\n/)[finding.line - 1]?.trim() ?? '';
  const key = [finding.ruleId, relative({ cwd: report.root }, finding.at.file), line].join('\0');
  const index = occurrences.get(key) ?? 0;
  occurrences.set(key, index + 1);
  return createHash('sha256').update(`${key}\0${index}`).digest('hex').slice(0, 16);
}
