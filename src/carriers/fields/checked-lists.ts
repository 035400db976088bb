import { calleeName, descendants, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import type { Trace } from '../../trace/trace.ts';
import { members } from '../../trace/value.ts';
import { isTextList } from './declared-names.ts';
import { isGuarded, leaves, type Subject, subjectOf, testsAround } from '../queries/presence.ts';

/** Through how many functions a check is followed. */
const deepest = 3;

/** What a check looks at: an expression that may be met again, and whether a list holds nothing but names. */
interface Question {
  readonly trace: Trace;
  isSubject(node: Node): boolean;
  isNames(list: Node): boolean;
  /** Whether checks count that also let pass what is missing. */
  readonly mayBeMissing: boolean;
}

/**
 * True where the code around a list has made sure that it holds nothing but texts: inside `if (list.every((one) => typeof one === 'string')) …`, after
 * `if (list.some((one) => !NAMES.includes(one))) return …`, or after a loop that leaves where one is none.
 */
export const isCheckedList = (trace: Trace, node: Node, isNames: (list: Node) => boolean): boolean => isChecked(trace, node, isNames, true);

/** True for a list that was checked only where there is one: `list === undefined || list.every(…)`, `!list?.some(…)`. */
export const isCheckedIfThere = (trace: Trace, node: Node): boolean => isChecked(trace, node, () => true, true) && !isChecked(trace, node, () => true, false) && !isGuarded(trace, node);

function isChecked(trace: Trace, node: Node, isNames: (list: Node) => boolean, mayBeMissing: boolean): boolean {
  if (node.type !== 'Identifier' && !isMember(node)) return false;
  const subject = subjectOf(trace, node);
  const question: Question = { trace, isSubject: (other) => subject.is(other), isNames, mayBeMissing };
  return testsAround(node, subject).some((test) => saysTexts(question, test.node, test.holds, 0)) || isLoopedBefore(question, node, subject);
}

/** True when the test says of a list, when it holds or when it does not, that each element is a text. */
function saysTexts(question: Question, given: Node, holds: boolean, depth: number): boolean {
  const test = unwrap(given);
  const further = (inner: Node): boolean => saysTexts(question, inner, holds, depth);
  if (isNot(test)) return saysTexts(question, test['argument'], !holds, depth);
  if (test.type === 'LogicalExpression') {
    if ((test['operator'] === '&&') === holds) return further(test['left']) || further(test['right']);
    return question.mayBeMissing && saysNothingThere(question, test['left'], holds) && further(test['right']);
  }
  if (!isCall(test)) return false;
  const callee = unwrap(test['callee']);
  const [callback] = test['arguments'] as (Node | undefined)[];
  if (isMember(callee) && question.isSubject(unwrap(callee['object']))) {
    const isEach = memberName(callee) === (holds ? 'every' : 'some') && (holds || question.mayBeMissing || !callee['optional']);
    return isEach && !!callback && areTexts(question, callback, holds);
  }
  return isFunctionOver(question, test, holds, depth);
}

/** `list === undefined`, or `list !== undefined` where that does not hold. */
function saysNothingThere({ isSubject }: Question, given: Node, holds: boolean): boolean {
  const test = unwrap(given);
  const isNothing = test['right'] && (unwrap(test['right']).type === 'NullLiteral' || unwrap(test['right'])['name'] === 'undefined');
  return isNothing && isSubject(unwrap(test['left'])) && /^[!=]==?$/.test(test['operator']) && test['operator'].startsWith('=') === holds;
}

/** `isNameList(list)`: what a function of the project, or its type, says of what it is given. */
function isFunctionOver(question: Question, call: Node, holds: boolean, depth: number): boolean {
  const { trace, isSubject } = question;
  const index = (call['arguments'] as Node[]).findIndex((argument) => isSubject(unwrap(argument)));
  const functions = index < 0 || depth >= deepest ? [] : members(trace.evaluate(call['callee'], undefined));
  return (
    functions.length > 0 &&
    functions.every((value) => {
      const parameter: Node | undefined = value.kind === 'function' ? value.ref.node['params'][index] : undefined;
      if (value.kind !== 'function' || parameter?.type !== 'Identifier') return false;
      if (holds && isListPredicate(trace, value.ref.node)) return true;
      const inner: Question = { ...question, isSubject: (node) => isNamed(trace, node, parameter) };
      return isTrueOfResults(value.ref.node, holds, (result) => saysTexts(inner, result, holds, depth + 1));
    })
  );
}

/** `list.filter((one) => typeof one === 'string')`. */
export function keepsTexts(trace: Trace, callback: Node, isNames: (list: Node) => boolean): boolean {
  return areTexts({ trace, isSubject: () => false, isNames, mayBeMissing: true }, callback, true);
}

/** `(list: unknown): list is string[] => …`. */
function isListPredicate(trace: Trace, fn: Node): boolean {
  const type: Node | undefined = fn['returnType']?.['typeAnnotation'];
  const said: Node | undefined = type?.type === 'TSTypePredicate' && !type['asserts'] ? type['typeAnnotation']?.['typeAnnotation'] : undefined;
  return !!said && isTextList(trace, said);
}

/** The question of all that a function may give back, but for what it gives where the test comes out the other way. */
function isTrueOfResults(fn: Node, holds: boolean, question: (result: Node) => boolean): boolean {
  const results = fn['async'] || fn['generator'] ? [] : returnedNodes(fn).filter((result) => !(unwrap(result).type === 'BooleanLiteral' && unwrap(result)['value'] !== holds));
  return results.length > 0 && results.every(question);
}

/** `(one) => typeof one === 'string'`, `(one) => NAMES.includes(one)`, `isText`: true of nothing but texts; or, asked the other way, false of nothing but texts. */
function areTexts(question: Question, given: Node, holds: boolean): boolean {
  const callback = unwrap(given);
  if (callback.type === 'Identifier' && callback['name'] === 'isString') return holds;
  if (isMember(callback) && memberName(callback) === 'isString') return holds;
  const functions = isFunction(callback) ? [callback] : members(question.trace.evaluate(callback, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));
  return functions.length > 0 && functions.every((fn) => fn['params'][0]?.type === 'Identifier' && isTrueOfResults(fn, holds, (result) => saysText(question, fn['params'][0], result, holds)));
}

function saysText(question: Question, id: Node, given: Node, holds: boolean): boolean {
  const test = unwrap(given);
  const isIt = (node: Node | undefined): boolean => !!node && isNamed(question.trace, unwrap(node), id);
  if (isNot(test)) return saysText(question, id, test['argument'], !holds);
  if (test.type === 'LogicalExpression') return (test['operator'] === '&&') === holds && (saysText(question, id, test['left'], holds) || saysText(question, id, test['right'], holds));
  if (test.type === 'BinaryExpression') {
    const [left, right] = [unwrap(test['left']), unwrap(test['right'])];
    const isType = left.type === 'UnaryExpression' && left['operator'] === 'typeof' && isIt(left['argument']) && right['value'] === 'string';
    return isType && /^[!=]==?$/.test(test['operator']) && test['operator'].startsWith('=') === holds;
  }
  if (!isCall(test) || !holds || !isIt(test['arguments'][0])) return false;
  const callee = unwrap(test['callee']);
  return calleeName(test) === 'isString' || (isMember(callee) && /^(?:includes|has)$/.test(memberName(callee) ?? '') && question.isNames(callee['object']));
}

/** `for (const one of list) if (typeof one !== 'string') throw …`, earlier in a list of statements around the place. */
function isLoopedBefore(question: Question, node: Node, subject: Subject): boolean {
  for (let child = node, at = node.parent; at && !isFunction(at); child = at, at = at.parent) {
    const statements: readonly Node[] = at.type === 'BlockStatement' || at.type === 'Program' ? at['body'] : [];
    if (statements.slice(0, Math.max(0, statements.indexOf(child))).some((loop) => isCheckingLoop(question, loop) && subject.staysAfter(loop.start))) return true;
  }
  return false;
}

function isCheckingLoop(question: Question, loop: Node): boolean {
  const id: Node | undefined = loop.type === 'ForOfStatement' ? loop['left'].declarations?.[0]?.id : undefined;
  if (id?.type !== 'Identifier' || !question.isSubject(unwrap(loop['right']))) return false;
  const [first, ...more] = loop['body'].type === 'BlockStatement' ? (loop['body']['body'] as Node[]) : [loop['body'] as Node];
  const isLeaving = first?.type === 'IfStatement' && leaves(first['consequent']) && !descendants(first['consequent']).some(({ type }) => /^(?:Break|Continue)Statement$/.test(type));
  const isWhole = more.every((statement) => !descendants(statement).some(({ type }) => type === 'BreakStatement'));
  return isLeaving && isWhole && saysText(question, id, first?.['test'], false);
}

const isNot = (test: Node): boolean => test.type === 'UnaryExpression' && test['operator'] === '!';

const isNamed = (trace: Trace, node: Node, id: Node): boolean => node.type === 'Identifier' && trace.project.sourceOf(node).scopes.bindingOf(node)?.id === id;
