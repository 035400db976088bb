import type { UsersRequest } from '../facts.ts';
import { addressOf } from '../trace/texts/address.ts';
import { isOneOfMany } from '../trace/texts/one-of-many.ts';
import type { Trace } from '../trace/trace.ts';
import { literalText, members, type Piece, type RawRequest } from '../trace/value.ts';
import { heldBack } from './held-back.ts';

const reason = 'it is each of several tenants in turn, and the host stays the same: the users API answers for the tenant of the host alone';

/** `for (const id of tenants) get('/users', { tenantId: id })`: of a host that is always the same, no other tenant can be asked. */
export function guardTenants(trace: Trace, request: RawRequest, query: UsersRequest['query']): UsersRequest['query'] {
  const asked = query.all('tenantId').filter(({ value }) => value.isOneOfMany?.());
  const { originPieces } = addressOf(trace, request);
  const isOneHost = asked.length > 0 && originPieces.length > 0 && originPieces.every((piece) => isFixed(trace, piece));
  return isOneHost ? heldBack(query, new Map(asked.map((param) => [param, reason]))) : query;
}

/** True for a part of an address that is written, or a setting of the environment, and not one of several. */
function isFixed(trace: Trace, piece: Piece): boolean {
  if (piece.kind !== 'hole') return piece.kind === 'literal';
  const values = members(piece.value);
  return values.every((value) => value.kind === 'env' || literalText(value) !== undefined || (value.kind === 'text' && value.pieces.every((part) => isFixed(trace, part)))) && !isOneOfMany(trace, piece.ref);
}
