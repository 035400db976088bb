import { calleeName, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { members } from '../../trace/value.ts';

/** What a test says is not the case. */
type Absence = 'null' | 'undefined' | 'empty';
const both: readonly Absence[] = ['null', 'undefined'];
const all: readonly Absence[] = [...both, 'empty'];

/**
 * True where the code around a name or a setting has made sure that it is there: inside `if (x) …`, `x && …`, `x ? … : …`, in the `else`
 * of `if (!x) …`, and after `if (x === null) return …`. A test of one kind of absence counts where the other kind is not to be expected.
 */
export function isGuarded(trace: Trace, node: Node): boolean {
  const excluded = excludedAround(trace, node);
  const has = both.filter((absence) => excluded.has(absence));
  return has.length === 2 || (has.length === 1 && !mayBe(trace, node, has[0] === 'null' ? 'undefined' : 'null'));
}

/** True where the code around it has made sure that it is no empty text. */
export const isFilled = (trace: Trace, node: Node): boolean => excludedAround(trace, node).has('empty');

function excludedAround(trace: Trace, node: Node): ReadonlySet<Absence> {
  const subject = subjectOf(trace, node);
  return new Set(testsAround(node, subject).flatMap((test) => excludedBy(test.node, subject, test.holds)));
}

/** A test that is known to hold, or not to hold. */
interface KnownTest {
  readonly node: Node;
  readonly holds: boolean;
}

/** The tests whose outcome is known where the place is reached, and after which the subject is the same as there. */
export function testsAround(node: Node, subject: Subject): KnownTest[] {
  const tests: KnownTest[] = [];
  for (let child = node, at = node.parent; at; child = at, at = at.parent) {
    tests.push(...testsAt(at, child));
    for (const test of earlierExits(at, child)) if (subject.staysAfter(test.start)) tests.push({ node: test, holds: false });
    if (isFunction(at) && (!subject.isFixed || at.type === 'FunctionDeclaration')) break;
  }
  return tests;
}

/** What is tested: a name, or a member by how it is written. */
export interface Subject {
  is(node: Node): boolean;
  /** Nothing is assigned to it after it was declared. */
  readonly isFixed: boolean;
  /** Nothing is assigned to it from this place on. */
  staysAfter(start: number): boolean;
}

export function subjectOf(trace: Trace, node: Node): Subject {
  const source = trace.project.sourceOf(node);
  const binding = source.scopes.bindingOf(node);
  if (!binding) return { is: (other) => isMember(other) && source.slice(other) === source.slice(node), isFixed: false, staysAfter: () => true };
  return {
    is: (other) => other.type === 'Identifier' && source.scopes.bindingOf(other) === binding,
    isFixed: binding.writes.length === 0,
    staysAfter: (start) => binding.writes.every((write) => write.end <= start),
  };
}

/** The tests that hold, or do not hold, in this part of a statement or an expression. */
function testsAt(at: Node, child: Node): KnownTest[] {
  if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') {
    if (at['consequent'] === child) return [{ node: at['test'], holds: true }];
    if (at['alternate'] === child) return [{ node: at['test'], holds: false }];
  }
  if (at.type === 'LogicalExpression' && at['right'] === child && at['operator'] !== '??') return [{ node: at['left'], holds: at['operator'] === '&&' }];
  return [];
}

/** The tests of `if (…) return;` in front of a statement of the same list. */
function earlierExits(at: Node, child: Node): Node[] {
  const statements: readonly Node[] = at.type === 'BlockStatement' || at.type === 'Program' ? at['body'] : at.type === 'SwitchCase' ? at['consequent'] : [];
  return statements.slice(0, Math.max(0, statements.indexOf(child))).flatMap((statement) => (statement.type === 'IfStatement' && !statement['alternate'] && leaves(statement['consequent']) ? [statement['test'] as Node] : []));
}

/** True for a statement after which the next one of its list is never reached. */
export function leaves(statement: Node | undefined): boolean {
  if (statement?.type === 'BlockStatement') return leaves(statement['body'].at(-1));
  if (statement?.type !== 'ExpressionStatement') return !!statement && /^(?:Return|Throw|Break|Continue)Statement$/.test(statement.type);
  const call = unwrap(statement['expression']);
  const callee = isCall(call) ? unwrap(call['callee']) : undefined;
  return isMember(callee) && callee?.['object'].name === 'process' && callee['property'].name === 'exit';
}

/** Which kinds of absence the test excludes when it holds, or when it does not. */
function excludedBy(given: Node, subject: Subject, holds: boolean): readonly Absence[] {
  const test = unwrap(given);
  if (subject.is(test)) return holds ? all : [];
  const size = measured(test.type === 'BinaryExpression' ? unwrap(test['left']) : test);
  if (size && subject.is(size)) return isNonZero(test) === holds ? ['empty'] : [];
  if (test.type === 'UnaryExpression' && test['operator'] === '!') return excludedBy(test['argument'], subject, !holds);
  if (test.type === 'LogicalExpression') return (test['operator'] === '&&') === holds ? [...excludedBy(test['left'], subject, holds), ...excludedBy(test['right'], subject, holds)] : [];
  if (isCall(test)) return excludedByCall(test, subject, holds);
  const comparison = test.type === 'BinaryExpression' ? /^([!=])==?$/.exec(test['operator']) : null;
  if (!comparison) return [];
  const [left, right] = [unwrap(test['left']), unwrap(test['right'])];
  const isEqual = (comparison[1] === '=') === holds;
  if (left.type === 'UnaryExpression' && left['operator'] === 'typeof') return subject.is(unwrap(left['argument'])) ? excludedByType(right['value'], isEqual) : [];
  const other = subject.is(left) ? right : subject.is(right) ? left : undefined;
  if (!other || isEqual) return other?.type !== 'StringLiteral' ? [] : other['value'] === '' ? both : all;
  if (other['value'] === '') return ['empty'];
  const absence = other.type === 'NullLiteral' ? 'null' : other.type === 'Identifier' && other['name'] === 'undefined' ? 'undefined' : undefined;
  return absence === undefined ? [] : test['operator'].length === 2 ? both : [absence];
}

/** `Array.isArray(x)`, and `x.some(…)`, which would have thrown. */
function excludedByCall(call: Node, subject: Subject, holds: boolean): readonly Absence[] {
  const callee = unwrap(call['callee']);
  const isCalled = isMember(callee) && !callee['optional'] && subject.is(unwrap(callee['object']));
  return isCalled || (holds && calleeName(call) === 'isArray' && call['arguments'].some((argument: Node) => subject.is(unwrap(argument)))) ? both : [];
}

/** `x.length`, `x.length > 0`, `x.trim() !== ''`; false for `x.length === 0` and its like, undefined for what compares it with something else. */
function isNonZero(test: Node): boolean | undefined {
  if (test.type !== 'BinaryExpression') return true;
  const least = unwrap(test['right'])['value'];
  if (least === 1 || (least !== 0 && least !== '')) return least === 1 && test['operator'] === '>=' ? true : undefined;
  return /^(?:>|!==?)$/.test(test['operator']) ? true : /^(?:<=|===?)$/.test(test['operator']) ? false : undefined;
}

/** `x.length`, `x.trim()`: x, of which that says whether it is empty. */
function measured(node: Node): Node | undefined {
  if (isMember(node) && memberName(node) === 'length') return measured(unwrap(node['object'])) ?? unwrap(node['object']);
  const callee = isCall(node) && calleeName(node) === 'trim' ? unwrap(node['callee']) : undefined;
  return isMember(callee) ? unwrap(callee?.['object']) : undefined;
}

/** `typeof x === 'string'`, `typeof x !== 'undefined'`. */
function excludedByType(type: unknown, isEqual: boolean): readonly Absence[] {
  if (isEqual) return type === 'undefined' || type === 'object' ? [] : both;
  return type === 'undefined' ? ['undefined'] : [];
}

const undefinedCalls = /^(?:find|findLast|at|pop|shift)$/;

/** True when what the name is made from, or its declared type, says that it may be absent in this way. */
function mayBe(trace: Trace, node: Node, absence: Absence): boolean {
  const source = trace.project.sourceOf(node);
  const binding = source.scopes.bindingOf(node);
  const annotation: Node | undefined = binding?.id['typeAnnotation'];
  if (binding?.id['optional'] && absence === 'undefined') return true;
  if (annotation && new RegExp(`\\b${absence}\\b`).test(source.slice(annotation))) return true;
  const made: Node | undefined = binding?.declaration['id'] === binding?.id ? binding?.declaration['init'] : undefined;
  if (!made) return !annotation && !binding?.id['optional'] ? absence === 'undefined' : false;
  const init = unwrap(made);
  if (/^Optional/.test(init.type) || /^(?:Identifier|MemberExpression)$/.test(init.type)) return absence === 'undefined';
  if (!isCall(init)) return false;
  if (calleeName(init) !== 'get') return absence === (undefinedCalls.test(calleeName(init)) ? 'undefined' : 'null');
  const holder: Node | undefined = unwrap(init['callee'])['object'];
  const givesNull = !!holder && (/(?:params|headers|form|formdata)$/i.test(source.slice(holder)) || members(trace.evaluate(holder, undefined)).every((value) => value.kind === 'query'));
  return givesNull === (absence === 'null');
}
