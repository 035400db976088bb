import { calleeName, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { type ListValue, members } from '../value.ts';

const changing = /^(?:push|pop|shift|unshift|splice|fill|copyWithin)$/;
const ordering = /^(?:sort|reverse)$/;
/** Through how many names and functions a list is followed. */
const deepest = 4;

/** True for methods that change the list they are called on; those that put it in order do so for its own sake only as a statement. */
export const isChangingMethod = (name: string, isStatement: boolean): boolean => changing.test(name) || (isStatement && ordering.test(name));

/** True when the list that an expression yields is changed in place: there, under another name, or in a function it is handed to. */
export function isChangedInPlace(trace: Trace, list: Node, depth = 0): boolean {
  const outer = outermost(list);
  const { parent } = outer;
  if (!parent || depth > deepest) return false;
  if (isMember(parent) && parent['object'] === outer) return changesMember(parent);
  if (parent.type === 'UnaryExpression') return parent['operator'] === 'delete';
  if (parent.type === 'LogicalExpression' || parent.type === 'ConditionalExpression') return isChangedInPlace(trace, parent, depth + 1);
  if (parent.type === 'VariableDeclarator' && parent['init'] === outer && parent['id'].type === 'Identifier') return isNameChanged(trace, parent['id'], depth);
  return isCall(parent) && isArgumentChanged(trace, parent, outer, depth);
}

/** The same of everything that a name is used for. */
export function isNameChanged(trace: Trace, id: Node, depth = 0): boolean {
  const binding = trace.project.sourceOf(id).scopes.bindingOf(id);
  return !!binding?.references.some((reference) => isChangedInPlace(trace, reference, depth + 1));
}

/** `list.push(…)`, `list.sort();`, `list[0] = …`, `list.length = 0`. */
export function changesMember(member: Node): boolean {
  const use = outermost(member).parent;
  const name = memberName(member);
  if (use && isCall(use) && unwrap(use['callee']) === member) return isChangingMethod(name ?? '', isStatement(outermost(use)));
  return (use?.type === 'AssignmentExpression' && use['left'] === member) || use?.type === 'UpdateExpression' || (use?.type === 'UnaryExpression' && use['operator'] === 'delete');
}

/** True for a call for its own sake, which also is all that the function of a `forEach` does. */
function isStatement({ parent }: Node): boolean {
  const call = parent?.type === 'ArrowFunctionExpression' ? outermost(parent).parent : undefined;
  return parent?.type === 'ExpressionStatement' || (isCall(call) && calleeName(call as Node) === 'forEach');
}

function isArgumentChanged(trace: Trace, call: Node, argument: Node, depth: number): boolean {
  const index = (call['arguments'] as Node[]).indexOf(argument);
  if (index < 0) return false;
  return members(trace.evaluate(unwrap(call['callee']), undefined)).some((target) => {
    if (target.kind === 'library') return index === 0 && !!trace.clientOf(target)?.changes?.(target);
    const parameter: Node | undefined = target.kind === 'function' ? target.ref.node['params'][index] : undefined;
    return parameter?.type === 'Identifier' && isNameChanged(trace, parameter, depth + 1);
  });
}

const reordered = new WeakMap<Node, boolean>();

/** True for a list of the code whose elements may stand elsewhere than where they are written: it is changed in place. */
export function isReordered(trace: Trace, { ref, items }: ListValue): boolean {
  return items.length > 0 && ref.node.type === 'ArrayExpression' && trace.once(reordered, ref.node, false, () => isChangedInPlace(trace, ref.node));
}
