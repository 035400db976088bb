import { enclosingFunction, isCall, isFunction, isMember, methodName, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { inlineCall } from '../calls/parameters.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref } from '../value.ts';

/** Names and calls are followed to this depth. */
const deepest = 6;

/** Methods of a list that call a function for each of its elements. */
const goesThrough = /^(?:map|flatMap|forEach|filter|some|every|reduce)$/;

/** True for an expression that is, or is taken from, each element of a list in turn: what a loop goes through, here or where the function around is called. */
export function isOneOfMany(trace: Trace, { node, frame }: Ref, depth = 0): boolean {
  const inner = writtenAt(unwrap(node));
  if (depth > deepest) return false;
  if (isMember(inner)) return isOneOfMany(trace, { node: inner['object'], frame }, depth);
  const binding = inner.type === 'Identifier' ? trace.project.sourceOf(inner).scopes.bindingOf(inner) : undefined;
  if (!binding || binding.writes.length > 0) return false;
  const pattern = wholePattern(binding.id);
  const { parent } = pattern;
  if (parent?.type === 'VariableDeclarator') {
    const loop = parent.parent?.parent;
    if (loop?.type === 'ForOfStatement' && loop['left'] === parent.parent) return isLong(trace, loop['right'], frame);
    return !!parent['init'] && isOneOfMany(trace, { node: parent['init'], frame }, depth + 1);
  }
  return !!parent && isFunction(parent) && isGivenOneOfMany(trace, parent, parent['params'].indexOf(pattern), frame, depth);
}

function isGivenOneOfMany(trace: Trace, fn: Node, index: number, frame: Frame | undefined, depth: number): boolean {
  const inline = inlineCall(fn);
  if (inline) return goesThrough.test(methodName(inline) ?? '') && isLong(trace, unwrap(inline['callee'])['object'], frame);
  const own = frameOf(fn, frame);
  const calls = own ? [{ call: own.call, kind: own.callback ? 'callback' : 'call', caller: own.caller }] : callSites(trace, fn).map((site) => ({ call: site.node, kind: site.kind, caller: undefined }));
  return calls.some(({ call, kind, caller }) => {
    if (!isCall(call)) return false;
    if (kind === 'callback') return goesThrough.test(methodName(call) ?? '') && isLong(trace, unwrap(call['callee'])['object'], caller);
    const given: Node | undefined = call['arguments'][index];
    return !!given && enclosingFunction(given) !== fn && isOneOfMany(trace, { node: given, frame: caller }, depth + 1);
  });
}

/** `({ id }) =>`: the pattern in which a name stands, whole. */
function wholePattern(id: Node): Node {
  let at = id;
  while (/^(?:ObjectProperty|ObjectPattern|ArrayPattern|AssignmentPattern)$/.test(at.parent?.type ?? '')) at = at.parent as Node;
  return at;
}

/** False for a list of one element, written with it. */
function isLong(trace: Trace, list: Node, frame: Frame | undefined): boolean {
  return members(trace.evaluate(list, frame)).some((value) => value.kind !== 'list' || value.rest !== undefined || value.items.length !== 1);
}

/** What is written where one of the things that an argument can be stands in its place. */
function writtenAt(node: Node): Node {
  const around: readonly Node[] = node.type === 'Given' && isCall(node.parent) ? node.parent?.['arguments'] : [];
  const written = around.find((argument) => argument.start === node.start && argument.end === node.end);
  return written ? unwrap(written) : node;
}
