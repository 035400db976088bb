import { placeKey } from '../../source/ranges.ts';
import type { Body, PatchOp, Range, Rewrite, RoleValue, ValueFact } from '../../facts.ts';
import { descendants, isInside, keyName, type Node, unwrap } from '../../source/ast.ts';
import { jsonIn } from '../../source/source.ts';
import { bodyTypes } from '../../trace/types/contracts.ts';
import { staticText } from '../../trace/evaluate.ts';
import { frameOf } from '../../trace/frames.ts';
import { asContainer } from '../../trace/classes/own-containers.ts';
import type { Trace } from '../../trace/trace.ts';
import { sentBody, writtenJson } from '../../trace/texts/written-json.ts';
import { absent, members, type ObjectValue, type RawRequest, type Ref, type Value } from '../../trace/value.ts';
import { placeOf, placesTo } from '../queries/argument-places.ts';
import { rolesOf } from './body-roles.ts';
import { textOperations, textRoles } from './body-text.ts';
import { isJson, operationCode, rangeOf, replaceRange } from '../code.ts';
import { instanceOperation } from './instance-operations.ts';
import { jsonOfPieces } from '../queries/json-text.ts';
import { findProperty, type Property } from '../object-properties.ts';
import { keyedRoles, pairsGiven, partGiven, pathsOf, templateGiven } from './operation-paths.ts';
import { unlessNamed, unlessReadAgain } from '../fields/object-reads.ts';
import { elementsOf } from './pushed.ts';
import { isOfCaller, replacedText } from '../queries/replaced-text.ts';
import { formOf } from '../fields/role-form.ts';
import { roleValue } from './role-values.ts';
import { spreadOperations } from './spread-operations.ts';
import { declaredRoles } from './declared-patches.ts';
import { isGuarded } from '../queries/presence.ts';
import { isTested, lookedInto } from './value-reads.ts';
import { readValue } from '../values.ts';

/** What a request sends as its body: the roles of a user, or the operations of a patch. */
export function readBody(trace: Trace, request: RawRequest): Body | undefined {
  const sent = sentBody(trace, request);
  if (!sent) return undefined;
  const values = members(sent).map((value) => parsedText(trace, value));
  if (request.method === 'POST') return { roles: textRoles(trace, values) ?? rolesOf(trace, values), ops: [], complete: values.every((value) => value.kind === 'object') };
  const ops = values.flatMap((value) => (value.kind === 'text' ? textOperations(trace, value.pieces) : operations(trace, value, bodyTypes(trace, request))));
  return { roles: [], ops: ops.flatMap((op) => (op ? [op] : [])), complete: ops.length > 0 && ops.every((op) => op !== undefined) };
}

/** `'[{"op":"replace",…}]'`: the JSON that a text holds. */
export function parsedText(trace: Trace, value: Value): Value {
  if (value.kind === 'text' && value.pieces.length > 1) return jsonOfPieces(trace, value.pieces) ?? value;
  const [piece] = value.kind === 'text' ? value.pieces : [];
  const json = piece?.kind === 'literal' && /^(?:StringLiteral|TemplateElement)$/.test(piece.node.type) ? jsonIn(trace.project.sourceOf(piece.node), piece.node) : undefined;
  return json ? trace.evaluate(json, undefined) : value;
}

/** The operations of a patch body: undefined for one that cannot be read. `declared`: the types of what is sent, where the client declares some. */
export function operations(trace: Trace, given: Value, declared: readonly Node[] = []): (PatchOp | undefined)[] {
  const value = asContainer(trace, given);
  const ofObject = (object: ObjectValue): (PatchOp | undefined)[] => spreadOperations(trace, object).flatMap((one) => withKeyed(trace, one, operation(trace, one, declared)));
  if (value.kind === 'object') return ofObject(value);
  if (value.kind !== 'list') return [undefined];
  const items = elementsOf(trace, value).flatMap((item) => members(writtenJson(trace, item, value.ref)));
  return merged(items.flatMap((item) => (item.kind === 'object' && isLeftOut(trace, item) ? [] : item.kind === 'object' ? ofObject(item) : [item.kind === 'instance' ? instanceOperation(trace, item, value.ref) : undefined])));
}

/** `if (roles) ops.push({ …, value: roles })` where this caller gives no roles. */
function isLeftOut(trace: Trace, object: ObjectValue): boolean {
  const found = findProperty(trace, object, 'value');
  const node = found && unwrap(found.property['value']);
  return !!node && members(trace.evaluate(node, found.frame)).every((value) => value === absent) && isGuarded(trace, node);
}

/** An operation that is made of each member of an object, or of each pair of a list: those of roles apart, each where the roles are written. */
function withKeyed(trace: Trace, object: ObjectValue, op: PatchOp | undefined): (PatchOp | undefined)[] {
  const found = op && findProperty(trace, object, 'path');
  const value = findProperty(trace, object, 'value');
  const path = found && { node: unwrap(found.property['value']), frame: found.frame };
  if (!op || !path || path.node.type === 'StringLiteral') return [op];
  const given = value && unwrap(value.property['value']);
  const { pathKey: _pathKey, pathAt: _pathAt, ...base } = op;
  const unlessRead = (rewrite: Rewrite): Rewrite => unlessReadAgain(trace, object.ref, 'path', unlessReadAgain(trace, object.ref, 'value', rewrite));
  const keyed = op.path.text === undefined ? keyedRoles(trace, path, given) : undefined;
  if (keyed && keyed.roles.length > 0) {
    const ofRoles = keyed.roles.map(
      (roles): PatchOp => ({
        ...base,
        path: { ...op.path, at: roles.at, text: keyed.path },
        paths: undefined,
        pathAt: roles.at,
        value: { at: roles.at, code: '', form: 'names', toObjects: () => [] },
        setPath: () => unlessRead(roles.rename()),
      }),
    );
    return [
      ...withPaths(
        op,
        (op.paths ?? []).filter((one) => one !== keyed.path),
      ),
      ...ofRoles,
    ];
  }
  const pairs = pairsGiven(trace, path, given);
  if (!pairs) return [op];
  const ofPairs = pairs.map((pair): PatchOp => {
    const place: Ref = { node: pair.path, frame: undefined };
    const at = rangeOf(trace.project.sourceOf(pair.path), pair.path);
    return { ...base, path: { ...op.path, at, text: pair.path['value'] }, paths: undefined, pathAt: at, value: roleValue(trace, { node: pair.value, frame: undefined }), setPath: (to) => unlessRead(replacedText(trace, place, to)) };
  });
  return ofPairs;
}

/** The same operation on other paths; none where there are no others. */
const withPaths = (op: PatchOp, paths: readonly string[]): PatchOp[] => (paths.length > 0 ? [{ ...op, paths }] : []);

/** `value === undefined ? { op, path } : { op, path, value }` is one operation: the form with a value, when there is one. Each path that a helper is given is one of its own. */
function merged(ops: readonly (PatchOp | undefined)[]): (PatchOp | undefined)[] {
  const byPlace = new Map<string, PatchOp>();
  for (const op of ops) {
    if (!op) continue;
    const same = `${placeKey(op.at)} ${op.pathAt ? placeKey(op.pathAt) : (op.path.text ?? '')}`;
    const isOther = byPlace.get(same)?.value && op.value && placeKey(byPlace.get(same)?.path.at as Range) !== placeKey(op.path.at);
    const key = isOther ? `${same} ${placeKey(op.path.at)}` : same;
    if (!byPlace.get(key)?.value) byPlace.set(key, op);
  }
  return [...byPlace.values(), ...(ops.includes(undefined) ? [undefined] : [])];
}

function operation(trace: Trace, object: ObjectValue, declared: readonly Node[]): PatchOp | undefined {
  const op = findProperty(trace, object, 'op');
  const path = findProperty(trace, object, 'path');
  if (!path && !op) return undefined;
  const value = findProperty(trace, object, 'value');
  const source = trace.project.sourceOf(object.ref.node);
  const opPlace = op && placeOf(trace, { node: op.property['value'], frame: op.frame });
  const pathWhole = path && placeOf(trace, { node: path.property['value'], frame: path.frame });
  const part = pathWhole && partGiven(trace, pathWhole);
  const pathPlace = part?.place ?? pathWhole;
  const first = opPlace ?? pathPlace;
  if (!first) return undefined;
  const isGeneric = pathPlace !== undefined && pathPlace.node !== unwrap(path?.property['value']);
  const beside: readonly Node[] = (isGeneric && pathPlace?.node.parent?.['arguments']) || [];
  const template = path && templateGiven(trace, object, path.property);
  const valuePlace = value && (isGeneric || template ? placeOf : placeHere)(trace, { node: value.property['value'], frame: value.frame }, template ?? beside);
  const isOfOthers = (template !== undefined || (isGeneric && isOfCaller(trace, { node: unwrap(path?.property['value']), frame: path?.frame }))) && !!valuePlace && isInside(valuePlace.node, object.ref.node);
  const hasValue = valuePlace !== undefined && !(valuePlace.node.type === 'Identifier' && isMissing(trace, valuePlace));
  const beyond = isGeneric || template ? [path, value].flatMap((found) => (found ? (otherUse(trace, { node: found.property['value'], frame: found.frame }) ?? []) : []))[0] : undefined;
  const unlessUsed = (rewrite: () => Rewrite): Rewrite => (beyond ? { blocked: `line ${trace.project.sourceOf(beyond).place(beyond.start).line} also uses what is given here` } : rewrite());
  const said = { op: opPlace && staticText(trace, opPlace.node, opPlace.frame), path: pathWhole && staticText(trace, pathWhole.node, pathWhole.frame) };
  const valueAt = (place: Ref): PatchOp['value'] => {
    const found = lookedInto(trace, declaredRoles(trace, isOfOthers ? ofOthers(roleValue(trace, place)) : roleValue(trace, place), object.ref.node, said, declared), objectOf(value) ?? object.ref);
    return { ...found, toObjects: () => unlessUsed(found.toObjects) };
  };
  return {
    at: rangeOf(trace.project.sourceOf(first.node), first.node.parent?.type === 'ObjectProperty' ? first.node.parent['key'] : first.node),
    op: textFact(trace, opPlace, source),
    path: { ...textFact(trace, pathPlace, source), ...(part && said.path !== undefined ? { text: said.path } : {}) },
    paths: pathWhole && pathsOf(trace, pathWhole),
    ...(path && !isGeneric ? { pathKey: rangeOf(trace.project.sourceOf(path.property), path.property['key']) } : {}),
    ...(path && !isGeneric && opPlace && !(isInside(opPlace.node, object.ref.node) && isInside(path.property, object.ref.node)) ? { pathApart: rangeOf(trace.project.sourceOf(path.property), path.property['key']) } : {}),
    ...(op && pathPlace && isGeneric ? { pathAt: rangeOf(trace.project.sourceOf(pathPlace.node), pathPlace.node) } : {}),
    ...(hasValue && valuePlace ? { value: valueAt(valuePlace) } : {}),
    setOp: (to) => unlessNamed(trace, objectOf(op) ?? object.ref, 'op', replacedText(trace, opPlace, to)),
    setPath: (to) =>
      unlessUsed(() => unlessReadAgain(trace, objectOf(path) ?? object.ref, 'path', part && !to.startsWith(part.before) ? { blocked: 'the path is put together' } : replacedText(trace, pathPlace, to.slice(part?.before.length ?? 0)))),
    addValue: (code) => addedValue(trace, object, opPlace, pathPlace, code),
    replaceWith: (ops) => [replaceRange(source, object.ref.node, ops.map((item) => operationCode(source, object.ref.node, item)).join(', '))],
  };
}

/** The same value, where other callers make another operation of it. */
const ofOthers = (value: RoleValue): RoleValue => ({ ...value, toObjects: () => ({ blocked: 'other callers give another path here' }) });

const objectOf = (found: Property | undefined): Ref | undefined => found && { node: found.property.parent as Node, frame: found.frame };

/** A parameter that this call leaves out. */
function isMissing(trace: Trace, place: Ref): boolean {
  const binding = trace.project.sourceOf(place.node).scopes.bindingOf(place.node);
  const fn = binding?.kind === 'param' ? binding.scope.function : undefined;
  const frame = fn && frameOf(fn, place.frame);
  if (!fn || !frame || frame.callback) return false;
  const given: readonly Node[] = frame.call['arguments'] ?? [];
  // `fn(...args)` leaves out what the list does not have.
  if (given.some(({ type }) => type === 'SpreadElement')) return trace.evaluate(place.node, place.frame) === absent;
  return given.length <= fn['params'].indexOf(binding?.declaration);
}

/** `value === undefined ? { op, path } : { op, path, value }`: it goes into another form of the operation. */
const isOfOperation = ({ parent }: Node): boolean => parent?.type === 'ObjectProperty' && !parent['computed'] && /^(?:op|path|value)$/.test(keyName(parent['key'], false) ?? '') && parent.parent?.type === 'ObjectExpression';

/** What a function on the way does with a part of an operation beside handing it on: it may write it down, or look into it. */
function otherUse(trace: Trace, ref: Ref): Node | undefined {
  const whole = unwrap(ref.node);
  const parts = /^(?:BinaryExpression|TemplateLiteral)$/.test(whole.type) ? descendants(whole).filter(({ type }) => type === 'Identifier') : [whole];
  for (const { node } of parts.flatMap((part) => placesTo(trace, { node: part, frame: ref.frame }))) {
    const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
    const other = binding?.kind === 'param' ? binding.references.find((reference) => reference !== node && !isTested(reference) && !isOfOperation(reference)) : undefined;
    if (other) return other;
  }
  return undefined;
}

/** An operation that names its own path takes its value as it comes: it is rewritten where the operation is written. */
function placeHere(trace: Trace, ref: Ref): Ref {
  const origin = placeOf(trace, ref);
  const isLiteral = origin.node.type === 'ArrayExpression' || origin.node.type === 'StringLiteral';
  const isText = formOf(trace, origin) === 'name';
  return isText && isLiteral ? origin : { node: unwrap(ref.node), frame: ref.frame };
}

function textFact(trace: Trace, place: Ref | undefined, source: ReturnType<Trace['project']['sourceOf']>): ValueFact {
  // It is set somewhere else, or comes with something that is not known.
  if (!place) return { at: rangeOf(source, source.program), nullish: 'no', pure: true, type: 'string', origin: 'unknown' };
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
  if (isArgument && !isSentAsValue(trace, object.ref.frame?.fn['params'][last.parent?.['arguments'].indexOf(last) + 1])) return { blocked: 'the helper that builds the operation takes no value' };
  return [{ file: source.file, start: last.end, end: last.end, text }];
}

/** True for a parameter that a function writes as the `value` of an object. */
function isSentAsValue(trace: Trace, parameter: Node | undefined): boolean {
  const id: Node | undefined = parameter?.['left'] ?? parameter;
  const binding = id?.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  return !!binding?.references.some(({ parent }) => parent?.type === 'ObjectProperty' && parent['key'].name === 'value');
}
