import type { Node } from '../source/ast.ts';
import { propertyName } from '../trace/evaluate.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type ObjectValue, type Ref } from '../trace/value.ts';

export interface Property {
  readonly property: Node;
  readonly frame: Ref['frame'];
}

/** The property of this name in an object literal, or in what is spread into it: the one that wins. */
export const findProperty = (trace: Trace, object: ObjectValue, name: string): Property | undefined => propertiesNamed(trace, object, name)[0];

/** All of them, the last first: those before it are sent where it stands under a condition, and are still there under another name. */
export function propertiesNamed(trace: Trace, object: ObjectValue, name: string, seen: ReadonlySet<Node> = new Set()): readonly Property[] {
  if (seen.has(object.ref.node) || object.without?.has(name)) return [];
  const within = new Set([...seen, object.ref.node]);
  const frame = object.ref.frame;
  return [...((object.ref.node['properties'] ?? []) as Node[])].reverse().flatMap((property): readonly Property[] => {
    if (property.type === 'SpreadElement') return members(trace.evaluate(property['argument'], frame)).flatMap((value) => (value.kind === 'object' ? propertiesNamed(trace, value, name, within) : []));
    return propertyName(trace, property, frame) === name && property['value'] ? [{ property, frame }] : [];
  });
}
