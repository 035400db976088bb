import type { Node } from '../../source/ast.ts';
import { memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { type EachValue, type Frame, members, numeric, type Piece, type Ref, union, unknown, type UrlValue, type Value } from '../value.ts';

/** Strings: literals, templates, concatenations, numbers. */
export function textOf(trace: Trace, node: Node, frame: Frame | undefined): Value {
  switch (node.type) {
    case 'StringLiteral':
      return { kind: 'text', pieces: node['value'] === '' ? [] : [{ kind: 'literal', text: node['value'], node }] };
    case 'NumericLiteral':
      return { kind: 'text', pieces: [{ kind: 'literal', text: String(node['value']), node }] };
    case 'TemplateLiteral':
      return { kind: 'text', pieces: templatePieces(trace, node, frame) };
    default:
      return node['operator'] === '+' ? concatenated(trace, node, frame) : isArithmetic(node) ? numeric : unknown;
  }
}

function templatePieces(trace: Trace, node: Node, frame: Frame | undefined): Piece[] {
  const pieces: Piece[] = [];
  (node['quasis'] as Node[]).forEach((quasi, index) => {
    if (quasi['value'].cooked) pieces.push({ kind: 'literal', text: quasi['value'].cooked, node: quasi });
    const expression: Node | undefined = node['expressions'][index];
    if (expression) pieces.push(...piecesOf(trace, expression, frame));
  });
  return pieces;
}

function concatenated(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const left = asText(trace, node['left'], frame);
  const right = asText(trace, node['right'], frame);
  const parts = [...members(left), ...members(right)];
  if (!parts.some((value) => isTextual(value) && !isNumeric(value))) return parts.some((value) => isNumeric(value)) ? numeric : unknown;
  return { kind: 'text', pieces: [...writtenPieces(left, node['left'], frame), ...writtenPieces(right, node['right'], frame)] };
}

const isTextual = (value: Value): boolean => value.kind === 'text' || value.kind === 'query' || value.kind === 'url' || value.kind === 'env';

/** Written as a number, or computed as one: `+` adds it to what is no text. */
export const isNumeric = (value: Value): boolean => value === numeric || (value.kind === 'text' && value.pieces.length === 1 && value.pieces[0]?.kind === 'literal' && value.pieces[0].node.type === 'NumericLiteral');

/** `n * 2`, `-n`, `n | 0`: never a text. */
export const isArithmetic = (node: Node): boolean => (node.type === 'BinaryExpression' ? /^(?:[-*/%|&^]|\*\*|<<|>>>?)$/ : /^[-+~]$/).test(node['operator']);

/** What an expression is where a text is wanted: of an object, or an instance of a class, that says how it is written, that. */
function asText(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const value = trace.evaluate(node, frame);
  const written = value.kind === 'instance' || value.kind === 'object' ? memberOf(trace, value, 'toString', { node, frame }) : undefined;
  return written?.kind === 'function' ? trace.returned(written, node, frame) : firstPage(value);
}

/** `let path = 'users'; …; path = links.next?.href`: the address of the first page, which is written. */
export function firstPage(address: Value): Value {
  const written = members(address).filter((member) => !(member.kind === 'shape' && member.shape === 'Href'));
  return written.some((member) => member.kind === 'text' && member.pieces.length > 0) ? union(written) : address;
}

/** The pieces an expression adds to a string. What is not known becomes a hole. */
export function piecesOf(trace: Trace, node: Node, frame: Frame | undefined): readonly Piece[] {
  return writtenPieces(asText(trace, node, frame), node, frame);
}

function writtenPieces(value: Value, node: Node, frame: Frame | undefined): readonly Piece[] {
  const pieces = pieceOfValue(value, node, frame);
  const isWritten = /^(?:StringLiteral|TemplateLiteral|BinaryExpression|NumericLiteral|ParenthesizedExpression|ConditionalExpression|LogicalExpression)$/.test(node.type);
  return isWritten ? pieces : pieces.map((piece) => ({ ...piece, via: [...(piece.via ?? []), { node, frame }] }));
}

export function pieceOfValue(value: Value, node: Node, frame: Frame | undefined): readonly Piece[] {
  const ref = { node, frame };
  if (value.kind === 'text') return value.pieces;
  if (value.kind === 'url') return [...value.pieces, addedQuery(value, ref)];
  if (value.kind === 'query') return [{ kind: 'query', query: value, ref }];
  const chosen = value.kind === 'union' ? chooseText(value.of) : undefined;
  return chosen ? pieceOfValue(chosen, node, frame) : [{ kind: 'hole', ref, value, encoded: false }];
}

/** What was put on the `searchParams` of a URL object goes with it wherever it becomes text. */
const addedQuery = (url: UrlValue, ref: Ref): Piece => ({ kind: 'query', query: { kind: 'query', ref: url.ref, init: url, initRef: undefined, how: 'search-params' }, ref });

/** `query ? '?' + query : ''`: the branch that says something, when the others are empty. */
function chooseText(values: readonly Value[]): Value | undefined {
  const telling = values.filter((value) => !(value.kind === 'text' && value.pieces.length === 0));
  const [only] = telling;
  return telling.length === 1 && only && isTextual(only) && only.kind !== 'env' ? only : undefined;
}

/** A helper that writes each property of an object as `key=value`: the object, seen in the pieces of one pair. */
export function eachPair(value: Value): EachValue | undefined {
  if (value.kind === 'each' && (value.part === 'entry' || value.part === 'pair')) return value;
  if (value.kind !== 'text') return undefined;
  const [key, equals, item] = value.pieces;
  const isPair = value.pieces.length === 3 && equals?.kind === 'literal' && equals.text === '=';
  return isPair && key?.kind === 'hole' && item?.kind === 'hole' ? eachOf([key.value, item.value]) : undefined;
}

/** The object whose name and value these two are. */
export function eachOf([name, item]: readonly Value[]): EachValue | undefined {
  const key = name && innermost(name);
  const value = item && innermost(item);
  return key?.kind === 'each' && key.part === 'key' && value?.kind === 'each' && value.part === 'value' ? key : undefined;
}

/** `Object.entries(query).map(([key, value]) => [key, String(value)])`: the entries of the object, seen in the parts of one pair. */
export function entriesOfPairs(trace: Trace, list: Value): EachValue | undefined {
  const pair = list.kind === 'list' && list.items.length === 0 ? list.rest : undefined;
  if (pair?.kind !== 'list' || pair.items.length !== 2 || pair.rest) return undefined;
  const [key, item] = pair.items.map((part) => innermost(trace.value(part)));
  const isSame = key?.kind === 'each' && key.part === 'key' && item?.kind === 'each' && item.part === 'value' && item.of === key.of;
  return isSame ? { ...key, part: 'entries' } : undefined;
}

function innermost(value: Value): Value {
  const [piece] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  return piece?.kind === 'hole' ? innermost(piece.value) : value;
}

/** How deep a text stands in others that hold nothing else. */
const deepest = 4;

/** `next.pathname + next.search`: a text of nothing but what is read from one thing is that. */
export function readFrom(value: Value, depth = 0): readonly Value[] {
  const pieces = value.kind === 'text' && depth < deepest ? value.pieces : [];
  const read = pieces.flatMap((piece) => (piece.kind === 'hole' && !piece.encoded && !piece.tag ? [piece.value] : []));
  return read.length > 0 && read.length === pieces.length ? read.flatMap(members).flatMap((member) => readFrom(member, depth + 1)) : [value];
}
