import { enclosingFunction, isCall, isFunction, isMember, memberName, methodName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from './callers.ts';
import { bindingMentions, placeMentions } from '../changes/contents.ts';
import { type CallSite, sitesAt } from './sites.ts';
import type { Trace } from '../trace.ts';
import { turnsOfKey } from '../conditions/turns.ts';
import { members, type Value } from '../value.ts';

/** Through how many functions that make a table it is followed. */
const deepest = 3;

/** A table into which a function is put. */
interface Table {
  /** The expression that makes it. */
  readonly node: Node;
  /** True where it is known what the table, which a mention of it means, holds under each name: else a call may be meant for any of them. */
  isTold(value: Value): boolean;
}

/** Places that call what stands under a name of a table, where the function is put there under names that the run makes: `Object.fromEntries(names.map((name) => [name, () => …]))`, `api[name] = () => …`, and later `api.users()`. */
export const sitesUnderNames = (trace: Trace, fn: Node): CallSite[] =>
  tablesOf(trace, fn).flatMap((table) => mentionsOf(trace, table.node, 0).flatMap((mention) => (members(trace.evaluate(mention, undefined)).some((value) => table.isTold(value)) ? takenFrom(trace, mention) : [])));

function tablesOf(trace: Trace, fn: Node): Table[] {
  const outer = outermost(fn);
  const { parent } = outer;
  if (parent?.type === 'AssignmentExpression' && parent['right'] === outer) return assignedTables(trace, unwrap(parent['left']));
  const isSecond = parent?.type === 'ArrayExpression' && parent['elements'].length === 2 && parent['elements'][1] === outer;
  const isKeyed = parent?.type === 'ObjectProperty' && parent['computed'] && parent['value'] === outer && parent.parent?.type === 'ObjectExpression';
  const made: Node | undefined = isSecond ? parent : isKeyed ? parent.parent : undefined;
  const call = made && callOfReturned(made);
  if (!call) return [];
  if (isKeyed) return methodName(call) === 'reduce' ? [{ node: call, isTold: (value) => value.kind === 'object' && value.ref.node === made && value.ref.frame?.call['arguments']?.[1]?.type === 'Given' }] : [];
  const node = outermost(call).parent;
  const isTable = node && methodName(call) === 'map' && (isCall(node) || node.type === 'NewExpression') && node['arguments'][0] === outermost(call) && /^(?:fromEntries|Map)$/.test(calledName(node));
  return node && isTable ? [{ node, isTold: (value) => value.kind === 'map' && value.named !== undefined }] : [];
}

/** `api[name] = …`. */
function assignedTables(trace: Trace, target: Node): Table[] {
  if (!isMember(target) || !target['computed']) return [];
  const isTold = (value: Value): boolean => value.kind === 'object' && turnsOfKey(trace, target['property'], value.ref.frame) !== undefined;
  return members(trace.evaluate(target['object'], undefined)).flatMap((value) => (value.kind === 'object' && value.ref.node.type === 'ObjectExpression' ? [{ node: value.ref.node, isTold }] : []));
}

/** The call to which the function is written as its first argument that returns this. */
function callOfReturned(made: Node): Node | undefined {
  const { parent } = outermost(made);
  const fn = parent?.type === 'ReturnStatement' ? enclosingFunction(parent) : isFunction(parent) ? parent : undefined;
  const call = fn && outermost(fn).parent;
  return call && isCall(call) && call['arguments'][0] === outermost(fn) ? call : undefined;
}

const calledName = (call: Node): string => methodName(call) ?? unwrap(call['callee'])['name'] ?? '';

/** Expressions that mean the table, also where a function makes it for those who call it. */
function mentionsOf(trace: Trace, table: Node, depth: number): Node[] {
  const outer = outermost(table);
  const { parent } = outer;
  if (!parent || depth > deepest) return [];
  const here = [table, ...placeMentions(trace, outer, parent, 0)];
  const makers = new Set(here.flatMap((mention) => makerOf(mention) ?? []));
  return [...here, ...[...makers].flatMap((maker) => callSites(trace, maker).flatMap((site) => (site.kind === 'call' ? mentionsOf(trace, site.node, depth + 1) : [])))];
}

/** The function that returns it. */
function makerOf(mention: Node): Node | undefined {
  const { parent } = outermost(mention);
  return parent?.type === 'ReturnStatement' ? enclosingFunction(parent) : parent?.type === 'ArrowFunctionExpression' && parent['body'] === outermost(mention) ? parent : undefined;
}

/** `api.users(query)`, `api.get('users')(query)`, `const { users } = api; users(query)`. */
function takenFrom(trace: Trace, mention: Node): CallSite[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (parent?.type === 'VariableDeclarator' && parent['init'] === outer && parent['id'].type === 'ObjectPattern')
    return (parent['id'].properties as Node[]).flatMap((property) => (property['value']?.type === 'Identifier' ? bindingMentions(trace, property['value']) : [])).flatMap(sitesAt);
  if (!isMember(parent) || parent?.['object'] !== outer) return [];
  const call = outermost(parent as Node).parent;
  return isCall(call) && call?.['callee'] === parent && memberName(parent as Node) === 'get' ? [...sitesAt(parent as Node), ...sitesAt(call as Node)] : sitesAt(parent as Node);
}
