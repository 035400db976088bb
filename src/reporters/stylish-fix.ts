import type { Finding } from '../rule.ts';
import { painter, wrapped } from './frame.ts';
import { fails, plural, relative, type Report, type ReporterOptions, flat } from './report.ts';

/** What was rewritten, by file. */
export function fixedPart(report: Report, options: ReporterOptions): string[] {
  const paint = painter(options);
  if (report.changes.length === 0) return ['Nothing was rewritten.', ''];
  const names = report.changes.map((change) => flat(relative(report, change.file)));
  const width = Math.max(...names.map((name) => name.length));
  const files = report.changes.map((change, index) => {
    const rules = new Map<string, number>();
    for (const finding of report.fixed) if (finding.edits.some((edit) => edit.file === change.file)) rules.set(finding.ruleId, (rules.get(finding.ruleId) ?? 0) + 1);
    return `  ${paint('green', '✔')} ${(names[index] ?? '').padEnd(width)}  ${paint('dim', [...rules].map(([rule, count]) => `${rule} ${count}`).join(', '))}`;
  });
  const undo = report.isUndoable ? '`qlik-users-migrate undo` takes it back.' : 'This is not remembered, for want of a git repository or a `node_modules` folder: `undo` cannot take it back.';
  return [...heads(report).map((head) => paint('bold', head)), ...files, ...(report.dryRun ? [] : ['', paint('dim', undo)]), ''];
}

function heads(report: Report): string[] {
  const { suppressed, marked } = report.comments;
  const would = report.dryRun ? 'Would ' : '';
  const verb = (word: string, past: string): string => (would ? `${would}${word}` : past);
  return [
    ...(report.fixed.length > 0 ? [`${verb('fix', 'Fixed')} ${plural(report.fixed.length, 'use')} in ${plural(new Set(report.fixed.flatMap(({ edits }) => edits.map(({ file }) => file))).size, 'file')}.`] : []),
    ...(suppressed > 0 ? [`${verb('suppress', 'Suppressed')} ${plural(suppressed, 'use')}.`] : []),
    ...(marked > 0 ? [`${verb('mark', 'Marked')} ${plural(marked, 'place')}.`] : []),
  ];
}

/** What is left to do by hand: where, why, what. */
export function todoPart(report: Report, findings: readonly Finding[], options: ReporterOptions): string[] {
  const paint = painter(options);
  const failing = findings.filter((finding) => fails(finding, report.minConfidence));
  if (failing.length === 0) return [];
  const width = Math.max(50, options.columns - 11);
  const items = failing.flatMap((finding, index) => {
    const [what = '', ...more] = wrapped(flat(finding.message), width);
    return [
      `  ${String(index + 1).padStart(2)}. ${paint('underline', `${flat(relative(report, finding.at.file))}:${finding.line}:${finding.column}`)}  ${paint('bold', finding.ruleId)}`,
      ...labelled(paint('dim', 'what'), [what, ...more]),
      ...labelled(paint('dim', 'why '), wrapped(flat(reason(report, finding)), width)),
      '',
    ];
  });
  return [paint('bold', 'To do by hand:'), '', ...items];
}

const labelled = (label: string, lines: readonly string[]): string[] => lines.map((line, index) => `      ${index === 0 ? label : '    '} ${line}`);

/** Why it was not rewritten. */
function reason(report: Report, finding: Finding): string {
  if (finding.fixable === 'suggestion') return 'only suggested, because it needs a look: `fix --suggestions`, or `fix --interactive`';
  if (finding.blocked !== undefined) return finding.blocked;
  const refused = report.refused.find(({ file }) => finding.edits.some((edit) => edit.file === file));
  if (refused) return refused.reason;
  return finding.fixable === 'fix' ? 'it was not chosen' : 'there is no rewrite that keeps what the program does';
}
