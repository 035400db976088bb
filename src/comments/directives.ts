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

const words = /qlik-users-migrate-ignore(?:-(next-line|start|end|file))?(?![\w-])/g;

interface Mention {
  /** Where the comment starts, and with what. */
  readonly index: number;
  readonly open: string;
  /** Where its word starts. */
  readonly start: number;
  readonly word: string;
  readonly kind: string;
  /** What its line says behind the word. */
  readonly rest: string;
}

/** Words that a comment starts with; one on each line, which it has to itself. */
function mentionsIn(text: string, mark: string | undefined): Mention[] {
  let behind = 0;
  return [...text.matchAll(words)].flatMap(({ 0: word, 1: kind = 'line', index: start }) => {
    const index = start < behind ? -1 : openedAt(text, start, mark);
    if (index < 0) return [];
    const line = /[\n\r]/g;
    line.lastIndex = start;
    behind = line.exec(text)?.index ?? text.length;
    return [{ index, open: text.slice(index, start).trimEnd(), start, word, kind, rest: text.slice(start + word.length, behind) }];
  });
}

/** Where the comment opens of which nothing but the opening stands in front of this place; -1 where none does. */
function openedAt(text: string, place: number, mark: string | undefined): number {
  let at = place;
  while (/[ \t]/.test(text[at - 1] ?? '')) at -= 1;
  if (mark !== undefined) {
    const isOpen = text[at - 1] === mark;
    while (text[at - 1] === mark) at -= 1;
    return isOpen && /^\s?$/.test(text[at - 1] ?? '') ? at : -1;
  }
  if (text.startsWith('<!--', at - 4)) return at - 4;
  if (text.startsWith('//', at - 2)) {
    while (text[at - 1] === '/') at -= 1;
    return at;
  }
  while (/[\s*]/.test(text[at - 1] ?? '')) at -= 1;
  return text[at - 1] === '/' && text[at] === '*' ? at - 1 : -1;
}

/** The comments of one file, in their order. `program` is undefined where the text is none; `mark`: what its comments begin with, where that is not as in JavaScript. */
export function directivesIn(file: string, text: string, program: Node | undefined, mark?: string): Directive[] {
  if (!directiveMark.test(text)) return [];
  const starts = lineStarts(text);
  const around = (pick: (node: Node) => boolean) => finder(program ? descendants(program).filter(pick) : []);
  const literalAt = around((node) => /^(?:StringLiteral|DirectiveLiteral|TemplateElement|JSXText|RegExpLiteral|Joint)$/.test(node.type));
  const bracesAt = around((node) => node.type === 'JSXExpressionContainer' && node['expression'].type === 'JSXEmptyExpression');
  const found = mentionsIn(text, mark).flatMap((mention) => {
    const isForeign = mention.open === '<!--' && /\.[cm]?[jt]sx?$/.test(file);
    return literalAt(mention.index) || isForeign ? [] : [directive(file, text, mention, bracesAt(mention.index))];
  });
  const lines = found.map((one) => ({ first: placeOf(starts, one.comment.start).line, last: placeOf(starts, one.comment.end).line }));
  return withLines(found, lines, starts.length, (line) => text.slice(starts[line - 1] ?? 0, starts[line] ?? text.length));
}

type Unplaced = Omit<Directive, 'from' | 'to'>;

/** Finds the node that holds a place, of nodes that do not hold each other. */
function finder(nodes: readonly Node[]): (place: number) => Node | undefined {
  const sorted = [...nodes].sort((a, b) => a.start - b.start);
  const starts = sorted.map(({ start }) => start);
  return (place) => {
    const node = starts.length === 0 || (starts[0] as number) > place ? undefined : sorted[placeOf(starts, place).line - 1];
    return node && place < node.end ? node : undefined;
  };
}

function directive(file: string, text: string, { index, open, start, word, kind, rest }: Mention, braces: Node | undefined): Unplaced {
  const close = /^(?:\/\/|#)/.test(open) ? '' : open === '<!--' ? '-->' : '*/';
  const said = close !== '' && rest.includes(close) ? rest.slice(0, rest.indexOf(close)) : rest;
  const closeAt = close === '' ? start + word.length + said.length : text.indexOf(close, start);
  const end = closeAt < 0 ? text.length : closeAt + close.length;
  const container = braces && braces.start < index && end < braces.end ? braces : undefined;
  const [list = '', ...reason] = said.split(/(?:^|\s)--(?=\s|$)/);
  const listAt = start + word.length + (/^\s*/.exec(list)?.[0].length ?? 0);
  return {
    kind: kind as Directive['kind'],
    rules: list.split(/[\s,]+/).filter(Boolean),
    reason: reason.join('--').trim() || undefined,
    at: { file, start, end: start + word.length + said.trimEnd().length },
    comment: { file, start: container?.start ?? index, end: container?.end ?? end },
    rulesAt: { file, start: listAt, end: listAt + list.trim().length },
  };
}

/** Which lines each speaks of: its own, the next that is no such comment, or all up to the comment that ends it. */
function withLines(found: readonly Unplaced[], lines: readonly { first: number; last: number }[], count: number, textOf: (line: number) => string): Directive[] {
  const open: Directive[] = [];
  const commented = new Set<number>();
  let behind = 0;
  for (const { first, last } of lines) for (let line = Math.max(first, behind); line <= last; behind = line += 1) commented.add(line);
  const isOnlyComment = (line: number): boolean => commented.has(line) && /^\{?\s*(?:\/\/|\/\*|\*|<!--|#)/.test(textOf(line).trimStart());
  const known = new Map<number, number>();
  const nextCode = (from: number): number => {
    let line = from;
    while (!known.has(line) && isOnlyComment(line)) line += 1;
    const end = known.get(line) ?? line;
    for (let passed = from; passed <= line; passed += 1) known.set(passed, end);
    return end;
  };
  return found.map((one, index) => {
    const { first, last } = lines[index] ?? { first: 1, last: 1 };
    const next = nextCode(last + 1);
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
