import { isCall, isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { bindAt, directCall, isReflectApply } from './bound.ts';
import { extendedAs, handedAs, nodesNamed, renamedInPattern } from '../flow/mentions.ts';

/** A place that calls a function: directly, as a JSX element, or by handing it to something that does. */
export interface CallSite {
  readonly node: Node;
  readonly kind: 'call' | 'callback';
}

/** A place that may call or hand on what a name stands for, by its form alone. */
export interface Mention {
  /** The name, or the member it ends. */
  readonly node: Node;
  readonly outer: Node;
  readonly site: CallSite | undefined;
  /** The other name under which it is handed on. */
  readonly alias: string | undefined;
  readonly isBound: boolean;
  /** It is an element of a list, or stands under a name in an object. */
  readonly isListed: boolean;
}

const known = new WeakMap<Source, Map<string, readonly Mention[]>>();

/** Where a file calls something of this name, hands it on, or binds it. */
export function mentionsNamed(source: Source, name: string): readonly Mention[] {
  let byName = known.get(source);
  if (!byName) known.set(source, (byName = new Map()));
  let found = byName.get(name);
  if (!found) byName.set(name, (found = nodesNamed(source, name).flatMap(mentionAt)));
  return found;
}

function mentionAt(name: Node): Mention[] {
  const isNamed = isMember(name.parent) || name.parent?.type === 'JSXMemberExpression';
  const node = isNamed && name.parent?.['property'] === name && !name.parent['computed'] ? (name.parent as Node) : (renamedInPattern(name) ?? name);
  const outer = outermost(node);
  if (!outer.parent) return [];
  const extended = extendedAs(outer);
  const site = extended?.isBase ? undefined : siteOf(outer.parent, outer);
  const alias = extended?.name ?? (site ? undefined : handedAs(outer));
  const isBound = bindAt(outer) !== undefined;
  const isListed = outer.parent.type === 'ArrayExpression' || (outer.parent.type === 'ObjectProperty' && outer.parent['value'] === outer) || isAddedTo(outer.parent, outer);
  return site || alias !== undefined || isBound || isListed ? [{ node, outer, site, alias, isBound, isListed }] : [];
}

/** `hooks.push(check)`. */
const isAddedTo = (call: Node, given: Node): boolean => isCall(call) && call['callee'] !== given && isMember(call['callee']) && /^(?:push|unshift|add)$/.test(memberName(call['callee']) ?? '');

/** The place that calls what is mentioned, or is handed it. */
export function siteOf(parent: Node, mention: Node): CallSite | undefined {
  if ((isCall(parent) || /^(?:New|TaggedTemplate)Expression$/.test(parent.type)) && parent['callee'] === mention) return { node: parent, kind: 'call' };
  if (parent.type === 'JSXOpeningElement' && parent['name'] === mention) return { node: parent, kind: 'call' };
  if (isCall(parent) && parent['arguments'][0] === mention && isReflectApply(parent)) return { node: directCall(parent), kind: 'call' };
  if ((isCall(parent) || parent.type === 'NewExpression') && parent['arguments'].includes(mention)) return { node: parent, kind: 'callback' };
  const call = isMember(parent) && parent['object'] === mention && /^(?:call|apply)$/.test(memberName(parent) ?? '') ? parent.parent : undefined;
  return call && isCall(call) && call['callee'] === parent ? { node: directCall(call), kind: 'call' } : undefined;
}

/** The place where a mention is called or handed on, where it is one. */
export function sitesAt(mention: Node): CallSite[] {
  const outer = outermost(mention);
  const site = outer.parent && siteOf(outer.parent, outer);
  return site ? [site] : [];
}
