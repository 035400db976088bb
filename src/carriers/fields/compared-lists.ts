import { childrenOf, descendants, enclosingFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import { contextType } from '../../trace/flow/expected.ts';
import type { Trace } from '../../trace/trace.ts';
import { isTextList } from './declared-names.ts';
import { subjectOf } from '../queries/presence.ts';

/**
 * True where the function around asks whether a list is the same as a list of names, by the same code on both sides:
 * `sorted(user.roles) !== sorted(wanted)`, `a.slice().sort().join() === b.slice().sort().join()`.
 */
export function isComparedList(trace: Trace, node: Node, isNames: (list: Node) => boolean): boolean {
  if (node.type !== 'Identifier' && !/^(?:Optional)?MemberExpression$/.test(node.type)) return false;
  const subject = subjectOf(trace, node);
  return descendants(enclosingFunction(node) ?? trace.project.sourceOf(node).program).some((test) => {
    if (test.type !== 'BinaryExpression' || !/^[!=]==?$/.test(test['operator'])) return false;
    const pair = onlyDifference(trace, unwrap(test['left']), unwrap(test['right']));
    const other = pair && (subject.is(unwrap(pair[0])) ? pair[1] : subject.is(unwrap(pair[1])) ? pair[0] : undefined);
    return !!other && isNames(unwrap(other));
  });
}

/** True where the function around hands the very same list to something that is declared to take a list of texts: `same(user.roles, member.roles)` of `same(a: string[], b: string[])`. */
export function isGivenAsTexts(trace: Trace, node: Node): boolean {
  if ((node.type !== 'Identifier' && !isMember(node)) || !trace.project.sourceOf(node).isTyped) return false;
  const subject = subjectOf(trace, node);
  return descendants(enclosingFunction(node) ?? trace.project.sourceOf(node).program).some((mention) => {
    const type = mention !== node && mention.type === node.type && subject.is(mention) ? contextType(trace, mention) : undefined;
    return !!type && isTextList(trace, type);
  });
}

/** The one place in which two expressions differ that are put together alike, and are not all that they are. */
function onlyDifference(trace: Trace, left: Node, right: Node): readonly [Node, Node] | undefined {
  const source = trace.project.sourceOf(left);
  const isSame = (a: Node, b: Node): boolean => source.slice(a) === source.slice(b);
  if (left.type !== right.type || isSame(left, right)) return undefined;
  const [parts, others] = [childrenOf(left), childrenOf(right)];
  if (parts.length !== others.length) return undefined;
  const different = parts.flatMap((part, index) => (isSame(part, others[index] as Node) ? [] : [[part, others[index] as Node] as const]));
  const [only] = different;
  if (!only || different.length > 1) return undefined;
  const isWhole = /^(?:Identifier|(?:Optional)?MemberExpression)$/.test(left.type);
  return isWhole ? undefined : (onlyDifference(trace, ...only) ?? only);
}
