import { markWords, noteAbove, suppressionsFor, withoutMarks } from './comments/write.ts';
import type { Edit } from './facts.ts';
import type { FileSet } from './files/file-set.ts';
import type { Change, FixResult } from './fix/rounds.ts';
import { splice } from './fix/splice.ts';
import { lint, type LintOptions } from './lint.ts';
import { advice } from './reporters/report.ts';
import { syntaxFault } from './rewrite.ts';
import type { Finding, LintResult } from './rule.ts';
import { parseSource, type Source, SyntaxFault } from './source/source.ts';

/** Which findings are kept as they are, and why. */
export interface Suppress {
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Writes a comment for every finding of these rules, so that the next run leaves it alone. */
export function suppress(files: FileSet, first: LintResult, wanted: Suppress, options: LintOptions): FixResult & { readonly count: number } {
  const findings = first.findings.filter((finding) => wanted.rules.includes(finding.ruleId));
  const texts = commented(files, findings, new Map(), (target, line, onLine) => suppressionsFor(target, line, [...new Set(onLine.map(({ ruleId }) => ruleId))].sort(), wanted.reason));
  const { changes, refused } = sound(files, texts);
  const remaining = lint(files.withTexts(new Map(changes.map(({ file, after }) => [file, after]))), options);
  return { changes, fixed: [], remaining, refused, count: findings.length - remaining.findings.filter((finding) => wanted.rules.includes(finding.ruleId)).length };
}

/** Adds to a fix one comment line above each place that stays: which rule, why, and what to do. Notes of earlier runs go. */
export function mark(files: FileSet, planned: FixResult, options: LintOptions): FixResult & { readonly count: number } {
  const fixed = new Map(planned.changes.map(({ file, after }) => [file, after]));
  for (const file of files.selected) {
    const text = fixed.get(file) ?? files.read(file) ?? '';
    const clean = withoutMarks(file, text);
    if (clean !== text) fixed.set(file, clean);
  }
  const { findings } = lint(files.withTexts(fixed), options);
  const places = findings.filter((finding) => finding.evidence.confidence !== 'possible' && !finding.at.file.endsWith('.json'));
  const texts = commented(files, places, fixed, (target, line, onLine) => onLine.flatMap((finding) => noteAbove(target, line, markWords(finding.ruleId, advice(finding)))));
  const { changes, refused } = sound(files, new Map([...fixed, ...texts]));
  return { ...planned, changes, remaining: lint(files.withTexts(new Map(changes.map(({ file, after }) => [file, after]))), options), refused: [...planned.refused, ...refused], count: places.length };
}

/** The texts with comments for each line that has findings. */
function commented(files: FileSet, findings: readonly Finding[], over: ReadonlyMap<string, string>, edits: (target: Source, line: number, onLine: readonly Finding[]) => readonly Edit[]): Map<string, string> {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) byFile.set(finding.at.file, [...(byFile.get(finding.at.file) ?? []), finding]);
  return new Map(
    [...byFile].map(([file, own]) => {
      const text = over.get(file) ?? files.read(file) ?? '';
      const target = parsed(file, text);
      if (!target) return [file, text] as const;
      const lines = [...new Set(own.map(({ line }) => line))];
      const all = lines.flatMap((line) =>
        edits(
          target,
          line,
          own.filter((finding) => finding.line === line),
        ),
      );
      return [file, inserted(text, all)] as const;
    }),
  );
}

/** Comments at one place stand below each other. */
function inserted(text: string, edits: readonly Edit[]): string {
  const byPlace = new Map<number, Edit>();
  for (const edit of edits) {
    const known = byPlace.get(edit.start);
    if (!known?.text.includes(edit.text)) byPlace.set(edit.start, { ...edit, text: (known?.text ?? '') + edit.text });
  }
  return splice(text, [...byPlace.values()]);
}

function parsed(file: string, text: string): Source | undefined {
  try {
    return parseSource(file, text);
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

/** Only texts that parse, when they parsed before. */
function sound(files: FileSet, texts: ReadonlyMap<string, string>): { changes: Change[]; refused: { file: string; reason: string }[] } {
  const all = [...texts].map(([file, after]) => ({ file, before: files.read(file) ?? '', after })).filter(({ before, after }) => before !== after);
  const broken = all.flatMap(({ file, before, after }) => {
    const fault = syntaxFault(file, after);
    return fault === undefined || fault === syntaxFault(file, before) ? [] : [{ file, reason: `with the comment it would not parse: ${fault}` }];
  });
  return { changes: all.filter(({ file }) => !broken.some((one) => one.file === file)).sort((a, b) => (a.file < b.file ? -1 : 1)), refused: broken };
}
