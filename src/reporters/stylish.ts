import type { Finding } from '../rule.ts';
import { codeFrame, painter, wrapped } from './frame.ts';
import { fails, place, plural, relative, type Report, type Reporter, type ReporterOptions, flat, safe, shown as shownFindings } from './report.ts';
import { fixedPart, todoPart } from './stylish-fix.ts';

/** For people: grouped by file, with the old and the new line, the reason when nothing is rewritten, and what to do next. */
export const stylish: Reporter = (report, options) => {
  const shown = shownFindings(report, options);
  const isTold = report.command === 'check' || options.why;
  const parts = [
    ...(report.command === 'fix' ? fixedPart(report, options) : []),
    ...(isTold ? grouped(shown).flatMap(([file, findings]) => filePart(report, file, findings, options)) : []),
    ...refusedPart(report, options),
    ...errorPart(report, options),
    ...(options.why ? refusalPart(report, options) : []),
    ...(isTold ? [] : todoPart(report, shown, options)),
    ...summary(report, shown, options),
  ];
  return `${parts
    .flatMap((part) => part.split('\n'))
    .map((line) => line.trimEnd().replace(/^([ \t]*):(?=:)/, '$1\\u003a'))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '')}\n`;
};

function grouped(findings: readonly Finding[]): [string, Finding[]][] {
  const files = new Map<string, Finding[]>();
  for (const finding of findings) files.set(finding.at.file, [...(files.get(finding.at.file) ?? []), finding]);
  return [...files];
}

function filePart(report: Report, file: string, findings: readonly Finding[], options: ReporterOptions): string[] {
  const paint = painter(options);
  return [paint(['bold', 'underline'], flat(relative(report, file))), '', ...findings.flatMap((finding) => [...findingPart(report, finding, options), ''])];
}

/** One finding: where, which rule, how sure, what, the code, and why it is not rewritten. */
export function findingPart(report: Report, finding: Finding, options: ReporterOptions): string[] {
  const paint = painter(options);
  const isError = fails(finding, report.minConfidence);
  const mark = isError ? paint('red', '✖') : paint('blue', 'i');
  const head = `  ${mark} ${paint('dim', `${finding.line}:${finding.column}`)}  ${paint('bold', finding.ruleId)}  ${paint('dim', finding.evidence.confidence)}`;
  const message = wrapped(flat(finding.message), Math.max(50, options.columns - 6)).map((line) => `    ${line}`);
  const note = finding.fixable === 'suggestion' ? [paint('yellow', '    suggestion: applied with `fix --suggestions`')] : [];
  const blocked = finding.blocked === undefined ? [] : wrapped(`not fixed: ${flat(finding.blocked)}`, Math.max(50, options.columns - 6)).map((line) => paint('yellow', `    ${line}`));
  return [head, ...message, ...codeFrame(report, finding, options), ...note, ...blocked, ...(options.why ? trailPart(report, finding, options) : [])];
}

/** The steps from the place back to the reason, with the code of each, in columns. */
export function trailPart(report: Report, finding: Finding, options: ReporterOptions): string[] {
  const paint = painter(options);
  const steps = finding.evidence.trail.map((step) => {
    const { line, column } = place(report, step.file, step.start);
    const code = safe((report.source(step.file) ?? '').slice(step.start, step.end).replace(/\s+/g, ' '));
    const isSame = code === step.note || `\`${code}\`` === step.note;
    return { where: `${flat(relative(report, step.file))}:${line}:${column}`, note: flat(step.note), code: isSame ? '' : code };
  });
  const widths = { where: Math.max(0, ...steps.map(({ where }) => where.length)), note: Math.min(44, Math.max(0, ...steps.map(({ note }) => note.length))) };
  return [
    paint('dim', '    because:'),
    ...steps.map(({ where, note, code }) => {
      const left = options.columns - 10 - widths.where - Math.max(widths.note, note.length);
      const cut = code.length > left ? `${code.slice(0, Math.max(0, left - 1))}…` : code;
      return `      ${paint('dim', where.padEnd(widths.where))}  ${note.padEnd(widths.note)}${left < 12 || cut === '' ? '' : paint('dim', `  ${cut}`)}`;
    }),
  ];
}

function tally(findings: readonly Finding[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const finding of findings) counts.set(finding.ruleId, (counts.get(finding.ruleId) ?? 0) + 1);
  return counts;
}

function refusedPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  return report.refused.length === 0 ? [] : [paint('bold', 'Left as they were:'), ...report.refused.map(({ file, reason }) => `  ${paint('yellow', '!')} ${flat(relative(report, file))}: ${flat(reason)}`), ''];
}

function errorPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  return report.errors.length === 0
    ? []
    : [paint('bold', 'Could not be read:'), ...report.errors.map((error) => `  ${paint('red', '!')} ${flat(relative(report, error.file))}${error.line ? `:${error.line}` : ''}: ${flat(error.message)}`), ''];
}

function refusalPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  const lines = [...new Set(report.refusals.map((refusal) => `  ${paint('dim', `${flat(relative(report, refusal.at.file))}:${refusal.line}`)}  ${flat(refusal.note)}`))];
  return lines.length === 0 ? [] : [paint('bold', 'Looked at and left alone:'), ...lines, ''];
}

function summary(report: Report, shown: readonly Finding[], options: ReporterOptions): string[] {
  const paint = painter(options);
  const failing = shown.filter((finding) => fails(finding, report.minConfidence));
  const info = shown.length - failing.length;
  const fixable = tally(failing.filter((finding) => finding.fixable === 'fix'));
  const counts = [...tally(failing)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([rule, count]) => `  ${String(count).padStart(4)}  ${rule.padEnd(16)}  ${paint('dim', fixable.get(rule) === count ? 'rewritten by fix' : `${fixable.get(rule) ?? 0} rewritten by fix`)}`);
  const head =
    failing.length === 0
      ? noneLeft(report, info > 0, options)
      : paint('bold', `${plural(failing.length, `${isNew(report)}use`)} of the deprecated users API in ${plural(new Set(failing.map((finding) => finding.at.file)).size, 'file')}${report.command === 'check' ? ':' : '.'}`);
  return [
    head,
    ...(report.command === 'check' ? counts : []),
    ...baselinePart(report, options),
    ...nextSteps(report, failing, info, options),
    ...skippedPart(report, options),
    ...(report.hasQlikEvidence || report.files === 0 ? [] : noQlik(shown.length > 0)),
  ];
}

const isNew = (report: Report): string => (report.known === undefined ? '' : 'new ');

/** What can be said when nothing fails: no more than was looked at. */
function noneLeft(report: Report, isUnsure: boolean, options: ReporterOptions): string {
  const paint = painter(options);
  const { unread, files, active, rules, notices } = report;
  const what = `${isNew(report)}use of the deprecated users API${isUnsure ? ' that is sure' : ''}${active.length < rules.length ? ` that ${active.join(' or ')} looks for` : ''}`;
  if (files === 0) return `${paint('yellow', '!')} There is no file to judge here.`;
  if (unread.length > 0) return `${paint('yellow', '!')} No ${what} in what could be read; ${plural(unread.length, 'file')} could not be read.`;
  if (notices.length > 0) return `${paint('yellow', '!')} No ${what} was found; not everything could be followed to its end.`;
  const left = report.dryRun && report.changes.length > 0 ? ' would be left' : '';
  return `${paint('green', '✔')} No ${what}${left} in ${plural(files, 'file')}.`;
}

/** What the baseline knows, and what of it is gone. */
function baselinePart(report: Report, options: ReporterOptions): string[] {
  if (report.known === undefined) return [];
  const paint = painter(options);
  const gone = report.gone.map(({ rule, file }) => `  ${paint('green', '✔')} ${flat(file)}  ${paint('dim', rule)}`);
  const known = `${plural(report.known.length, 'use')} known to the baseline.`;
  return gone.length === 0 ? [known] : [known, `${plural(gone.length, 'use')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone; \`qlik-users-migrate baseline --prune\` takes them off the list:`, ...gone];
}

function nextSteps(report: Report, failing: readonly Finding[], info: number, options: ReporterOptions): string[] {
  const paint = painter(options);
  const fixable = failing.filter((finding) => finding.fixable === 'fix').length;
  const suggestions = failing.filter((finding) => finding.fixable === 'suggestion').length;
  const [first] = failing.filter((finding) => finding.fixable !== 'fix' && finding.ruleId !== 'suppressions');
  const steps: readonly (readonly [string, string, boolean])[] = [
    ['fix --diff', `see the ${plural(fixable, 'rewrite')} before anything is written`, fixable > 0],
    [`fix`, 'write them', fixable > 0],
    ['fix --interactive', `decide one by one${suggestions > 0 ? `, also on ${plural(suggestions, 'suggestion')}` : ''}`, fixable > 0 || suggestions > 0],
    ['check --why', 'see why each is believed', !options.why && failing.length > 0],
    [`explain ${first?.ruleId}`, 'read what to do by hand', first !== undefined],
  ];
  const wanted = report.command === 'check' ? steps.filter(([, , isUseful]) => isUseful) : steps.filter(([words, , isUseful]) => isUseful && /^explain/.test(words));
  const commands = wanted.map(([words]) => `qlik-users-migrate ${words}${report.asked === '' || /^explain/.test(words) ? '' : ` ${report.asked}`}`);
  const width = Math.max(45, ...commands.map((command) => command.length + 2));
  return [
    ...(info > 0 ? [`${plural(info, 'possible use')} for your information; nothing proves that Qlik is meant.`] : []),
    ...(wanted.length === 0 ? [] : ['', paint('bold', 'Next:')]),
    ...wanted.map(([, what], index) => `  ${paint('cyan', commands[index] ?? '')}${' '.repeat(width - (commands[index] ?? '').length)}${what}`),
  ];
}

function skippedPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  const reasons = Object.entries(report.skipped).map(([why, count]) => `${count} ${why}`);
  return reasons.length === 0 ? [] : ['', paint('dim', `Not looked at: ${reasons.join(', ')}.`)];
}

function noQlik(hasFindings: boolean): string[] {
  return [`Nothing in this project says Qlik Cloud${hasFindings ? ', so nothing is sure' : ''}. If it is called all the same, name its hosts with \`hosts\` in the configuration, or run with \`--assume-qlik\`.`];
}
