import { oldParameters } from '../../api.ts';
import { isCall, isMember, keyName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import { keysBeside } from '../../trace/calls/kept-by-key.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Site, stuckSite } from './site.ts';

/** A parameter of what a function is given, where a function that it has, or that goes by the same table, is given the same: `users({ status })` and `users.forget({ status })` have to agree. */
export function besideCalls(trace: Trace, object: Node, site: Site): Site {
  const other = oldParameters.includes(site.name) ? callsWith(trace, object).flatMap((call) => besideCall(trace, call, object, site.name))[0] : undefined;
  return other ? stuckSite(site, `line ${trace.project.sourceOf(other).place(other.start).line} gives the same to another function, by which it may be found again`) : site;
}

/** The calls that are given the object, as it stands there or under a name. */
function callsWith(trace: Trace, object: Node): Node[] {
  const outer = outermost(object);
  const { parent } = outer;
  const id: Node | undefined = parent?.type === 'VariableDeclarator' && parent['init'] === outer && parent['id'].type === 'Identifier' ? parent['id'] : undefined;
  const given = id ? bindingMentions(trace, id).map(outermost) : [outer];
  return given.flatMap((node) => (node.parent && isCall(node.parent) && (node.parent['arguments'] as Node[]).includes(node) ? [node.parent] : []));
}

function besideCall(trace: Trace, call: Node, object: Node, name: string): Node[] {
  const callee = unwrap(call['callee']);
  const binding = callee.type === 'Identifier' ? trace.project.sourceOf(callee).scopes.bindingOf(callee) : undefined;
  return [...(binding?.references.filter((reference) => isGivenToMember(reference, name)) ?? []), ...keysBeside(trace, call, name).filter((literal) => literal !== object)];
}

function isGivenToMember(reference: Node, name: string): boolean {
  const member = outermost(reference).parent;
  const call = isMember(member) && member?.['object'] === outermost(reference) ? outermost(member as Node).parent : undefined;
  if (!call || !isCall(call) || unwrap(call['callee']) !== member) return false;
  return (call['arguments'] as Node[]).map(unwrap).some((given) => given.type === 'ObjectExpression' && (given['properties'] as Node[]).some((property) => property['key'] && keyName(property['key'], property['computed']) === name));
}
