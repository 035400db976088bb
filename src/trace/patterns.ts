import { fetchLike } from '../evidence-words.ts';
import { isFunction, isWrapper, type Node, outermost } from '../source/ast.ts';
import { frameOf } from './frames.ts';
import { isUntold, memberOfContext } from './calls/contexts.ts';
import { declaredMember } from './types/declared-members.ts';
import { contextType } from './flow/expected.ts';
import { parameterType } from './types/function-types.ts';
import { parameterValue } from './calls/parameters.ts';
import { isLeftOut, isVague, orElse, propertyName, unlessCircular } from './evaluate.ts';
import { elementAt, memberOf } from './members.ts';
import type { Trace } from './trace.ts';
import { valueOfTurn } from './conditions/turns.ts';
import { valueOfType } from './types/types.ts';
import { absent, type Frame, members, stepped, union, unknown, type Value } from './value.ts';

/**
 * The value that a pattern (or the identifier that is one) receives: the question `{ roles }` asks of `const { roles } = user`,
 * of a parameter, of an assignment or of `for (… of …)`.
 */
export function valueOfPattern(trace: Trace, pattern: Node, frame: Frame | undefined): Value {
  const value = orFetch(pattern, receivedBy(trace, pattern, frame), frame);
  if (!isVague(value) || isLeftOut(pattern, value)) return value;
  const annotation = pattern['typeAnnotation'];
  return annotation ? unlessCircular(value, valueOfType(trace, annotation['typeAnnotation'], frame)) : (calledWith(trace, pattern) ?? value);
}

/** What a parameter without a type gets, as the declared type of its function says: `const isOld: (user: User) => boolean = (user) => …`. */
function calledWith(trace: Trace, pattern: Node): Value | undefined {
  const fn = pattern.parent;
  const index: number = fn && isFunction(fn) && (trace.userTypes || trace.project.sourceOf(fn).tellsTypes) ? fn['params'].indexOf(pattern) : -1;
  const declared = index < 0 || !fn ? undefined : contextType(trace, outermost(fn));
  const type = declared && parameterType(trace, declared, index);
  const value = type ? (trace.shapeOfType(type) ?? valueOfType(trace, type, undefined)) : unknown;
  return value.kind === 'unknown' ? undefined : stepped(value, pattern, 'the declared type of the function');
}

function receivedBy(trace: Trace, pattern: Node, frame: Frame | undefined): Value {
  const given = valueOfTurn(pattern, frame);
  if (given) return given;
  const parent = pattern.parent;
  if (!parent) return unknown;
  if (isWrapper(parent)) return receivedBy(trace, parent, frame);
  if (isFunction(parent) && parent['params'].includes(pattern)) return parameterValue(trace, parent, pattern, frame);
  switch (parent.type) {
    case 'VariableDeclarator':
      return declared(trace, parent, frame);
    case 'AssignmentExpression':
      return trace.evaluate(parent['right'], frame);
    case 'ForOfStatement':
      return stepped(elementAt(trace, trace.evaluate(parent['right'], frame), Number.NaN, { node: pattern, frame }), pattern, 'each of the list');
    case 'AssignmentPattern':
      return withDefault(trace, parent, frame);
    case 'ObjectProperty':
      return fromProperty(trace, parent, frame);
    case 'ArrayPattern':
      return fromIndex(trace, parent, pattern, frame);
    case 'RestElement':
      return fromRest(trace, parent, frame);
    case 'TSParameterProperty':
      return receivedBy(trace, parent, frame);
    default:
      return unknown;
  }
}

function declared(trace: Trace, declarator: Node, frame: Frame | undefined): Value {
  if (declarator['init']) return trace.evaluate(declarator['init'], frame);
  const loop = declarator.parent?.parent;
  if (loop?.type === 'ForOfStatement') return stepped(elementAt(trace, trace.evaluate(loop['right'], frame), Number.NaN, { node: declarator, frame }), declarator, 'each of the list');
  if (loop?.type === 'ForInStatement') return { kind: 'each', part: 'key', of: trace.evaluate(loop['right'], frame), ref: { node: declarator, frame } };
  return unknown;
}

function withDefault(trace: Trace, pattern: Node, frame: Frame | undefined): Value {
  const given = receivedBy(trace, pattern, frame);
  const otherwise = trace.evaluate(pattern['right'], frame);
  if (given === absent) return otherwise;
  // What tests hand over stands for what is taken otherwise.
  const isStandIn = /^(?:function|object|instance)$/.test(given.kind) && otherwise.kind === 'library' && isAnyCall(pattern, frame);
  return isGiven(given) && !isStandIn ? given : union([given, otherwise]);
}

/** `list(fetcher)`: a parameter that is called like what it takes the place of, where nobody is seen to give anything else than a function of the project. */
function orFetch(pattern: Node, value: Value, frame: Frame | undefined): Value {
  if (pattern.type !== 'Identifier' || !fetchLike.test(pattern['name']) || !isFunction(pattern.parent)) return value;
  if (!members(value).every(({ kind }) => kind === 'unknown' || (kind === 'function' && isAnyCall(pattern, frame)))) return value;
  return union([...members(value).filter(({ kind }) => kind !== 'unknown'), { kind: 'library', name: 'global', path: ['fetch'], made: [], on: undefined, ref: { node: pattern, frame } }]);
}

/** True where it is not said which call of the function is meant: others may give other things. */
function isAnyCall(parameter: Node, frame: Frame | undefined): boolean {
  let at: Node | undefined = parameter;
  while (/^(?:AssignmentPattern|ObjectProperty|ObjectPattern|Identifier)$/.test(at?.type ?? '')) at = at?.parent;
  return isFunction(at) && !frameOf(at as Node, frame);
}

/** True for what is certainly not undefined: a default does not take its place. */
function isGiven(value: Value): boolean {
  if (value.kind === 'text') return value.pieces.every((piece) => piece.kind === 'literal') || value.pieces.length > 1;
  return /^(?:object|list|map|record|function|class|instance|query|url|response)$/.test(value.kind);
}

function fromProperty(trace: Trace, property: Node, frame: Frame | undefined): Value {
  const object = property.parent;
  if (object?.type !== 'ObjectPattern') return unknown;
  const name = propertyName(trace, property, frame);
  if (name === undefined) return unknown;
  const whole = trace.evaluatePattern(object, frame);
  if (/^\d+$/.test(name)) return stepped(elementAt(trace, whole, Number(name), { node: property, frame }), property, 'one element');
  const own = memberOf(trace, whole, name, { node: property, frame });
  const member = (isUntold(own, name) ? memberOfContext(trace, object, whole, name, frame) : undefined) ?? own;
  if (!isVague(member) || member === absent) return stepped(member, property, `\`{ ${name} }\``);
  const source = object.parent?.type === 'VariableDeclarator' && object.parent['init'] ? object.parent['init'] : object;
  const declared = orElse(declaredMember(trace, object, name, frame), orElse(declaredMember(trace, source, name, frame), member));
  return stepped(declared, property, `\`{ ${name} }\``);
}

function fromIndex(trace: Trace, array: Node, element: Node, frame: Frame | undefined): Value {
  const index = (array['elements'] as (Node | null)[]).indexOf(element);
  return stepped(elementAt(trace, trace.evaluatePattern(array, frame), index, { node: element, frame }), element, 'one element');
}

/** The rest of a user is still a user, the rest of a list still a list. */
function fromRest(trace: Trace, rest: Node, frame: Frame | undefined): Value {
  const parent = rest.parent;
  if (parent?.type === 'ArrayPattern') return trace.evaluatePattern(parent, frame);
  if (parent?.type === 'ObjectPattern') return without(trace.evaluatePattern(parent, frame), new Set((parent['properties'] as Node[]).flatMap((property) => (property === rest ? [] : (propertyName(trace, property, frame) ?? [])))), rest);
  if (isFunction(parent)) return parameterValue(trace, parent as Node, rest, frame);
  return unknown;
}

/** An object without the members that the same pattern takes from it. */
function without(value: Value, names: ReadonlySet<string>, rest: Node): Value {
  return union(
    members(value).map((member) => {
      if (member.kind === 'shape') return stepped(member, rest, 'what is left');
      return member.kind === 'object' || member.kind === 'typed' ? { ...member, without: new Set([...names, ...(member.without ?? [])]) } : member;
    }),
  );
}
