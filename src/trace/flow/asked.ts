import { isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { valueUses } from '../modules/uses.ts';
import { members } from '../value.ts';

/** Through how many functions a list is handed on. */
const deepest = 4;

/** What requests ask for by joining a list of names. */
export interface Asked {
  /** True for what a request for users sends as its `fields`: the call that joins the list, or a name for it. */
  joins(sent: Node): boolean;
  /** True for a text that a request for something else is sent as well. */
  isForeign(literal: Node): boolean;
}

/** True when a name is only an element of lists that requests for users send as their `fields`. */
export function isOnlyAsked(trace: Trace, given: Node, asked: Asked, depth = 0): boolean {
  const node = outermost(given);
  const { parent } = node;
  if (!parent || depth > deepest) return false;
  if (parent.type === 'ArrayExpression') return isListAsked(trace, parent, asked, depth);
  return isCall(parent) && receivers(trace, parent, node).every((parameter) => parameter?.type === 'RestElement' && areAllAsked(trace, parameter['argument'], asked, depth));
}

/** True when a list is only joined for the `fields` of requests for users. */
export function isListAsked(trace: Trace, given: Node, asked: Asked, depth: number): boolean {
  const list = outermost(given);
  const { parent } = list;
  if (!parent || depth > deepest) return false;
  if (isMember(parent) && parent['object'] === list) return memberName(parent) === 'join' && !!parent.parent && isCall(parent.parent) && isTextAsked(trace, parent.parent, asked);
  if (parent.type === 'VariableDeclarator') return parent['init'] === list && areAllAsked(trace, parent['id'], asked, depth);
  return isCall(parent) && receivers(trace, parent, list).every((parameter) => parameter?.type !== 'RestElement' && areAllAsked(trace, parameter, asked, depth));
}

/** The joined text itself is sent, or all that a name for it is used for. */
function isTextAsked(trace: Trace, text: Node, asked: Asked): boolean {
  if (asked.joins(text)) return true;
  const { parent } = outermost(text);
  const uses = parent?.type === 'VariableDeclarator' && parent['id'].type === 'Identifier' ? (valueUses(trace, parent['id']) ?? []) : [];
  return uses.length > 0 && uses.every((use) => asked.joins(use));
}

/** The parameters that get this argument, one of each function that may be called; undefined for what is not seen. */
export function receivers(trace: Trace, call: Node, argument: Node): readonly (Node | undefined)[] {
  const index = (call['arguments'] as Node[]).indexOf(argument);
  return members(trace.evaluate(unwrap(call['callee']), undefined)).map((target): Node | undefined => {
    const parameters: readonly Node[] = target.kind === 'function' && index >= 0 ? target.ref.node['params'] : [];
    return parameters[index] ?? (parameters.at(-1)?.type === 'RestElement' ? parameters.at(-1) : undefined);
  });
}

/** True when a list under this name is only joined for `fields`, here or where it is handed on to. */
function areAllAsked(trace: Trace, id: Node | undefined, asked: Asked, depth: number): boolean {
  const uses = valueUses(trace, id) ?? [];
  return uses.length > 0 && uses.every((use) => isListAsked(trace, use, asked, depth + 1));
}
