import type { Node } from '../../source/ast.ts';
import { readAsJson, run, shortened } from '../../source/embedded/shell-expansions.ts';
import { piecesOfUnits, type Unit, unitsOf } from '../../trace/texts/address.ts';
import { answerStep } from '../../trace/members.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import { absent, type Frame, members, type Piece, type Ref, type ResponseValue, union, unknown } from '../../trace/value.ts';
import { argument, type Client, type ClientUse } from '../client.ts';
import { askedBy } from './command-lines.ts';

/** Scripts of a shell: their commands stand as calls in the tree (`source/embedded/shell-expansions.ts`). */
export const shell: Client = {
  id: 'shell',
  packages: ['global'],
  globals: [run, readAsJson, shortened],
  call(use) {
    const [name] = use.path;
    if (name === run) return printed(askedBy(use, { words: wordsOf(use), isRead: true, isDoubtful: false, input: argument(use, 1) }));
    const given = use.args[0] ? use.trace.evaluate(use.args[0], use.frame) : unknown;
    if (name === readAsJson) return union(members(given).map((value) => (value.kind === 'response' ? answerStep(use.trace, value, 'JSON.parse()', use.call) : value)));
    // `${answer%???}`: without the status that curl wrote behind it.
    return members(given).find((value) => value.kind === 'response' || value.kind === 'shape') ?? unknown;
  },
};

const printed = (answer: ResponseValue | undefined): ResponseValue | undefined => answer && { ...answer, steps: ['text'] };

/** The words of a command; what stands without quotes may be several. */
const wordsOf = (use: ClientUse): (readonly Piece[])[] => {
  const list = argument(use, 0);
  return list ? itemsOf(use, list.node, list.frame, new Map()).flatMap((item) => wordsIn(use, item)) : [];
};

/** What a list holds, at most: where the script adds to it under a condition, with that. `known`: of lists that were asked before, or that are being asked. */
function itemsOf(use: ClientUse, list: Node, frame: Frame | undefined, known: Map<Node, readonly Ref[]>): readonly Ref[] {
  const before = known.get(list);
  if (before) return before;
  known.set(list, []);
  const items = ((list['elements'] ?? []) as Node[]).flatMap((node) => {
    if (node.type !== 'SpreadElement') return [{ node, frame }];
    const lists = members(use.trace.evaluate(node['argument'], frame)).flatMap((value) => (value.kind === 'list' ? [value] : []));
    const all = lists.map((value) => (value.ref.node.type === 'ArrayExpression' ? itemsOf(use, value.ref.node, value.ref.frame, known) : value.items));
    return all.reduce((longest, found) => (found.length > longest.length ? found : longest), []);
  });
  known.set(list, items);
  return items;
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
