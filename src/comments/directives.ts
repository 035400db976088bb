import type { Range } from '../facts.ts';
import { descendants, type Node } from '../source/ast.ts';
import { lineStarts, placeOf } from '../source/lines.ts';

/** A comment that asks for a place to be left alone. */
export interface Directive {
  readonly kind: 'line' | 'next-line' | 'start' | 'end' | 'file';
  readonly rules: readonly string[];
  /** Why; undefined when the comment does not say. */
  readonly reason: string | undefined;
  /** From the directive's first letter to the end of what it says. */
  readonly at: Range;
  /** The whole comment, with the braces around it in JSX. */
  readonly comment: Range;
  /** Where the list of rules stands. */
  readonly rulesAt: Range;
  /** First and last line that it speaks of. */
  readonly from: number;
  to: number;
}

/** Bytes of a file with such a comment. */
export const directiveMark = /qlik-users-migrate-ignore/;

const opening = /(\/\/+|\/\*[\s*]*|<!--)[ \t]*(qlik-users-migrate-ignore(?:-(next-line|start|end|file))?)(?![\w-])([^\n\r]*)/g;

/** The comments of one file, in their order. `program` is undefined where the text is none. */
export function directivesIn(file: string, text: string, program: Node | undefined): Directive[] {
  if (!directiveMark.test(text)) return [];
  const starts = lineStarts(text);
  const literal = program ? descendants(program).filter((node) => /^(?:StringLiteral|DirectiveLiteral|TemplateElement|JSXText|RegExpLiteral)$/.test(node.type)) : [];
  const braces = program ? descendants(program).filter((node) => node.type === 'JSXExpressionContainer' && node['expression'].type === 'JSXEmptyExpression') : [];
  const found = [...text.matchAll(opening)].flatMap((match) => {
    const isText = literal.some((node) => node.start <= match.index && match.index < node.end);
    const isForeign = match[1] === '<!--' && /\.[cm]?[jt]sx?$/.test(file);
    return isText || isForeign ? [] : [directive(file, text, match, braces)];
  });
  const lines = found.map((one) => ({ first: placeOf(starts, one.comment.start).line, last: placeOf(starts, one.comment.end).line }));
  return withLines(found, lines, starts.length, (line) => text.slice(starts[line - 1] ?? 0, starts[line] ?? text.length));
}

type Unplaced = Omit<Directive, 'from' | 'to'>;

function directive(file: string, text: string, match: RegExpExecArray, braces: readonly Node[]): Unplaced {
  const [, open = '', word = '', kind = 'line', rest = ''] = match;
  const start = match.index + match[0].length - rest.length - word.length;
  const close = open.startsWith('//') ? '' : open === '<!--' ? '-->' : '*/';
  const said = close !== '' && rest.includes(close) ? rest.slice(0, rest.indexOf(close)) : rest;
  const closeAt = close === '' ? start + word.length + said.length : text.indexOf(close, start);
  const end = closeAt < 0 ? text.length : closeAt + close.length;
  const container = braces.find((node) => node.start < match.index && end < node.end);
  const [list = '', ...reason] = said.split(/(?:^|\s)--(?=\s|$)/);
  const listAt = start + word.length + (/^\s*/.exec(list)?.[0].length ?? 0);
  return {
    kind: kind as Directive['kind'],
    rules: list.split(/[\s,]+/).filter(Boolean),
    reason: reason.join('--').trim() || undefined,
    at: { file, start, end: start + word.length + said.trimEnd().length },
    comment: { file, start: container?.start ?? match.index, end: container?.end ?? end },
    rulesAt: { file, start: listAt, end: listAt + list.trim().length },
  };
}

/** Which lines each speaks of: its own, the next that is no such comment, or all up to the comment that ends it. */
function withLines(found: readonly Unplaced[], lines: readonly { first: number; last: number }[], count: number, textOf: (line: number) => string): Directive[] {
  const open: Directive[] = [];
  const isOnlyComment = (line: number): boolean => lines.some(({ first, last }) => first <= line && line <= last) && /^\s*\{?\s*(?:\/\/|\/\*|\*|<!--)/.test(textOf(line));
  return found.map((one, index) => {
    const { first, last } = lines[index] ?? { first: 1, last: 1 };
    let next = last + 1;
    while (isOnlyComment(next)) next += 1;
    const [from, to] = one.kind === 'file' ? [1, count] : one.kind === 'next-line' ? [next, next] : one.kind === 'start' ? [first, count] : [first, first];
    const placed: Directive = { ...one, from, to };
    if (one.kind === 'start') open.push(placed);
    if (one.kind === 'end') close(open, placed);
    return placed;
  });
}

/** Ends the last open block, or the last with the same rules where rules are named. */
function close(open: Directive[], end: Directive): void {
  const index = open.findLastIndex((start) => end.rules.length === 0 || end.rules.join() === start.rules.join());
  const [start] = index < 0 ? [] : open.splice(index, 1);
  if (!start) return;
  start.to = end.from;
  closed.set(start, end).set(end, start);
}

const closed = new WeakMap<Directive, Directive>();

/** The comment that ends a block, or the one that it ends. */
export const partner = (directive: Directive): Directive | undefined => closed.get(directive);
