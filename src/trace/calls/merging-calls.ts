import { calleeName, isCall, type Node, outermost, unwrap } from '../../source/ast.ts';
import { entryOf } from '../../table.ts';
import type { Change } from '../changes/contents.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** `_.assign(params, more)`: what a function of a library merges into this mention of its first argument. */
export function mergedBy(trace: Trace, mention: Node): Change[] {
  const outer = outermost(mention);
  const call = outer.parent;
  if (!isCall(call) || call?.['arguments'][0] !== outer) return [];
  // The name comes first: what a callee is must not be asked where it may depend on the container itself.
  const mergers = trace.clients.filter((client) => entryOf(client.merges, calleeName(call)) !== undefined);
  if (mergers.length === 0) return [];
  const clients = members(trace.evaluate(unwrap(call['callee']), undefined)).map((value) => (value.kind === 'library' && !value.on ? trace.clientOf(value) : undefined));
  const isFilling = clients.some((client) => client && mergers.includes(client) && entryOf(client.merges, calleeName(call)) === 'under');
  const isOne = clients.some((client) => client && mergers.includes(client));
  return isOne ? (call['arguments'] as Node[]).slice(1).map((value): Change => ({ kind: 'merge', value, ...(isFilling ? { isFilling } : {}) })) : [];
}
