import { enclosingFunction, type Node, outermost } from '../source/ast.ts';
import { type Change, changesOf } from './contents.ts';
import type { Trace } from './trace.ts';
import { type Frame, type MapValue, type ObjectValue, union, type Value } from './value.ts';

/**
 * `if (!made.has(key)) made.set(key, make(key)); return made.get(key)`: what this very call keeps under its key, rather than whatever stands under any.
 * Undefined where the map is filled in another way.
 */
export function keptHere(trace: Trace, map: MapValue, get: Node, frame: Frame | undefined): Value | undefined {
  const fn = enclosingFunction(get);
  const container = map.ref.node;
  if (!fn || container.type !== 'NewExpression' || container['arguments'].length > 0) return undefined;
  const key = codeOf(trace, get);
  const changes = changesOf(trace, container);
  const isKept = changes.length > 0 && changes.every((change) => change.kind === 'key' && isSetWith(trace, change.value, fn, key));
  return isKept ? union(changes.map((change) => trace.evaluate(change.value, frame))) : undefined;
}

/** `if (!made[key]) made[key] = make(key); return made[key]`: the same of an object that is made empty. */
export function keptInObject(trace: Trace, object: ObjectValue, member: Node, frame: Frame | undefined): Value | undefined {
  const fn = enclosingFunction(member);
  const made = object.ref.node;
  if (!fn || made.type !== 'ObjectExpression' || made['properties'].length > 0) return undefined;
  const key = trace.project.sourceOf(member).slice(member['property']);
  const changes = changesOf(trace, made);
  const isKept = ({ kind, assignment }: Change): boolean => kind === 'key' && !!assignment && enclosingFunction(assignment) === fn && trace.project.sourceOf(assignment).slice(assignment['left'].property) === key;
  return changes.length > 0 && changes.every(isKept) ? union(changes.map((change) => trace.evaluate(change.value, frame))) : undefined;
}

/** The code of the key that a call is given. */
function codeOf(trace: Trace, call: Node): string | undefined {
  const [key] = call['arguments'] as Node[];
  return key && trace.project.sourceOf(key).slice(key);
}

/** True for the value of `set` with the same key in the same function. */
function isSetWith(trace: Trace, value: Node, fn: Node, key: string | undefined): boolean {
  const call = outermost(value).parent;
  return call !== undefined && Array.isArray(call['arguments']) && call['arguments'].length === 2 && enclosingFunction(call) === fn && codeOf(trace, call) === key;
}
