import type { Edit } from '../facts.ts';
import { descendants, type Node, statementOf } from '../source/ast.ts';
import { lineStarts, placeOf } from '../source/lines.ts';

/** A text whose comments are written. `program` is undefined where it is none. */
export interface Commented {
  readonly file: string;
  readonly text: string;
  readonly program: Node | undefined;
}

interface Spot {
  readonly offset: number;
  readonly indent: string;
  readonly form: readonly [open: string, close: string];
}

const lineForm = ['// ', ''] as const;
const jsxForm = ['{/* ', ' */}'] as const;
const blockForm = ['/* ', ' */'] as const;
const htmlForm = ['<!-- ', ' -->'] as const;

/** One comment line above a line; above its whole statement where the line stands inside a text. */
export function noteAbove(target: Commented, line: number, words: string): Edit {
  return write(target, spotsFor(target, line).above, words);
}

/** The comments that make the tool leave these rules alone on a line. */
export function suppressionsFor(target: Commented, line: number, rules: readonly string[], reason: string): Edit[] {
  const { above, below } = spotsFor(target, line);
  const words = `${rules.join(', ')} -- ${reason}`;
  if (!below) return [write(target, above, `qlik-users-migrate-ignore-next-line ${words}`)];
  return [write(target, above, `qlik-users-migrate-ignore-start ${words}`), write(target, below, 'qlik-users-migrate-ignore-end')];
}

function write({ file, text }: Commented, { offset, indent, form }: Spot, words: string): Edit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isUnended = offset === text.length && offset > 0 && !/[\r\n]/.test(text[offset - 1] ?? '');
  return { file, start: offset, end: offset, text: `${isUnended ? eol : ''}${indent}${form[0]}${words}${form[1]}${eol}` };
}

/** Where comments may stand so that they speak of a line: above it, or around the statement when the line begins inside a text. */
function spotsFor(target: Commented, line: number): { above: Spot; below?: Spot } {
  const { text, program } = target;
  const starts = lineStarts(text);
  const offset = starts[line - 1] ?? 0;
  const indent = /^[ \t]*/.exec(text.slice(offset))?.[0] ?? '';
  const inside = program ? innermost(program, offset) : undefined;
  if (!program || !inside) return { above: { offset, indent, form: formOutside(target, offset) } };
  if (inside.type === 'JSXText') return { above: { offset, indent, form: jsxForm } };
  if (!/^(?:TemplateElement|StringLiteral|DirectiveLiteral)$/.test(inside.type)) return { above: { offset, indent, form: /^JSX(?:Opening|Closing)/.test(inside.type) ? blockForm : lineForm } };
  const statement = statementOf(inside);
  const above = spotsFor(target, placeOf(starts, statement.start).line).above;
  const after = starts[placeOf(starts, statement.end).line] ?? text.length;
  return { above, below: { offset: after, indent: above.indent, form: above.form === jsxForm ? jsxForm : lineForm } };
}

/** The smallest node that the offset lies inside of, not at an end of. */
function innermost(program: Node, offset: number): Node | undefined {
  let found: Node | undefined;
  for (const node of descendants(program)) if (node.start < offset && offset < node.end && (!found || node.end - node.start <= found.end - found.start)) found = node;
  return found ?? program;
}

/** Outside of programs only HTML's form is a comment. */
function formOutside({ file, text, program }: Commented, offset: number): Spot['form'] {
  if (program || /\.[cm]?[jt]sx?$/.test(file)) return lineForm;
  const before = text.slice(0, offset);
  return before.lastIndexOf('<script') > before.lastIndexOf('</script') ? lineForm : htmlForm;
}

const mark = /^[ \t]*(?:\/\/|\{?\/\*|<!--) qlik-users-migrate: [^\n\r]*(?:\r\n|\n|\r)?/gm;

/** The text without the notes that an earlier run left. */
export function withoutMarks(text: string): string {
  return text.includes(' qlik-users-migrate: ') ? text.replace(mark, '') : text;
}

/** The words of a note, which never end the comment they stand in. */
export const markWords = (rule: string, advice: string): string =>
  `qlik-users-migrate: ${rule}: ${advice
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('*/', '* /')
    .replaceAll('-->', '-- >')}`;
