import { enclosingFunction, isCall, isMember, keyName, type Node, outermost } from '../source/ast.ts';
import { nodesNamed } from './mentions.ts';
import { contextsOnce } from './requests.ts';
import type { Trace } from './trace.ts';
import { type Frame, members, type Value } from './value.ts';

/** Where a function is called that an object of this file keeps: the call, or the name that it is taken out under, and the context. */
export interface KeptUse {
  readonly call?: Node;
  readonly taken?: Node;
  readonly frame: Frame | undefined;
}

/** More contexts than this are looked at as one. */
const mostContexts = 24;

/** `queue.push({ key, resolve })`, and later `next.resolve(value)` or `({ resolve }) => resolve(value)`: the uses of the property's function, of the same instance where an instance keeps it. */
export function usesOfKept(trace: Trace, property: Node, frame: Frame | undefined): KeptUse[] {
  const name = keyName(property['key'], property['computed']);
  const object = property.parent as Node;
  if (name === undefined) return [];
  const holds = (value: Value): boolean => members(value).some((member) => member.kind === 'object' && member.ref.node === object);
  return nodesNamed(trace.project.sourceOf(object), name).flatMap((mention): KeptUse[] => {
    const { parent } = mention;
    const member = isMember(parent) && parent?.['property'] === mention && !parent['computed'] ? outermost(parent as Node) : undefined;
    if (member && isCall(member.parent) && member.parent?.['callee'] === member) {
      const call = member.parent as Node;
      return contextsAround(trace, call, frame).flatMap((one) => (holds(trace.evaluate(parent?.['object'], one)) ? [{ call, frame: one }] : []));
    }
    const isPattern = parent?.type === 'ObjectProperty' && parent['value'] === mention && parent.parent?.type === 'ObjectPattern' && keyName(parent['key'], parent['computed']) === name;
    return isPattern ? contextsAround(trace, mention, frame).flatMap((one) => (holds(trace.evaluatePattern(parent.parent as Node, one)) ? [{ taken: mention, frame: one }] : [])) : [];
  });
}

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
