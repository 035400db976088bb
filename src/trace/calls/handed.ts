import { isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { filesCalling, indexOfArgument, sitesNamed } from './callers.ts';
import { constructorFor } from '../classes/making.ts';
import { handedAs } from '../flow/mentions.ts';
import { type CallSite, siteOf } from './sites.ts';
import type { Trace } from '../trace.ts';
import { members, type Value } from '../value.ts';

/** Through how many functions a function is handed on. */
const deepest = 4;

/** A function handed to one of the project, or to the constructor of a class, is called where that one calls its parameter, or the field that keeps it; the site itself when none does. */
export function parameterSites(trace: Trace, fn: Node, site: CallSite): CallSite[] {
  const inner = handedTo(trace, fn, site.node, indexOfArgument(trace, site.node, fn), 0);
  return inner.length > 0 ? inner : [site];
}

/** Where the function that a call is given at this place is called. */
function handedTo(trace: Trace, fn: Node, call: Node, index: number, depth: number): CallSite[] {
  if (!call['callee'] || index < 0 || depth >= deepest) return [];
  return targetsOf(trace, call).flatMap(({ target, before }) => sitesOfParameter(trace, fn, target, index + before, depth));
}

/** The functions of the project that a call hands its arguments to, and how many arguments come before those. */
function targetsOf(trace: Trace, call: Node): { readonly target: Node; readonly before: number }[] {
  const callee = unwrap(call['callee']);
  if (isFunction(callee)) return [{ target: callee, before: 0 }];
  // `f.bind(self, a)` gives `a` to `f`, as its first.
  const isBind = isMember(callee) && memberName(callee) === 'bind';
  return members(trace.evaluate(isBind ? callee['object'] : callee, undefined)).flatMap((value) => {
    if (value.kind === 'function') return [{ target: value.ref.node, before: (value.bound?.length ?? 0) - (isBind ? 1 : 0) }];
    const made = constructorAt(trace, value, callee);
    return made ? [{ target: made, before: 0 }] : [];
  });
}

/** The constructor that `new Reader(…)` or `super(…)` runs, which may be an inherited one. */
function constructorAt(trace: Trace, value: Value, callee: Node): Node | undefined {
  if (value.kind === 'class') return constructorFor(trace, value).ctor;
  return value.kind === 'instance' && callee.type === 'Super' ? constructorFor(trace, value.cls).ctor : undefined;
}

function sitesOfParameter(trace: Trace, fn: Node, target: Node, index: number, depth: number): CallSite[] {
  const params: readonly Node[] = target['params'];
  const last = params.at(-1);
  const isRest = last?.type === 'RestElement' && index >= params.length - 1;
  const given: Node | undefined = isRest ? last['argument'] : params[index];
  const field: Node | undefined = given?.type === 'TSParameterProperty' ? given['parameter'] : given;
  const id: Node | undefined = field?.type === 'AssignmentPattern' ? field['left'] : field;
  const binding = id?.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  const references = binding?.references ?? [];
  if (isRest) return references.flatMap((reference) => spreadSites(trace, fn, reference, index - params.length + 1, depth));
  const kept = given === field || !id ? [] : sitesUnder(trace, fn, target, id['name'], depth);
  return [...references.flatMap((reference) => sitesOfMention(trace, fn, reference, depth)), ...kept];
}

/** Where what is mentioned here is called: here, by what it is handed to, or under the name that it is given here. */
function sitesOfMention(trace: Trace, fn: Node, mention: Node, depth: number): CallSite[] {
  const outer = outermost(mention);
  const found = outer.parent && siteOf(outer.parent, outer);
  const name = found ? undefined : handedAs(outer);
  if (found) return found.kind === 'call' ? [found] : handedTo(trace, fn, found.node, (found.node['arguments'] as Node[]).indexOf(outer), depth + 1);
  return name === undefined ? [] : sitesUnder(trace, fn, mention, name, depth);
}

/** Where a field, a property or a variable of this name is called that holds the function. */
function sitesUnder(trace: Trace, fn: Node, from: Node, name: string, depth: number): CallSite[] {
  const own = trace.project.fileOf(from);
  const files = name.startsWith('#') ? [own] : filesCalling(trace, own, name);
  const sites = sitesNamed(trace, fn, new Map(files.map((file) => [file, new Set([name])])));
  return sites.flatMap((site) => (site.kind === 'call' ? [site] : handedTo(trace, fn, site.node, indexOfArgument(trace, site.node, fn), depth + 1)));
}

/** `(...given) => f(...given)`: the list goes on as a whole. */
function spreadSites(trace: Trace, fn: Node, mention: Node, place: number, depth: number): CallSite[] {
  const spread = outermost(mention).parent;
  const call = spread?.type === 'SpreadElement' ? spread.parent : undefined;
  return call && isCall(call) ? handedTo(trace, fn, call, (call['arguments'] as Node[]).indexOf(spread as Node) + place, depth + 1) : [];
}
