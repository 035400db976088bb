import { isNullish, type Node } from '../../source/ast.ts';
import { addressIn, piecesOfUnits } from '../../trace/texts/address.ts';
import { hrefsOf } from '../../trace/texts/links.ts';
import { changesTo, standsBehind } from '../../trace/changes/made.ts';
import { memberOf } from '../../trace/members.ts';
import { pieceOfValue } from '../../trace/texts/text.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type LibraryValue, members, type Piece, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import { type Client, type ClientUse, findMember, joined } from '../client.ts';

/** What a parsed address is called among the values of the module. */
const parsed = 'parsed';

/** The older functions of `node:url`: addresses that are taken apart, changed, and put together out of their parts. */
export const legacyUrls: Client = {
  id: 'legacy-urls',
  packages: ['url'],
  call(use) {
    const [first, second] = use.args;
    const name = use.path.at(-1);
    const made = use.library?.made[0];
    if (made && use.library) return name === 'format' ? put(use, use.library, made) : unknown;
    if (!first) return undefined;
    if (name === 'parse') return use.library && { ...use.library, path: [parsed], made: [here(use)] };
    if (name === 'resolve' && second) return resolved(use.trace, { node: first, frame: use.frame }, { node: second, frame: use.frame });
    return name === 'format' ? put(use, use.trace.evaluate(first, use.frame), { node: first, frame: use.frame }) : undefined;
  },
  member(library, name, _at, trace) {
    const [made] = library.made;
    if (!made) return undefined;
    return name === 'format' ? undefined : partOf(trace, made, name);
  },
};

const piecesAt = (trace: Trace, { node, frame }: Ref): readonly Piece[] => pieceOfValue(trace.evaluate(node, frame), node, frame);

/** `url.resolve(base, path)`: a path from the root stands behind the host. */
function resolved(trace: Trace, base: Ref, path: Ref): Value {
  const given = piecesAt(trace, path);
  const before = piecesAt(trace, base);
  const [first] = given;
  const isFromRoot = first?.kind === 'literal' && first.text.startsWith('/');
  return { kind: 'text', pieces: joined(isFromRoot ? originOf(trace, before) : before, given) };
}

function originOf(trace: Trace, pieces: readonly Piece[]): readonly Piece[] {
  const { units, origin } = addressIn(trace, pieces);
  return piecesOfUnits(units.slice(0, origin.length));
}

/** What the program puts in the place of a part of a parsed address, and whether it always does. */
function given(trace: Trace, made: Ref, name: string): { readonly value: Value; readonly isAlways: boolean } | undefined {
  const set = changesTo(trace, made).flatMap((change) => {
    const isAlways = standsBehind(trace, change.assignment ?? change.value, made.node);
    if (change.kind === 'member' && change.name === name) return name === 'search' && isEmptied(change.value) ? [] : [{ value: trace.evaluate(change.value, change.frame), isAlways }];
    const merged = change.kind === 'merge' ? memberOf(trace, trace.evaluate(change.value, change.frame), name, { node: change.value, frame: change.frame }) : unknown;
    return merged.kind === 'unknown' ? [] : [{ value: merged, isAlways }];
  });
  return set.length > 0 ? { value: union(set.map(({ value }) => value)), isAlways: set.some(({ isAlways }) => isAlways) } : undefined;
}

/** `parsed.search = null`: the query is made of `query` again. */
const isEmptied = (value: Node): boolean => isNullish(value) || (value.type === 'StringLiteral' && value['value'] === '');

/** A part of a parsed address: what the program put there, or what the address says. */
function partOf(trace: Trace, made: Ref, name: string): Value {
  const set = given(trace, made, name);
  const own = set?.isAlways ? absent : ownPart(trace, made, name);
  const isEmpty = own.kind === 'unknown' || (own.kind === 'text' && own.pieces.length === 0);
  return set ? (isEmpty ? set.value : union([own, set.value])) : own;
}

function ownPart(trace: Trace, made: Ref, name: string): Value {
  const [argument] = made.node['arguments'] as Node[];
  const whole = argument ? trace.evaluate(argument, made.frame) : unknown;
  if (name === 'href') return whole;
  const pieces = argument ? pieceOfValue(whole, argument, made.frame) : [];
  const { units, origin, pathUnits, query, mark } = addressIn(trace, pieces);
  const text = (part: readonly Piece[]): Value => ({ kind: 'text', pieces: part });
  if (/^(?:host|hostname)$/.test(name)) return text(piecesOfUnits(units.slice(0, origin.length)));
  if (name === 'pathname') return text(piecesOfUnits(pathUnits));
  if (name === 'path') return text(piecesOfUnits(units.slice(origin.length)));
  if (name !== 'query' && name !== 'search') return unknown;
  // The parameters of a link stay those of the link.
  if (hrefsOf(whole, 0).length > 0) return whole;
  const own = text(piecesOfUnits(name === 'search' && mark ? [mark, ...query] : query));
  const added = name === 'query' ? addedTo(trace, made) : undefined;
  return added ? (query.length > 0 ? union([own, added]) : added) : query.length > 0 ? own : absent;
}

const queries = new WeakMap<Node, Node>();

/** `parsed.query.status = 'active'`: the parameters that are put into the query of a parsed address, as an object that stands in it. */
function addedTo(trace: Trace, made: Ref): Value | undefined {
  let node = queries.get(made.node);
  if (!node) {
    const { start, end, parent } = made.node;
    const whole: Node = { type: 'ObjectExpression', start, end, properties: [], standsFor: made.node, ...(parent ? { parent } : {}) };
    const property: Node = { type: 'ObjectProperty', start, end, computed: false, shorthand: false, key: { type: 'Identifier', start, end, name: 'query' }, parent: whole };
    queries.set(made.node, (node = { type: 'ObjectExpression', start, end, properties: [], parent: property }));
    (property as { value?: Node }).value = node;
  }
  return changesTo(trace, { node, frame: made.frame }).length > 0 ? { kind: 'object', ref: { node, frame: made.frame } } : undefined;
}

/** The address that `url.format` puts together. */
function put(use: ClientUse, value: Value, at: Ref): Value {
  return union(
    members(value).map((one) => {
      if (isParsed(one) && one.made[0]) return reformed(use, one, one.made[0]);
      return one.kind === 'object' ? { kind: 'text', pieces: putTogether(use, one, at) } : one;
    }),
  );
}

/** An address that was taken apart. */
export const isParsed = (value: Value): value is LibraryValue => value.kind === 'library' && value.name === 'url' && value.path[0] === parsed && value.made.length > 0;

/** The address that the parts of one make. */
export const putAddress = (use: ClientUse, library: LibraryValue): readonly Piece[] => library.made.flatMap((made) => pieceOfValue(reformed(use, library, made), made.node, made.frame));

/** A parsed address with what was changed of it since. */
function reformed(use: ClientUse, library: LibraryValue, made: Ref): Value {
  const changed = ['protocol', 'host', 'hostname', 'pathname', 'query', 'search'].filter((name) => given(use.trace, made, name) !== undefined);
  const [argument] = made.node['arguments'] as Node[];
  const whole = argument ? piecesAt(use.trace, { node: argument, frame: made.frame }) : [];
  if (changed.length > 0) return { kind: 'text', pieces: putTogether(use, library, made) };
  const added = addedTo(use.trace, made);
  return { kind: 'text', pieces: added ? [...whole, serialised(added, undefined, made)] : whole };
}

const serialised = (init: Value, initRef: Ref | undefined, ref: Ref): Piece => ({ kind: 'query', query: { kind: 'query', ref, init, initRef, how: 'serialised' }, ref });

/** Host, path and query, where the parts say them. */
function putTogether(use: ClientUse, parts: Value, at: Ref): readonly Piece[] {
  const { trace } = use;
  const part = (name: string): { readonly value: Value; readonly ref: Ref } => {
    const ref = findMember(trace, parts, name);
    return ref ? { value: trace.value(ref), ref } : { value: memberOf(trace, parts, name, at), ref: at };
  };
  const pieces = (name: string): readonly Piece[] => {
    const { value, ref } = part(name);
    return value === absent || (value.kind === 'unknown' && ref === at) ? [] : pieceOfValue(value, ref.node, ref.frame);
  };
  const host = [pieces('host'), pieces('hostname')].find((found) => found.length > 0) ?? [];
  const [first] = host;
  const isBare = first?.kind === 'literal' && !/^[a-z][a-z\d+.-]*:\/\//i.test(first.text);
  const before = isBare ? [unwritten('https://', use.call), ...host] : host;
  const path = joined(before, pieces('pathname'));
  const address = path.length > 0 ? path : before;
  const search = pieces('search');
  const [mark] = search;
  if (search.length > 0) return mark?.kind === 'literal' && mark.text.startsWith('?') ? [...address, ...search] : [...address, unwritten('?', use.call), ...search];
  const query = part('query');
  // A text is no query that is written: only an object is.
  return query.value === absent || query.value.kind === 'text' ? address : [...address, serialised(query.value, query.ref === at ? undefined : query.ref, query.ref)];
}

/** A text that no source holds. */
const unwritten = (text: string, call: Node): Piece => ({ kind: 'literal', text, node: { type: 'Joint', start: call.end, end: call.end, parent: call } });
