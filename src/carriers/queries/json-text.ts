import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { parseJson } from '../../source/source.ts';
import { type Unit, unitsOf } from '../../trace/texts/address.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Frame, Piece, Value } from '../../trace/value.ts';
import { atRoot, rootOf } from './url-text.ts';

/** Names under which a value is rewritten: a text that the program puts there as a whole may hold anything. */
const rewritten = /^(?:roles|op|path)$/;

const trees = new WeakMap<Node, Map<Frame | undefined, Node | null>>();

/**
 * The JSON of a text that one template or concatenation puts together: `{"name":"${name}","roles":["A"]}`. Its nodes stand where they are
 * written. Undefined where the program puts in more than values and parts of texts, and where escapes stand between the text and its JSON.
 */
export function jsonOfPieces(trace: Trace, pieces: readonly Piece[]): Value | undefined {
  const first = pieces.find((piece) => piece.kind === 'literal' && piece.text.trim() !== '');
  if (first?.kind !== 'literal' || !/^(?:StringLiteral|TemplateElement)$/.test(first.node.type) || !/^\s*[[{]/.test(first.text)) return undefined;
  const units = atRoot(trace, unitsOf(trace, pieces), first.node);
  const frame = units.flatMap(({ piece }) => (piece.kind === 'hole' ? [piece.ref.frame] : []))[0];
  const root = rootOf(first.node);
  const known = trees.get(root) ?? new Map<Frame | undefined, Node | null>();
  trees.set(root, known);
  if (!known.has(frame)) known.set(frame, (isInOne(trace, units, root) && treeOf(trace, units, first.node)) || null);
  const tree = known.get(frame);
  return tree ? trace.evaluate(tree, frame) : undefined;
}

/** True where every character is written in this expression as it is. */
function isInOne(trace: Trace, units: readonly Unit[], root: Node): boolean {
  const source = trace.project.sourceOf(root);
  const pieces = [...new Set(units.map(({ piece }) => piece))];
  return pieces.every((piece) => {
    if (piece.kind === 'query' || piece.tag !== undefined) return false;
    const node = piece.kind === 'hole' ? piece.ref.node : piece.node;
    if (trace.project.sourceOf(node) !== source) return false;
    if (piece.kind === 'hole') return node.start >= root.start && node.end <= root.end;
    return /^(?:StringLiteral|TemplateElement)$/.test(node.type) && rootOf(node) === root && !source.slice(node).includes('\\');
  });
}

function treeOf(trace: Trace, units: readonly Unit[], literal: Node): Node | undefined {
  const tree = parseJson(asJson(units));
  if (!tree) return undefined;
  for (const node of new Set(descendants(tree))) {
    const own = units.slice(node.start, node.end);
    const open = own.some(({ piece }) => piece.kind === 'hole');
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return undefined;
    if (open && /^(?:String|Numeric)Literal$/.test(node.type) && !opened(trace, node, own)) return undefined;
    Object.assign(node, { start: first.start, end: last.end });
  }
  return Object.assign(tree, { parent: literal });
}

/** What the program puts in place of a value reads as a number. */
function asJson(units: readonly Unit[]): string {
  let isText = false;
  let isEscaped = false;
  return units
    .map(({ char, piece }) => {
      if (piece.kind === 'hole') return isText ? char : '0';
      if (char === '"' && !isEscaped) isText = !isText;
      isEscaped = isText && char === '\\' && !isEscaped;
      return char;
    })
    .join('');
}

/** A text or a value that the program puts in takes its place in the tree. False where nobody knows what the JSON says then. */
function opened(trace: Trace, node: Node, own: readonly Unit[]): boolean {
  const parent = node.parent as Node;
  if (parent.type === 'ArrayExpression' || parent['key'] === node) return false;
  if (node.type === 'StringLiteral') {
    Object.assign(node, { type: 'Given', ask: (): Value => ({ kind: 'text', pieces: own.slice(1, -1).flatMap((unit) => pieceOf(trace, unit)) }) });
    return true;
  }
  const [hole] = own;
  const given = hole?.piece.kind === 'hole' && own.length === 1 ? stringified(unwrap(hole.piece.ref.node)) : undefined;
  if (!given) return !rewritten.test(parent['key']?.value ?? '') && !!Object.assign(node, { type: 'Given', ask: (): Value => ({ kind: 'unknown' }) });
  Object.assign(parent, { value: given });
  return true;
}

/** `JSON.stringify(x)`: x. */
function stringified(call: Node): Node | undefined {
  const callee = isCall(call) ? unwrap(call['callee']) : undefined;
  const isOwn = callee && isMember(callee) && callee['object'].name === 'JSON' && memberName(callee) === 'stringify' && call['arguments'].length === 1;
  return isOwn && call['arguments'][0].type !== 'SpreadElement' ? call['arguments'][0] : undefined;
}

function pieceOf(trace: Trace, { char, piece, start, end }: Unit): readonly Piece[] {
  if (piece.kind === 'hole') return pieceOfValue(trace.value(piece.ref), piece.ref.node, piece.ref.frame);
  return piece.kind === 'literal' ? [{ kind: 'literal', text: char, node: { type: 'Joint', start, end, parent: piece.node } }] : [];
}
