import type { Node } from '../source/ast.ts';
import { readAsJson, run, shortened } from '../source/embedded/shell-expansions.ts';
import { piecesOfUnits, type Unit, unitsOf } from '../trace/address.ts';
import { answerStep } from '../trace/members.ts';
import { pieceOfValue } from '../trace/text.ts';
import { absent, type Frame, members, type Piece, type Ref, union, unknown } from '../trace/value.ts';
import { argument, type Client, type ClientUse } from './client.ts';
import { askedBy } from './command-lines.ts';

/** Scripts of a shell: their commands stand as calls in the tree (`source/embedded/shell-expansions.ts`). */
export const shell: Client = {
  id: 'shell',
  packages: ['global'],
  globals: [run, readAsJson, shortened],
  call(use) {
    const [name] = use.path;
    if (name === run) return askedBy(use, { words: wordsOf(use), isRead: true, isDoubtful: false, input: argument(use, 1) });
    const given = use.args[0] ? use.trace.evaluate(use.args[0], use.frame) : unknown;
    if (name === readAsJson) return union(members(given).map((value) => (value.kind === 'response' ? answerStep(use.trace, value, 'JSON.parse()', use.call) : value)));
    // `${answer%???}`: without the status that curl wrote behind it.
    return members(given).find((value) => value.kind === 'response' || value.kind === 'shape') ?? unknown;
  },
};

/** The words of a command; what stands without quotes may be several. */
const wordsOf = (use: ClientUse): (readonly Piece[])[] => {
  const list = argument(use, 0);
  return list ? itemsOf(use, list.node, list.frame, new Set()).flatMap((item) => wordsIn(use, item)) : [];
};

/** What a list holds, at most: where the script adds to it under a condition, with that. */
function itemsOf(use: ClientUse, list: Node, frame: Frame | undefined, seen: ReadonlySet<Node>): readonly Ref[] {
  if (seen.has(list)) return [];
  const within = new Set([...seen, list]);
  return ((list['elements'] ?? []) as Node[]).flatMap((node) => {
    if (node.type !== 'SpreadElement') return [{ node, frame }];
    const lists = members(use.trace.evaluate(node['argument'], frame)).flatMap((value) => (value.kind === 'list' ? [value] : []));
    const all = lists.map((value) => (value.ref.node.type === 'ArrayExpression' ? itemsOf(use, value.ref.node, value.ref.frame, within) : value.items));
    return all.reduce((longest, items) => (items.length > longest.length ? items : longest), []);
  });
}

function wordsIn(use: ClientUse, item: Ref): (readonly Piece[])[] {
  const value = use.trace.value(item);
  if (value === absent) return [];
  if (value.kind === 'list') return value.items.flatMap((inner) => wordsIn(use, inner));
  const pieces = pieceOfValue(value, item.node, item.frame);
  return item.node['isOpen'] && pieces.some((piece) => piece.kind === 'literal' && /\s/.test(piece.text)) ? split(unitsOf(use.trace, pieces)) : [pieces];
}

/** The words between the blanks, without quotes around them. */
function split(units: readonly Unit[]): (readonly Piece[])[] {
  const words: Unit[][] = [];
  let word: Unit[] | undefined;
  for (const unit of units) {
    if (/\s/.test(unit.char) && unit.piece.kind === 'literal') word = undefined;
    else if (word) word.push(unit);
    else words.push((word = [unit]));
  }
  return words.map(piecesOfUnits);
}
