import { oldFields } from '../../api.ts';
import { keyName, type Node } from '../../source/ast.ts';
import { memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type ObjectValue, type Ref, type Value } from '../value.ts';

/** One of the things that are merged: an expression in a context, or a value that no expression of the call is. */
export type Merged = Ref | { readonly value: Value };

interface Made {
  readonly frame: Frame | undefined;
  readonly parts: readonly (Ref | undefined)[];
  readonly literal: Node;
  /** What the parts are that no expression is, as last seen. */
  values: readonly Merged[];
}

const known = new WeakMap<Node, Made[]>();

/** How things are merged. `fills`: what is undefined above is taken from below; `isDeep`: objects under one name are merged in turn. */
export interface MergeWay {
  readonly fills?: boolean;
  readonly isDeep?: boolean;
}

/** The literal `{ ...a, ...b }` that a call stands for which merges a and b, standing where the call stands. */
export function mergedLiteral(trace: Trace, merged: readonly Merged[], ref: Ref, way: MergeWay = {}): ObjectValue {
  const parts = merged.map((part) => ('node' in part ? part : undefined));
  const made = known.get(ref.node) ?? [];
  known.set(ref.node, made);
  let found = made.find((one) => one.frame === placeOf(parts, ref, way) && isSame(one.parts, parts));
  if (!found) made.push((found = newLiteral(trace, parts, ref, way)));
  found.values = merged;
  if (way.isDeep) addInner(trace, found, ref, way);
  return { kind: 'object', ref: { node: found.literal, frame: ref.frame } };
}

/** Literals of what stands in the call itself are the same for whoever calls it; others have a frame of their own. */
const placeOf = (parts: readonly (Ref | undefined)[], ref: Ref, { isDeep }: MergeWay): Frame | undefined => (!isDeep && parts.every((part) => part && part.frame === ref.frame) ? undefined : ref.frame);

const isSame = (a: Made['parts'], b: Made['parts']): boolean => a.length === b.length && a.every((part, index) => part?.node === b[index]?.node);

function newLiteral(trace: Trace, parts: Made['parts'], ref: Ref, way: MergeWay): Made {
  const { start, end, parent } = ref.node;
  const properties: Node[] = [];
  const literal: Node = { type: 'ObjectExpression', start, end, properties, standsFor: ref.node, fills: way.fills === true, ...(parent ? { parent } : {}) };
  const made: Made = { frame: placeOf(parts, ref, way), parts, literal, values: [] };
  const given = (index: number): Node => ({ type: 'Given', start, end, parent: ref.node, ask: () => partValue(trace, made.values[index]) });
  for (const [index, part] of parts.entries()) {
    const argument = part && part.frame === ref.frame ? part.node : given(index);
    properties.push(argument.type === 'SpreadElement' ? argument : { type: 'SpreadElement', start: argument.start, end: argument.end, argument, parent: literal });
  }
  return made;
}

const partValue = (trace: Trace, part: Merged | undefined): Value => (!part ? { kind: 'unknown' } : 'node' in part ? trace.value(part) : part.value);

/** `merge({ params: a }, { params: b })` has `params: { ...a, ...b }`. */
function addInner(trace: Trace, { literal, values }: Made, ref: Ref, way: MergeWay): void {
  const parts = values.map((part) => partValue(trace, part));
  const names = parts.map((part) => innerNames(trace, part));
  const properties = literal['properties'] as Node[];
  for (const name of new Set(names.flatMap((list) => [...list]))) {
    const isKnown = properties.some((property) => property['key']?.name === name);
    if (isKnown || names.filter((list) => list.has(name)).length < 2) continue;
    const { start, end } = literal;
    const property: Node = { type: 'ObjectProperty', start, end, computed: false, shorthand: false, parent: literal };
    const value: Node = { type: 'Given', start, end, parent: property, ask: () => ({ kind: 'unknown' }) };
    const below = (): readonly Merged[] => parts.map((part) => ({ value: memberOf(trace, part, name, ref) })).filter((part) => members(part.value).some(({ kind }) => kind === 'object'));
    properties.push(Object.assign(property, { key: { type: 'Identifier', name, start, end, parent: property }, value: Object.assign(value, { ask: () => mergedLiteral(trace, below(), { node: value, frame: ref.frame }, way) }) }));
  }
}

/** Names under which something has objects. */
function innerNames(trace: Trace, value: Value): ReadonlySet<string> {
  const objects = members(value).flatMap((one) => (one.kind === 'object' ? [one] : []));
  const own = objects.flatMap(({ ref }) => ((ref.node['properties'] ?? []) as Node[]).flatMap((property) => (property.type === 'ObjectProperty' ? (keyName(property['key'], property['computed']) ?? []) : [])));
  const holds = (name: string): boolean => members(memberOf(trace, value, name, objects[0]?.ref as Ref)).some(({ kind }) => kind === 'object');
  return new Set(own.filter((name) => !oldFields.has(name) && holds(name)));
}
