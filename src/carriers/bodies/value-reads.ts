import type { Rewrite, RoleValue } from '../../facts.ts';
import { calleeName, isAssign, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { MemberRead } from '../../trace/flow/member-reads.ts';
import { changesTo } from '../../trace/changes/made.ts';
import { isChangedInPlace } from '../../trace/changes/mutations.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Ref } from '../../trace/value.ts';
import { isBlocked } from '../code.ts';
import { memberReads } from '../fields/object-reads.ts';

/** The value of an operation stays a list of names where the program itself looks into it: `operation.value.includes('TenantAdmin')`. */
export const lookedInto = (trace: Trace, value: RoleValue, operation: Ref): RoleValue => ({ ...value, toObjects: () => unlessLookedInto(trace, operation, value.toObjects()) });

function unlessLookedInto(trace: Trace, operation: Ref, rewrite: Rewrite): Rewrite {
  if (isBlocked(rewrite)) return rewrite;
  const [again] = changesTo(trace, operation).filter(({ kind, name, assignment }) => kind === 'member' && name === 'value' && assignment);
  if (again) return { blocked: `line ${trace.project.sourceOf(again.value).place(again.value.start).line} sets this value anew` };
  const concerns = (use: Node): boolean => (rewrite.length > 0 ? !isAskedWhetherThere(use) : isChangedInPlace(trace, use));
  const read = [operation, ...assignedTo(trace, operation)].flatMap((ref) => memberReads(trace, ref, 'value')).find((one) => usesOf(trace, one).some(concerns));
  return read ? { blocked: `line ${trace.project.sourceOf(read.node).place(read.node.start).line} also looks into this value` } : rewrite;
}

/** `Object.assign(template, { value })`: what it is written into. */
function assignedTo(trace: Trace, { node, frame }: Ref): readonly Ref[] {
  const call = outermost(node).parent;
  const [target]: readonly Node[] = call && isCall(call) && isAssign(unwrap(call['callee'])) ? call['arguments'] : [];
  return target && unwrap(target).type === 'Identifier' ? members(trace.evaluate(target, frame)).flatMap((value) => (value.kind === 'object' ? [value.ref] : [])) : [];
}

/** The expressions that mean the value. */
function usesOf(trace: Trace, { node, how }: MemberRead): readonly Node[] {
  if (how === 'member') return [node];
  const target: Node | undefined = how === 'pattern' ? node['value'] : undefined;
  const id = target?.type === 'AssignmentPattern' ? target['left'] : target;
  return id?.type === 'Identifier' ? (trace.project.sourceOf(id).scopes.bindingOf(id)?.references ?? []) : [];
}

/** `if (o.value)`, `o.value != null`, `Array.isArray(o.value)`, `o.value.length`, `filter((o) => o.value)`; a value that is handed on as it is says nothing either. */
function isAskedWhetherThere(use: Node): boolean {
  const outer = outermost(use);
  const parent = outer.parent as Node;
  if (isMember(parent)) return parent['object'] !== outer || memberName(parent) === 'length';
  if (isCall(parent)) return /^(?:isArray|stringify|Boolean|isEmpty|isNil|push)$/.test(calleeName(parent));
  if (/^(?:SpreadElement|TemplateLiteral|ForOfStatement)$/.test(parent.type)) return false;
  if (parent.type === 'BinaryExpression') return [parent['left'], parent['right']].some((side: Node) => /^(?:NullLiteral|UnaryExpression)$/.test(side.type) || side['name'] === 'undefined' || side['value'] === '');
  if (parent.type === 'LogicalExpression' || (parent.type === 'ConditionalExpression' && parent['test'] !== outer)) return isAskedWhetherThere(parent);
  if (!isFunction(parent)) return true;
  const call = outermost(parent).parent;
  const isCollected = isCall(call) && /^(?:map|flatMap)$/.test(calleeName(call as Node));
  return parent['body'] === outer && (!isCollected || isAskedWhetherThere(call as Node));
}

/** `if (value)`, `value !== undefined`, `!value`, `value ? … : …`, `Array.isArray(value)`: no more is asked than whether there is something. */
export function isTested(use: Node): boolean {
  const outer = outermost(use);
  const parent = outer.parent as Node;
  if (parent.type === 'UnaryExpression') return /^(?:!|typeof)$/.test(parent['operator']);
  if (isCall(parent)) return calleeName(parent) === 'isArray';
  if (parent.type === 'BinaryExpression') return [parent['left'], parent['right']].some((side: Node) => side.type === 'NullLiteral' || side['name'] === 'undefined');
  return /^(?:If|While)Statement$|^(?:Conditional|Logical)Expression$/.test(parent.type) && (parent['test'] === outer || parent['left'] === outer);
}
