import { pushedNodes } from '../trace/contents.ts';
import type { Trace } from '../trace/trace.ts';
import { type ListValue, members, type Ref, type Value } from '../trace/value.ts';

/** Everything that a list may hold: what it is written with, what is pushed into it under its name, and what else comes into it. */
export function elementsOf(trace: Trace, list: ListValue): Value[] {
  const items = [...list.items, ...pushedItems(trace, list.ref)].flatMap((item) => members(trace.value(item)));
  return [...items, ...(list.rest ? members(list.rest) : [])];
}

/** `ops.push({ … })` on the variable that holds the list. */
function pushedItems(trace: Trace, list: Ref): Ref[] {
  const declarator = list.node.parent;
  if (declarator?.type !== 'VariableDeclarator' || declarator['id'].type !== 'Identifier') return [];
  const binding = trace.project.sourceOf(list.node).scopes.bindingOf(declarator['id']);
  return (binding?.references ?? []).flatMap((reference) => pushedNodes(reference).map((node) => ({ node, frame: list.frame })));
}
