import type { BodyRoles } from '../../facts.ts';
import { calleeName, isCall, isInside, isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import { calledHere } from '../../trace/calls/called-here.ts';
import { mentionsOf } from '../../trace/changes/contents.ts';
import { frameAround } from '../../trace/frames.ts';
import { closedTexts } from '../../trace/texts/closed-texts.ts';
import { expectedShape } from '../../trace/flow/expected.ts';
import { changesTo } from '../../trace/changes/made.ts';
import { entriesOf } from '../../trace/members.ts';
import type { Trace } from '../../trace/trace.ts';
import { type EachValue, members, type ObjectValue, type Ref, type Value } from '../../trace/value.ts';
import { placeOf } from '../queries/argument-places.ts';
import { rolesOf } from './body-roles.ts';

/** Where a part of the path of an operation is written, and what the code puts in front of it. */
export interface PathPart {
  readonly place: Ref;
  readonly before: string;
}

/** `'/' + field`, where a caller gives the field as text: the argument. Undefined for a path that is written as a whole. */
export function partGiven(trace: Trace, { node, frame }: Ref): PathPart | undefined {
  const value = /^(?:BinaryExpression|TemplateLiteral)$/.test(node.type) ? trace.evaluate(node, frame) : undefined;
  const pieces = value?.kind === 'text' ? value.pieces : [];
  const last = pieces.at(-1);
  if (last?.kind !== 'literal' || last.node.type !== 'StringLiteral' || !pieces.every((piece) => piece.kind === 'literal')) return undefined;
  const isArgument = !isInside(last.node, node) && last.node.parent?.['arguments']?.includes(last.node);
  return isArgument
    ? {
        place: { node: last.node, frame: undefined },
        before: pieces
          .slice(0, -1)
          .map((piece) => (piece.kind === 'literal' ? piece.text : ''))
          .join(''),
      }
    : undefined;
}

/**
 * `fill(ROLES, names)` with `const fill = (template, value) => ({ ...template, value })`, where another caller gives another template: what stands beside the one that this caller gives.
 * Undefined for a path that is the same whoever calls.
 */
export function templateGiven(trace: Trace, { ref }: ObjectValue, path: Node): readonly Node[] | undefined {
  if (path.parent === ref.node) return undefined;
  const spreads = ((ref.node['properties'] ?? []) as Node[]).flatMap((property) => (property.type === 'SpreadElement' ? [unwrap(property['argument'])] : []));
  const chosen = spreads.find((spread) => members(trace.evaluate(spread, ref.frame)).some((value) => value.kind === 'object' && value.ref.node === path.parent));
  if (!chosen || members(trace.evaluate(chosen, undefined)).every((value) => value.kind === 'object' && value.ref.node === path.parent)) return undefined;
  const given = placeOf(trace, { node: chosen, frame: ref.frame }).node;
  return (given === chosen ? frameAround(chosen, ref.frame)?.call : given.parent)?.['arguments'] ?? [];
}

/** Roles under their name in objects whose keys become paths. */
export interface KeyedRoles {
  /** The path that the code makes of the name. */
  readonly path: string;
  readonly roles: readonly BodyRoles[];
}

/**
 * `Object.entries(changes).map(([key, value]) => ({ op: 'set', path: '/' + key, value }))`: where the objects hold roles. Undefined where the code does something else with the keys
 * or the values, where the objects are not all written out, and where a declared type calls them users: then they change with that.
 */
export function keyedRoles(trace: Trace, path: Ref, given: Node | undefined): KeyedRoles | undefined {
  const key = keyIn(trace, path);
  const objects = key && objectsOf(key.of);
  const isOwn = objects?.every(({ ref }) => ref.node.type === 'ObjectExpression' && !(trace.userTypes && expectedShape(trace.userTypes, ref.node)));
  if (!key || !objects || !isOwn || !given || !isOnlyFor(trace, key.node, path.node) || !isOnlyFor(trace, given, given) || !areOnlyGoneThrough(trace, objects)) return undefined;
  return { path: `${key.before}roles`, roles: rolesOf(trace, objects) };
}

/** A path that is made of the keys of objects: what stands before the key, and where that is named. */
function keyIn(trace: Trace, path: Ref): { readonly of: EachValue; readonly node: Node; readonly before: string } | undefined {
  const value = trace.value(path);
  const pieces = value.kind === 'text' ? value.pieces : [];
  const hole = pieces.at(-1);
  const key = value.kind === 'each' ? { value, node: path.node } : hole?.kind === 'hole' ? { value: hole.value, node: hole.ref.node } : undefined;
  const before = pieces.slice(0, -1).map((piece) => (piece.kind === 'literal' ? piece.text : undefined));
  return key?.value.kind === 'each' && key.value.part === 'key' && !before.includes(undefined) ? { of: key.value, node: key.node, before: before.join('') } : undefined;
}

/** Every path that it can be, where the code says all of them. There is none where the keys are those of `{}`, as long as that has no name under which something could come into it. */
export function pathsOf(trace: Trace, path: Ref): readonly string[] | undefined {
  const paths = closedTexts(trace, trace.value(path)) ?? pathsOfTable(trace, path);
  if (paths?.length !== 0) return paths;
  const key = keyIn(trace, path);
  return key && objectsOf(key.of)?.every(({ ref }) => isHandedOver(ref.node)) ? paths : undefined;
}

/** `PATHS[field]`: what stands in a table of texts that is written out and never changed. */
function pathsOfTable(trace: Trace, { node: given, frame }: Ref): readonly string[] | undefined {
  const node = unwrap(given);
  if (!isMember(node) || !node['computed']) return undefined;
  const texts = members(trace.evaluate(node['object'], frame)).flatMap((table): readonly (string | undefined)[] => {
    const entries = table.kind === 'object' && changesTo(trace, table.ref).length === 0 ? entriesOf(table.ref.node) : [];
    return entries.length > 0 ? entries.map((entry) => (entry['value']?.type === 'StringLiteral' ? (entry['value']['value'] as string) : undefined)) : [undefined];
  });
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** True for what is written as the argument of a call or as the default of a parameter, also as one of two. */
function isHandedOver(node: Node): boolean {
  const outer = outermost(node);
  const parent = outer.parent;
  if (parent?.type === 'ConditionalExpression' || parent?.type === 'LogicalExpression') return isHandedOver(parent);
  return parent?.type === 'AssignmentPattern' || !!parent?.['arguments']?.includes(outer);
}

/** `pairs.map(([path, value]) => ({ op: 'set', path, value }))`: the path and the value of each pair that is written out. Undefined where others may be given, or the code does more with them. */
export function pairsGiven(trace: Trace, path: Ref, given: Node | undefined): readonly { readonly path: Node; readonly value: Node }[] | undefined {
  const [first, second] = [path.node, given].map((node) => node && placeInPattern(trace, node));
  if (!first || !second || !given || first.pattern !== second.pattern || !isOnlyFor(trace, path.node, path.node) || !isOnlyFor(trace, given, given)) return undefined;
  const pairs = members(trace.evaluate(path.node, path.frame)).map((value) => {
    const [only] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
    const list = only?.kind === 'literal' && only.node.type === 'StringLiteral' ? only.node.parent : undefined;
    const beside: Node | undefined = list?.type === 'ArrayExpression' && only?.kind === 'literal' && list['elements'][first.index] === only.node ? list['elements'][second.index] : undefined;
    return beside && beside.type !== 'SpreadElement' && only?.kind === 'literal' ? { path: only.node, value: beside } : undefined;
  });
  return pairs.length > 0 && pairs.every((pair) => pair !== undefined) ? pairs : undefined;
}

/** Where a name stands in `[path, value]`. */
function placeInPattern(trace: Trace, node: Node): { readonly pattern: Node; readonly index: number } | undefined {
  const id = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node)?.id : undefined;
  return id?.parent?.type === 'ArrayPattern' ? { pattern: id.parent, index: id.parent['elements'].indexOf(id) } : undefined;
}

/** The objects of whose keys it is one; undefined where there may be others. */
function objectsOf({ of }: EachValue): readonly ObjectValue[] | undefined {
  const all = members(of);
  const objects = all.flatMap((one: Value) => (one.kind === 'object' ? [one] : []));
  return objects.length > 0 && objects.length === all.length ? objects : undefined;
}

/** True where the members of the objects are gone through once, and the objects are used for nothing else that goes by all their members. */
function areOnlyGoneThrough(trace: Trace, objects: readonly ObjectValue[]): boolean {
  const ways = new Set<Node>();
  const isPlain = objects
    .flatMap(({ ref }) => mentionsOf(trace, ref.node, 0))
    .every((mention) => {
      const outer = outermost(mention);
      const parent = outer.parent as Node;
      if (isMember(parent)) return parent['object'] === outer;
      const whole = parent.type === 'SpreadElement' && parent.parent?.type === 'ObjectExpression' ? outermost(parent.parent).parent : undefined;
      if (whole && isGoneThrough(whole)) return !!ways.add(whole);
      if (isGoneThrough(parent)) return !!ways.add(parent);
      return (isCall(parent) && calledHere(trace, unwrap(parent['callee'])).length > 0) || /^(?:If|Expression)Statement$|^UnaryExpression$/.test(parent.type);
    });
  return isPlain && ways.size <= 1;
}

/** `for (const key in changes)`, `Object.keys(changes)`, `Object.entries(changes)`. */
const isGoneThrough = (node: Node): boolean => node.type === 'ForInStatement' || (isCall(node) && /^(?:keys|entries)$/.test(calleeName(node)) && isMember(unwrap(node['callee'])) && unwrap(node['callee'])['object'].name === 'Object');

/** True for a name that is used there, or to take a member by it, and for nothing else; and for what is no name. */
function isOnlyFor(trace: Trace, used: Node, within: Node): boolean {
  const node = unwrap(used);
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  if (!binding) return isMember(node) && node['computed'];
  return (
    binding.writes.length === 0 && binding.references.every((reference) => isInside(reference, within) || reference === within || (isMember(reference.parent) && reference.parent?.['computed'] && reference.parent['property'] === reference))
  );
}
