import type { Finding } from '../rule.ts';
import { codeFrame } from './frame.ts';
import { fails, flat, fromTop, plural, type Report, type Reporter, ranked, relative, shown } from './report.ts';

/** Platforms cut comments at 65,536 characters. */
const longest = 60_000;

/** A comment for a pull request, and GitHub's job summary. The first line lets a bot find its own comment again. */
export const markdown: Reporter = (report, options) => {
  const findings = ranked(report, shown(report, options));
  const head = ['<!-- qlik-users-migrate -->', ...heading(report, findings)];
  const files = [...new Set(findings.map((finding) => finding.at.file))];
  const parts = files.map((file) =>
    filePart(
      report,
      file,
      findings.filter((finding) => finding.at.file === file),
    ).join('\n'),
  );
  return `${[...head, ...fitting(head.join('\n').length, parts), ...tail(report)].join('\n').trimEnd()}\n`;
};

function heading(report: Report, findings: readonly Finding[]): string[] {
  const failing = findings.filter((finding) => fails(finding, report.minConfidence));
  if (findings.length === 0) return ['### Qlik users API: nothing to migrate', '', `No${report.known ? ' new' : ''} use of the deprecated users API in ${plural(report.files, 'file')}.`, ''];
  const rules = [...new Set(failing.map((finding) => finding.ruleId))].sort();
  const count = (rule: string, isFixable: boolean): number => failing.filter((finding) => finding.ruleId === rule && (!isFixable || finding.fixable === 'fix')).length;
  const info = findings.length - failing.length;
  return [
    `### Qlik users API: ${plural(failing.length, report.known ? 'new use' : 'use')} of what was removed`,
    '',
    ...(rules.length === 0 ? [] : ['| rule | uses | rewritten by `fix` |', '|---|--:|--:|', ...rules.map((rule) => `| \`${rule}\` | ${count(rule, false)} | ${count(rule, true)} |`), '']),
    ...(failing.some((finding) => finding.fixable === 'fix') ? ['Run `npx qlik-users-migrate fix` to rewrite them; `fix --diff` shows it first.', ''] : []),
    ...(info > 0 ? [`${plural(info, 'possible use')} for information; nothing proves that Qlik is meant.`, ''] : []),
  ];
}

function filePart(report: Report, file: string, findings: readonly Finding[]): string[] {
  return ['<details open>', `<summary><code>${html(flat(fromTop(report, file)))}</code> (${findings.length})</summary>`, '', ...findings.flatMap((finding) => findingPart(report, finding)), '</details>', ''];
}

function findingPart(report: Report, finding: Finding): string[] {
  const note = finding.fixable === 'suggestion' ? [' There is a suggestion.'] : finding.blocked === undefined ? [] : [` Not rewritten: ${text(finding.blocked)}.`];
  const code = codeFrame(report, finding, { colour: false, columns: 160 }).map(diffLine);
  const fence = '`'.repeat(code.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length + 1), 3));
  return [`**Line ${finding.line}** \`${finding.ruleId}\` (${finding.evidence.confidence}): ${text(finding.message)}${note.join('')}`, '', `${fence}diff`, ...code, fence, ''];
}

/** A line of a code frame, with its mark first, as diffs have it. */
function diffLine(line: string): string {
  const [, mark = ' ', code = ''] = /^ *(?:\d+ *)?([-+|]) ?(.*)$/.exec(line) ?? [undefined, ' ', line];
  return mark === '|' ? `  ${code}` : `${mark} ${code}`;
}

/** As many files as fit. */
function fitting(used: number, parts: readonly string[]): string[] {
  let left = longest - used;
  const shownParts: string[] = [];
  for (const part of parts) {
    if (part.length > left) return [...shownParts, `… and ${plural(parts.length - shownParts.length, 'more file')}; the whole list is in the run's output.`, ''];
    left -= part.length;
    shownParts.push(part);
  }
  return shownParts;
}

function tail(report: Report): string[] {
  return [
    ...(report.known ? [`${plural(report.known.length, 'known use')} in the baseline${report.gone.length > 0 ? `, ${report.gone.length} of it gone: run \`baseline --prune\`` : ''}.`, ''] : []),
    ...report.refused.map(({ file, reason }) => `- ${code(relative(report, file))} was left as it is: ${text(reason)}`),
    ...report.errors.map((error) => `- ${code(fromTop(report, error.file))} could not be read: ${text(error.message)}`),
  ];
}

const html = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A name as code, whatever it holds. */
function code(name: string): string {
  const fence = '`'.repeat((name.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0) + 1);
  const pad = /^`|`$/.test(name) ? ' ' : '';
  return `${fence}${pad}${flat(name)}${pad}${fence}`;
}

/** Words as they are, code in backticks as it is, and no other markup: nobody is notified either. */
function text(message: string): string {
  return flat(message)
    .split(/(?<!`)(`[^`]+`)(?!`)/)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : html(part)
            .replace(/[`*_[\]|\\~]/g, '\\$&')
            .replace(/[@#](?=\w)/g, '$&<!-- -->'),
    )
    .join('');
}
