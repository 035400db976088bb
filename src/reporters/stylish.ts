import type { Finding } from '../rule.ts';
import { codeFrame, painter, wrapped } from './frame.ts';
import { fails, place, plural, relative, type Report, type Reporter, type ReporterOptions, safe } from './report.ts';

/** For people: grouped by file, with the old and the new line, the reason when nothing is rewritten, and what to do next. */
export const stylish: Reporter = (report, options) => {
  const shown = report.findings.filter((finding) => !options.quiet || fails(finding, report.minConfidence));
  const parts = [
    ...(report.command === 'fix' ? fixedPart(report, options) : []),
    ...grouped(shown).flatMap(([file, findings]) => filePart(report, file, findings, options)),
    ...refusedPart(report, options),
    ...errorPart(report, options),
    ...(options.why ? refusalPart(report, options) : []),
    ...summary(report, shown, options),
  ];
  return `${parts
    .join('\n')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/\n+$/, '')}\n`;
};

function grouped(findings: readonly Finding[]): [string, Finding[]][] {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) files.set(finding.at.file, [...(files.get(finding.at.file) ?? []), finding]);
  return [...files];
}

function filePart(report: Report, file: string, findings: readonly Finding[], options: ReporterOptions): string[] {
  const paint = painter(options);
  return [paint(['bold', 'underline'], safe(relative(report, file))), '', ...findings.flatMap((finding) => [...findingPart(report, finding, options), ''])];
}

function findingPart(report: Report, finding: Finding, options: ReporterOptions): string[] {
  const paint = painter(options);
  const isError = fails(finding, report.minConfidence);
  const mark = isError ? paint('red', '✖') : paint('blue', 'i');
  const head = `  ${mark} ${paint('dim', `${finding.line}:${finding.column}`)}  ${paint('bold', finding.ruleId)}  ${paint('dim', finding.evidence.confidence)}`;
  const message = wrapped(finding.message, Math.max(50, options.columns - 6)).map((line) => `    ${line}`);
  const note = finding.fixable === 'suggestion' ? [paint('yellow', '    suggestion: applied with `fix --suggestions`')] : [];
  const blocked = finding.blocked === undefined ? [] : wrapped(`not fixed: ${finding.blocked}`, Math.max(50, options.columns - 6)).map((line) => paint('yellow', `    ${line}`));
  return [head, ...message, ...codeFrame(report, finding, options), ...note, ...blocked, ...(options.why ? trailPart(report, finding, options) : [])];
}

/** The steps from the place back to the reason, with the code of each. */
function trailPart(report: Report, finding: Finding, options: ReporterOptions): string[] {
  const paint = painter(options);
  const steps = finding.evidence.trail.map((step) => {
    const { line, column } = place(report, step.file, step.start);
    const code = safe((report.source(step.file) ?? '').slice(step.start, step.end).replace(/\s+/g, ' '));
    const cut = code.length > 60 ? `${code.slice(0, 60)}…` : code;
    return `      ${paint('dim', `${safe(relative(report, step.file))}:${line}:${column}`)}  ${safe(step.note)}${cut === step.note || `\`${cut}\`` === step.note ? '' : paint('dim', `  ${cut}`)}`;
  });
  return [paint('dim', '    because:'), ...steps];
}

function fixedPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  if (report.fixed.length === 0) return report.changes.length === 0 ? ['Nothing was rewritten.', ''] : [];
  const verb = report.dryRun ? 'Would fix' : 'Fixed';
  const files = report.changes.map((change) => {
    const rules = tally(report.fixed.filter((finding) => finding.edits.some((edit) => edit.file === change.file)));
    return `  ${paint('green', '✔')} ${safe(relative(report, change.file))}  ${paint('dim', [...rules].map(([rule, count]) => `${rule} ${count}`).join(', '))}`;
  });
  const left = report.findings.length > 0 ? [paint('bold', 'What remains for you:'), ''] : [];
  return [paint('bold', `${verb} ${plural(report.fixed.length, 'use')} in ${plural(report.changes.length, 'file')}.`), ...files, '', ...left];
}

function tally(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(finding.ruleId, (counts.get(finding.ruleId) ?? 0) + 1);
  return counts;
}

function refusedPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  return report.refused.length === 0 ? [] : [paint('bold', 'Left as they were:'), ...report.refused.map(({ file, reason }) => `  ${paint('yellow', '!')} ${safe(relative(report, file))}: ${safe(reason)}`), ''];
}

function errorPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  return report.errors.length === 0
    ? []
    : [paint('bold', 'Could not be read:'), ...report.errors.map((error) => `  ${paint('red', '!')} ${safe(relative(report, error.file))}${error.line ? `:${error.line}` : ''}: ${safe(error.message)}`), ''];
}

function refusalPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  const lines = [...new Set(report.refusals.map((refusal) => `  ${paint('dim', `${safe(relative(report, refusal.at.file))}:${refusal.line}`)}  ${safe(refusal.note)}`))];
  return lines.length === 0 ? [] : [paint('bold', 'Looked at and left alone:'), ...lines, ''];
}

function summary(report: Report, shown: readonly Finding[], options: ReporterOptions): string[] {
  const paint = painter(options);
  const failing = shown.filter((finding) => fails(finding, report.minConfidence));
  const info = shown.length - failing.length;
  const counts = [...tally(failing)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => `  ${String(count).padStart(4)}  ${rule}`);
  const head =
    failing.length === 0
      ? `${paint('green', '✔')} No use of the deprecated users API${info > 0 ? ' that is sure' : ''} in ${plural(report.files, 'file')}.`
      : paint('bold', `${plural(failing.length, 'use')} of the deprecated users API in ${plural(new Set(failing.map((finding) => finding.at.file)).size, 'file')}:`);
  return [head, ...counts, ...nextSteps(report, failing, info), ...skippedPart(report, options), ...(report.hasQlikEvidence ? [] : noQlik(shown.length > 0))];
}

function nextSteps(report: Report, failing: readonly Finding[], info: number): string[] {
  const fixable = failing.filter((finding) => finding.fixable === 'fix').length;
  const suggestions = failing.filter((finding) => finding.fixable === 'suggestion').length;
  return [
    ...(fixable > 0 && report.command === 'check' ? [`${fixable} of them can be rewritten: \`qlik-users-migrate fix\` (look first with \`fix --diff\`).`] : []),
    ...(suggestions > 0 ? [`${plural(suggestions, 'suggestion')} to look at: \`qlik-users-migrate fix --suggestions\`.`] : []),
    ...(info > 0 ? [`${plural(info, 'possible use')} for your information; nothing proves that Qlik is meant.`] : []),
  ];
}

function skippedPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  const reasons = Object.entries(report.skipped).map(([why, count]) => `${count} ${why}`);
  return reasons.length === 0 ? [] : [paint('dim', `Not looked at: ${reasons.join(', ')}.`)];
}

function noQlik(hasFindings: boolean): string[] {
  return [`Nothing in this project says Qlik Cloud${hasFindings ? ', so nothing is sure' : ''}. If it is called all the same, name its hosts with \`hosts\` in the configuration, or run with \`--assume-qlik\`.`];
}
