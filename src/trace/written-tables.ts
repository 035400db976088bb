import { keyName, type Node } from '../source/ast.ts';
import { listOfParameter } from './calls/callbacks.ts';
import { changesTo } from './changes/made.ts';
import { entriesOf } from './members.ts';
import type { Trace } from './trace.ts';
import type { Frame, ObjectValue, Ref, Value } from './value.ts';

/** Tables with more entries are not gone through one by one. */
const most = 12;

const entries = new WeakMap<Node, Node>();
const keys = new WeakMap<Node, Node>();

/** The elements of something that is gone through, one by one, where the code writes all of them out: of a list, of a Map, or the names, values or entries of an object. */
export function writtenItems(trace: Trace, value: Value): readonly Ref[] | undefined {
  if (value.kind === 'list') return value.rest || value.settled || value.items.length > most ? undefined : value.items;
  if (value.kind === 'map') return value.how === 'map' ? itemsOfMap(trace, value.ref) : undefined;
  const properties = value.kind === 'each' && value.of.kind === 'object' ? writtenProperties(trace, value.of) : undefined;
  if (value.kind !== 'each' || value.of.kind !== 'object' || !properties) return undefined;
  const { frame } = value.of.ref;
  if (value.part === 'values') return properties.map((property) => ({ node: property['value'], frame }));
  if (value.part === 'keys') return properties.map((property) => keyOf(property, frame));
  return value.part === 'entries' ? properties.map((property) => entryOf(property, frame)) : undefined;
}

/** The properties of an object that is written out and stays as it is. */
export function writtenProperties(trace: Trace, { ref, without }: ObjectValue): readonly Node[] | undefined {
  const properties = entriesOf(ref.node);
  const isPlain =
    ref.node.type === 'ObjectExpression' &&
    !without &&
    properties.length > 0 &&
    properties.length <= most &&
    properties.every((property) => property.type === 'ObjectProperty' && keyName(property['key'], property['computed']) !== undefined);
  return isPlain && changesTo(trace, ref).length === 0 ? properties : undefined;
}

/** `new Map([['users', '/users']])`, `new Map(Object.entries(paths))`, to which nothing is added. */
function itemsOfMap(trace: Trace, ref: Ref): readonly Ref[] | undefined {
  const [given] = ref.node.type === 'NewExpression' ? (ref.node['arguments'] as Node[]) : [];
  return given && changesTo(trace, ref).length === 0 ? writtenItems(trace, trace.evaluate(given, ref.frame)) : undefined;
}

/** An expression that no source text holds, made once for a property. */
function given(table: WeakMap<Node, Node>, property: Node, ask: (frame: Frame | undefined) => Value, frame: Frame | undefined): Ref {
  const { start, end } = property['key'] as Node;
  const node: Node = table.get(property) ?? { type: 'Given', start, end, parent: property, ask };
  table.set(property, node);
  return { node, frame };
}

/** The name of a property as a text: it is a name, which no address may edit. */
function keyOf(property: Node, frame: Frame | undefined): Ref {
  const { start, end } = property['key'] as Node;
  const text: Value = { kind: 'text', pieces: [{ kind: 'literal', text: keyName(property['key'], false) ?? '', node: { type: 'Joint', start, end, parent: property['key'] } }] };
  return given(keys, property, () => text, frame);
}

/** The name of a property and what stands under it. */
const entryOf = (property: Node, frame: Frame | undefined): Ref =>
  given(entries, property, (own) => ({ kind: 'list', items: [keyOf(property, own), { node: property['value'], frame: own }], rest: undefined, ref: { node: property, frame: own } }), frame);

/** What a pattern stands for in each run of its loop or its callback, where the code writes out what is gone through. */
export function runsOf(trace: Trace, pattern: Node, frame: Frame | undefined): readonly Value[] | undefined {
  const loop = pattern.parent?.type === 'VariableDeclarator' && !pattern.parent['init'] ? pattern.parent.parent?.parent : undefined;
  const list: Node | undefined = /^For(?:Of|In)Statement$/.test(loop?.type ?? '') ? loop?.['right'] : listOfParameter(pattern);
  const value = list && trace.evaluate(list, frame);
  // A Map hands its values and its keys apart to what is called for each.
  if (!value || (value.kind === 'map' && !loop)) return undefined;
  return writtenItems(trace, loop?.type === 'ForInStatement' ? { kind: 'each', part: 'keys', of: value, ref: { node: list, frame } } : value)?.map((item) => trace.value(item));
}
