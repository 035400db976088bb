import type { Edit } from '../facts.ts';
import { descendants, type Node, statementOf } from '../source/ast.ts';
import { lineStarts, placeOf } from '../source/lines.ts';
import type { Source } from '../source/source.ts';

interface Spot {
  readonly offset: number;
  readonly indent: string;
  readonly form: readonly [open: string, close: string];
}

const lineForm = ['// ', ''] as const;
const jsxForm = ['{/* ', ' */}'] as const;
const blockForm = ['/* ', ' */'] as const;
const hashForm = ['# ', ''] as const;
const htmlForm = ['<!-- ', ' -->'] as const;

/** One comment line above a line; above its whole statement where the line stands inside a text; none where no comment may stand. */
export function noteAbove(target: Source, line: number, words: string): Edit[] {
  const spots = spotsFor(target, line);
  return spots ? [write(target, spots.above, words)] : [];
}

/** The comments that make the tool leave these rules alone on a line; none where no comment may stand. */
export function suppressionsFor(target: Source, line: number, rules: readonly string[], reason: string): Edit[] {
  const spots = spotsFor(target, line);
  if (!spots) return [];
  const { above, below } = spots;
  const words = `${rules.join(', ')} -- ${reason}`;
  if (!below) return [write(target, above, `qlik-users-migrate-ignore-next-line ${words}`)];
  return [write(target, above, `qlik-users-migrate-ignore-start ${words}`), write(target, below, 'qlik-users-migrate-ignore-end')];
}

function write({ file, text }: Source, { offset, indent, form }: Spot, words: string): Edit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isUnended = offset === text.length && offset > 0 && !/[\r\n]/.test(text[offset - 1] ?? '');
  return { file, start: offset, end: offset, text: `${isUnended ? eol : ''}${indent}${form[0]}${words}${form[1]}${eol}` };
}

/** Where comments may stand so that they speak of a line: above it, or around the statement when the line begins inside a text. */
function spotsFor(target: Source, line: number): { above: Spot; below?: Spot } | undefined {
  const { text, program, embedding } = target;
  const starts = lineStarts(text);
  const offset = starts[line - 1] ?? 0;
  const indent = /^[ \t]*/.exec(text.slice(offset))?.[0] ?? '';
  if (embedding?.comment) return aroundCommand(target, { offset, indent, form: hashForm });
  if (embedding && embedding.kindAt(offset) !== 'script') return mayStandInMarkup(target, offset) ? { above: { offset, indent, form: htmlForm } } : undefined;
  const inside = innermost(program, offset);
  if (inside.type === 'JSXText') return { above: { offset, indent, form: jsxForm } };
  if (!/^(?:TemplateElement|StringLiteral|DirectiveLiteral)$/.test(inside.type)) return { above: { offset, indent, form: /^JSX(?:Opening|Closing)/.test(inside.type) ? blockForm : lineForm } };
  const statement = statementOf(inside);
  const around = spotsFor(target, placeOf(starts, statement.start).line);
  const after = starts[placeOf(starts, statement.end).line] ?? text.length;
  return around && { above: around.above, below: { offset: after, indent: around.above.indent, form: around.above.form === jsxForm ? jsxForm : lineForm } };
}

/** In a script of a shell: above the line, or around the whole command where the line goes on with one. */
function aroundCommand({ text, embedding }: Source, spot: Spot): { above: Spot; below?: Spot } {
  const command = embedding?.wholeAt(spot.offset);
  if (!command) return { above: spot };
  const starts = lineStarts(text);
  const first = starts[placeOf(starts, command.start).line - 1] ?? 0;
  const indent = /^[ \t]*/.exec(text.slice(first))?.[0] ?? '';
  return { above: { ...spot, offset: first, indent }, below: { ...spot, offset: starts[placeOf(starts, command.end).line] ?? text.length, indent } };
}

/** Between elements, not inside a tag or an expression; MDX has no such comments. */
function mayStandInMarkup({ file, text, embedding }: Source, offset: number): boolean {
  const before = text.slice(0, offset).trimEnd();
  return !file.endsWith('.mdx') && embedding?.kindAt(offset) === undefined && (before === '' || (before.endsWith('>') && !before.endsWith('=>')));
}

/** The smallest node that the offset lies inside of, not at an end of. */
function innermost(program: Node, offset: number): Node {
  let found = program;
  for (const node of descendants(program)) if (node.start < offset && offset < node.end && node.end - node.start <= found.end - found.start) found = node;
  return found;
}

const mark = /^[ \t]*(?:\/\/|\{?\/\*|<!--) qlik-users-migrate: [^\n\r]*(?:\r\n|\n|\r)?/gm;
const shellMark = /^[ \t]*# qlik-users-migrate: [^\n\r]*(?:\r\n|\n|\r)?/gm;

/** The text without the notes that an earlier run left. */
export function withoutMarks(file: string, text: string): string {
  return text.includes(' qlik-users-migrate: ') ? text.replace(/\.(?:ba|z)?sh$/.test(file) ? shellMark : mark, '') : text;
}

/** The words of a note, which never end the comment they stand in. */
export const markWords = (rule: string, advice: string): string =>
  `qlik-users-migrate: ${rule}: ${advice
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('-->', '-- >')}`;
