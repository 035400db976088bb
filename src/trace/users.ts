import { cursors, oldFields } from '../api.ts';
import { calleeName, descendants, isCall, isMember, keyName, memberName, type Node, unwrap } from '../source/ast.ts';
import type { SchemaWords, TextKey } from '../clients/client.ts';
import type { OldName } from '../facts.ts';
import { isBridged, isGivenBehind } from './changes/bridged.ts';
import { mergedInto } from './classes/classes.ts';
import { columnKeys } from './names/column-keys.ts';
import { comparedField, comparedQueries } from './flow/compared.ts';
import { expectedLiteral } from './flow/expected.ts';
import type { KeyAct } from './names/key-acts.ts';
import { entriesOf } from './members.ts';
import { isSharedField } from './types/merged-classes.ts';
import { hrefsOf, inAll, linksAround, otherLinkAround, otherLinks } from './texts/links.ts';
import { linksOfName } from './texts/named-links.ts';
import { behindProxies } from './calls/proxies.ts';
import { newNameIn } from './shape-names.ts';
import { heldIn } from './conditions/choices.ts';
import { inOrder } from './in-order.ts';
import type { Trace } from './trace.ts';
import { members, type RawRequest, type Ref, type ShapeValue, type Value } from './value.ts';

/** A place that names an old field, with the value it is a field of. */
export interface FieldPlace {
  readonly node: Node;
  readonly name: OldName;
  readonly place: 'read' | 'destructured' | 'link' | 'type' | 'mock' | 'key' | 'schema';
  readonly shape: ShapeValue;
  /** The other answers that the value may be part of. */
  readonly alternatives?: readonly ShapeValue[];
  /** For a key given to a library: what the library does with it. */
  readonly text?: TextKey;
  /** For a key with which the program compares the names of a user's members: what it does for one of that name is not done for another. */
  readonly compares?: boolean;
  /** For a link that a mock answers with. */
  readonly isMocked?: boolean;
  /** For a key by which the program defines the member anew, in the user or in an object made of it: what is read there is what was defined. */
  readonly redefines?: 'itself' | 'copy';
  /** For a key that does more than read the member: what the program does by it. */
  readonly act?: KeyAct | undefined;
  /** For a key under which an object keeps what it reads by it: what makes the object. */
  readonly copiedBy?: Node;
  /** For a key that is a value somewhere else: it is used as the name of a member and for nothing else. */
  readonly isOnlyKey?: boolean;
  /** For a key in a table: every place that takes a member by it. */
  readonly reads?: readonly Node[];
  /** For a key whose list goes to functions beside it and nowhere else: their parameters. */
  readonly handed?: readonly Node[];
  /** For a member of a type taken by its name: the type that was declared for it. */
  readonly namedType?: string;
  /** For a name that nothing is read by (in a type of texts, in a list that is asked for): whether a type has the member by it, and why it has to stay. */
  readonly keyType?: { readonly declares: boolean; readonly blocked?: string };
  /** For a key of a schema: what it is there, and the schema of the member. */
  readonly schema?: { readonly role: 'member' | 'mask' | 'name' | 'read'; readonly value: Value; readonly words: SchemaWords | undefined; readonly blocked?: string | undefined };
  /** Something else that the value may be as well. */
  readonly other: Value | undefined;
  /** Everything that the value may be. */
  readonly values?: readonly Value[];
}

/** A look-alike: the same word on something of which nothing is a user, but another API's, by its request, or an object of the program. */
export interface OtherPlace {
  readonly node: Node;
  readonly name: string;
  readonly request: RawRequest | undefined;
  readonly values: readonly Value[];
}

/** What a file reads by old names. */
export interface NamedReads {
  readonly fields: readonly FieldPlace[];
  readonly others: readonly OtherPlace[];
}

/** Every member read and every destructured key of a file that names an old field of a traced value. */
export function fieldsIn(trace: Trace, program: Node): NamedReads {
  const fields: FieldPlace[] = [];
  const others: OtherPlace[] = [];
  for (const node of descendants(program)) {
    for (const candidate of trace.ask(
      () => [
        memberField(trace, node),
        patternField(trace, node),
        inField(trace, node),
        comparedField(trace, node),
        linkField(trace, node),
        linkMember(trace, node),
        ...redefinedFields(trace, node),
        ...libraryKeys(trace, node),
        ...keyPlaces(trace, columnKeys(trace, node)),
      ],
      [],
      node,
    )) {
      if (candidate && 'shape' in candidate) fields.push(candidate);
      else if (candidate) others.push(candidate);
    }
  }
  return { fields, others };
}

function memberField(trace: Trace, node: Node): FieldPlace | OtherPlace | undefined {
  if (!isMember(node)) return undefined;
  const name = memberName(node);
  return name !== undefined && oldFields.has(name) ? fieldOf(trace, node, name, 'read', behindProxies(trace, trace.evaluate(node['object'], undefined), name)) : undefined;
}

function patternField(trace: Trace, node: Node): FieldPlace | OtherPlace | undefined {
  if (node.type !== 'ObjectProperty' || node.parent?.type !== 'ObjectPattern' || (node['computed'] && node['key'].type !== 'StringLiteral')) return undefined;
  const name: string | undefined = node['key'].name ?? node['key'].value;
  return name !== undefined && oldFields.has(name) ? fieldOf(trace, node, name, 'destructured', behindProxies(trace, trace.evaluatePattern(node.parent, undefined), name)) : undefined;
}

/** `'created' in user`, `Object.hasOwn(user, 'created')`, `user.hasOwnProperty('created')`. */
function inField(trace: Trace, node: Node): FieldPlace | OtherPlace | undefined {
  const [key, object] = node.type === 'BinaryExpression' && node['operator'] === 'in' ? [node['left'], node['right']] : ownCheck(node);
  const name = key?.type === 'StringLiteral' ? key['value'] : undefined;
  return name !== undefined && object && oldFields.has(name) ? fieldOf(trace, key, name, 'key', trace.evaluate(object, undefined)) : undefined;
}

function ownCheck(node: Node): [Node?, Node?] {
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  const name = callee && isMember(callee) ? memberName(callee) : undefined;
  if (name === 'hasOwnProperty') return [node['arguments'][0], callee?.['object']];
  return name === 'hasOwn' ? [node['arguments'][1], node['arguments'][0]] : [];
}

/** `Object.defineProperty(user, 'created', …)`, `Object.defineProperties(user, { created: … })`, `Object.create(user, { created: … })`. */
function redefinedFields(trace: Trace, node: Node): (FieldPlace | OtherPlace)[] {
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  const method = callee && isMember(callee) ? memberName(callee) : undefined;
  if (!callee || method === undefined || !/^(?:defineProperty|defineProperties|create)$/.test(method) || !/^(?:Object|Reflect)$/.test(callee['object'].name ?? '')) return [];
  const [object, given] = node['arguments'] as Node[];
  const keys = !given ? [] : method === 'defineProperty' ? [given] : entriesOf(unwrap(given)).flatMap((property) => property['key'] ?? []);
  return keys.flatMap((key) => {
    const name = key.type === 'StringLiteral' ? key['value'] : key === given ? undefined : key['name'];
    const found = object && name !== undefined && oldFields.has(name) ? fieldOf(trace, key, name, 'key', trace.evaluate(object, undefined)) : undefined;
    return found && 'shape' in found ? [{ ...found, redefines: method === 'create' ? ('copy' as const) : ('itself' as const) }] : [];
  });
}

/** Members that a library is told by name: `sortBy(users, 'created')`, `get(user, 'roles[0]')`. */
function libraryKeys(trace: Trace, node: Node): (FieldPlace | OtherPlace)[] {
  if (!(isCall(node) || node.type === 'NewExpression') || !(node['arguments'] as Node[]).some((argument) => mayName(trace, argument))) return [];
  return members(trace.evaluate(node['callee'], undefined)).flatMap((value) => {
    const client = value.kind === 'library' ? trace.clientOf(value) : undefined;
    return keyPlaces(trace, value.kind === 'library' ? (client?.keys?.(trace.use(value, node, undefined)) ?? []) : []);
  });
}

/** The names by which libraries read users in a file that names no old field itself. */
export const namedToLibraries = (trace: Trace, program: Node): FieldPlace[] =>
  descendants(program)
    .flatMap((node) => trace.ask(() => libraryKeys(trace, node), [], node))
    .flatMap((place) => ('shape' in place ? [place] : []));

function keyPlaces(trace: Trace, keys: readonly TextKey[]): (FieldPlace | OtherPlace)[] {
  return keys.flatMap((key): readonly (FieldPlace | OtherPlace)[] => {
    const found = oldFields.has(key.name) ? fieldOf(trace, key.literal, key.name, key.literal.type === 'ObjectProperty' ? 'mock' : 'key', key.of) : undefined;
    if (found && 'shape' in found) return [{ ...found, text: key, ...(key.madeBy ? { copiedBy: key.madeBy } : {}) }];
    return found && !found.request ? [found] : [];
  });
}

/** True for what can hold names of members: strings, lists and objects, here or under a name that is given one for good. */
function mayName(trace: Trace, argument: Node): boolean {
  if (/^(?:StringLiteral|ArrayExpression|ObjectExpression)$/.test(argument.type)) return true;
  const name = isMember(argument) && !argument['computed'] ? unwrap(argument['object']) : argument;
  const binding = name.type === 'Identifier' ? trace.project.sourceOf(name).scopes.bindingOf(name) : undefined;
  const init: Node | undefined = binding?.declaration['init'];
  if (name !== argument) return binding?.kind === 'import' || (!!init && /^(?:ObjectExpression|CallExpression)$/.test(unwrap(init).type) && binding?.writes.length === 0);
  return binding?.kind === 'import' || (!!init && /^(?:StringLiteral|ArrayExpression)$/.test(unwrap(init).type));
}

function fieldOf(trace: Trace, node: Node, name: string, place: 'read' | 'destructured' | 'key' | 'mock', value: Value): FieldPlace | OtherPlace | undefined {
  const values = members(value);
  const shapes = values.flatMap((member) => shapesOf(trace, member, name));
  const [shape, ...alternatives] = inOrder(
    trace,
    shapes.filter((candidate) => newNameIn(candidate, name) && !isBridged(trace, node, candidate, name)),
  );
  if (!shape) {
    const foreign = shapes.find((candidate) => candidate.shape.startsWith('Other'));
    return foreign?.request || values.some(({ kind }) => kind === 'object') ? { node, name, request: foreign?.request, values } : undefined;
  }
  const shared = values.find((member) => member.kind === 'instance' && isSharedField(trace, member.cls.ref.node, name));
  return { node, name: name as OldName, place, shape, alternatives, other: otherSource(trace, values, name) ?? shared, values };
}

/** The answers that a value is, or is made of, as far as its member of this name is concerned. */
export function shapesOf(trace: Trace, value: Value, name: string): ShapeValue[] {
  if (value.kind === 'shape') return [value];
  if (value.kind === 'object') return spreadShapes(trace, value.ref, name, 0);
  return value.kind === 'instance' ? mergedInto(trace, value, name).filter((merged) => merged.kind === 'shape') : [];
}

/** What is spread into an object literal: `{ ...user }.roles` is still a user's, until something later has the name as well. */
function spreadShapes(trace: Trace, ref: Ref, name: string, depth: number): ShapeValue[] {
  if (isGivenBehind(trace, ref.node['standsFor'] ?? ref.node, name)) return [];
  const declared = declaredElement(trace, ref.node, name);
  if (declared) return [declared];
  for (const property of [...entriesOf(ref.node)].reverse()) {
    if (!isSpread(property)) {
      if (nameOf(property) === name) return [];
      continue;
    }
    const values = depth > 4 ? [] : members(trace.evaluate(property['argument'], ref.frame));
    if (values.length > 0 && values.every((value) => value.kind === 'object' && hasOwn(value.ref.node, name))) return [];
    const found = values.flatMap((value) => (value.kind === 'object' ? spreadShapes(trace, value.ref, name, depth + 1) : shapesOf(trace, value, name)));
    if (found.length > 0) return found;
  }
  return [];
}

/** The user as which a component declares the attribute of this name: it changes together with the declaration. */
function declaredElement(trace: Trace, element: Node, name: string): ShapeValue | undefined {
  const shape = element.type === 'JSXOpeningElement' && hasOwn(element, name) ? expectedLiteral(trace, element) : undefined;
  return shape && newNameIn(shape, name) !== undefined ? shape : undefined;
}

/** Another thing the value may be that has the name as well. */
export function otherSource(trace: Trace, values: readonly Value[], name: string): Value | undefined {
  for (const value of heldIn(trace, values)) {
    const isAnother = value.kind === 'instance' ? shapesOf(trace, value, name).length === 0 || otherSource(trace, mergedInto(trace, value, name), name) !== undefined : value.kind === 'env' || isOther(value);
    const other = isAnother ? value : value.kind === 'object' ? otherIn(trace, value.ref, name, 0) : undefined;
    if (other) return other.kind === 'object' ? value : other;
  }
  return undefined;
}

/**
 * What brings the name to an object beside a user: the literal or one that is spread or merged into it, as a default has it, or a part of
 * another API's answer that is spread into it. What a user is spread over behind that is the user's.
 */
function otherIn(trace: Trace, ref: Ref, name: string, depth: number): Value | undefined {
  if (declaredElement(trace, ref.node, name)) return undefined;
  if (hasOwn(ref.node, name)) return { kind: 'object', ref };
  let isCovered = false;
  for (const spread of depth < 4 ? [...entriesOf(ref.node)].filter(isSpread).reverse() : []) {
    const values = heldIn(trace, members(trace.evaluate(spread['argument'], ref.frame)));
    for (const value of values) {
      const other = value.kind === 'object' ? otherIn(trace, value.ref, name, depth + 1) : !isCovered && isOther(value) ? value : undefined;
      if (other) return other;
    }
    isCovered ||= !mayBeNothing(unwrap(spread['argument'])) && values.every((value) => value.kind === 'shape' && newNameIn(value, name) !== undefined);
  }
  return undefined;
}

/** `...users.find(isMine)`, `...byId.get(id)`, `...(user && rest)`: what may be nothing covers nothing. */
const mayBeNothing = (spread: Node): boolean => (isCall(spread) ? /^(?:find|findLast|get|at|pop|shift)$/.test(calleeName(spread)) : /^(?:LogicalExpression|ConditionalExpression|OptionalMemberExpression)$/.test(spread.type));

const isOther = (value: Value): boolean => value.kind === 'shape' && value.shape.startsWith('Other');

/** True for an object literal that has an old name itself. */
export const hasOldName = (object: Node): boolean => entriesOf(object).some((entry) => oldFields.has(keyName(entry['key'], entry['computed']) ?? ''));

const hasOwn = (object: Node, name: string): boolean => entriesOf(object).some((property) => nameOf(property) === name);

/** `...user` in an object, `{...user}` in a JSX element. */
const isSpread = (property: Node): boolean => /^(?:SpreadElement|JSXSpreadAttribute)$/.test(property.type);
const nameOf = (property: Node): string | undefined => (property.type === 'JSXAttribute' ? property['name'].name : (property['key']?.name ?? property['key']?.value));

/** `Object.fromEntries(new URL(links.next.href).searchParams).startingAfter`, and the same taken by a pattern. */
function linkMember(trace: Trace, node: Node): FieldPlace | undefined {
  const isTaken = node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern' && !node['computed'];
  const name = isTaken ? keyName(node['key'], false) : isMember(node) ? memberName(node) : undefined;
  if (name === undefined || !Object.hasOwn(cursors, name)) return undefined;
  const value = isTaken ? trace.evaluatePattern(node.parent as Node, undefined) : trace.evaluate(node['object'], undefined);
  const [shape, ...alternatives] = inOrder(trace, hrefsOf(value, 0));
  return shape && { node: isTaken ? node['key'] : node['property'], name: name as OldName, place: 'link', shape, alternatives, other: otherLinks(value)[0] };
}

/** `new URL(links.next.href).searchParams.get('startingAfter')`, `href.split('startingAfter=')`, `/startingAfter=…/.exec(href)`. */
function linkField(trace: Trace, node: Node): FieldPlace | undefined {
  const isText = node.type === 'StringLiteral' || node.type === 'RegExpLiteral';
  const text: string = isText ? (node['value'] ?? node['pattern'] ?? '') : '';
  const name = /startingAfter|endingBefore/.exec(text)?.[0];
  if (!name) return undefined;
  const found = [linksAround, linksOfName, linksGoneThrough].reduce<readonly ShapeValue[]>((links, find) => (links.length > 0 ? links : find(trace, node)), []);
  const [shape, ...alternatives] = inOrder(trace, found);
  return shape && { node, name: name as OldName, place: 'link', shape, alternatives, other: otherLinkAround(trace, node) };
}

/** `for (const [key, value] of new URL(links.next.href).searchParams) if (key === 'startingAfter') …`. */
const linksGoneThrough = (trace: Trace, node: Node): readonly ShapeValue[] => inAll(comparedQueries(trace, node).map((query) => hrefsOf(query, 0)));
