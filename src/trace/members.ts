import { shapes } from '../api.ts';
import type { Node } from '../source/ast.ts';
import { classMember } from './classes/classes.ts';
import { propertyName } from './evaluate.ts';
import { sharedValue } from './modules/globals.ts';
import { exportedValue, exportNamesOf } from './modules/modules.ts';
import { recordNames, recordOf } from './doubles/called-doubles.ts';
import { isReordered } from './changes/mutations.ts';
import { pairOfMap, underName } from './names/named-pairs.ts';
import { namespaceMember } from './modules/namespaces.ts';
import { bodyShape, linkOf } from './requests/answers.ts';
import { iterated } from './calls/iterators.ts';
import { type Kept, keptUnder } from './names/kept-names.ts';
import { changesTo } from './changes/made.ts';
import { onlyChild } from './flow/mentions.ts';
import { ownContainer } from './classes/own-containers.ts';
import { methodOfQuery } from './classes/own-queries.ts';
import { setThroughList } from './changes/outside-writes.ts';
import { fittingMember, schemaMember } from './schemas/schemas.ts';
import { tableElement } from './shape-names.ts';
import { isStrings } from './calls/tagged.ts';
import { pieceOfValue } from './texts/text.ts';
import type { Trace } from './trace.ts';
import { memberType, valueOfType } from './types/types.ts';
import { takenFrom } from './unknowns.ts';
import { isAbsent } from './conditions/absence.ts';
import { absent, type FunctionValue, type LibraryValue, type ListValue, members, type ObjectValue, type Piece, type Ref, type ResponseValue, type ShapeValue, union, unfilled, unknown, type UrlValue, type Value } from './value.ts';
import { entryOf } from '../table.ts';

/** The member of this name. `at` is the place that asks. */
export function memberOf(trace: Trace, value: Value, name: string, at: Ref): Value {
  if ((value.kind === 'object' || value.kind === 'typed') && value.without?.has(name)) return absent;
  switch (value.kind) {
    case 'object':
      return trace.member(value.ref.node, value.ref.frame, name, () => objectMember(trace, value, name));
    case 'map':
      return value.how === 'dictionary' ? (underName(trace, value, name) ?? value.value) : unknown;
    case 'record':
      return entryOf(value.members, name) ?? unknown;
    case 'shape':
      return shapeMember(value, name, at.node);
    case 'response':
      return (value.beside && value.steps.length === 0 && entryOf(value.beside, name)) || answerStep(trace, value, name, at.node);
    case 'instance':
      return classMember(trace, value.cls, name, false, value);
    case 'list':
      return (name === 'raw' && isStrings(value)) || (value.isCall && /^arg(?:ument)?s$/.test(name)) ? value : value.isCall && name === 'result' ? trace.evaluate(value.ref.node, undefined) : unknown;
    case 'class':
      return name === 'prototype' ? { kind: 'instance', cls: value, frame: undefined } : classMember(trace, value, name, true, undefined);
    case 'module':
      return exportedValue(trace, value.file, name);
    case 'function':
      return functionMember(trace, value, name);
    case 'library':
      return value.name === 'global' && value.path.join('.') === 'process.env' ? { kind: 'env', name, ref: at } : libraryMember(trace, value, name, at);
    case 'url':
      return name === 'searchParams' ? { kind: 'query', ref: value.ref, init: value, initRef: undefined, how: 'search-params' } : urlText(value, name, at);
    case 'query':
      return methodOfQuery(trace, value, name);
    case 'typed':
      return typedMember(trace, value.type, name);
    case 'schema':
      return schemaMember(trace, value, name, at);
    case 'each':
      // One of the values of something that itself holds such values would be asked for without an end.
      return value.part === 'value' ? union(members(elementAt(trace, value.of, Number.NaN, value.ref)).flatMap((one) => (one.kind === 'each' ? [] : [memberOf(trace, one, name, at)]))) : unknown;
    case 'union':
      return union(value.of.map((member) => memberOf(trace, member, name, at)));
    case 'unknown':
      return value.fits ? fittingMember(trace, value.fits.schema, name, at) : takenFrom(value);
    default:
      return unknown;
  }
}

function libraryMember(trace: Trace, value: LibraryValue, name: string, at: Ref): Value {
  const own = trace.clientOf(value)?.member?.(value, name, at, trace);
  const shared = own || value.name !== 'global' || value.path.length > 0 ? undefined : sharedValue(trace, name, at.node);
  const recorded = own ?? shared ?? (name === 'mock' && value.name === 'global' ? recordOf(trace, value, name) : undefined);
  return recorded ?? { ...value, path: [...value.path, name], ref: at };
}

function typedMember(trace: Trace, type: Node, name: string): Value {
  const declared = memberType(trace, type, name);
  return declared ? valueOfType(trace, declared, undefined) : unknown;
}

function urlText(url: UrlValue, name: string, at: Ref): Value {
  if (name === 'href') return { kind: 'text', pieces: pieceOfValue(url, at.node, at.frame) };
  if (name === 'origin' || name === 'host' || name === 'hostname') return { kind: 'text', pieces: originOf(url.pieces) };
  if (name === 'search') return { kind: 'text', pieces: url.pieces.filter((piece) => piece.kind === 'hole' && linkOf(piece.value)) };
  return name === 'pathname' ? { kind: 'text', pieces: url.pieces } : unknown;
}

/** What stands in front of the path: everything before the first slash that is not part of `https://`. */
function originOf(pieces: readonly Piece[]): Piece[] {
  const origin: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'query') break;
    const text = piece.kind === 'literal' ? (/^(?:[a-z][a-z\d+.-]*:\/\/)?[^/?#]*/i.exec(piece.text)?.[0] ?? '') : '';
    if (piece.kind === 'hole' || text === piece.text) origin.push(piece);
    else if (text !== '') origin.push({ ...piece, text, node: { type: 'Joint', start: piece.node.start, end: piece.node.end, parent: piece.node } });
    if (piece.kind === 'literal' && text !== piece.text) break;
  }
  return origin;
}

/** Explicit properties win over spreads before them; later ones over earlier ones. */
function objectMember(trace: Trace, object: ObjectValue, name: string): Value {
  const assigned = assignedLater(trace, object, name);
  const own = ownMember(trace, object, name, object.ref.frame);
  const keyed = keptUnder(trace, changesTo(trace, object.ref), [name]);
  const named = [...assigned, ...keyed.flatMap(({ value, isCertain }) => (isCertain ? [value] : []))];
  if (named.length === 0) return own ?? underSomeKey(trace, object, keyed) ?? (isAbsent(trace, object, name) ? absent : unknown);
  return union(own ? [own, ...named] : [...named, ...keyed.flatMap(({ value, isCertain }) => (isCertain ? [] : [value]))]);
}

/** `list.inState = (state) => …`, `module.exports = list; module.exports.inState = …`. */
function functionMember(trace: Trace, value: FunctionValue, name: string): Value {
  const exported = value.file === undefined ? unknown : exportedValue(trace, value.file, name);
  const assigned = exported.kind === 'unknown' ? assignedLater(trace, value, name) : [];
  if (assigned.length > 0) return union(assigned);
  return (exported.kind === 'unknown' && recordNames.test(name) ? recordOf(trace, value, name) : undefined) ?? exported;
}

/** What is assigned to the member after the literal was made, in any function or file that has it, and what is merged into it. */
function assignedLater(trace: Trace, { ref }: ObjectValue | FunctionValue, name: string): Value[] {
  const changed = changesTo(trace, ref).flatMap(({ frame, ...change }) => {
    if (change.kind === 'member' && change.name === name) return [trace.evaluate(change.value, frame)];
    const merged = change.kind === 'merge' ? memberOf(trace, trace.evaluate(change.value, frame), name, { node: change.value, frame }) : unknown;
    return merged.kind === 'unknown' ? [] : [merged];
  });
  return [...changed, ...setThroughList(trace, ref, name)];
}

/** What stands under keys that only the run knows; undefined when there are none. */
function underSomeKey(trace: Trace, { ref }: ObjectValue, keyed: readonly Kept[]): Value | undefined {
  const computed = entriesOf(ref.node).filter((property) => property.type === 'ObjectProperty' && property['computed'] && propertyName(trace, property, ref.frame) === undefined);
  const held = [...computed.map((property) => trace.evaluate(property['value'], ref.frame)), ...keyed.map(({ value }) => value)];
  return held.length === 0 ? undefined : union(held);
}

function ownMember(trace: Trace, object: ObjectValue, name: string, frame: Ref['frame']): Value | undefined {
  if (object.ref.node.type === 'TSModuleDeclaration') return namespaceMember(trace, object.ref.node, name);
  const child = name === 'children' && object.ref.node.type === 'JSXOpeningElement' ? onlyChild(object.ref.node) : undefined;
  if (child) return trace.evaluate(child, frame);
  const instead: Value[] = [];
  for (const property of [...entriesOf(object.ref.node)].reverse()) {
    const value = /^(?:JSX)?Spread/.test(property.type) ? spreadMember(trace, property, name, object) : namedProperty(trace, property, name, object);
    if (value) return union([value, ...instead]);
    if (property['computed'] && property['value']) instead.push(...keptUnder(trace, [{ kind: 'key', key: property['key'], value: property['value'], frame }], [name]).flatMap((kept) => (kept.isCertain ? [kept.value] : [])));
  }
  return undefined;
}

function spreadMember(trace: Trace, spread: Node, name: string, object: ObjectValue): Value | undefined {
  const given = trace.evaluate(spread['argument'], object.ref.frame);
  const found = memberOf(trace, given, name, { node: spread, frame: object.ref.frame });
  return found.kind === 'unknown' ? undefined : takenOver(found, given, object);
}

/** A method that an object takes from another is called on the object that has it now. */
function takenOver(found: Value, from: Value, object: ObjectValue): Value {
  const own = members(from);
  return union(members(found).map((value) => (value.kind === 'function' && value.self && own.includes(value.self) ? { ...value, self: object } : value)));
}

function namedProperty(trace: Trace, property: Node, name: string, object: ObjectValue): Value | undefined {
  const frame = object.ref.frame;
  if (property.type === 'JSXAttribute') {
    if (property['name'].name !== name) return undefined;
    const given = property['value'];
    return given ? trace.evaluate(given.type === 'JSXExpressionContainer' ? given['expression'] : given, frame) : unknown;
  }
  if (property.type === 'TSEnumMember') return (property['id'].name ?? property['id'].value) === name && property['initializer'] ? trace.evaluate(property['initializer'], frame) : undefined;
  if (propertyName(trace, property, frame) !== name) return undefined;
  if (property.type !== 'ObjectMethod') return trace.evaluate(property['value'], frame);
  const method: Value = { kind: 'function', ref: { node: property, frame }, self: object };
  return property['kind'] === 'get' ? trace.returned(method, property, undefined) : method;
}

/** The properties of an object literal, the attributes of a JSX element, the members of an enum. */
export function entriesOf(node: Node): readonly Node[] {
  return node['properties'] ?? node['attributes'] ?? node['members'] ?? node['body']?.members ?? [];
}

/** A member of (a part of) an answer's body. */
function shapeMember(value: ShapeValue, name: string, node: Node): Value {
  const shape = shapes[value.shape]?.[name] ?? (value.shape === 'Other' ? 'Other' : tableElement(value.shape));
  return shape ? { ...value, shape, trail: { node, note: `\`.${name}\``, next: value.trail } } : unknown;
}

/** `.data`, `.body`, `.json` of an answer, as its client says. */
export function answerStep(trace: Trace, value: ResponseValue, step: string, node: Node): Value {
  const steps = [...value.steps, step];
  const trail = { node, note: `\`.${step.replace(/\(\)$/, '')}${step.endsWith('()') ? '()' : ''}\``, next: value.trail };
  const fits = value.request.answer.filter((path) => steps.every((part, index) => path[index] === part || path[index] === `${part}()`));
  if (fits.length === 0) return unknown;
  const isWhole = fits.some((path) => path.length === steps.length && path.at(-1) === step);
  return isWhole ? bodyShape(trace, value.request, trail) : { ...value, steps, trail };
}

/** One element of a list; `index` NaN when any. */
export function elementAt(trace: Trace, value: Value, index: number, at: Ref): Value {
  switch (value.kind) {
    case 'list':
      return listElement(trace, value, index);
    case 'object':
      return iterated(trace, value, at) ?? (Number.isNaN(index) ? anyMember(trace, value) : unknown);
    case 'map':
      return value.how === 'map' ? pairOfMap(value, at) : Number.isNaN(index) ? value.value : unknown;
    case 'record':
      return Number.isNaN(index) ? unknown : (entryOf(value.members, String(index)) ?? unknown);
    case 'shape':
      return /\[\]$|\{\}$/.test(value.shape) ? { ...value, shape: value.shape.slice(0, -2) } : value.shape === 'Other' ? value : unknown;
    case 'each':
      return eachElement(trace, value, index, at);
    case 'query':
      return value.how === 'search-params' ? { kind: 'each', part: 'entry', of: value, ref: at } : unknown;
    case 'instance':
      return iterated(trace, value, at) ?? elementAt(trace, ownContainer(trace, value) ?? unknown, index, at);
    // `for await (const chunk of answer)`: a part of its text.
    case 'response':
      return answerStep(trace, value, 'text', at.node);
    case 'module':
      return Number.isNaN(index) ? anyExport(trace, value.file) : unknown;
    case 'library':
      return (Number.isNaN(index) ? trace.clientOf(value)?.element?.(value, at, trace) : trace.clientOf(value)?.member?.(value, String(index), at, trace)) ?? unknown;
    case 'typed':
      return value.type.type === 'TSArrayType' ? valueOfType(trace, value.type['elementType'], undefined) : unknown;
    case 'union':
      return union(value.of.map((member) => elementAt(trace, member, index, at)));
    case 'unknown':
      return takenFrom(value);
    default:
      return unknown;
  }
}

function listElement(trace: Trace, list: ListValue, index: number): Value {
  const { items, rest } = list;
  if (!rest && !list.isMoved && index >= items.length) return absent;
  if (!rest && items.length === 0) return unfilled;
  const exact = Number.isNaN(index) || rest || list.isMoved || isReordered(trace, list) ? undefined : items.at(index);
  // Which texts of a template stand where is only known of all of them.
  if (!exact && isStrings(list)) return unknown;
  const all = exact ? [trace.value(exact)] : [...items.map((item) => trace.value(item)), ...(rest ? [rest] : [])];
  return list.settled ? { kind: 'record', members: { value: union(all) } } : union(all);
}

/** More properties than this are a table of something else. */
const mostProperties = 24;

/** One of the exports of a file, taken by a name that only the run knows. */
function anyExport(trace: Trace, file: string): Value {
  const names = exportNamesOf(trace, file).filter((name) => name !== '*');
  return names.length > mostProperties ? unknown : union(names.map((name) => exportedValue(trace, file, name)));
}

/** What an object literal holds under a key that only the run knows. Objects may be spread into each other in a circle. */
function anyMember(trace: Trace, { ref }: ObjectValue): Value {
  const properties = entriesOf(ref.node);
  return properties.length > mostProperties ? unknown : trace.member(ref.node, ref.frame, anyName, () => heldBy(trace, ref, properties));
}

/** Stands for every name of an object; no property has it. */
const anyName = '\0any';

function heldBy(trace: Trace, ref: Ref, properties: readonly Node[]): Value {
  const own = properties.flatMap((property) => {
    if (property.type === 'SpreadElement') return [elementAt(trace, trace.evaluate(property['argument'], ref.frame), Number.NaN, { node: property, frame: ref.frame })];
    if (property.type === 'ObjectMethod') return [{ kind: 'function', ref: { node: property, frame: ref.frame }, self: { kind: 'object', ref } } as const];
    const given: Node | undefined = property['value'] ?? property['initializer'];
    return given ? [trace.evaluate(given, ref.frame)] : [];
  });
  const added = changesTo(trace, ref).flatMap(({ kind, value, frame }) => (kind === 'key' || kind === 'member' ? [trace.evaluate(value, frame)] : []));
  return union([...own, ...added]);
}

function eachElement(trace: Trace, value: Extract<Value, { kind: 'each' }>, index: number, at: Ref): Value {
  if (value.part === 'entry') return index === 0 ? { ...value, part: 'key', ref: at } : index === 1 ? held(trace, { ...value, part: 'value', ref: at }) : unknown;
  const one = { keys: 'key', values: 'value', entries: 'entry', pairs: 'pair' } as const;
  const part = one[value.part as keyof typeof one];
  if (!part) return unknown;
  return part === 'value' ? held(trace, { ...value, part, ref: at }) : { ...value, part, ref: at };
}

const scalar = /^(?:UserId|Href|Text|Number)$/;
const telling: ReadonlySet<Value['kind']> = new Set(['list', 'record', 'response', 'function', 'instance']);

/** True for what tells more than that it is one of some values; an object with others in it may be the copy of a user. */
const isTelling = (one: Value): boolean => telling.has(one.kind) || (one.kind === 'shape' ? !scalar.test(one.shape) : one.kind === 'object' && [...entriesOf(one.ref.node)].some(({ type }) => type === 'SpreadElement'));

/** One value of an object: what the object holds where that tells more than that it is one of its values. */
export function held(trace: Trace, value: Extract<Value, { kind: 'each' }>): Value {
  const any = elementAt(trace, value.of, Number.NaN, value.ref);
  return members(any).some(isTelling) ? any : value;
}
