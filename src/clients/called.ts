import { isCall, isMember, memberName, type Node, unwrap } from '../source/ast.ts';
import { nodesByName } from '../trace/flow/mentions.ts';
import type { Trace } from '../trace/trace.ts';
import { type LibraryValue, members } from '../trace/value.ts';

/** The calls of the project whose callee has one of these names, alone or with a member after it that `after` knows, and is what `isMeant` says. */
export function callsNamed(trace: Trace, names: readonly string[], isMeant: (callee: LibraryValue) => boolean, after = /^$/): Node[] {
  const wanted = new Set(names);
  const isIt = (call: Node): boolean => members(trace.evaluate(unwrap(call['callee']), undefined)).some((value) => value.kind === 'library' && isMeant(value));
  return [...new Set(names.flatMap((name) => trace.project.filesWith(name)))].flatMap((file) => {
    const source = trace.project.source(file);
    const calls = source ? nodesByName(source, wanted).flatMap((node) => callAround(node, after) ?? []) : [];
    return [...new Set(calls)].filter(isIt);
  });
}

/** `setUsers(…)`, `slice.actions.setUsers(…)`, `api.endpoints.getUsers.initiate(…)`, `new Vuex.Store(…)`. */
function callAround(node: Node, after: RegExp): Node | undefined {
  let at = node;
  while (at.parent && isMember(at.parent) && (at.parent['property'] === at || (at.parent['object'] === at && after.test(memberName(at.parent) ?? '')))) at = at.parent;
  return at.parent && (isCall(at.parent) || at.parent.type === 'NewExpression') && at.parent['callee'] === at ? at.parent : undefined;
}
