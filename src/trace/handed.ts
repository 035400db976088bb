import { isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { indexOfArgument } from './callers.ts';
import { type CallSite, siteOf } from './sites.ts';
import type { Trace } from './trace.ts';
import { type FunctionValue, members } from './value.ts';

/** Through how many functions a function is handed on. */
const deepest = 4;

/** A function handed to one of the project is called where that one calls its parameter; the site itself when it does not. */
export function parameterSites(trace: Trace, fn: Node, site: CallSite): CallSite[] {
  const inner = handedTo(trace, site.node, indexOfArgument(trace, site.node, fn), 0);
  return inner.length > 0 ? inner : [site];
}

/** Where the function that a call is given at this place is called. */
function handedTo(trace: Trace, call: Node, index: number, depth: number): CallSite[] {
  if (!call['callee'] || index < 0 || depth >= deepest) return [];
  return targetsOf(trace, call).flatMap(({ target, before }) => sitesOfParameter(trace, target, index + before, depth));
}

/** The functions of the project that a call hands its arguments to, and how many arguments come before those. */
function targetsOf(trace: Trace, call: Node): { readonly target: Node; readonly before: number }[] {
  const callee = unwrap(call['callee']);
  if (isFunction(callee)) return [{ target: callee, before: 0 }];
  // `f.bind(self, a)` gives `a` to `f`, as its first.
  const isBind = isMember(callee) && memberName(callee) === 'bind';
  const functions = members(trace.evaluate(isBind ? callee['object'] : callee, undefined)).filter((value): value is FunctionValue => value.kind === 'function');
  return functions.map((value) => ({ target: value.ref.node, before: (value.bound?.length ?? 0) - (isBind ? 1 : 0) }));
}

function sitesOfParameter(trace: Trace, target: Node, index: number, depth: number): CallSite[] {
  const params: readonly Node[] = target['params'];
  const last = params.at(-1);
  const isRest = last?.type === 'RestElement' && index >= params.length - 1;
  const id: Node | undefined = isRest ? last['argument'] : params[index];
  const binding = id?.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  const references = binding?.references ?? [];
  return references.flatMap((reference) => (isRest ? spreadSites(trace, reference, index - params.length + 1, depth) : sitesOfMention(trace, reference, depth)));
}

function sitesOfMention(trace: Trace, mention: Node, depth: number): CallSite[] {
  const outer = outermost(mention);
  const found = outer.parent && siteOf(outer.parent, outer);
  if (!found) return [];
  return found.kind === 'call' ? [found] : handedTo(trace, found.node, (found.node['arguments'] as Node[]).indexOf(outer), depth + 1);
}

/** `(...given) => f(...given)`: the list goes on as a whole. */
function spreadSites(trace: Trace, mention: Node, place: number, depth: number): CallSite[] {
  const spread = outermost(mention).parent;
  const call = spread?.type === 'SpreadElement' ? spread.parent : undefined;
  return call && isCall(call) ? handedTo(trace, call, (call['arguments'] as Node[]).indexOf(spread as Node) + place, depth + 1) : [];
}
