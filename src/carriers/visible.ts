import { descendants, isMember, memberName, type Node } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import type { Site } from './queries/site.ts';

/** True when every name that the value uses means the same at the place where it would be written. */
export function isVisibleAt(trace: Trace, site: Site, anchor: Node): boolean {
  const { scopes } = trace.project.sourceOf(anchor);
  return identifiersIn(site).every((identifier) => {
    const binding = scopes.bindingOf(identifier);
    if (!binding) return true;
    const isChanged = [...binding.writes, ...binding.references.filter((reference) => /^(?:AssignmentExpression|UpdateExpression)$/.test(reference.parent?.type ?? ''))].some(
      (write) => write.start > Math.min(anchor.start, identifier.start) && write.end < Math.max(anchor.start, identifier.start),
    );
    return !isChanged && scopes.at(anchor).find(binding.name) === binding && (binding.id.start < anchor.start || /^(?:param|function|import)$/.test(binding.kind));
  });
}

function identifiersIn(site: Site): Node[] {
  const { start, end } = site.value.at;
  const around = site.anchor.type === 'TemplateElement' ? (site.anchor.parent as Node) : site.anchor;
  return descendants(around).filter((node) => node.type === 'Identifier' && node.start >= start && node.end <= end);
}

/** True when every name of the expression means the same at the other place. */
export function isKnownAt(trace: Trace, expression: Node, anchor: Node): boolean {
  const { scopes } = trace.project.sourceOf(anchor);
  return descendants(expression).every((node) => {
    const binding = node.type === 'Identifier' ? scopes.bindingOf(node) : undefined;
    return !binding || (scopes.at(anchor).find(binding.name) === binding && (binding.id.end <= anchor.start || /^(?:param|function|import)$/.test(binding.kind)));
  });
}

/** Expressions that say the same as long as nothing is assigned to what they name. */
const plain = /^(?:Identifier|(?:Optional)?MemberExpression|(?:String|Numeric|Boolean|Null)Literal|(?:Unary|Binary|Logical|Parenthesized)Expression|TemplateLiteral|TemplateElement|ThisExpression|PrivateName)$/;

/** True for a test that says the same at the other place: between the two nothing is assigned to what it names, and nothing is called with it. */
export function saysTheSame(trace: Trace, test: Node, anchor: Node): boolean {
  const source = trace.project.sourceOf(test);
  const [from, to] = [Math.min(test.start, anchor.start), Math.max(test.end, anchor.start)];
  const isBetween = (node: Node): boolean => node.start >= from && node.end <= to;
  const between = source.text.slice(from, to);
  return descendants(test).every((node) => {
    if (isMember(node) && new RegExp(`\\bget\\s{1,9}${(memberName(node) ?? '').replace(/\W/g, '\\$&')}\\s{0,9}\\(`).test(source.text)) return false;
    if (isMember(node)) return !node['computed'] && !new RegExp(`${source.slice(node).replace(/[^\w]/g, '\\$&')}\\s{0,9}(?:=[^=>]|[-+*/?|&]{1,2}=|\\+\\+|--)`).test(between);
    const binding = node.type === 'Identifier' ? source.scopes.bindingOf(node) : undefined;
    const isHandedOn = (use: Node): boolean => use.parent?.type === 'SpreadElement' || (!!use.parent?.['arguments']?.includes(use) && isMember(node.parent) && node.parent?.['object'] === node);
    return plain.test(node.type) && (!binding || !([...binding.writes, ...binding.references.filter(isHandedOn)] as Node[]).some(isBetween));
  });
}
