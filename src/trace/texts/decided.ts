import { isCall, isFunction, isMember, isNullish, memberName, type Node, unwrap } from '../../source/ast.ts';
import { leaves } from '../conditions/guards.ts';
import type { Trace } from '../trace.ts';
import { absent, type Frame, isMissing, literalText, members, type Value } from '../value.ts';

/** Patterns that are no more than a text, of which it may be said that it begins or ends there. */
const plainPattern = /^\^?(?:[\w-]|\\?\/|\\[.?])+\$?$/;

/** What a test comes to in this context; undefined where nobody knows. */
export function decided(trace: Trace, given: Node, frame: Frame | undefined): boolean | undefined {
  const test = unwrap(given);
  if (test.type === 'UnaryExpression' && test['operator'] === '!') {
    const inner = decided(trace, test['argument'], frame);
    return inner === undefined ? undefined : !inner;
  }
  if (test.type === 'LogicalExpression' && test['operator'] !== '??') {
    const sides = [decided(trace, test['left'], frame), decided(trace, test['right'], frame)];
    const settles = test['operator'] === '||';
    return sides.includes(settles) ? settles : sides.includes(undefined) ? undefined : !settles;
  }
  if (test.type === 'BinaryExpression' && /^[!=]==?$/.test(test['operator'])) {
    if (isNullish(unwrap(test['right']))) return comparedWithNothing(trace, test, frame);
    const [left, right] = [test['left'], test['right']].map((side) => textOf(trace, side, frame));
    const isSame = left && right && isEqual(left, right);
    return isSame === undefined ? undefined : isSame === test['operator'].startsWith('=');
  }
  return isCall(test) ? asked(trace, test, frame) : isThere(trace.evaluate(test, frame));
}

/** `x == null`, `x !== undefined`: `===` tells what is left out from `null`, and of what is only not there nobody knows which it is. */
function comparedWithNothing(trace: Trace, test: Node, frame: Frame | undefined): boolean | undefined {
  const value = trace.evaluate(test['left'], frame);
  const isText = literalText(value) !== undefined;
  const has = isText || isThere(value);
  if (has === undefined) return undefined;
  const isStrict = test['operator'].length === 3;
  if (!has && isStrict && (value !== absent || unwrap(test['right']).type === 'NullLiteral')) return value === absent ? test['operator'] === '!==' : undefined;
  return has !== test['operator'].startsWith('=');
}

/** A text, or what is known of its end. */
interface Known {
  readonly text: string;
  readonly isWhole: boolean;
  /** What is known of its beginning. */
  readonly head: string;
  /** All of it, where what is not known of it are values of parameters: it stands behind the `?`, or is encoded. */
  readonly around?: string;
}

/** Stands for a value that is not known. */
const gap = '\ue000';

function isEqual(one: Known, other: Known): boolean | undefined {
  if (one.isWhole && other.isWhole) return one.text === other.text;
  const start = Math.min(one.head.length, other.head.length);
  if (one.head.slice(0, start) !== other.head.slice(0, start)) return false;
  const length = Math.min(one.text.length, other.text.length);
  return one.text.slice(one.text.length - length) === other.text.slice(other.text.length - length) ? undefined : false;
}

/** `text.startsWith('/users')`, `/\/users$/.test(text)`. */
function asked(trace: Trace, call: Node, frame: Frame | undefined): boolean | undefined {
  const callee = unwrap(call['callee']);
  if (!isMember(callee) || call['arguments'].length !== 1) return undefined;
  const [object, argument] = [unwrap(callee['object']), unwrap(call['arguments'][0])] as [Node, Node];
  const method = memberName(callee);
  if (method === 'test' && object.type === 'RegExpLiteral') {
    const known = textOf(trace, argument, frame);
    const isPlain = plainPattern.test(object['pattern']) && /^i?$/.test(object['flags']) && (known?.isWhole || !object['pattern'].startsWith('^'));
    const holds = known && isPlain && new RegExp(object['pattern'], object['flags']).test(known.text);
    return holds || (known?.isWhole && isPlain) ? holds : undefined;
  }
  if (method !== 'startsWith' && method !== 'endsWith' && method !== 'includes') return undefined;
  const [known, part] = [textOf(trace, object, frame), textOf(trace, argument, frame)];
  if (!known || !part?.isWhole) return undefined;
  if (!known.isWhole && method === 'startsWith') return known.head.length >= part.text.length || !part.text.startsWith(known.head) ? known.head.startsWith(part.text) : undefined;
  if (!known.isWhole && method === 'includes') return known.head.includes(part.text) || known.text.includes(part.text) || (known.around === undefined ? undefined : known.around.includes(part.text));
  const holds = known.text[method](part.text);
  return holds || known.isWhole || (method === 'endsWith' && part.text.length <= known.text.length) ? holds : undefined;
}

/** The text that an expression is, also where the code asks for it in small or large letters. */
function textOf(trace: Trace, given: Node, frame: Frame | undefined): Known | undefined {
  const node = unwrap(given);
  const callee = isCall(node) && node['arguments'].length === 0 ? unwrap(node['callee']) : undefined;
  const method = isMember(callee) ? memberName(callee as Node) : undefined;
  if (callee && (method === 'toLowerCase' || method === 'toUpperCase')) {
    const known = textOf(trace, callee['object'], frame);
    const inCase = (text: string): string => text[method]();
    return known && { ...known, text: inCase(known.text), head: inCase(known.head), ...(known.around === undefined ? {} : { around: inCase(known.around) }) };
  }
  if (node.type === 'LogicalExpression' && node['operator'] !== '&&') {
    const known = textOf(trace, node['left'], frame);
    return known?.text ? known : undefined;
  }
  const value = trace.evaluate(node, frame);
  const pieces = value.kind === 'text' ? value.pieces : [];
  const literals = pieces.map((piece) => (piece.kind === 'literal' ? piece.text : undefined));
  const open = literals.indexOf(undefined);
  const head = literals.slice(0, open < 0 ? literals.length : open).join('');
  const text = literals.slice(literals.lastIndexOf(undefined) + 1).join('');
  const whole = literalText(value);
  if (whole !== undefined) return { text: whole, isWhole: true, head: whole };
  if (text === '' && head === '') return undefined;
  const isAround = pieces.every((piece, index) => piece.kind === 'literal' || (piece.kind === 'hole' && piece.encoded) || literals.slice(0, index).join('').includes('?'));
  return { text, isWhole: false, head, ...(isAround ? { around: literals.map((literal) => literal ?? gap).join('') } : {}) };
}

function isThere(value: Value): boolean | undefined {
  if (members(value).every(isMissing)) return false;
  if (members(value).every(({ kind }) => /^(?:object|list|query|url)$/.test(kind))) return true;
  const text = literalText(value);
  return text === undefined ? undefined : text !== '';
}

/** What a test comes to, and whether a case of a switch is entered; undefined where that is not known. */
export interface Told {
  holds(test: Node): boolean | undefined;
  enters?(here: Node): boolean | undefined;
}

/** Whether a call of the function that is this frame comes to the place. */
export function reachedIn(trace: Trace, node: Node, fn: Node, frame: Frame | undefined, told: Told = { holds: (test) => decided(trace, test, frame) }): 'always' | 'sometimes' | 'never' {
  let isSure = true;
  for (let child = node, at = node.parent; at && child !== fn; child = at, at = at.parent) {
    const passed = passes(told, at, child);
    if (passed === false) return 'never';
    isSure &&= passed === true && (at === fn || !isFunction(at));
  }
  return isSure ? 'always' : 'sometimes';
}

/** True when what stands there runs, whenever what is around it does. */
function passes(told: Told, at: Node, child: Node): boolean | undefined {
  if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') {
    const holds = at['test'] === child ? true : told.holds(at['test']);
    return holds === undefined || at['test'] === child || at['consequent'] === child ? holds : !holds;
  }
  if (at.type === 'LogicalExpression' && at['right'] === child) {
    const holds = at['operator'] === '??' ? undefined : told.holds(at['left']);
    return holds === undefined ? undefined : holds === (at['operator'] === '&&');
  }
  if (at.type === 'SwitchCase' && child !== at['test']) return told.enters?.(at);
  if (/^(?:SwitchCase|For\w*Statement|WhileStatement|CatchClause)$/.test(at.type)) return undefined;
  return at.type === 'BlockStatement' ? goesOn(told, at['body'], child) : true;
}

/** False where an earlier statement of the block is known to leave it; undefined where one may. */
function goesOn(told: Told, statements: readonly Node[], child: Node): boolean | undefined {
  const exits = statements.slice(0, Math.max(0, statements.indexOf(child))).filter((statement) => statement.type === 'IfStatement' && (leaves([statement['consequent']]) || (!!statement['alternate'] && leaves([statement['alternate']]))));
  const left = exits.map((statement) => {
    const holds = told.holds(statement['test']);
    return holds === undefined ? undefined : leaves([holds ? statement['consequent'] : (statement['alternate'] ?? [])].flat());
  });
  return left.includes(true) ? false : left.includes(undefined) ? undefined : true;
}
