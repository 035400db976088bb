import type { ClientUse } from '../../clients/client.ts';
import type { Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { circular, type Frame, type LibraryValue, union, unknown, type Value } from '../value.ts';

/** A request for an address that is read from its own answer: what it gives is what the first one gave. A value in its query may come from there as well. */
function leadsToItself(value: Value): boolean {
  const url = value.kind === 'response' || value.kind === 'shape' ? (value.request?.url ?? []) : [];
  const mark = url.findIndex((piece) => piece.kind === 'literal' && piece.text.includes('?'));
  return url.some((piece, index) => piece.kind === 'hole' && piece.value === circular && (mark < 0 || index < mark));
}

/** What a client says of a call, for each address that the call may be sent to. */
export function everyWay(use: ClientUse, ask: (use: ClientUse) => Value | undefined): Value | undefined {
  const first = ask(use);
  if (first && leadsToItself(first)) return circular;
  if (!first || use.ways.count === 1) return first;
  const others = Array.from({ length: use.ways.count - 1 }, (_, index) => ask({ ...use, ways: { index: index + 1, count: 1 } }) ?? unknown);
  return union([first, ...others]);
}

/** What parameter `index` receives of a function that a library is handed as this argument, or within it. */
export function receivedFrom(trace: Trace, library: LibraryValue, call: Node, frame: Frame | undefined, argument: number, index: number, within: readonly string[]): Value | undefined {
  const client = trace.clientOf(library);
  return client?.callback && everyWay(trace.use(library, call, frame), (use) => client.callback?.(use, argument, index, within));
}
