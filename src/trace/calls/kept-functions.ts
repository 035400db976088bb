import { enclosingFunction, isCall, isMember, keyName, type Node, outermost } from '../../source/ast.ts';
import { filesCalling } from './callers.ts';
import { frameAround } from '../frames.ts';
import { nodesNamed } from '../flow/mentions.ts';
import { contextsOnce } from '../requests/requests.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref, type Value } from '../value.ts';

/** Where a function is called that an object keeps: the call, or the name that it is taken out under, and the context. */
export interface KeptUse {
  readonly call?: Node;
  readonly taken?: Node;
  readonly frame: Frame | undefined;
}

/** More contexts than this are looked at as one. */
const mostContexts = 60;

/**
 * `queue.push({ key, resolve })`, and later `next.resolve(value)` or `({ resolve }) => resolve(value)`: the uses of the property's function, of the same instance where an instance keeps it.
 * Of an object that a function makes anew in each call, those of the object that this call made.
 */
export function usesOfKept(trace: Trace, property: Node, frame: Frame | undefined): KeptUse[] {
  const name = keyName(property['key'], property['computed']);
  const object: Ref = { node: property.parent as Node, frame: frameAround(property.parent as Node, frame) };
  if (name === undefined) return [];
  return filesCalling(trace, trace.project.fileOf(object.node), name).flatMap((file) => {
    const source = trace.project.source(file);
    return source ? nodesNamed(source, name).flatMap((mention) => usesAt(trace, mention, name, object, frame)) : [];
  });
}

function usesAt(trace: Trace, mention: Node, name: string, object: Ref, frame: Frame | undefined): KeptUse[] {
  const { parent } = mention;
  const member = isMember(parent) && parent?.['property'] === mention && !parent['computed'] ? outermost(parent as Node) : undefined;
  if (member && isCall(member.parent) && member.parent?.['callee'] === member) {
    const call = member.parent as Node;
    return contextsHolding(trace, call, (one) => trace.evaluate(parent?.['object'], one), object, frame).map((one) => ({ call, frame: one }));
  }
  const isPattern = parent?.type === 'ObjectProperty' && parent['value'] === mention && parent.parent?.type === 'ObjectPattern' && keyName(parent['key'], parent['computed']) === name;
  return isPattern ? contextsHolding(trace, mention, (one) => trace.evaluatePattern(parent.parent as Node, one), object, frame).map((one) => ({ taken: mention, frame: one })) : [];
}

/** The contexts of a place in which an expression there is this object, as far as it is one of several. */
function contextsHolding(trace: Trace, place: Node, ask: (frame: Frame | undefined) => Value, object: Ref, frame: Frame | undefined): readonly (Frame | undefined)[] {
  const own = contextsAround(trace, place, frame).filter((one) => holds(ask(one), object));
  const fn = enclosingFunction(place);
  if (!object.frame || !fn || own.length !== 1 || own[0] || members(ask(undefined)).length < 2) return own;
  const all = contextsOnce(trace, fn, []);
  const exact = all.length > mostContexts ? [] : all.filter((one) => one && members(ask(one)).every((value) => holds(value, object) && 'ref' in value && value.ref.frame === object.frame));
  return exact.length > 0 ? exact : own;
}

const holds = (value: Value, object: Ref): boolean => members(value).some((member) => member.kind === 'object' && member.ref.node === object.node);

/** The contexts of a place, those with the same `this` where one is known. */
function contextsAround(trace: Trace, node: Node, frame: Frame | undefined): readonly (Frame | undefined)[] {
  const self = selfOf(frame);
  const fn = enclosingFunction(node);
  if (!self || !fn) return [undefined];
  const all = contextsOnce(trace, fn, []);
  const own = all.filter((context) => selfOf(context) === self);
  return own.length === 0 || own.length > mostContexts ? [undefined] : own;
}

function selfOf(frame: Frame | undefined): Value | undefined {
  for (let at = frame; at; at = at.outer) if (at.self?.kind === 'instance') return at.self;
  return undefined;
}
