import { keyName, type Node } from '../source/ast.ts';
import { listOfParameter } from './callbacks.ts';
import { changesTo } from './made.ts';
import { entriesOf } from './members.ts';
import type { Trace } from './trace.ts';
import type { Frame, ListValue, ObjectValue, Ref, Value } from './value.ts';

/** Tables with more entries are not gone through one by one. */
const most = 12;

const pairs = new WeakMap<Node, ListValue[]>();
const keys = new WeakMap<Node, Value>();

/** The elements of something that is gone through, one by one, where the code writes all of them out: of a list, of a Map, or the names, values or entries of an object. */
export function writtenElements(trace: Trace, value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.rest || value.settled || value.items.length > most ? undefined : value.items.map((item) => trace.value(item));
  if (value.kind === 'map') return value.how === 'map' ? elementsOfMap(trace, value.ref) : undefined;
  const properties = value.kind === 'each' && value.of.kind === 'object' ? writtenProperties(trace, value.of) : undefined;
  if (value.kind !== 'each' || value.of.kind !== 'object' || !properties) return undefined;
  const { frame } = value.of.ref;
  if (value.part === 'keys') return properties.map((property) => keyOf(property));
  if (value.part === 'values') return properties.map((property) => trace.evaluate(property['value'], frame));
  return value.part === 'entries' ? properties.map((property) => pairOf(property, frame)) : undefined;
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
function elementsOfMap(trace: Trace, ref: Ref): readonly Value[] | undefined {
  const [given] = ref.node.type === 'NewExpression' ? (ref.node['arguments'] as Node[]) : [];
  return given && changesTo(trace, ref).length === 0 ? writtenElements(trace, trace.evaluate(given, ref.frame)) : undefined;
}

/** The name of a property as a text: it is a name, which no address may edit. */
function keyOf(property: Node): Value {
  const { start, end } = property['key'] as Node;
  const known: Value = keys.get(property) ?? { kind: 'text', pieces: [{ kind: 'literal', text: keyName(property['key'], false) ?? '', node: { type: 'Joint', start, end, parent: property['key'] } }] };
  keys.set(property, known);
  return known;
}

/** The entry of a property; always the same for the same. */
function pairOf(property: Node, frame: Frame | undefined): Value {
  const made = pairs.get(property) ?? [];
  const found = made.find(({ ref }) => ref.frame === frame);
  if (found) return found;
  const { start, end } = property['key'] as Node;
  const key: Node = { type: 'Given', start, end, parent: property, ask: () => keyOf(property) };
  const pair: ListValue = {
    kind: 'list',
    items: [
      { node: key, frame },
      { node: property['value'], frame },
    ],
    rest: undefined,
    ref: { node: property, frame },
  };
  pairs.set(property, [...made, pair]);
  return pair;
}

/** What a pattern stands for in each run of its loop or its callback, where the code writes out what is gone through. */
export function runsOf(trace: Trace, pattern: Node, frame: Frame | undefined): readonly Value[] | undefined {
  const loop = pattern.parent?.type === 'VariableDeclarator' && !pattern.parent['init'] ? pattern.parent.parent?.parent : undefined;
  if (loop?.type === 'ForInStatement') return writtenElements(trace, { kind: 'each', part: 'keys', of: trace.evaluate(loop['right'], frame), ref: { node: pattern, frame } });
  const list: Node | undefined = loop?.type === 'ForOfStatement' ? loop['right'] : listOfParameter(pattern);
  const value = list && trace.evaluate(list, frame);
  // A Map hands its values and its keys apart to what is called for each.
  return value && !(value.kind === 'map' && list !== loop?.['right']) ? writtenElements(trace, value) : undefined;
}
