import type { Node } from '../../source/ast.ts';
import { readLiteral } from '../../source/literals.ts';
import type { Trace } from '../trace.ts';
import { type Frame, literalText, type Piece, type Ref, type TextValue, type Value } from '../value.ts';

/** More parts than this are no method and address. */
const most = 12;

/**
 * `'GET /users'.split(' ')`: the parts of a text that is written out, with the places of their characters. Undefined where the text
 * or what separates its parts is not known: a value in it might hold a separator of its own, but for blanks, which no address has.
 */
export function splitText(trace: Trace, value: TextValue, call: Node, frame: Frame | undefined): Value | undefined {
  const [given, limit] = call['arguments'] as Node[];
  const separator = given && !limit ? separatorOf(trace, given, frame) : undefined;
  if (!separator || value.pieces.some((piece) => piece.kind !== 'literal' && (piece.kind === 'query' || !separator.isBlank))) return undefined;
  const parts: Piece[][] = [[]];
  for (const piece of value.pieces) {
    if (piece.kind !== 'literal') parts.at(-1)?.push(piece);
    else for (const [index, part] of partsOf(trace, piece, separator.pattern).entries()) index === 0 ? parts.at(-1)?.push(...part) : parts.push([...part]);
  }
  if (parts.length > most) return undefined;
  const items = parts.map((pieces): Ref => ({ node: { type: 'Given', start: call.start, end: call.end, parent: call, ask: (): Value => ({ kind: 'text', pieces }) }, frame }));
  return { kind: 'list', items, rest: undefined, ref: { node: call, frame } };
}

interface Separator {
  readonly pattern: RegExp;
  readonly isBlank: boolean;
}

function separatorOf(trace: Trace, given: Node, frame: Frame | undefined): Separator | undefined {
  if (given.type === 'RegExpLiteral') return /^(?: |\\s)\+?$/.test(given['pattern']) ? { pattern: given['pattern'].endsWith('+') ? /\s+/g : /\s/g, isBlank: true } : undefined;
  const text = literalText(trace.evaluate(given, frame));
  return text ? { pattern: new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'g'), isBlank: /^\s+$/.test(text) } : undefined;
}

/** What stands before, between and behind the separators of a literal. */
function partsOf(trace: Trace, piece: Extract<Piece, { kind: 'literal' }>, pattern: RegExp): (readonly Piece[])[] {
  const { text, offsets } = isWritten(piece.node) ? readLiteral(piece.node, trace.project.sourceOf(piece.node).text) : { text: piece.text, offsets: piece.node['offsets'] as readonly number[] | undefined };
  const matches = [...text.matchAll(pattern)];
  if (matches.length === 0) return [[piece]];
  const starts = [0, ...matches.map((match) => match.index + match[0].length)];
  return starts.map((start, index) => {
    const end = matches[index]?.index ?? text.length;
    const places = offsets ? { start: offsets[start] as number, end: offsets[end] as number, offsets: offsets.slice(start, end + 1) } : { start: piece.node.start, end: piece.node.end };
    return start === end ? [] : [{ ...piece, text: text.slice(start, end), node: { type: 'Joint', parent: piece.node, ...places } }];
  });
}

const isWritten = (node: Node): boolean => /^(?:StringLiteral|TemplateElement)$/.test(node.type);
