import { cursors } from '../../api.ts';
import type { OldName, Rewrite } from '../../facts.ts';
import { calleeName, descendants, enclosingFunction, isCall, isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { replaceRange } from '../code.ts';

/** The cursor's name inside a string or a regular expression; a bare `next=` also fits other words, so it is anchored. */
export function renameCursor(source: Source, literal: Node, name: OldName): Rewrite {
  const text = source.slice(literal);
  const at = text.indexOf(name);
  const to = cursors[name] as string;
  const length = countedLetters(source, literal);
  if (length !== undefined) return { blocked: `\`${length}\` counts the letters of \`${name}\`` };
  if (literal.parent?.type === 'ObjectProperty' && literal.parent['shorthand']) return [replaceRange(source, { start: literal.start, end: literal.start }, `${to}: `)];
  const isPattern = literal.type === 'RegExpLiteral' || (/^(?:New|Call)Expression$/.test(literal.parent?.type ?? '') && literal.parent?.['callee'].name === 'RegExp');
  if (isPattern && !/[?&(\]]$/.test(text.slice(0, at))) return [replaceRange(source, { start: literal.start + at, end: literal.start + at + name.length }, `[?&]${to}`)];
  return [replaceRange(source, { start: literal.start + at, end: literal.start + at + name.length }, to)];
}

/** `href.slice(href.indexOf('startingAfter=') + 14)`: the number, in the same function, that is as long as the name which is looked for. */
function countedLetters(source: Source, literal: Node): number | undefined {
  const { parent } = outermost(literal);
  const text: unknown = literal.type === 'StringLiteral' ? literal['value'] : undefined;
  const isSought = !!parent && (isCall(parent) ? /^(?:lastIndexOf|indexOf)$/.test(calleeName(parent)) : isMember(parent) && memberName(parent) === 'length');
  if (typeof text !== 'string' || !isSought) return undefined;
  const lengths = text.endsWith('=') ? [text.length] : [text.length, text.length + 1];
  const numbers = descendants(enclosingFunction(literal) ?? source.program).flatMap((node) => (node.type === 'NumericLiteral' ? [node['value'] as number] : []));
  return numbers.find((number) => lengths.includes(number));
}
