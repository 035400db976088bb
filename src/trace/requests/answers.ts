import { endpointOf, isForeign } from '../../evidence.ts';
import { endpoints } from '../../api.ts';
import { addressIn } from '../texts/address.ts';
import { readFrom } from '../texts/text.ts';
import type { Trace as World } from '../trace.ts';
import { members, type RawRequest, type ShapeValue, type Trail, type Value } from '../value.ts';

/** The shape of what was sent to a mock; nothing is read from it, but tests compare it. */
export const sentBody = 'Sent';

/** The body of the answer to a request: a shape of the users API, or of something else that the trace then knows to leave alone. */
export function bodyShape(world: World, request: RawRequest, trail: Trail): Value {
  if (request.isSent) return { kind: 'shape', shape: sentBody, request, trail };
  const origin = linkedRequest(world, request) ?? request;
  const id = endpointOf(world, origin);
  const shape = (id && !isForeign(world, origin) && (world.instead.get(id) ?? endpoints.find((endpoint) => endpoint.id === id)?.answer)) || 'Other';
  const body: ShapeValue = { kind: 'shape', shape: origin.isFlat && shape === 'UsersPage' ? 'User[]' : shape, request: origin, trail };
  return request.transform?.(body) ?? body;
}

/** True for a request of the users API that is answered with a body. */
export const hasAnswer = (world: World, request: RawRequest): boolean => endpoints.find(({ id }) => id === endpointOf(world, request))?.answer !== undefined;

/** A link of an answer leads to more of the same: the request whose answer the address was read from. */
export function linkedRequest(world: World, request: RawRequest): RawRequest | undefined {
  const at = request.url.findIndex((piece) => piece.kind === 'hole' && linkOf(piece.value) !== undefined);
  const link = request.url[at];
  const origin = link?.kind === 'hole' ? linkOf(link.value)?.request : undefined;
  if (!origin) return undefined;
  // `pathname + search` of a link goes behind the host again, what is left of one without the base of all addresses behind that base.
  const before = addressIn(world, request.url.slice(0, at)).segments;
  const own = before.length > 0 ? addressIn(world, origin.url).segments : [];
  return before.length === 0 || (before.length < own.length && before.every((segment, index) => segment === own[index])) ? origin : undefined;
}

/** The link that a value is, when it can be nothing else that is known. */
export function linkOf(value: Value): ShapeValue | undefined {
  const known = members(value)
    .flatMap((member) => readFrom(member))
    .filter((member) => member.kind !== 'unknown');
  const [link] = known;
  return link?.kind === 'shape' && known.every((member) => member.kind === 'shape' && member.shape === 'Href' && member.request?.call === link.request?.call) ? link : undefined;
}
