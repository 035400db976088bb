import { enclosingFunction, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { type Change, changesOf } from '../changes/contents.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type MapValue, type ObjectValue, union, type Value } from '../value.ts';

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
  const made = object.ref.node;
  if (!enclosingFunction(member) || made.type !== 'ObjectExpression' || made['properties'].length > 0) return undefined;
  const changes = changesOf(trace, made);
  const isKept = ({ kind, assignment }: Change): boolean => kind === 'key' && !!assignment && isSameKey(trace, unwrap(assignment['left']), member);
  return changes.length > 0 && changes.every(isKept) ? union(changes.map((change) => trace.evaluate(change.value, frame))) : undefined;
}

/** True for the same code in the same function, and for a name that never changes, in functions inside the one that has it. */
function isSameKey(trace: Trace, one: Node, other: Node): boolean {
  const source = trace.project.sourceOf(other);
  if (trace.project.sourceOf(one) !== source || source.slice(one['property']) !== source.slice(other['property'])) return false;
  const own = constantOf(trace, other['property']);
  return enclosingFunction(one) === enclosingFunction(other) || (own !== undefined && constantOf(trace, one['property']) === own);
}

/** What a name stands for that gets its value once in each call of a function. */
function constantOf(trace: Trace, node: Node): Binding | undefined {
  const name = unwrap(node);
  const binding = name.type === 'Identifier' ? trace.project.sourceOf(name).scopes.bindingOf(name) : undefined;
  return binding && binding.writes.length === 0 && enclosingFunction(binding.id) ? binding : undefined;
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
