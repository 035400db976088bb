import { isMember, keyName, type Node } from '../source/ast.ts';
import { memberOf } from '../trace/members.ts';
import { pieceOfValue } from '../trace/texts/text.ts';
import type { Trace } from '../trace/trace.ts';
import type { EachValue, ObjectValue, Piece, Ref } from '../trace/value.ts';
import { writtenProperties } from '../trace/written-tables.ts';
import { isAddress } from './ways.ts';

/** One entry of a table, and the address that is asked for it. */
export interface EntryWay {
  readonly pieces: readonly Piece[];
  /** What an argument is for this entry: the entry's own value where the argument is the value of any. */
  given(ref: Ref): Ref;
}

/** `for (const [resource, query] of Object.entries(resources)) fetch(`/${resource}${query}`)`: the address once for each entry of the table, with the key and the value that belong together. */
export function byEntry(trace: Trace, pieces: readonly Piece[]): readonly EntryWay[] {
  const whole = [{ pieces, given: (ref: Ref): Ref => ref }];
  // A key in the query is the value of a parameter, and the same for all that the path decides.
  const mark = pieces.findIndex((piece) => piece.kind === 'literal' && piece.text.includes('?'));
  const isSplit = (piece: Piece, index: number): boolean => mark < 0 || index < mark || eachOf(piece)?.part !== 'key';
  const table = tableIn(trace, pieces.filter(isSplit));
  if (!table) return whole;
  const properties = writtenProperties(trace, table);
  if (!properties) return whole;
  return properties.map((property): EntryWay => {
    const value: Ref = { node: property['value'], frame: table.ref.frame };
    const isValue = (each: EachValue | undefined): boolean => each?.part === 'value' && isSame(each, table);
    return {
      pieces: pieces.flatMap((piece, index) => {
        const each = eachOf(piece);
        if (!each || !isSplit(piece, index)) return [piece];
        if (each.part === 'key') return [keyPiece(property['key'])];
        const held = isValue(each) ? trace.value(value) : memberOf(trace, each.of, keyName(property['key'], false) ?? '', each.ref);
        return viaOf(piece, pieceOfValue(held, isValue(each) ? value.node : each.ref.node, isValue(each) ? value.frame : each.ref.frame));
      }),
      given: (ref) => {
        const given = trace.value(ref);
        return given.kind === 'each' && isValue(given) ? value : ref;
      },
    };
  });
}

/** The table with whose entries everything goes that differs from one address to the next. */
function tableIn(trace: Trace, pieces: readonly Piece[]): ObjectValue | undefined {
  const parts = pieces.flatMap((piece) => eachOf(piece) ?? []);
  const tables = parts.flatMap(({ of }) => (of.kind === 'object' ? [of] : []));
  const isPaired = parts.length > 1 || parts.some(({ part }) => part === 'key');
  return tables.find((table) => (isPaired || areAddresses(trace, table)) && pieces.every((piece) => isKnown(trace, piece, table)));
}

/** `{ users: '/users?limit=1', roles: '/roles' }`: each value is an address or a part of one. */
const areAddresses = (trace: Trace, table: ObjectValue): boolean => !!writtenProperties(trace, table)?.every((property) => isAddress(trace.evaluate(property['value'], table.ref.frame)));

const eachOf = (piece: Piece): EachValue | undefined => (piece.kind === 'hole' && piece.value.kind === 'each' ? piece.value : undefined);
const isSame = ({ of }: EachValue, table: ObjectValue): boolean => of.kind === 'object' && of.ref.node === table.ref.node && of.ref.frame === table.ref.frame;

/** False for one of the values of something else, of which nobody knows that it goes with the entry: `hosts[vendor]` does. */
function isKnown(trace: Trace, piece: Piece, table: ObjectValue): boolean {
  const each = eachOf(piece);
  if (!each || isSame(each, table)) return true;
  const key = each.part === 'value' && isMember(each.ref.node) && each.ref.node['computed'] ? trace.evaluate(each.ref.node['property'], each.ref.frame) : undefined;
  return key?.kind === 'each' && key.part === 'key' && isSame(key, table);
}

/** A key is no text that could be edited: it is a name as well. */
const keyPiece = (key: Node): Piece => ({ kind: 'literal', text: keyName(key, false) ?? '', node: { type: 'Joint', start: key.start, end: key.end, parent: key } });

const viaOf = (piece: Piece, parts: readonly Piece[]): readonly Piece[] => (piece.via ? parts.map((part) => ({ ...part, via: [...(part.via ?? []), ...(piece.via ?? [])] })) : parts);
