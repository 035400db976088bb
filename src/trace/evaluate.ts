import { isMember, isNullish, isWrapper, keyName, memberName, type Node, unwrap } from '../source/ast.ts';
import type { Binding } from '../source/scope.ts';
import { argumentsValue } from './calls/parameters.ts';
import { assignedHere } from './changes/assigned-here.ts';
import { conditionalValue, isPassedBy } from './texts/branches.ts';
import { evaluateCall } from './calls/calls.ts';
import { thisValue } from './classes/classes.ts';
import { isUntold, memberOfContext } from './calls/contexts.ts';
import { expectedLiteral } from './flow/expected.ts';
import { reaching } from './flow/flow.ts';
import { holders, sharedValue } from './modules/globals.ts';
import { appendedTo, grown, longest } from './texts/growing.ts';
import { narrowedMember, narrowedName } from './conditions/guards.ts';
import { elementAt, held, memberOf } from './members.ts';
import { keptInObject } from './flow/caches.ts';
import { isAnswered } from './conditions/kind-tests.ts';
import { declaredMember } from './types/declared-members.ts';
import { changesTo } from './changes/made.ts';
import { importedValue, ownExports, sourcedVariable } from './modules/modules.ts';
import { copiedUsers, copyFilled } from './names/named-copies.ts';
import { namespaceValue } from './modules/namespaces.ts';
import { valueOfPattern } from './patterns.ts';
import { standInFor } from './doubles/stand-ins.ts';
import { templatePart } from './calls/tagged.ts';
import { isArithmetic, textOf } from './texts/text.ts';
import { frameAround } from './frames.ts';
import type { Trace } from './trace.ts';
import { withoutTurns } from './conditions/turns.ts';
import { valueOfType } from './types/types.ts';
import { storedList } from './shape-names.ts';
import { absent, circular, type Frame, isMissing, members, nothing, numeric, type Ref, stepped, union, unknown, type Value } from './value.ts';

/** What the expression is. A new kind of expression goes here. */
export function evaluateNode(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const ref: Ref = { node, frame: frameAround(node, frame) };
  const evaluate = (inner: Node): Value => trace.evaluate(inner, frame);
  switch (node.type) {
    case 'StringLiteral':
    case 'TemplateLiteral':
    case 'NumericLiteral':
    case 'BinaryExpression':
      return textOf(trace, node, frame);
    case 'Identifier':
    case 'JSXIdentifier':
      return identifierValue(trace, node, frame);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
    case 'JSXMemberExpression':
      return memberValue(trace, node, frame);
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
    case 'TaggedTemplateExpression':
      return evaluateCall(trace, node, frame);
    case 'AwaitExpression':
      return stepped(evaluate(node['argument']), node, 'await');
    case 'ConditionalExpression':
      return conditionalValue(trace, node, frame);
    case 'LogicalExpression':
      return logicalValue(trace, node, frame);
    case 'AssignmentExpression':
      return evaluate(node['right']);
    case 'SequenceExpression':
      return evaluate(node['expressions'].at(-1));
    case 'ObjectExpression':
      return expectedLiteral(trace, node) ?? trace.stands.get(node) ?? copiedUsers(trace, copyFilled(trace, node), ref) ?? { kind: 'object', ref };
    case 'JSXOpeningElement':
    case 'TSEnumDeclaration':
      return { kind: 'object', ref };
    case 'ArrayExpression':
      return arrayValue(trace, ref);
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return standInFor(trace, node) ?? { kind: 'function', ref, self: undefined };
    case 'ObjectMethod':
    case 'ClassMethod':
    case 'ClassPrivateMethod':
      return { kind: 'function', ref, self: undefined };
    case 'ClassDeclaration':
    case 'ClassExpression':
      return { kind: 'class', ref };
    case 'ThisExpression':
    case 'Super':
      return thisValue(trace, node, frame);
    case 'Given':
      return node['ask'](frame);
    case 'YieldExpression':
      return unknown;
    default:
      return isWrapper(node) ? wrappedValue(trace, node, frame) : isArithmetic(node) ? numeric : isNullish(node) ? nothing : (templatePart(ref) ?? namespaceValue(trace, node));
  }
}

/** `a && b` is b where it matters; `a || b` and `a ?? b` are a when a is certainly there, b when a is certainly not, otherwise either. */
function logicalValue(trace: Trace, node: Node, frame: Frame | undefined): Value {
  if (node['operator'] === '&&') return trace.evaluate(node['right'], frame);
  const left = trace.evaluate(node['left'], frame);
  const isThere = left.kind === 'object' || left.kind === 'list' || left.kind === 'function' || (left.kind === 'text' && left.pieces.some((piece) => piece.kind === 'literal'));
  if (isThere || isAnswered(trace, left)) return left;
  const right = trace.evaluate(node['right'], frame);
  return isSameExport(left, right) ? left : union([...members(left).filter((value) => !isMissing(value)), right]);
}

/** `require('x').default || require('x')`: one thing, however the package was built. */
function isSameExport(left: Value, right: Value): boolean {
  const path = (value: Value): string | undefined => (value.kind === 'library' && value.name !== 'global' ? [value.name, ...value.path.filter((part) => part !== 'default')].join('.') : undefined);
  return path(left) !== undefined && path(left) === path(right);
}

/** `x as T`, `x!`, `(x)`: the expression, or what its declared type says when the expression tells nothing. */
function wrappedValue(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const value = trace.evaluate(node['expression'], frame);
  const annotation = node['typeAnnotation'];
  if (!annotation || members(value).some((member) => member.kind === 'shape' || member.kind === 'response')) return value;
  const declared = valueOfType(trace, annotation, frame);
  return isVague(value) || members(declared).some((member) => member.kind === 'shape') ? unlessCircular(value, declared) : value;
}

/** What a type says, where that is more than that the value leads to itself. */
export const unlessCircular = (value: Value, declared: Value): Value => (value === circular && isVague(declared) ? circular : declared);

/** The first of two that tells something. */
export const orElse = (first: Value, second: Value): Value => (isVague(first) && first.kind !== 'typed' ? second : first);

/** True when nothing is known of the value. */
export function isVague(value: Value): boolean {
  return members(value).every((member) => member.kind === 'unknown' || member.kind === 'typed' || (member.kind === 'shape' && member.shape === storedList && !member.request));
}

function identifierValue(trace: Trace, node: Node, given: Frame | undefined): Value {
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  if (!binding) return globalValue(trace, node, given);
  const frame = withoutTurns(binding.id, given);
  const declaration = binding.declaration;
  switch (binding.kind) {
    case 'import':
      return importedValue(trace, declaration);
    case 'function':
    case 'class':
    case 'namespace':
      return trace.evaluate(declaration, frame);
    case 'enum':
      return { kind: 'object', ref: { node: declaration, frame: undefined } };
    case 'catch':
    case 'type':
      return unknown;
    default:
      return stepped(narrowedName(trace, node, binding.id, frame) ?? valueOfBinding(trace, node, binding, frame), node, `\`${binding.name}\``);
  }
}

/** The first value and later assignments, as far as they can be seen. */
function valueOfBinding(trace: Trace, read: Node, binding: Binding, frame: Frame | undefined): Value {
  const { id } = binding;
  const places = reaching(read, id, binding.writes);
  const isEmpty = id.parent?.type === 'VariableDeclarator' && !id.parent['init'] && !isLoopTarget(id.parent);
  const all = places.filter((place) => (place === id ? !isEmpty : binding.kind !== 'param' || !isPassedBy(trace, place, frame))).map((place) => grown(trace, read, binding, place, valueOfPattern(trace, place, frame), frame));
  const value = union([...longest(all), ...appended(trace, id, frame)]);
  const init: Node | undefined = isVague(value) && id.parent?.type === 'VariableDeclarator' && id.parent['id'] === id ? id.parent['init'] : undefined;
  const added = init ? addedTo(trace, { node: init, frame }) : [];
  // Of a list that comes from somewhere unknown, what the code adds to it is known.
  if (init && added.length > 0) return { kind: 'list', items: [], rest: union([unknown, ...added]), ref: { node: init, frame } };
  const annotation = id['typeAnnotation'];
  return annotation && isVague(value) && !isLeftOut(id, value) ? unlessCircular(value, valueOfType(trace, annotation['typeAnnotation'], frame)) : value;
}

/** True for an optional parameter that a known call gives nothing for. */
export const isLeftOut = (pattern: Node, value: Value): boolean => value === absent && pattern['optional'] === true;

/** `text += chunk`: what is appended, when it is part of an answer. */
function appended(trace: Trace, id: Node, frame: Frame | undefined): Value[] {
  const binding = trace.project.sourceOf(id).scopes.bindingOf(id);
  return (binding ? appendedTo(binding) : []).flatMap(({ right }) => members(trace.evaluate(right, frame)).filter((value) => value.kind === 'response'));
}

const isLoopTarget = (declarator: Node): boolean => /^For(?:Of|In)Statement$/.test(declarator.parent?.parent?.type ?? '');

function globalValue(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const name: string = node['name'];
  if (name === 'undefined') return nothing;
  if (name === 'arguments') return argumentsValue(trace, node, frame);
  if (name === 'exports') return { kind: 'module', file: trace.project.fileOf(node) };
  const isAlias = holders.test(name);
  const shared = isAlias ? undefined : sharedValue(trace, name, node);
  if (shared) return shared;
  return { kind: 'library', name: 'global', path: isAlias ? [] : [name], made: [], on: undefined, ref: { node, frame } };
}

function memberValue(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const environment = environmentName(node);
  if (environment) return sourcedVariable(trace, node, environment) ?? { kind: 'env', name: environment, ref: { node, frame } };
  if (isModuleExports(trace, node)) return ownExports(trace, trace.project.fileOf(node));
  const narrowed = narrowedMember(trace, node, frame);
  if (narrowed) return stepped(isVague(narrowed) ? orElse(assignedHere(trace, node, frame), narrowed) : narrowed, node, `\`.${memberName(node)}\``);
  const object = trace.evaluate(node['object'], frame);
  const name = memberName(node);
  if (name !== undefined && !/^-?\d+$/.test(name)) {
    const own = memberOf(trace, object, name, { node, frame });
    const member = (isUntold(own, name) ? memberOfContext(trace, node['object'], object, name, frame) : undefined) ?? own;
    return stepped(isVague(member) ? orElse(member === absent ? unknown : declaredMember(trace, node['object'], name, frame), orElse(assignedHere(trace, node, frame), member)) : member, node, `\`.${name}\``);
  }
  if (name !== undefined || node['property'].type === 'UnaryExpression') return stepped(elementAt(trace, object, Number(name), { node, frame }), node, 'one element');
  return computedMember(trace, node, object, frame);
}

function isModuleExports(trace: Trace, node: Node): boolean {
  const object: Node = node['object'];
  return object.type === 'Identifier' && object['name'] === 'module' && memberName(node) === 'exports' && !trace.project.sourceOf(object).scopes.bindingOf(object);
}

function computedMember(trace: Trace, node: Node, object: Value, frame: Frame | undefined): Value {
  const kept = object.kind === 'object' ? keptInObject(trace, object, node, frame) : undefined;
  if (kept) return stepped(kept, node, 'what is kept there');
  const { answer: key, isSettled } = trace.settled(node['property'], frame);
  // `state = steps[state].next`: the key with which it starts is not the only one.
  const [piece] = isSettled && key.kind === 'text' && key.pieces.length === 1 ? key.pieces : [];
  if (piece?.kind === 'literal' && object.kind !== 'map' && /^-?\d+$/.test(piece.text)) return stepped(elementAt(trace, object, isCounter(trace, node['property']) ? Number.NaN : Number(piece.text), { node, frame }), node, 'one element');
  if (piece?.kind === 'literal') return stepped(memberOf(trace, object, piece.text, { node, frame }), node, `\`.${piece.text}\``);
  if (members(key).some((member) => member.kind === 'each' && member.part === 'key')) return held(trace, { kind: 'each', part: 'value', of: object, ref: { node, frame } });
  if (object.kind === 'map') return stepped(object.value, node, 'one of them');
  return stepped(elementAt(trace, object, Number.NaN, { node, frame }), node, 'one element');
}

/** A variable that may count on from the number it starts with. */
const isCounter = (trace: Trace, key: Node): boolean => /^(?:let|var)$/.test(trace.project.sourceOf(key).scopes.bindingOf(unwrap(key))?.kind ?? '');

/** `process.env.X`, `process.env['X']`, `import.meta.env.X`, `Deno.env.get('X')` (the last is a call and handled there). */
function environmentName(node: Node): string | undefined {
  const object = unwrap(node['object']);
  if (!isMember(object) || memberName(object) !== 'env') return undefined;
  const root = unwrap(object['object']);
  const isProcess = root.type === 'Identifier' && root['name'] === 'process';
  const isImportMeta = root.type === 'MetaProperty';
  return isProcess || isImportMeta ? memberName(node) : undefined;
}

function arrayValue(trace: Trace, ref: Ref): Value {
  const items: Ref[] = [];
  const spread: Value[] = [];
  for (const element of ref.node['elements'] as (Node | null)[]) {
    if (!element) continue;
    if (element.type !== 'SpreadElement') items.push({ node: element, frame: ref.frame });
    else {
      const inner = trace.evaluate(element['argument'], ref.frame);
      const plain = inner.kind === 'list' && !inner.rest;
      if (plain) items.push(...inner.items);
      else spread.push(elementAt(trace, inner, Number.NaN, ref));
    }
  }
  const added = addedTo(trace, ref);
  return { kind: 'list', items, rest: spread.length + added.length > 0 ? union([...spread, ...added]) : undefined, ref };
}

/** Elements that a list, a set or a map gets after it was made. */
export function addedTo(trace: Trace, ref: Ref): Value[] {
  return changesTo(trace, ref).flatMap(({ kind, value, frame }) => {
    if (kind === 'add' || kind === 'key') return [trace.evaluate(value, frame)];
    return kind === 'spread' ? [elementAt(trace, trace.evaluate(value, frame), Number.NaN, ref)] : [];
  });
}

/** The string a key or literal expression always has; undefined when it varies. */
export function staticText(trace: Trace, node: Node, frame: Frame | undefined): string | undefined {
  const value = trace.evaluate(node, frame);
  if (value.kind !== 'text') return undefined;
  return value.pieces.every((piece) => piece.kind === 'literal') ? value.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : '')).join('') : undefined;
}

/** The static name of a property, computed constants included. */
export function propertyName(trace: Trace, property: Node, frame: Frame | undefined): string | undefined {
  return keyName(property['key'], property['computed']) ?? (property['computed'] ? staticText(trace, property['key'], frame) : undefined);
}
