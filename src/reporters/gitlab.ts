import { advice, fails, fromTop, type Reporter, shown } from './report.ts';

/** GitLab's code quality report. */
export const gitlab: Reporter = (report, options) =>
  `${JSON.stringify(
    shown(report, options).map((finding) => ({
      type: 'issue',
      check_name: finding.ruleId,
      description: advice(finding),
      categories: ['Compatibility'],
      fingerprint: report.fingerprint(finding),
      severity: fails(finding, report.minConfidence) ? 'major' : 'info',
      location: { path: fromTop(report, finding.at.file), lines: { begin: finding.line, end: finding.endLine } },
    })),
    null,
    2,
  )}\n`;
