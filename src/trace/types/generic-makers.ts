import { returnedNodes } from '../calls/calls.ts';
import { descendants, isCall, isFunction, type Node, unwrap } from '../../source/ast.ts';
import type { Annotated } from './annotated.ts';
import type { Trace } from '../trace.ts';
import { bind, type Environment, namesParameter, nothing } from './type-parameters.ts';
import { type Frame, members, type Value } from '../value.ts';

/** `crud<User, NewUser>('/users')`: what the functions written in a generic function return, and what is asked for there, in this call of it, with what its type parameters stand for. */
export function* madeResults(trace: Trace, call: Node): Generator<Annotated> {
  for (const maker of members(trace.evaluate(unwrap(call['callee']), undefined))) {
    const fn = maker.kind === 'function' ? maker.ref.node : undefined;
    const environment = fn?.['body'] ? bind(fn, call, nothing) : nothing;
    const frame = fn && environment.size > 0 && maker.kind === 'function' ? trace.frame(fn, call, undefined, maker.ref.frame, maker.self) : undefined;
    if (fn && frame) yield* resultsIn(trace, fn['body'], environment, frame);
  }
}

function* resultsIn(trace: Trace, body: Node, environment: Environment, frame: Frame): Generator<Annotated> {
  for (const node of descendants(body)) {
    const type = typeAt(node);
    if (!type || !mentions(type, environment) || isRenamed(node, body, environment)) continue;
    for (const value of valuesAt(trace, node, frame)) yield { type, value, environment };
  }
}

/** The type that a function returns, or that a call names first. */
function typeAt(node: Node): Node | undefined {
  if (isCall(node)) return (node['typeParameters'] ?? node['typeArguments'])?.['params']?.[0];
  const type: Node | undefined = isFunction(node) && node['body'] ? node['returnType']?.['typeAnnotation'] : undefined;
  return type?.type === 'TSTypePredicate' ? undefined : type;
}

const mentions = (type: Node, environment: Environment): boolean => descendants(type).some((node) => node.type === 'TSTypeReference' && environment.has(node['typeName'].name ?? ''));

/** True where a function in between calls something else by one of these names. */
function isRenamed(node: Node, body: Node, environment: Environment): boolean {
  for (let at: Node | undefined = node; at && at !== body; at = at.parent) if (isFunction(at) && [...environment.keys()].some((name) => namesParameter(at as Node, name))) return true;
  return false;
}

/** What a function returns; the body of the answer that a call gives. */
function valuesAt(trace: Trace, node: Node, frame: Frame): readonly Value[] {
  if (!isCall(node)) return returnedNodes(node).map((returned) => trace.evaluate(returned, frame));
  return members(trace.evaluate(node, frame)).flatMap((value) => (value.kind === 'response' ? [trace.bodyOf(value, node)] : value.kind === 'shape' ? [value] : []));
}
