import { descendants, enclosingFunction, isCall, isMember, type Node, outermost } from '../source/ast.ts';
import { callSites } from './callers.ts';
import { inlineCall } from './parameters.ts';
import type { Trace } from './trace.ts';
import { type Frame, members, type RawRequest } from './value.ts';

/** Contexts one function is looked at in; further callers are judged through the joined view. */
const mostContexts = 120;

/**
 * Every request that the calls of a file make: one for each way the call is reached,
 * so that `get('/users')` and `get('/groups')` through the same wrapper are two requests.
 */
export function requestsIn(trace: Trace, program: Node): RawRequest[] {
  const found: RawRequest[] = [];
  for (const node of descendants(program)) {
    if ((isCall(node) || node.type === 'NewExpression') && isClientCall(trace, node)) found.push(...requestsOf(trace, node));
  }
  return found;
}

/** True for calls that go into a library that makes requests; cheap, because only the callee is asked. */
function isClientCall(trace: Trace, call: Node): boolean {
  if (isChained(trace, call)) return false;
  return members(trace.evaluate(call, undefined)).some((value) => (value.kind === 'response' || value.kind === 'shape') && value.kind === 'response' ? value.request.call === call : value.kind === 'shape' && value.request?.call === call);
}

/** A call whose result the next call of the same chain takes further: `.get(url)` in `.get(url).query({…})`. */
function isChained(trace: Trace, call: Node): boolean {
  const member = outermost(call).parent;
  const next = isMember(member) && member?.['object'] === outermost(call) ? outermost(member as Node).parent : undefined;
  if (!next || !isCall(next) || next['callee'] !== member) return false;
  return members(trace.evaluate(next, undefined)).some((value) => value.kind === 'response' && value.request.call === next);
}

function requestsOf(trace: Trace, call: Node): RawRequest[] {
  return contextsOf(trace, enclosingFunction(call), 0, new Set()).flatMap((frame) => members(trace.evaluate(call, frame)).flatMap((value) => {
    const request = value.kind === 'response' || value.kind === 'shape' ? value.request : undefined;
    return request?.call === call ? [request] : [];
  }));
}

/** The frames in which the body of a function runs, as far as the project's own calls tell; one without a frame when nobody calls it. */
export function contextsOf(trace: Trace, fn: Node | undefined, depth: number, seen: ReadonlySet<Node>): (Frame | undefined)[] {
  if (!fn || depth > 6 || seen.has(fn)) return [undefined];
  const inline = inlineCall(fn);
  const next = new Set([...seen, fn]);
  if (inline) return contextsOf(trace, enclosingFunction(inline), depth, next);
  const frames: Frame[] = [];
  for (const site of callSites(trace, fn)) {
    for (const caller of contextsOf(trace, enclosingFunction(site.node), depth + 1, next)) {
      if (frames.length >= mostContexts) return frames;
      frames.push(...framesOf(trace, fn, site.node, site.kind === 'callback', caller));
    }
  }
  return frames.length > 0 ? frames : contextsAround(trace, fn, depth, next);
}

/** A function that nobody calls by name runs in the contexts of the function that creates it. */
function contextsAround(trace: Trace, fn: Node, depth: number, seen: ReadonlySet<Node>): (Frame | undefined)[] {
  const outer = enclosingFunction(fn);
  return outer ? contextsOf(trace, outer, depth, seen) : [undefined];
}

function framesOf(trace: Trace, fn: Node, call: Node, isCallback: boolean, caller: Frame | undefined): Frame[] {
  if (call.type === 'JSXOpeningElement' || isCallback) {
    const frame = trace.frame(fn, call, caller, undefined, undefined, isCallback);
    return frame ? [frame] : [];
  }
  return members(trace.evaluate(call['callee'], caller)).flatMap((value) => {
    if (value.kind !== 'function' || value.ref.node !== fn) return [];
    const frame = trace.frame(fn, call, caller, value.ref.frame, value.self);
    return frame ? [frame] : [];
  });
}
