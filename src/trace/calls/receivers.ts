import { isAssign, isCall, isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { isReflectApply } from './bound.ts';
import { perElement } from './callbacks.ts';
import { bindingMentions, mentionsOf } from '../changes/contents.ts';
import { ownThis } from '../classes/this-mentions.ts';
import type { Trace } from '../trace.ts';
import type { Value } from '../value.ts';

/** What a function is told to take for `this`: `isAdmin.call(user)`, `label.apply(user, list)`, `label.bind(user)`, `users.map(label, user)`. */
export function toldReceivers(trace: Trace, fn: Node): readonly Value[] {
  const outer = outermost(fn);
  const named = fn.type === 'FunctionDeclaration' || outer.parent?.type === 'VariableDeclarator' ? mentionsOf(trace, fn, 0) : [outer];
  return named.flatMap((mention) => receiverAt(mention) ?? []).map((given) => trace.evaluate(given, undefined));
}

/** The same for a method of an object literal, taken out of it: `methods.label.call(user)`. */
function toldToMethod(trace: Trace, mention: Node, name: string | undefined): readonly Value[] {
  const member = outermost(mention).parent;
  const given = name !== undefined && isMember(member) && member?.['object'] === mention && memberName(member) === name ? receiverAt(member as Node) : undefined;
  return given ? [trace.evaluate(given, undefined)] : [];
}

function receiverAt(mention: Node): Node | undefined {
  const outer = outermost(mention);
  const { parent } = outer;
  const call = isMember(parent) && parent?.['object'] === outer ? parent.parent : parent;
  if (!parent || !call || !isCall(call)) return undefined;
  const given = call['arguments'] as Node[];
  if (call !== parent) return call['callee'] === parent && /^(?:call|apply|bind)$/.test(memberName(parent) ?? '') ? given[0] : undefined;
  if (given[0] !== outer) return undefined;
  return isReflectApply(call) || (isMember(call['callee']) && perElement.has(memberName(call['callee']) ?? '')) ? given[1] : undefined;
}

/**
 * What the methods of an object literal are lent to: `{ ...user, ...methods }`, `Object.assign(user, methods)`, `Object.assign(Object.create(methods), user)`,
 * `Object.setPrototypeOf(user, methods)`, `Object.create(this)` in one of them, and what one of them is called for.
 */
export function lentTo(trace: Trace, object: Node, method: string | undefined): readonly Value[] {
  const { parent } = outermost(object);
  const named = parent?.type === 'VariableDeclarator' && parent['id'].type === 'Identifier' ? bindingMentions(trace, parent['id']) : [];
  return [...named, ...ownThis(object)].flatMap((mention) => [...toldToMethod(trace, mention, method), ...borrowers(mention).map((node) => trace.evaluate(node, undefined))]);
}

function borrowers(mention: Node): readonly Node[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (parent?.type === 'SpreadElement') return parent.parent?.type === 'ObjectExpression' ? [parent.parent] : [];
  if (!parent || !isCall(parent)) return [];
  const given = parent['arguments'] as Node[];
  const method = isMember(parent['callee']) && parent['callee']['object'].name === 'Object' ? memberName(parent['callee']) : undefined;
  if (method === 'setPrototypeOf' && given[1] === outer) return given.slice(0, 1);
  if (isAssign(parent['callee'])) return given.filter((other) => other !== outer && other.type !== 'SpreadElement');
  const around = method === 'create' && given[0] === outer ? outermost(parent).parent : undefined;
  return around && isCall(around) && isAssign(around['callee']) && around['arguments'][0] === parent ? (around['arguments'] as Node[]).slice(1).filter(({ type }) => type !== 'SpreadElement') : [];
}
