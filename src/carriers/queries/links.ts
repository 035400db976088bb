import { cursors } from '../../api.ts';
import type { OldName, Rewrite } from '../../facts.ts';
import type { Node } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { replaceRange } from '../code.ts';

/** The cursor's name inside a string or a regular expression; a bare `next=` also fits other words, so it is anchored. */
export function renameCursor(source: Source, literal: Node, name: OldName): Rewrite {
  const text = source.slice(literal);
  const at = text.indexOf(name);
  const to = cursors[name] as string;
  if (literal.parent?.type === 'ObjectProperty' && literal.parent['shorthand']) return [replaceRange(source, { start: literal.start, end: literal.start }, `${to}: `)];
  const isPattern = literal.type === 'RegExpLiteral' || (/^(?:New|Call)Expression$/.test(literal.parent?.type ?? '') && literal.parent?.['callee'].name === 'RegExp');
  if (isPattern && !/[?&(\]]$/.test(text.slice(0, at))) return [replaceRange(source, { start: literal.start + at, end: literal.start + at + name.length }, `[?&]${to}`)];
  return [replaceRange(source, { start: literal.start + at, end: literal.start + at + name.length }, to)];
}
