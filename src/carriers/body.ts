import { placeKey } from '../source/ranges.ts';
import type { Body, PatchOp, Rewrite, RoleValue, ValueFact } from '../facts.ts';
import { isMember, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { jsonIn } from '../source/source.ts';
import { closedTexts } from '../trace/closed-texts.ts';
import { changesTo, touchesTo } from '../trace/made.ts';
import { propertyName, staticText } from '../trace/evaluate.ts';
import { inlineCall } from '../trace/parameters.ts';
import { frameOf } from '../trace/frames.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type ObjectValue, type RawRequest, type Ref, type Value } from '../trace/value.ts';
import { textOperations, textRoles } from './body-text.ts';
import { chosenAsObjects, mayBeOther } from './chosen-lists.ts';
import { isJson, operationCode, rangeOf, receiverCode, replaceRange, roleObjectCode, stringCode, together } from './code.ts';
import { renamedKey } from './object.ts';
import { memberReads, refusal } from './object-reads.ts';
import { hasOpenSpread } from './open-spread.ts';
import { elementsOf } from './pushed.ts';
import { replacedText } from './replaced-text.ts';
import { formOf } from './role-form.ts';
import { declaredRoles } from './declared-patches.ts';
import { lookedInto } from './value-reads.ts';
import { nullishness, readValue } from './values.ts';

/** What a request sends as its body: the roles of a user, or the operations of a patch. */
export function readBody(trace: Trace, request: RawRequest): Body | undefined {
  if (!request.body) return undefined;
  const values = members(trace.value(request.body)).map((value) => parsedText(trace, value));
  if (request.method === 'POST') return { ...(textRoles(trace, values) ?? rolesOf(trace, values)), ops: [], complete: values.every((value) => value.kind === 'object') };
  const ops = values.flatMap((value) => (value.kind === 'text' ? textOperations(trace, value.pieces) : operations(trace, value)));
  return { ops: ops.flatMap((op) => (op ? [op] : [])), complete: ops.length > 0 && ops.every((op) => op !== undefined) };
}

/** `'[{"op":"replace",…}]'`: the JSON that a literal text holds. */
function parsedText(trace: Trace, value: Value): Value {
  const [piece] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  const json = piece?.kind === 'literal' && /^(?:StringLiteral|TemplateElement)$/.test(piece.node.type) ? jsonIn(trace.project.sourceOf(piece.node), piece.node) : undefined;
  return json ? trace.evaluate(json, undefined) : value;
}

/** The roles that an object in the body holds under the old name. */
export function rolesOf(trace: Trace, values: readonly Value[]): Pick<Body, 'roles'> {
  for (const value of values) {
    const found = value.kind === 'object' ? findProperty(trace, value, 'roles') : undefined;
    const assigned = value.kind === 'object' && !found ? rolesAssigned(trace, value) : undefined;
    if (assigned && value.kind === 'object') return { roles: { ...assigned, rename: () => unlessRead(trace, value.ref, 'roles', assigned.rename()) } };
    if (!found) continue;
    const { property, frame } = found;
    const source = trace.project.sourceOf(property);
    const hasNewName = value.kind === 'object' && findProperty(trace, value, 'assignedRoles') !== undefined;
    const object = property.parent as Node;
    const rename = (): Rewrite => {
      if (value.kind === 'object' && hasOpenSpread(trace, value, 0)) return { blocked: 'what is spread into the body may hold `roles` as well' };
      return unlessRead(trace, { node: object, frame }, 'roles', renamedRoles(trace, property, frame));
    };
    return { roles: { at: rangeOf(source, property['key']), hasNewName, rename } };
  }
  return {};
}

/** `body.roles = ['A']` after the literal; blocked where the program also reads it. */
function rolesAssigned(trace: Trace, object: ObjectValue): Body['roles'] {
  const changes = changesTo(trace, object.ref);
  const assigned = changes.flatMap(({ kind, name, assignment, frame }) => (kind === 'member' && name === 'roles' && assignment ? [{ assignment, frame }] : []));
  const first = assigned[0]?.assignment;
  if (!first) return undefined;
  const hasNewName = findProperty(trace, object, 'assignedRoles') !== undefined || changes.some((change) => change.kind === 'member' && change.name === 'assignedRoles');
  const isRead = touchesTo(trace, object.ref).some(({ name }) => name === 'roles');
  const property: Node = unwrap(first['left'])['property'];
  const rename = (): Rewrite => (isRead ? { blocked: 'the program goes on with `roles` of this body' } : together(assigned.map(({ assignment, frame }) => renamedAssignment(trace, assignment, frame))));
  return { at: rangeOf(trace.project.sourceOf(property), property), hasNewName, rename };
}

function renamedAssignment(trace: Trace, assignment: Node, frame: Ref['frame']): Rewrite {
  const source = trace.project.sourceOf(assignment);
  const property: Node = unwrap(assignment['left'])['property'];
  const given: Node = assignment['right'];
  const name = [replaceRange(source, property, property.type === 'StringLiteral' ? stringCode(source, 'assignedRoles', property) : 'assignedRoles')];
  const value = roleValue(trace, { node: given, frame });
  if (value.form === 'objects') return name;
  if (unwrap(given).type === 'ArrayExpression' || value.form === 'name' || mayBeOther(trace, given)) return together([name, value.toObjects()]);
  return together([name, [replaceRange(source, given, mappedNames(trace, given, frame))]]);
}

/** The names as objects, also where there may be none. */
function mappedNames(trace: Trace, given: Node, frame: Ref['frame']): string {
  const isThere = nullishness(trace, given, frame, 0) === 'no' || members(trace.evaluate(given, undefined)).every((member) => member.kind === 'list') || defaultIsList(trace, given);
  return `${receiverCode(trace.project.sourceOf(given), given)}${isThere ? '.' : '?.'}map(${toObject(trace, given)})`;
}

interface Property {
  readonly property: Node;
  readonly frame: Ref['frame'];
}

/** The property of this name in an object literal, or in what is spread into it. */
function findProperty(trace: Trace, object: ObjectValue, name: string, seen: ReadonlySet<Node> = new Set()): Property | undefined {
  if (seen.has(object.ref.node)) return undefined;
  const within = new Set([...seen, object.ref.node]);
  const frame = object.ref.frame;
  for (const property of [...((object.ref.node['properties'] ?? []) as Node[])].reverse()) {
    if (property.type === 'SpreadElement') {
      const inner = members(trace.evaluate(property['argument'], frame))
        .flatMap((value) => (value.kind === 'object' ? [findProperty(trace, value, name, within)] : []))
        .find(Boolean);
      if (inner) return inner;
    } else if (propertyName(trace, property, frame) === name && property['value']) return { property, frame };
  }
  return undefined;
}

/** `roles: ['A']` -> `assignedRoles: [{ name: 'A' }]`; a variable is mapped where it is used. */
function renamedRoles(trace: Trace, property: Node, frame: Ref['frame']): Rewrite {
  const source = trace.project.sourceOf(property);
  const given: Node = property['value'];
  const value = roleValue(trace, { node: given, frame });
  if (isUsedLater(trace, property)) return { blocked: 'the program goes on with `roles` of this body' };
  if (value.form === 'objects') return [renamedKey(source, property, 'assignedRoles')];
  const node = unwrap(given);
  if (node.type === 'ArrayExpression' || value.form === 'name' || mayBeOther(trace, given)) {
    const rewrite = value.toObjects();
    return 'blocked' in rewrite ? rewrite : [renamedKey(source, property, 'assignedRoles'), ...rewrite];
  }
  const mapped = mappedNames(trace, given, frame);
  return property['shorthand'] ? [replaceRange(source, property, `assignedRoles: ${mapped}`)] : [renamedKey(source, property, 'assignedRoles'), replaceRange(source, given, mapped)];
}

/** `body.roles.push(…)` after the literal: what is added there would still be a name under the old key. */
function isUsedLater(trace: Trace, property: Node): boolean {
  const declarator = property.parent && outermost(property.parent).parent;
  const binding = declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier' ? trace.project.sourceOf(property).scopes.bindingOf(declarator['id']) : undefined;
  return !!binding?.references.some((reference) => isMember(reference.parent) && reference.parent?.['object'] === reference && memberName(reference.parent as Node) === 'roles');
}

/** A parameter whose default is a list: it is there unless someone passes null. */
function defaultIsList(trace: Trace, given: Node): boolean {
  const binding = given.type === 'Identifier' ? trace.project.sourceOf(given).scopes.bindingOf(given) : undefined;
  const pattern = binding?.id.parent;
  return pattern?.type === 'AssignmentPattern' && pattern['left'] === binding?.id && /^(?:ArrayExpression|Identifier)$/.test(pattern['right'].type);
}

/** A value that should be role names. */
function roleValue(trace: Trace, ref: Ref): RoleValue {
  const node = unwrap(ref.node);
  const source = trace.project.sourceOf(node);
  const form = formOf(trace, { node, frame: ref.frame });
  const names = form === 'names' ? literalNames(node) : form === 'name' && node.type === 'StringLiteral' ? [String(node['value'])] : undefined;
  return { at: rangeOf(source, ref.node), code: source.slice(ref.node), ...(names ? { names } : {}), form, toObjects: () => asObjects(trace, { node, frame: ref.frame }, form, names) };
}

function literalNames(node: Node): string[] | undefined {
  const elements: (Node | null)[] = node.type === 'ArrayExpression' ? node['elements'] : [null];
  return elements.every((element) => element?.type === 'StringLiteral') ? elements.map((element) => element?.['value']) : undefined;
}

function asObjects(trace: Trace, { node, frame }: Ref, form: RoleValue['form'], names: readonly string[] | undefined): Rewrite {
  const source = trace.project.sourceOf(node);
  if (form === 'objects') return [];
  if (form === 'unknown' && node.type !== 'ArrayExpression') return { blocked: 'whether the value is a list of names is not known' };
  if (form === 'name') return names ? [replaceRange(source, node, `[${roleObjectCode(source, node, stringCode(source, names[0] as string, node))}]`)] : { blocked: 'the value is one role, not a list' };
  if (names?.some((name) => /^[0-9a-f]{24}$/.test(name))) return { blocked: 'the value holds ids of roles' };
  if (node.type === 'ArrayExpression') return elementsAsObjects(trace, node, names);
  return chosenAsObjects(trace, node, { elements: (list) => elementsAsObjects(trace, list, literalNames(list)), toObject: (list) => toObject(trace, list) }, frame);
}

/** The function that makes an object of a name; its parameter is annotated where TypeScript might find no type for it. */
function toObject(trace: Trace, given: Node): string {
  const node = unwrap(given);
  const source = trace.project.sourceOf(node);
  const binding = node.type === 'Identifier' ? source.scopes.bindingOf(node) : undefined;
  const isTyped = node.type === 'ArrayExpression' || /^TS(?!AnyKeyword)/.test(binding?.id['typeAnnotation']?.['typeAnnotation'].type ?? '') || unwrap(binding?.declaration['init'] ?? source.program).type === 'ArrayExpression';
  return isTyped || !source.isTypedAt(node.start) ? '(name) => ({ name })' : '(name: string) => ({ name })';
}

/** Each name of a list literal becomes an object; other elements are mapped. */
function elementsAsObjects(trace: Trace, node: Node, names: readonly string[] | undefined): Rewrite {
  const source = trace.project.sourceOf(node);
  if (names && names.length === 0) return [];
  const elements = node['elements'] as (Node | null)[];
  if (elements.some((element) => !element)) return { blocked: 'the list has gaps' };
  if (elements.some((element) => element?.type === 'SpreadElement')) return [{ file: source.file, start: node.end, end: node.end, text: '.map((name) => ({ name }))' }];
  return elements.flatMap((element) => (element ? [replaceRange(source, element, roleObjectCode(source, element, source.slice(element)))] : []));
}

/** The operations of a patch body: undefined for one that cannot be read. */
export function operations(trace: Trace, value: Value): (PatchOp | undefined)[] {
  if (value.kind === 'object') return [operation(trace, value)];
  if (value.kind !== 'list') return [undefined];
  return merged(elementsOf(trace, value).map((item) => (item.kind === 'object' ? operation(trace, item) : undefined)));
}

/** `value === undefined ? { op, path } : { op, path, value }` is one operation: the form with a value, when there is one. */
function merged(ops: readonly (PatchOp | undefined)[]): (PatchOp | undefined)[] {
  const byPlace = new Map<string, PatchOp>();
  for (const op of ops) {
    if (!op) continue;
    const key = placeKey(op.at);
    if (!byPlace.get(key)?.value) byPlace.set(key, op);
  }
  return [...byPlace.values(), ...(ops.includes(undefined) ? [undefined] : [])];
}

function operation(trace: Trace, object: ObjectValue): PatchOp | undefined {
  const op = findProperty(trace, object, 'op');
  const path = findProperty(trace, object, 'path');
  if (!path && !op) return undefined;
  const value = findProperty(trace, object, 'value');
  const source = trace.project.sourceOf(object.ref.node);
  const opPlace = op && placeOf(trace, { node: op.property['value'], frame: op.frame });
  const pathPlace = path && placeOf(trace, { node: path.property['value'], frame: path.frame });
  const first = opPlace ?? pathPlace;
  if (!first) return undefined;
  const isGeneric = pathPlace !== undefined && pathPlace.node !== unwrap(path?.property['value']);
  const beside: readonly Node[] = (isGeneric && pathPlace?.node.parent?.['arguments']) || [];
  const valuePlace = value && (isGeneric ? placeOf : placeHere)(trace, { node: value.property['value'], frame: value.frame }, beside);
  const hasValue = valuePlace !== undefined && !(valuePlace.node.type === 'Identifier' && isMissing(trace, valuePlace));
  const said = { op: opPlace && staticText(trace, opPlace.node, opPlace.frame), path: pathPlace && staticText(trace, pathPlace.node, pathPlace.frame) };
  return {
    at: rangeOf(trace.project.sourceOf(first.node), first.node.parent?.type === 'ObjectProperty' ? first.node.parent['key'] : first.node),
    op: textFact(trace, opPlace, source),
    path: textFact(trace, pathPlace, source),
    paths: (pathPlace && closedTexts(trace, trace.value(pathPlace))) ?? [],
    ...(path && !isGeneric ? { pathKey: rangeOf(trace.project.sourceOf(path.property), path.property['key']) } : {}),
    ...(op && pathPlace && isGeneric ? { pathAt: rangeOf(trace.project.sourceOf(pathPlace.node), pathPlace.node) } : {}),
    ...(hasValue && valuePlace ? { value: lookedInto(trace, declaredRoles(trace, roleValue(trace, valuePlace), object.ref.node, said), objectOf(value) ?? object.ref) } : {}),
    setOp: (to) => unlessRead(trace, objectOf(op) ?? object.ref, 'op', replacedText(trace, opPlace, to)),
    setPath: (to) => unlessRead(trace, objectOf(path) ?? object.ref, 'path', replacedText(trace, pathPlace, to)),
    addValue: (code) => addedValue(trace, object, opPlace, pathPlace, code),
    replaceWith: (ops) => [replaceRange(source, object.ref.node, ops.map((item) => operationCode(source, item)).join(', '))],
  };
}

const objectOf = (found: Property | undefined): Ref | undefined => found && { node: found.property.parent as Node, frame: found.frame };

/** The program may do something else where it reads the member of what it sends. */
function unlessRead(trace: Trace, object: Ref, name: string, rewrite: Rewrite): Rewrite {
  return 'blocked' in rewrite || rewrite.length === 0 ? rewrite : (refusal(trace, object.node, memberReads(trace, object, name)) ?? rewrite);
}

/** A parameter that this call leaves out. */
function isMissing(trace: Trace, place: Ref): boolean {
  const binding = trace.project.sourceOf(place.node).scopes.bindingOf(place.node);
  const fn = binding?.kind === 'param' ? binding.scope.function : undefined;
  const frame = fn && frameOf(fn, place.frame);
  return !!fn && !!frame && !frame.callback && (frame.call['arguments'] ?? []).length <= fn['params'].indexOf(binding?.declaration);
}

/** Where a value is written: parameters lead to the argument of the call in question, but not beyond these. */
export function placeOf(trace: Trace, ref: Ref, last: readonly Node[] = []): Ref {
  let place: Ref = ref;
  for (let depth = 0; depth < 8; depth += 1) {
    const node = unwrap(place.node);
    const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
    const fn = binding?.kind === 'param' && binding.declaration === binding.id ? binding.scope.function : undefined;
    const frame = fn && frameOf(fn, place.frame);
    const argument: Node | undefined = fn && frame && !frame.callback && !inlineCall(fn) ? frame.call['arguments']?.[fn['params'].indexOf(binding?.id)] : undefined;
    if (!argument || last.includes(node)) return { node, frame: place.frame };
    place = { node: argument, frame: frame?.caller };
  }
  return place;
}

/** An operation that names its own path takes its value as it comes: it is rewritten where the operation is written. */
function placeHere(trace: Trace, ref: Ref): Ref {
  const origin = placeOf(trace, ref);
  const isLiteral = origin.node.type === 'ArrayExpression' || origin.node.type === 'StringLiteral';
  const isText = formOf(trace, origin) === 'name';
  return isText && isLiteral ? origin : { node: unwrap(ref.node), frame: ref.frame };
}

function textFact(trace: Trace, place: Ref | undefined, source: ReturnType<Trace['project']['sourceOf']>): ValueFact {
  if (!place) return { at: rangeOf(source, source.program), text: '', nullish: 'no', pure: true, type: 'string', origin: 'unknown' };
  const text = staticText(trace, place.node, place.frame);
  const fact = readValue(trace, place);
  return text === undefined ? fact : { ...fact, text };
}

/** `value: …` after the path, or a further argument of the helper that builds the operation. */
function addedValue(trace: Trace, object: ObjectValue, op: Ref | undefined, path: Ref | undefined, code: string): Rewrite {
  const last = [op, path].flatMap((place) => (place ? [place.node] : [])).sort((a, b) => b.end - a.end)[0];
  if (!last) return { blocked: 'the operation cannot be read' };
  const source = trace.project.sourceOf(last);
  const isArgument = last.parent?.['arguments']?.includes(last);
  const text = isArgument ? `, ${code}` : isJson(source, last) ? `,"value":${code}` : `, value: ${code}`;
  if (isArgument && object.ref.frame?.call !== last.parent) return { blocked: 'the operation is built by several helpers' };
  return [{ file: source.file, start: last.end, end: last.end, text }];
}
