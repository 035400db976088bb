import { readLiteral } from '../../source/literals.ts';
import type { Trace } from '../trace.ts';
import type { Piece, RawRequest } from '../value.ts';

/** Stands for a piece that is no literal text. */
const hole = '\ue000';
const queryMark = '\ue001';

/** One character of an address, by UTF-16 like every offset: its piece, and for literals where it is written. */
export interface Unit {
  readonly char: string;
  readonly piece: Piece;
  /** Source offset of the character; for holes, of the expression. Undefined for text that no source holds. */
  readonly start: number;
  readonly end: number;
}

/** An address in its parts. */
export interface Address {
  /** Scheme and host as far as written, with `\ue000` for holes; empty when relative. */
  readonly origin: string;
  readonly originPieces: readonly Piece[];
  /** Path segments; a segment with a hole holds `\ue000`. */
  readonly segments: readonly string[];
  readonly pathUnits: readonly Unit[];
  /** Everything after `?`. */
  readonly query: readonly Unit[];
  /** The `?` itself, when it is written. */
  readonly mark: Unit | undefined;
  /** A hole glued to the path's end: a query (or more path) that nobody can see. */
  readonly hasTail: boolean;
}

const known = new WeakMap<RawRequest, Address>();

export function addressOf(trace: Trace, request: RawRequest): Address {
  let found = known.get(request);
  if (!found) known.set(request, (found = split(request.mock ? withoutGlob(unitsOf(trace, request.url)) : unitsOf(trace, request.url))));
  return found;
}

/** `/users*`, `/users?sortBy=name*`: what a mock's pattern leaves open at its end is no part of the address. */
function withoutGlob(units: readonly Unit[]): readonly Unit[] {
  const end = units.findLastIndex((unit) => unit.char !== '*' || unit.piece.kind !== 'literal') + 1;
  const isGlob = end < units.length && /[^/]/.test(units[end - 1]?.char ?? '/');
  const open = isGlob && units[end - 1]?.char === '?' ? end - 1 : end;
  return isGlob ? units.slice(0, open) : units;
}

/** The characters of a text with their places. */
export function unitsOf(trace: Trace, pieces: readonly Piece[]): Unit[] {
  let isQuery = false;
  return pieces
    .filter((piece, index) => !goesOn(piece, pieces[index + 1]))
    .flatMap((given): Unit[] => {
      const piece = separator(given, isQuery) ?? given;
      isQuery ||= beginsQuery(piece);
      if (piece.kind === 'hole') return [{ char: hole, piece, start: piece.ref.node.start, end: piece.ref.node.end }];
      if (piece.kind === 'query') return [{ char: queryMark, piece, start: piece.ref.node.start, end: piece.ref.node.end }];
      if (!/^(?:StringLiteral|TemplateElement)$/.test(piece.node.type)) return partUnits(piece, piece.node['offsets']);
      const { text, offsets } = readLiteral(piece.node, trace.project.sourceOf(piece.node).text);
      return text.split('').map((char, index) => ({ char, piece, start: offsets[index] as number, end: offsets[index + 1] as number }));
    });
}

/** `${url}/${id}`: what may be put on the `searchParams` of an address stands behind it, and where a path or a query of its own goes on there is none. */
const goesOn = (piece: Piece, next: Piece | undefined): boolean => piece.kind === 'query' && piece.query.init?.kind === 'url' && next?.kind === 'literal' && /^[^&#]/.test(next.text);

/** Text that is no whole literal: a part of one, which knows where its characters are written, or text that no source holds. */
function partUnits(piece: Extract<Piece, { kind: 'literal' }>, offsets: readonly number[] | undefined): Unit[] {
  const { start, end } = piece.node;
  return piece.text.split('').map((char, index) => ({ char, piece, start: offsets?.[index] ?? start, end: offsets?.[index + 1] ?? end }));
}

/** An address that is only a text yet, in its parts, and its characters. */
export function addressIn(trace: Trace, pieces: readonly Piece[]): Address & { readonly units: readonly Unit[] } {
  const units = unitsOf(trace, pieces);
  return { ...split(units), units };
}

/** The pieces that these characters are; a part of a literal knows where it is written. */
export function piecesOfUnits(units: readonly Unit[]): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0, to = 0; from < units.length; from = to) {
    const { piece, start } = units[from] as Unit;
    while (units[to]?.piece === piece) to += 1;
    const part = units.slice(from, to);
    const text = textOfUnits(part);
    if (piece.kind !== 'literal' || text === piece.text) pieces.push(piece);
    else {
      const end = (part.at(-1) as Unit).end;
      pieces.push({ ...piece, text, node: { type: 'Joint', start, end, parent: piece.node, offsets: [...part.map((unit) => unit.start), end] } });
    }
  }
  return pieces;
}

/** What stands behind this belongs to the query. */
export const beginsQuery = (piece: Piece): boolean => piece.kind === 'query' || (piece.kind === 'literal' && piece.text.includes('?'));

/** `url.includes('?') ? '&' : '?'`: the one that fits what comes before. */
export function separator(piece: Piece, isQuery: boolean): Piece | undefined {
  if (piece.kind !== 'hole' || piece.value.kind !== 'union') return undefined;
  const texts = piece.value.of.flatMap((member) => (member.kind === 'text' && member.pieces.length === 1 ? member.pieces : []));
  const isSeparator = texts.length === piece.value.of.length && texts.every((text) => text.kind === 'literal' && /^[?&]$/.test(text.text));
  const fitting = isSeparator ? texts.find((text) => text.kind === 'literal' && text.text === (isQuery ? '&' : '?')) : undefined;
  return fitting && { ...fitting, via: piece.via ?? [piece.ref] };
}

export function textOfUnits(units: readonly Unit[]): string {
  return units.map((unit) => unit.char).join('');
}

function split(units: readonly Unit[]): Address {
  const text = textOfUnits(units);
  const queryAt = units.findIndex((unit) => unit.char === queryMark || (unit.char === '?' && unit.piece.kind === 'literal'));
  const before = queryAt < 0 ? text : text.slice(0, queryAt);
  const origin = originOf(before);
  const path = before.slice(origin.length);
  const hasTail = queryAt < 0 && /[^/\ue000]\ue000$/.test(path);
  const isMark = units[queryAt]?.char === '?';
  const pathText = (hasTail ? path.slice(0, -1) : path).split('#')[0] ?? '';
  return {
    origin,
    originPieces: [...new Set(units.slice(0, origin.length).map((unit) => unit.piece))],
    segments: pathText.split('/').filter((segment) => segment !== ''),
    pathUnits: units.slice(origin.length, queryAt < 0 ? undefined : queryAt),
    query: queryAt < 0 ? [] : units.slice(isMark ? queryAt + 1 : queryAt),
    mark: isMark ? units[queryAt] : undefined,
    hasTail,
  };
}

/** `https://host`, a leading hole or `{{placeholder}}`, or a bare host name in front of the path. */
function originOf(text: string): string {
  const scheme = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i.exec(text)?.[0] ?? /^\ue000:\/\/[^/?#]*/.exec(text)?.[0];
  if (scheme) return scheme;
  const head = text.slice(0, Math.max(0, text.indexOf('/')));
  if (isHostName(head)) return head;
  return /^(?:\ue000+|\{\{[^{}/]+\}\})/.exec(text)?.[0] ?? '';
}

/** Words with dots between them, of which the last are written, and a port. */
function isHostName(text: string): boolean {
  const host = text.replace(/:\d+$/, '');
  const dot = host.indexOf('.', host.lastIndexOf(hole) + 1);
  return /^[\w.\ue000-]+$/.test(host) && dot >= 0 && dot < host.length - 1;
}

/** The path after `/api/v1/users` (or a bare `users`), or undefined when the address is none of the users API. */
export function usersPath(address: Address): { readonly rest: readonly string[]; readonly versioned: boolean; readonly prefix: readonly string[] } | undefined {
  const { segments } = address;
  const at = segments.findIndex((segment, index) => segment === 'users' && (segments[index - 1] === 'v1' || index === 0 || segments[index - 1] === hole || /^\*+$/.test(segments[index - 1] ?? '')));
  if (at < 0) return undefined;
  const versioned = segments[at - 1] === 'v1';
  const start = versioned ? (segments[at - 2] === 'api' ? at - 2 : at - 1) : at;
  return { rest: segments.slice(at + 1), versioned, prefix: segments.slice(0, start) };
}

/** Something that stands for any segment: a piece that is not known, a wildcard of a mock. */
export const isHole = (segment: string): boolean => segment.includes(hole) || /^\*+$/.test(segment);
