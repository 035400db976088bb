import { shapes } from '../../api.ts';
import { calleeName, isCall, isMember, type Node, unwrap } from '../../source/ast.ts';
import { leaves } from './guards.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type ShapeValue, union, type Value } from '../value.ts';

/** `if (isPlainObject(value)) return …; return value;`: what an object that is given there would not come to. It may be that the program has made another thing of it by then. */
export function unlessDiverted(trace: Trace, node: Node, value: Value): Value {
  const returned = unwrap(node);
  const statement = node.parent;
  const before: readonly Node[] = returned.type === 'Identifier' && statement?.type === 'ReturnStatement' ? (statement.parent?.['body'] ?? []) : [];
  const tests = (Array.isArray(before) ? before.slice(0, before.indexOf(statement)) : []).flatMap((one: Node) => (one.type === 'IfStatement' && leaves([one['consequent']]) ? [one['test'] as Node] : []));
  if (tests.length === 0) return value;
  const isDiverted = (member: Value): boolean => member.kind === 'shape' && !member.shape.startsWith('Other') && tests.some((test) => holdsOf(trace, test, returned, member.shape.endsWith('[]')));
  return union(members(value).flatMap((member) => (isDiverted(member) ? [member, changed(node)] : [member])));
}

const changed = (node: Node): Value => ({ kind: 'shape', shape: 'Other', request: undefined, trail: { node, note: 'made into something else by the function' } });

/** True for a test that an object, or a list, is known to pass. */
function holdsOf(trace: Trace, given: Node, subject: Node, isList: boolean): boolean {
  const test = unwrap(given);
  if (test.type === 'LogicalExpression' && test['operator'] === '&&') return [test['left'], test['right']].some((side: Node) => holdsOf(trace, side, subject, isList));
  if (isCall(test)) return isSubject(trace, test['arguments'][0], subject) && (isList ? /^isArray$/ : /^(?:isPlainObject|isObject|isObjectLike)$/).test(calleeName(test));
  const asked = test.type === 'BinaryExpression' && /^={2,3}$/.test(test['operator']) ? unwrap(test['left']) : undefined;
  return !isList && asked?.type === 'UnaryExpression' && asked['operator'] === 'typeof' && isSubject(trace, asked['argument'], subject) && unwrap(test['right'])['value'] === 'object';
}

/**
 * `Array.isArray(body.data) ? … : …`: whether what is known to be a list, or an object of the users API, passes; undefined where that is not known.
 * While it is asked what another answer would come to, that answer has all that belongs to it: `body.data ? … : …`, `'data' in body`.
 */
export function toldByShape(trace: Trace, given: Node, frame: Frame | undefined): boolean | undefined {
  const test = unwrap(given);
  if (isCall(test) && calleeName(test) === 'isArray' && test['arguments'].length === 1)
    return only(members(trace.evaluate(test['arguments'][0], frame)).map((value) => (value.kind === 'list' ? true : isKnown(value) ? isListShape(value.shape) : undefined)));
  if (trace.instead.size === 0) return undefined;
  if (test.type === 'BinaryExpression' && test['operator'] === 'in')
    return only(members(trace.evaluate(test['right'], frame)).map((value) => (isKnown(value) && shapes[value.shape] ? shapes[value.shape]?.[test['left'].value] !== undefined : undefined)));
  return isMember(test) || test.type === 'Identifier' ? isAnswered(trace, trace.evaluate(test, frame)) : undefined;
}

/** True for a part of the other answer that is asked about. */
export const isAnswered = (trace: Trace, value: Value): true | undefined => (trace.instead.size > 0 && members(value).every(isKnown) ? true : undefined);

const isKnown = (value: Value): value is ShapeValue => value.kind === 'shape' && !value.shape.startsWith('Other');

function only(answers: readonly (boolean | undefined)[]): boolean | undefined {
  const [first] = answers;
  return answers.every((answer) => answer === first) ? first : undefined;
}

const isListShape = (shape: string): boolean | undefined => (shape.endsWith('[]') || shape === 'RoleNames' ? true : shapes[shape] ? false : undefined);

function isSubject(trace: Trace, node: Node | undefined, subject: Node): boolean {
  const { scopes } = trace.project.sourceOf(subject);
  const binding = scopes.bindingOf(subject);
  return binding !== undefined && node !== undefined && unwrap(node).type === 'Identifier' && scopes.bindingOf(unwrap(node)) === binding;
}
