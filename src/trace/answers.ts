import { endpointOf } from '../evidence.ts';
import { endpoints } from '../api.ts';
import type { Trace as World } from './trace.ts';
import type { RawRequest, Trail, Value } from './value.ts';

/** The shape of what was sent to a mock; nothing is read from it, but tests compare it. */
export const sentBody = 'Sent';

/** The body of the answer to a request: a shape of the users API, or of something else that the trace then knows to leave alone. */
export function bodyShape(world: World, request: RawRequest, trail: Trail): Value {
  if (request.isSent) return { kind: 'shape', shape: sentBody, request, trail };
  const id = endpointOf(world, request);
  const shape = endpoints.find((endpoint) => endpoint.id === id)?.answer ?? 'Other';
  return { kind: 'shape', shape: request.isFlat && shape === 'UsersPage' ? 'User[]' : shape, request, trail };
}
