import { isCall, isMember, isNullish, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { decided } from './decided.ts';
import { homeOf } from '../flow/flow.ts';
import { frameOf } from '../frames.ts';
import { leaves } from '../conditions/guards.ts';
import { toldByShape } from '../conditions/kind-tests.ts';
import type { Trace } from '../trace.ts';
import { type Frame, literalText, members, type Piece, union, type Value } from '../value.ts';

/** Patterns that ask whether an address begins with its scheme, and say so in no more than these characters. */
const scheme = /^\^(?:\((?:\?:)?)?https?\??\)?:?(?:\\?\/){0,2}$/;
const longestScheme = 8;

/** What a test asks of the beginning of a text. */
interface Beginning {
  readonly of: Node;
  /** The answer for what is not known: an id, or a name, is no query. */
  readonly unknown?: false;
  holds(head: string, isWhole: boolean): boolean | undefined;
}

/** Methods of HTTP, which code writes in small and large letters. */
const verb = /^(?:get|delete|head|options|post|put|patch)$/i;

/** True for the name of a method of HTTP. */
export const isVerb = (value: Value): boolean => verb.test(literalText(value) ?? '');

/**
 * `a ? b : c`. Where the test asks how a text begins, and that is known, only what it lets through counts: `path.startsWith('http') ? path : base + path`.
 * So it does where a method of HTTP or one of two objects depends on whether this call gives a parameter: `body ? 'POST' : 'GET'`,
 * `value === undefined ? { op, path } : { op, path, value }`.
 */
export function conditionalValue(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const { isNegated, asked } = beginningOf(node['test']);
  const [yes, no]: Node[] = isNegated ? [node['alternate'], node['consequent']] : [node['consequent'], node['alternate']];
  const told = toldByCall(trace, node['test'], frame) ?? toldByShape(trace, node['test'], frame);
  if (told !== undefined) return trace.evaluate(told ? node['consequent'] : node['alternate'], frame);
  const both = (): Value => union([trace.evaluate(node['consequent'], frame), trace.evaluate(node['alternate'], frame)]);
  if (!asked || !yes || !no) return givenOf(trace, node, both(), frame);
  const values = members(trace.evaluate(asked.of, frame));
  const answers = values.map((value) => answer(asked, value));
  const [first] = answers;
  if (first !== undefined && answers.every((other) => other === first)) return trace.evaluate(first ? yes : no, frame);
  if (!answers.includes(false) || !isSame(trace, yes, asked.of)) return both();
  return union([...values.filter((_, index) => answers[index] !== false), trace.evaluate(no, frame)]);
}

/** What a test of the text of a parameter, or of what the function makes of it, comes to in this call: `path.includes('/users') ? … : …`. Undefined for any other test, and where that is not known. */
export function toldByCall(trace: Trace, test: Node, frame: Frame | undefined): boolean | undefined {
  const asked = frame && textAsked(test);
  const binding = asked?.type === 'Identifier' ? trace.project.sourceOf(asked).scopes.bindingOf(asked) : undefined;
  const fn = binding?.kind === 'param' || binding?.kind === 'const' ? homeOf(binding.id) : undefined;
  const call = fn && frameOf(fn, frame);
  return call && !call.callback ? decided(trace, test, frame) : undefined;
}

/** Whether this call of the function comes to a case of a switch over the text of a parameter; undefined where that is not known. */
export function entersCase(trace: Trace, here: Node, frame: Frame | undefined): boolean | undefined {
  const statement = here.parent as Node;
  const cases = statement['cases'] as Node[];
  const from = cases.slice(0, cases.indexOf(here)).findLastIndex((one) => leaves(one['consequent'])) + 1;
  const compare = (label: Node): boolean | undefined => toldByCall(trace, { type: 'BinaryExpression', operator: '===', left: statement['discriminant'], right: label, start: label.start, end: label.end, parent: statement }, frame);
  const own = cases.slice(from, cases.indexOf(here) + 1);
  if (own.some((one) => !one['test'])) {
    const others = cases.filter((one) => one['test'] && !own.includes(one)).map((one) => compare(one['test']));
    return others.includes(true) ? false : undefined;
  }
  const answers = own.map((one) => compare(one['test']));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** What is compared with a text, or asked whether it holds one. */
function textAsked(given: Node): Node | undefined {
  const test = unwrap(given);
  if (test.type === 'UnaryExpression' && test['operator'] === '!') return textAsked(test['argument']);
  if (test.type === 'LogicalExpression') return textAsked(test['left']);
  if (test.type === 'BinaryExpression') return /^[!=]==?$/.test(test['operator']) && unwrap(test['right']).type === 'StringLiteral' ? unwrap(test['left']) : undefined;
  const callee = isCall(test) ? unwrap(test['callee']) : undefined;
  return isMember(callee) && /^(?:includes|startsWith|endsWith)$/.test(memberName(callee as Node) ?? '') ? unwrap(callee?.['object']) : undefined;
}

/** Of two methods, or of two objects that are written there, the one that is meant in this call of the function. */
function givenOf(trace: Trace, node: Node, both: Value, frame: Frame | undefined): Value {
  const isMethod = members(both).some(isVerb) && members(both).every((value) => value.kind === 'unknown' || isVerb(value));
  const isObject = outermost(node).parent?.type !== 'SpreadElement' && [node['consequent'], node['alternate']].every((branch) => unwrap(branch).type === 'ObjectExpression');
  const isGiven = isMethod || isObject ? givenParameter(trace, node['test'], frame) : undefined;
  return isGiven === undefined ? both : trace.evaluate(isGiven ? node['consequent'] : node['alternate'], frame);
}

/** What a test of nothing but whether a parameter is there comes to in this call of its function. */
function givenParameter(trace: Trace, test: Node, frame: Frame | undefined): boolean | undefined {
  let at = unwrap(test);
  while (at.type === 'UnaryExpression' && at['operator'] === '!') at = unwrap(at['argument']);
  if (at.type === 'BinaryExpression' && isNullish(unwrap(at['right']))) at = unwrap(at['left']);
  const binding = at.type === 'Identifier' ? trace.project.sourceOf(at).scopes.bindingOf(at) : undefined;
  const fn = binding?.kind === 'param' ? homeOf(binding.id) : undefined;
  const call = fn && frameOf(fn, frame);
  return call && !call.callback ? decided(trace, test, frame) : undefined;
}

/** True for a method of HTTP that is written only where a parameter is missing that this call gives: `if (!method) method = 'GET'`, `method ??= 'GET'`. */
export function isPassedBy(trace: Trace, written: Node, frame: Frame | undefined): boolean {
  const assignment = written.parent;
  if (!frame || assignment?.type !== 'AssignmentExpression' || !verb.test(unwrap(assignment['right'])['value'])) return false;
  if (assignment['operator'] !== '=') return givenParameter(trace, written, frame) === true;
  let child = assignment;
  while (child.parent && /^(?:ExpressionStatement|BlockStatement)$/.test(child.parent.type)) child = child.parent;
  const { parent } = child;
  const holds = parent?.type === 'IfStatement' && parent['test'] !== child ? givenParameter(trace, parent['test'], frame) : undefined;
  return holds === (parent?.['alternate'] === child);
}

function beginningOf(given: Node): { readonly isNegated: boolean; readonly asked: Beginning | undefined } {
  const test = unwrap(given);
  if (test.type === 'UnaryExpression' && test['operator'] === '!') {
    const inner = beginningOf(test['argument']);
    return { ...inner, isNegated: !inner.isNegated };
  }
  if (test.type === 'BinaryExpression') return { isNegated: /^!==?$/.test(test['operator']), asked: /^[!=]==?$/.test(test['operator']) && isZero(test['right']) ? byMethod(unwrap(test['left']), 'indexOf') : undefined };
  return { isNegated: false, asked: byMethod(test, 'startsWith') ?? byPattern(test) };
}

const isZero = (node: Node): boolean => node.type === 'NumericLiteral' && node['value'] === 0;

/** `text.startsWith('http')`, `text.indexOf('http') === 0`. */
function byMethod(call: Node, method: string): Beginning | undefined {
  const callee = isCall(call) ? unwrap(call['callee']) : undefined;
  const start: unknown = isMember(callee) && memberName(callee as Node) === method && call['arguments'].length === 1 ? call['arguments'][0].value : undefined;
  if (!callee || typeof start !== 'string' || start === '') return undefined;
  return { of: callee['object'], ...(start.startsWith('?') ? { unknown: false } : {}), holds: (head, isWhole) => (isWhole || head.length >= start.length ? head.startsWith(start) : undefined) };
}

/** `/^https?:/.test(text)`. */
function byPattern(call: Node): Beginning | undefined {
  const callee = isCall(call) ? unwrap(call['callee']) : undefined;
  const pattern: Node | undefined = isMember(callee) && memberName(callee as Node) === 'test' ? callee?.['object'] : undefined;
  if (pattern?.type !== 'RegExpLiteral' || !scheme.test(pattern['pattern']) || call['arguments'].length !== 1) return undefined;
  const expression = new RegExp(pattern['pattern'], 'i');
  return { of: call['arguments'][0], holds: (head, isWhole) => (isWhole || head.length >= longestScheme ? expression.test(head) : undefined) };
}

function answer(asked: Beginning, value: Value): boolean | undefined {
  if (value.kind === 'shape' && value.shape === 'Href') return asked.holds('https://', false);
  if (value.kind !== 'text' || value.pieces.length === 0) return asked.unknown;
  const open = value.pieces.findIndex((piece) => piece.kind !== 'literal');
  const head = (open < 0 ? value.pieces : value.pieces.slice(0, open)).map((piece: Piece) => (piece.kind === 'literal' ? piece.text : '')).join('');
  return head === '' ? asked.unknown : asked.holds(head, open < 0);
}

/** True for a name, and that name again. */
function isSame(trace: Trace, one: Node, other: Node): boolean {
  const [left, right] = [unwrap(one), unwrap(other)];
  const binding = left.type === 'Identifier' ? trace.project.sourceOf(left).scopes.bindingOf(left) : undefined;
  return binding !== undefined && right.type === 'Identifier' && trace.project.sourceOf(right).scopes.bindingOf(right) === binding;
}
