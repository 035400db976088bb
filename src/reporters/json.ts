import type { Finding } from '../rule.ts';
import { fails, place, relative, type Report, type Reporter } from './report.ts';

/** The contract for programs: see the README. */
export const json: Reporter = (report) => {
  const count = (confidence: string): number => report.findings.filter((finding) => finding.evidence.confidence === confidence).length;
  return `${JSON.stringify(
    {
      version: 1,
      tool: report.tool,
      summary: { files: report.files, parsed: report.parsed, problems: { certain: count('certain'), likely: count('likely'), possible: count('possible') }, fixed: report.fixed.length, durationMs: report.durationMs },
      findings: report.findings.map((finding) => row(report, finding)),
      ...(report.known === undefined ? {} : { baseline: { known: report.known.length, gone: report.gone } }),
      ...(report.refused.length === 0 ? {} : { refused: report.refused.map(({ file, reason }) => ({ file: relative(report, file), reason })) }),
      ...(report.statistics === undefined ? {} : { statistics: report.statistics }),
      ...(report.notices.length === 0 ? {} : { notices: report.notices }),
      errors: report.errors.map((error) => ({ ...error, file: relative(report, error.file) })),
    },
    null,
    2,
  )}\n`;
};

function row(report: Report, finding: Finding): object {
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
    fingerprint: report.fingerprint(finding),
  };
}
