import { enclosingFunction, isCall, isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { callSites } from '../calls/callers.ts';
import { changesOf } from '../changes/contents.ts';
import { homeOf, isElsewhere, loopsAround, reaches, reaching } from '../flow/flow.ts';
import { changesTo, type PlacedChange } from '../changes/made.ts';
import { contextsAt } from '../calls/own-contexts.ts';
import { inlineCall } from '../calls/parameters.ts';
import { eachPair, pieceOfValue, piecesOf } from './text.ts';
import type { Trace } from '../trace.ts';
import type { Frame, ListValue, Piece, Ref, Value } from '../value.ts';

/** What one `+=` adds to a text, where that happens. */
interface Append {
  readonly right: Node;
  readonly frame: Frame | undefined;
  /** Where the function that reads the text runs it: the target itself, or the call of the closure that holds it. */
  readonly at: Node;
  /** It runs in a callback, which may be called for each element of something. */
  readonly isAgain: boolean;
}

/** A text that grows more often is none that anybody sends. */
const most = 60;

/**
 * `url += '&a=b'`: the text as it is at the place that reads it, with everything that may have been appended by then, in order.
 * What is appended under a condition is there as well; who edits it looks at the branch it stands in.
 */
export function grown(trace: Trace, read: Node, binding: Binding, place: Node, value: Value, frame: Frame | undefined): Value {
  if (value.kind === 'union') {
    const of = value.of.map((member) => grown(trace, read, binding, place, member, frame));
    return of.every((member, index) => member === value.of[index]) ? value : { kind: 'union', of };
  }
  if (!isText(value)) return value;
  const appends = appendsOf(trace, binding, frame).filter(({ at }) => reaches(at, read, binding.id, binding.writes) && reaching(at, binding.id, binding.writes).includes(place));
  if (appends.length === 0 || appends.length > most) return value;
  const added = withOneMark(appends.map((append) => ({ ...append, pieces: addedPieces(trace, append, binding.id) })));
  const before: readonly Piece[] = value.kind === 'text' ? value.pieces : piecesOf(trace, startOf(place), frame);
  return added.length === 0 ? value : { kind: 'text', pieces: [...before, ...added] };
}

/** `if (isFirst) query += '?'; else query += '&';`: one mark, the one that fits what stands before it. */
function withOneMark(appends: readonly (Append & { readonly pieces: readonly Piece[] })[]): readonly Piece[] {
  return appends.flatMap(({ pieces, right, frame, at }, index) => {
    const other = appends[index + 1];
    if (isMark(pieces) && other && isMark(other.pieces) && isElsewhere(at, other.at)) return [];
    const before = appends[index - 1];
    if (!isMark(pieces) || !before || !isMark(before.pieces) || !isElsewhere(before.at, at)) return pieces;
    const of: readonly Value[] = [before.pieces, pieces].map((mark) => ({ kind: 'text', pieces: mark }));
    return [{ kind: 'hole', ref: { node: right, frame }, value: { kind: 'union', of }, encoded: false, via: [] }];
  });
}

const isMark = ([only, ...others]: readonly Piece[]): boolean => only?.kind === 'literal' && /^[?&]$/.test(only.text) && others.length === 0;

/** The expression that a place gives the variable; the variable itself where there is none. */
const startOf = (place: Node): Node => place.parent?.['init'] ?? (place.parent?.type === 'AssignmentExpression' ? place.parent['right'] : place);

/** A number that is added to grows otherwise. */
const isText = (value: Value): boolean => (value.kind === 'text' && !value.pieces.some((piece) => piece.kind === 'literal' && piece.node.type === 'NumericLiteral' && value.pieces.length === 1)) || value.kind === 'env';

function appendsOf(trace: Trace, binding: Binding, frame: Frame | undefined): Append[] {
  const home = homeOf(binding.id);
  return appendedTo(binding).flatMap(({ target, right }) => runsOf(trace, target, home, frame, 0).map((run) => ({ ...run, right })));
}

const appending = new WeakMap<Binding, readonly { readonly target: Node; readonly right: Node }[]>();

/** Every `+=` of a variable, looked for once: a constant may be read in thousands of places. */
export function appendedTo(binding: Binding): readonly { readonly target: Node; readonly right: Node }[] {
  let found = appending.get(binding);
  if (!found) {
    found = binding.references.flatMap((target) => {
      const assignment = target.parent;
      return assignment?.type === 'AssignmentExpression' && assignment['operator'] === '+=' && assignment['left'] === target ? [{ target, right: assignment['right'] as Node }] : [];
    });
    appending.set(binding, found);
  }
  return found;
}

/** Through how many functions a closure is followed to the function that calls it. */
const deepest = 3;

/** How often, and with which parameters, a place runs while its home function runs: a closure runs where it is called. */
function runsOf(trace: Trace, place: Node, home: Node | undefined, frame: Frame | undefined, depth: number): Omit<Append, 'right'>[] {
  const fn = enclosingFunction(place);
  if (fn === home) return [{ frame, at: place, isAgain: false }];
  if (!fn || depth > deepest) return [];
  const inline = inlineCall(fn);
  if (inline) return runsOf(trace, inline, home, frame, depth + 1).map((run) => ({ ...run, isAgain: true }));
  return callSites(trace, fn).flatMap((site) => {
    if (site.kind !== 'call' || site.node.type === 'JSXOpeningElement') return [];
    return runsOf(trace, site.node, home, frame, depth + 1).flatMap((run) => {
      const inner = trace.frame(fn, site.node, run.frame, frame, undefined);
      return inner ? [{ ...run, frame: inner }] : [];
    });
  });
}

/** In a loop over the entries of an object, `&${key}=${value}` writes all of them. */
function addedPieces(trace: Trace, { right, frame, at, isAgain }: Append, start: Node): readonly Piece[] {
  const pieces = piecesOf(trace, right, frame);
  const isLooped = isAgain || [...loopsAround(at, homeOf(at))].some((loop) => start.start < loop.start || start.end > loop.end);
  if (!isLooped) return pieces;
  for (const index of pieces.keys()) {
    const pair = eachPair({ kind: 'text', pieces: pieces.slice(index, index + 3) });
    const ref = { node: right, frame };
    if (pair) return [...pieces.slice(0, index), { kind: 'query', query: { kind: 'query', ref, init: pair.of, initRef: undefined, how: 'each' }, ref }, ...pieces.slice(index + 3)];
  }
  return pieces;
}

/** The elements that a list literal has when it is joined, each with its pieces: those it is written with, and those that are pushed. */
export function joinedParts(trace: Trace, list: ListValue): readonly (readonly Piece[])[] | undefined {
  const { node, frame } = list.ref;
  const own = list.items.map((item) => pieceOfValue(trace.value(item), item.node, item.frame));
  if (!list.rest) return own;
  const changes: readonly PlacedChange[] = node.type === 'ArrayExpression' ? (isField(node) ? changesTo(trace, list.ref) : changesOf(trace, node).map((change) => ({ ...change, frame }))) : [];
  const isPlain = changes.length > 0 && changes.length <= most && changes.every((change) => change.kind === 'add') && !(node['elements'] as (Node | null)[]).some((element) => element?.type === 'SpreadElement');
  if (!isPlain) return undefined;
  const home = enclosingFunction(node);
  const pushed = changes.flatMap((change) => {
    const runs = isField(node) ? [] : runsOf(trace, change.value, home, frame, 0);
    return (runs.length > 0 ? runs : runsFor(trace, change, list.ref)).map((run) => ({ ...run, right: change.value }));
  });
  return [...own, ...pushed.sort((a, b) => a.at.start - b.at.start || endOf(a) - endOf(b)).map((append) => addedPieces(trace, append, node))];
}

/** `parts = []` in a class, and `this.parts = []`. */
const isField = ({ parent }: Node): boolean => /^Class(?:Private)?Property$/.test(parent?.type ?? '') || (parent?.type === 'AssignmentExpression' && isMember(parent['left']) && parent['left'].object.type === 'ThisExpression');

/** How often, and with which parameters, something is put into the list of one instance, or of one call of the function that keeps it. */
function runsFor(trace: Trace, { value, frame }: PlacedChange, list: Ref): Omit<Append, 'right'>[] {
  const call = outermost(value).parent;
  const callee = call && isCall(call) ? unwrap(call['callee']) : undefined;
  const contexts = isMember(callee) ? contextsAt(trace, callee?.['object'], list, frame) : [frame];
  return contexts.map((context) => ({ frame: context, at: value, isAgain: false }));
}

/** Calls of a chain begin at one place: the one that ends first runs first. */
function endOf({ frame, at }: Append): number {
  let call = at;
  for (let around = frame; around; around = around.caller) call = around.call;
  return call.end;
}

/** Of texts that begin alike, the longest: `if (x) url = `${url}&a=b`` leaves both, and the longer one says everything. */
export function longest(values: readonly Value[]): readonly Value[] {
  return values.filter(
    (value) => value.kind !== 'text' || value.pieces.length === 0 || !values.some((other) => other !== value && other.kind === 'text' && other.pieces.length > value.pieces.length && startsWith(other.pieces, value.pieces)),
  );
}

const startsWith = (text: readonly Piece[], start: readonly Piece[]): boolean => start.every((piece, index) => isSame(piece, text[index] as Piece));

function isSame(a: Piece, b: Piece): boolean {
  if (a.kind === 'literal') return b.kind === 'literal' && a.node === b.node && a.text === b.text;
  if (a.kind === 'query') return b.kind === 'query' && a.query.ref.node === b.query.ref.node;
  return b.kind === 'hole' && a.ref.node === b.ref.node && a.ref.frame === b.ref.frame;
}
