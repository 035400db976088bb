import { calleeName, chainRoot, descendants, enclosingFunction, isAssign, isCall, isInside, isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { isChangedInPlace } from '../../trace/changes/mutations.ts';
import { isLeftBehind } from '../../trace/calls/order.ts';
import type { Trace } from '../../trace/trace.ts';

/** Methods that keep what they are given. */
const keeps = /^(?:push|unshift|set|add|append|enqueue|concat|freeze|of)$/;

/**
 * Where a list is changed after it was written into something that is sent later: `const ops = [{ op, path, value: wanted }]; wanted.push('Developer');`.
 * A list that is made of its names there would not see the change.
 */
export function changedAfter(trace: Trace, given: Node): Node | undefined {
  const list = unwrap(given);
  if (list.type === 'ConditionalExpression') return changedAfter(trace, list['consequent']) ?? changedAfter(trace, list['alternate']);
  if (list.type === 'LogicalExpression') return changedAfter(trace, list['left']) ?? changedAfter(trace, list['right']);
  const holder = holderOf(list);
  if (!holder || !(list.type === 'Identifier' || isMember(list))) return undefined;
  const around = isOutside(holder) ? aroundClass(list) : (enclosingFunction(list) ?? trace.project.sourceOf(list).program);
  return changedIn(trace, list, list, around) ?? changedByCallers(trace, list, holder);
}

/** Where the list is changed in a part of the program, unless that is left behind by the time that it is put in. */
function changedIn(trace: Trace, list: Node, at: Node, around: Node): Node | undefined {
  const binding = list.type === 'Identifier' ? trace.project.sourceOf(list).scopes.bindingOf(list) : undefined;
  const same = binding ? binding.references : mentionsOf(trace, list, around);
  return same.find((mention) => mention !== list && isInside(mention, around) && isChangedInPlace(trace, mention) && !isLeftBehind(mention, at, binding?.id));
}

/** `const operations = snapshot(); state.roles.push('Developer');`: the same where a function puts the list in that was not made there, and gives back what holds it. */
function changedByCallers(trace: Trace, list: Node, holder: Node): Node | undefined {
  const fn = enclosingFunction(list);
  const root = chainRoot(list);
  const binding = root.type === 'Identifier' ? trace.project.sourceOf(root).scopes.bindingOf(root) : undefined;
  if (!fn || !binding || isInside(binding.id, fn) || !/^(?:ReturnStatement|ArrowFunctionExpression)$/.test(holder.type)) return undefined;
  for (const { node: call } of callSites(trace, fn)) {
    const around = enclosingFunction(call) ?? trace.project.sourceOf(call).program;
    const change = holderOf(call) && trace.project.sourceOf(call) === trace.project.sourceOf(list) ? changedIn(trace, list, call, around) : undefined;
    if (change) return change;
  }
  return undefined;
}

/** What keeps the list under a name or gives it back; undefined where it goes into a call there and then. */
function holderOf(list: Node): Node | undefined {
  for (let at: Node | undefined = outermost(list).parent; at; at = at.parent) {
    if (isCall(at) && isAssign(unwrap(at['callee']))) continue;
    if (isCall(at)) return keeps.test(calleeName(at)) ? at : undefined;
    if (/^(?:VariableDeclarator|AssignmentExpression|ReturnStatement|ClassProperty|ClassPrivateProperty|ArrowFunctionExpression|YieldExpression)$/.test(at.type)) return at;
    if (/Statement$|Declaration$|^(?:NewExpression|AwaitExpression|FunctionExpression)$/.test(at.type)) return undefined;
  }
  return undefined;
}

/** `this.operations = [{ … }]`: what is kept beyond this call of the function. */
const isOutside = ({ type, left }: Node): boolean => type === 'AssignmentExpression' && isMember(unwrap(left));

/** The class around, otherwise all of the file. */
function aroundClass(node: Node): Node {
  let at = node;
  while (at.parent && at.type !== 'ClassBody') at = at.parent;
  return at;
}

/** `this.roles` wherever it is written in the same words. */
function mentionsOf(trace: Trace, member: Node, around: Node): readonly Node[] {
  const source = trace.project.sourceOf(member);
  const code = source.slice(member);
  return descendants(around).filter((node) => isMember(node) && source.slice(node) === code);
}
