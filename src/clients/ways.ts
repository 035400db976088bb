import { beginsQuery, separator } from '../trace/texts/address.ts';
import { pieceOfValue, readFrom } from '../trace/texts/text.ts';
import { literalText, members, nothing, type Piece, type TextValue, union, type Value } from '../trace/value.ts';

/** An address that a request may be sent to. */
export interface Way {
  readonly pieces: readonly Piece[];
  readonly isDoubtful: boolean;
}
/** More ways than this are too many to tell apart. */
const mostWays = 6;

/** The addresses that a text with alternatives can be: `next ? `/users?next=${next}` : '/users'`. `before`: what stands in front of it. */
export function waysOf(pieces: readonly Piece[], before: readonly Piece[] = []): Way[] {
  let ways: Way[] = [{ pieces: [], isDoubtful: false }];
  for (const [index, piece] of pieces.entries()) {
    ways = ways.flatMap((way) =>
      choicesOf(piece, index === pieces.length - 1, [...before, ...way.pieces]).map((choice) => ({ pieces: choice.isLink ? choice.pieces : [...way.pieces, ...choice.pieces], isDoubtful: way.isDoubtful || choice.isDoubtful })),
    );
    if (ways.length > mostWays) return [{ pieces, isDoubtful: false }];
  }
  return ways;
}

/** True for texts that say something of a path or a query. */
export const isAddress = (value: Value): boolean =>
  value.kind === 'url' || value.kind === 'query' || (value.kind === 'text' && value.pieces.some((part) => part.kind === 'literal' && /[/?=&]|^users$/.test(part.text.replace(/^https?:\/\//, ''))));

/** True for a text that starts as a path or as a query. */
const isPart = (value: Value): boolean => value.kind === 'text' && value.pieces[0]?.kind === 'literal' && /^(?:[?&]?[\w.$-]+=|\/(?!\/)|\?)/.test(value.pieces[0].text);

/** What a text is read from; nothing is known of an address of which only the host is. */
function partsOf(value: Value): readonly Value[] {
  const parts = readFrom(isBare(value) ? { ...value, pieces: value.pieces.filter((piece) => !isOwnQuery(piece)) } : value);
  return parts.length > 1 && parts[0]?.kind === 'env' && parts.slice(1).every(({ kind }) => kind === 'unknown') ? parts.slice(1) : parts;
}

/** What may have been put on the `searchParams` of an address. */
const isOwnQuery = (piece: Piece): boolean => piece.kind === 'query' && piece.query.init?.kind === 'url';

/** `new URL(link, base).href`: an address of which the code writes nothing. */
const isBare = (value: Value): value is TextValue => value.kind === 'text' && value.pieces.some(({ kind }) => kind === 'hole') && value.pieces.every((piece) => piece.kind === 'hole' || isOwnQuery(piece));

/** A hole that may be one of several texts stands for each of them in turn; a mark in front of a query is the one that fits, and a link of an answer is a whole address. */
function choicesOf(piece: Piece, isLast: boolean, before: readonly Piece[]): (Way & { readonly isLink?: boolean })[] {
  const mark = separator(piece, before.some(beginsQuery));
  const itself = [{ pieces: [mark ?? piece], isDoubtful: false }];
  if (mark) return itself;
  if (piece.kind !== 'hole' || piece.value.kind !== 'union') return itself;
  const { ref } = piece;
  // What is not there is not asked for.
  const value = { of: members(union(piece.value.of.flatMap((member) => partsOf(member)))).filter((member) => member !== nothing) };
  // `process.env.QUERY ?? 'sortBy=name'`: what the setting says instead is as much of a query or a path.
  const isSetting = value.of.every((member) => member.kind === 'env' || isPart(member));
  const known = value.of.filter((member) => member.kind !== 'unknown' && member.kind !== 'typed' && !(isSetting && member.kind === 'env'));
  // `/${resource}`: beside `users`, other words are paths as well.
  const isResource = known.some((member) => /^users(?![^?])/.test(literalText(member) ?? ''));
  const telling = known.filter((member) => isAddress(member) || (isResource && /^[\w-]+$/.test(literalText(member) ?? '')));
  const links = isLast ? known.filter((member) => member.kind === 'shape' && /^(?:Href|Other)$/.test(member.shape)) : [];
  const empty = known.filter((member) => member.kind === 'text' && member.pieces.length === 0);
  if (telling.length === 0 || telling.length + links.length + empty.length < known.length) return itself;
  const isDoubtful = !isSetting && known.length < value.of.length;
  const via = (part: Piece): Piece => (piece.via ? { ...part, via: [...(part.via ?? []), ...piece.via] } : part);
  const texts = telling.flatMap((member) => waysOf(pieceOfValue(member, ref.node, ref.frame), before).map((way) => ({ pieces: way.pieces.map(via), isDoubtful: isDoubtful || way.isDoubtful })));
  return [...texts, ...links.map((link) => ({ pieces: [{ ...piece, value: link }], isDoubtful, isLink: true }))];
}
