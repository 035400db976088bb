import type { Finding } from '../rule.ts';
import { advice, fails, fromTop, plural, ranked, type Report, type Reporter, safe, shown } from './report.ts';

/** GitHub shows this many annotations of a kind for one step. */
const most = 10;

/** Workflow commands, which GitHub shows beside the lines. What matters most comes first, because only the first are shown. */
export const github: Reporter = (report, options) => {
  const findings = ranked(report, shown(report, options));
  const failing = findings.filter((finding) => fails(finding, report.minConfidence));
  const others = findings.filter((finding) => !fails(finding, report.minConfidence));
  const lines = [
    ...failing.slice(0, most).map((finding) => annotation(report, 'error', finding)),
    ...report.errors.slice(0, most).map((error) => `::warning ${properties({ file: fromTop(report, error.file), line: error.line, title: 'could not be read' })}::${data(error.message)}`),
    ...others.slice(0, most).map((finding) => annotation(report, 'notice', finding)),
    `${plural(failing.length, 'use')} of the deprecated users API${others.length > 0 ? `, ${plural(others.length, 'possible use')}` : ''} in ${plural(report.files, 'file')}.`,
    ...(failing.length > most || others.length > most ? [`GitHub shows ${most} annotations of a kind; the job summary lists all.`] : []),
  ];
  return `${lines.join('\n')}\n`;
};

function annotation(report: Report, kind: 'error' | 'notice', finding: Finding): string {
  const isOneLine = finding.line === finding.endLine;
  const at = { file: fromTop(report, finding.at.file), line: finding.line, endLine: finding.endLine, ...(isOneLine ? { col: finding.column, endColumn: finding.endColumn } : {}), title: `${finding.ruleId} (${finding.evidence.confidence})` };
  return `::${kind} ${properties(at)}::${data(advice(finding))}`;
}

function properties(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`)
    .join(',');
}

/** Escaped as the runner expects it, so that no message can start a command of its own. */
const data = (text: string): string => safe(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
