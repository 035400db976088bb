import type { Node } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import type { Ref, Value } from '../trace/value.ts';

const parts = new WeakMap<Node, Map<string, Node>>();

/** A part of what a call made, asked once in each context: a question of its own, because it may lead back to the call. */
export function partOfCall(trace: Trace, made: Ref, name: string, ask: () => Value): Value {
  const known = parts.get(made.node) ?? new Map<string, Node>();
  parts.set(made.node, known);
  const node = known.get(name) ?? { type: 'Part', start: made.node.start, end: made.node.end, parent: made.node };
  known.set(name, node);
  return trace.remember(node, made.frame, ask);
}
