import { byPlace } from './source/ranges.ts';
import { type Directive, directivesIn, partner } from './comments/directives.ts';
import type { Edit, Range } from './facts.ts';
import { prose } from './files/list.ts';
import type { Finding } from './rule.ts';
import type { Project } from './trace/project.ts';

export { directiveMark } from './comments/directives.ts';

/** What reports about the comments themselves go by. It is none of the rules. */
export const suppressionsRule = 'suppressions';

interface SuppressionOptions {
  /** Files that may hold such comments. */
  readonly files: readonly string[];
  /** Rules that this run judges by. */
  readonly active: ReadonlySet<string>;
  /** Every rule there is. */
  readonly known: ReadonlySet<string>;
}

/**
 * Leaves out what comments suppress, and reports comments that do nothing.
 * What changes together with a suppressed place is reported, but not rewritten without it.
 */
export function withSuppressions(project: Project, findings: readonly Finding[], options: SuppressionOptions): Finding[] {
  const byFile = new Map(options.files.map((file) => [file, readDirectives(project, file)]));
  const used = new Map<Directive, Set<string>>();
  const suppressed = new Set(findings.filter((finding) => isSuppressed(finding, byFile.get(finding.at.file) ?? [], used)));
  const groups = new Set([...suppressed].map((finding) => finding.group));
  const left = findings
    .filter((finding) => !suppressed.has(finding))
    .map((finding) => (groups.has(finding.group) && finding.fixable !== 'none' ? { ...finding, fixable: 'none' as const, edits: [], blocked: 'it changes together with a place that a comment suppresses' } : finding));
  const reports = [...byFile].filter(([file]) => !prose.test(file)).flatMap(([file, directives]) => directives.flatMap((directive) => report(project, file, directive, used.get(directive) ?? new Set(), options)));
  return reports.length === 0 ? left : [...left, ...reports].sort((a, b) => byPlace(a.at, b.at));
}

function readDirectives(project: Project, file: string): Directive[] {
  const source = project.source(file);
  return source ? directivesIn(file, source.text, source.program, source.embedding?.comment) : [];
}

function isSuppressed(finding: Finding, directives: readonly Directive[], used: Map<Directive, Set<string>>): boolean {
  const mine = directives.filter((one) => one.kind !== 'end' && one.reason !== undefined && one.rules.includes(finding.ruleId) && one.from <= finding.line && finding.line <= one.to);
  for (const one of mine) used.set(one, (used.get(one) ?? new Set()).add(finding.ruleId));
  return mine.length > 0;
}

/** What is wrong with a comment, if anything. */
function report(project: Project, file: string, directive: Directive, used: ReadonlySet<string>, options: SuppressionOptions): Finding[] {
  const source = project.source(file);
  const text = source?.text ?? '';
  const tell = (message: string, edits: readonly Edit[] = []): Finding[] => [finding(project, directive, message, edits)];
  if (directive.kind === 'end') return partner(directive) ? [] : tell('This comment ends no block; there is no `qlik-users-migrate-ignore-start` for it. Delete it.');
  if (directive.kind === 'start' && !partner(directive)) return tell('This block has no end; write `qlik-users-migrate-ignore-end` where it stops.');
  if (directive.rules.length === 0) return tell('This comment names no rule, so it suppresses nothing; name the rules, then ` -- ` and the reason.');
  const unknown = directive.rules.find((rule) => !options.known.has(rule));
  if (unknown !== undefined) return tell(`This comment names \`${unknown}\`, which is no rule. Known are ${[...options.known].join(', ')}.`);
  if (directive.reason === undefined) return tell('This comment gives no reason, so it suppresses nothing; write ` -- ` and the reason behind the rules.');
  const unused = directive.rules.filter((rule) => options.active.has(rule) && !used.has(rule));
  // What a comment suppresses may stand in a part that could not be read.
  if (unused.length === 0 || (source?.faults.length ?? 0) > 0) return [];
  const names = unused.map((rule) => `\`${rule}\``).join(' and ');
  return tell(`There is nothing of ${names} left to suppress here; \`fix\` removes ${unused.length === directive.rules.length ? 'the comment' : 'the name'}.`, removal(text, directive, unused));
}

/** Removes the comment, or only the names that suppress nothing. */
function removal(text: string, directive: Directive, unused: readonly string[]): Edit[] {
  const left = directive.rules.filter((rule) => !unused.includes(rule));
  if (left.length > 0) return [{ ...directive.rulesAt, text: left.join(', ') }];
  const end = directive.kind === 'start' ? partner(directive) : undefined;
  return [directive, ...(end ? [end] : [])].map((one) => ({ ...withLine(text, one.comment), text: '' }));
}

/** The whole line where the comment is alone on it; otherwise the comment and the space before it. */
function withLine(text: string, comment: Range): Range {
  let { start } = comment;
  while (/[ \t]/.test(text[start - 1] ?? '')) start -= 1;
  const after = /^[ \t]*(?:\r\n|\n|\r|$)/.exec(text.slice(comment.end))?.[0];
  const isAlone = (start === 0 || /[\n\r]/.test(text[start - 1] ?? '')) && after !== undefined;
  return isAlone ? { ...comment, start, end: comment.end + after.length } : { ...comment, start };
}

function finding(project: Project, directive: Directive, message: string, edits: readonly Edit[]): Finding {
  const { file, start, end } = directive.at;
  const source = project.source(file);
  const [first, last] = [source?.place(start) ?? { line: 1, column: 1 }, source?.place(end) ?? { line: 1, column: 1 }];
  return {
    ruleId: suppressionsRule,
    at: directive.at,
    line: first.line,
    column: first.column,
    endLine: last.line,
    endColumn: last.column,
    message,
    evidence: { confidence: 'certain', trail: [{ file, start, end, note: 'the comment' }] },
    group: `suppression:${file}:${start}`,
    fixable: edits.length > 0 ? 'fix' : 'none',
    edits,
  };
}
