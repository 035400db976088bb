import { isCall, isMember, keyName, type Node, outermost, unwrap } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import { type Site, stuckSite } from './site.ts';

/** A parameter of what a function is given, where a function that it has is given the same: `users({ status })` and `users.forget({ status })` have to agree. */
export function besideCalls(trace: Trace, object: Node, site: Site): Site {
  const call = outermost(object).parent;
  const callee = call && isCall(call) && (call['arguments'] as Node[]).includes(outermost(object)) ? unwrap(call['callee']) : undefined;
  const binding = callee?.type === 'Identifier' ? trace.project.sourceOf(callee).scopes.bindingOf(callee) : undefined;
  const other = binding?.references.find((reference) => isGivenToMember(reference, site.name));
  return other ? stuckSite(site, `line ${trace.project.sourceOf(other).place(other.start).line} gives the same to another function, by which it may be found again`) : site;
}

function isGivenToMember(reference: Node, name: string): boolean {
  const member = outermost(reference).parent;
  const call = isMember(member) && member?.['object'] === outermost(reference) ? outermost(member as Node).parent : undefined;
  if (!call || !isCall(call) || unwrap(call['callee']) !== member) return false;
  return (call['arguments'] as Node[]).map(unwrap).some((given) => given.type === 'ObjectExpression' && (given['properties'] as Node[]).some((property) => property['key'] && keyName(property['key'], property['computed']) === name));
}
