import { calleeName, descendants, isCall, isFunction, isMember, memberName, isNullish, type Node, unwrap } from '../../source/ast.ts';
import { tableOf } from '../../table.ts';
import type { Binding } from '../../source/scope.ts';
import { returnedNodes } from '../calls/calls.ts';
import { pairsAt } from '../names/named-pairs.ts';
import type { Trace } from '../trace.ts';
import { wholesIn } from '../types/typed-values.ts';
import { literalText, members, type Value } from '../value.ts';

/** Stands for texts that nobody knows. */
export const anyText = '*';
/** Stands for values that are tried by their letters, or sent with other letters. */
export const lettersMatter = '**';
/** Stands for what is missing: undefined or null. */
export const nothing = '***';

const known = new WeakMap<Trace, { readonly age: number; readonly texts: ReadonlyMap<Node, ReadonlySet<string>> }>();

/**
 * The texts by which the project chooses among the values of this object, of these parameters or of this list of pairs, whatever their names:
 * `Object.entries(query).filter(([, value]) => value)` has the empty one, `value !== 'all'` that.
 */
export function leftOutTexts(trace: Trace, holder: Node): ReadonlySet<string> {
  let found = known.get(trace);
  if (found?.age !== trace.age) known.set(trace, (found = { age: trace.age, texts: allTexts(trace) }));
  return found.texts.get(holder) ?? new Set();
}

/** Words of which a file holds one that goes through the values of an object, with the form that they then have. */
const words: Readonly<Record<string, RegExp>> = tableOf({
  entries: /entries\(/,
  keys: /keys\(/,
  toPairs: /toPairs/,
  pickBy: /pickBy/,
  omitBy: /omitBy/,
  skipEmptyString: /skipEmptyString/,
  URLSearchParams: /URLSearchParams/,
  searchParams: /searchParams/,
  stringify: /stringify\(\s*[\w.]+,\s*(?:function\b|\w+\b(?<!null)|\()/,
  filter: /\.filter\(\s{0,9}(?:(?:function\s{0,9})?\(\s{0,9}\[|[^=]{0,40}=>[^;]{0,80}\[1\])/,
  for: /\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b/,
  forEach: /\bforEach\(\s*[\w.]+\s*,/,
  each: /\beach\(\s*[\w.]+\s*,/,
});

function programsOf(trace: Trace): Node[] {
  const files = new Set(Object.entries(words).flatMap(([word, form]) => trace.project.filesWith(word).filter((file) => !file.endsWith('.json') && form.test(trace.project.files.read(file) ?? ''))));
  return [...files].flatMap((file) => trace.project.source(file)?.program ?? []);
}

function allTexts(trace: Trace): ReadonlyMap<Node, ReadonlySet<string>> {
  const found = new Map<Node, Set<string>>();
  const add = (holders: readonly Node[], texts: readonly string[]): void => {
    for (const holder of holders) found.set(holder, new Set([...(found.get(holder) ?? []), ...texts]));
  };
  for (const program of programsOf(trace)) {
    for (const node of descendants(program)) {
      for (const atom of testOf(node).flatMap(atomsOf)) for (const { subject, texts } of comparedIn(trace, atom, isValue)) if (texts.length > 0) add(holdersOf(trace, subject), texts);
      const changed = changedIn(trace, node);
      if (changed) add(holdersOf(trace, changed), [lettersMatter]);
      const { given, texts } = choosingCall(trace, node);
      if (given && texts.length > 0) trace.ask(() => add(holdersIn(trace, trace.evaluate(given, undefined)), texts), undefined);
    }
  }
  return found;
}

/** Methods after which a text may have other letters. */
const changing = /^(?:replace|replaceAll|toLowerCase|toUpperCase|slice|substring|substr)$/;

/** The value that a call gives with other letters, by itself or in a function of the project: `query[key].replace(/[^\w]/g, '')`. */
function changedIn(trace: Trace, node: Node, depth = 0, isAsked: Asked = isValue): Node | undefined {
  if (!isCall(node)) return undefined;
  const callee = unwrap(node['callee']);
  const own = isMember(callee) && changing.test(memberName(callee) ?? '') ? subjectOf(callee['object']) : undefined;
  if (own) return isAsked(trace, own) ? own : undefined;
  const given = ((node['arguments'] ?? []) as Node[]).map((argument) => subjectOf(argument));
  const at = depth > 1 ? -1 : given.findIndex((argument) => argument && isAsked(trace, argument));
  if (at < 0 || isFunction(callee)) return undefined;
  const functions = members(trace.evaluate(callee, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));
  const isChanged = functions.some((fn) => {
    const id: Node | undefined = fn['params'][at];
    const isNamed = id && namedAs(trace, id);
    return isNamed && resultsOf(fn).some((result) => descendants(result).some((inner) => changedIn(trace, inner, depth + 1, isNamed) !== undefined));
  });
  return isChanged ? given[at] : undefined;
}

/** What is asked whether it holds: by `if`, `?:`, `&&`, `!`, and what a callback gives to `filter` and its like. */
function testOf(node: Node): Node[] {
  if (/^(?:If|While)Statement$|^ConditionalExpression$/.test(node.type)) return [node['test']];
  if (node.type === 'LogicalExpression' && node['operator'] !== '??') return [node['left']];
  if (!isCall(node) || !/^(?:filter|reject|pickBy|omitBy|some|every)$/.test(calleeName(node))) return [];
  return (node['arguments'] as Node[]).flatMap((callback) => resultsOf(unwrap(callback)));
}

/** What a function gives. */
const resultsOf = (fn: Node): readonly Node[] => (isFunction(fn) ? returnedNodes(fn) : []);

/** The tests of which a test is made. */
function atomsOf(given: Node): Node[] {
  const test = unwrap(given);
  if (test.type === 'UnaryExpression' && test['operator'] === '!') return atomsOf(test['argument']);
  return test.type === 'LogicalExpression' ? [...atomsOf(test['left']), ...atomsOf(test['right'])] : [test];
}

/** True for an expression of which is asked what it is compared with. */
type Asked = (trace: Trace, node: Node) => boolean;

interface Compared {
  readonly subject: Node;
  /** None for what says nothing of texts: `Array.isArray(value)`. */
  readonly texts: readonly string[];
}

function comparedIn(trace: Trace, atom: Node, isAsked: Asked, depth = 0): Compared[] {
  if (atom.type === 'BinaryExpression') return comparison(trace, atom, isAsked);
  if (isCall(atom)) return askedCall(trace, atom, isAsked, depth);
  const subject = subjectOf(atom);
  return subject && isAsked(trace, subject) ? [{ subject, texts: [''] }] : [];
}

/** `x`, `o[k]`, and x in `x.trim()`, `x.length`, `String(x).trim()`. */
function subjectOf(given: Node): Node | undefined {
  const node = unwrap(given);
  if (node.type === 'Identifier' || (isMember(node) && node['computed'])) return node;
  if (isMember(node)) return memberName(node) === 'length' ? subjectOf(node['object']) : undefined;
  if (!isCall(node)) return undefined;
  const callee = unwrap(node['callee']);
  if (isMember(callee) && memberName(callee) === 'get' && node['arguments'].length === 1 && node['arguments'][0].type === 'Identifier') return node;
  if (isMember(callee)) return /^(?:trim|toString|toLowerCase|toUpperCase)$/.test(memberName(callee) ?? '') ? subjectOf(callee['object']) : undefined;
  return callee['name'] === 'String' && node['arguments'][0] ? subjectOf(node['arguments'][0]) : undefined;
}

function comparison(trace: Trace, { left, right, operator }: Node, isAsked: Asked): Compared[] {
  const sides = [unwrap(left), unwrap(right)] as const;
  const subject = sides.map(subjectOf).find((side) => side && isAsked(trace, side));
  if (!subject || /^(?:in|instanceof)$/.test(operator)) return [];
  const isLeft = subjectOf(sides[0]) === subject;
  const other = sides[isLeft ? 1 : 0];
  const isSize = isMember(sides[isLeft ? 0 : 1]) && memberName(sides[isLeft ? 0 : 1]) === 'length';
  if (isNullish(other)) return [{ subject, texts: [nothing] }];
  if (other.type === 'BooleanLiteral' || other.type === 'UnaryExpression') return [];
  if (other.type === 'NumericLiteral') return isSize ? [{ subject, texts: [''] }] : [];
  const texts = members(trace.evaluate(other, undefined)).map((value) => textIn(value));
  return [{ subject, texts }];
}

const textIn = (value: Value): string => literalText(value) ?? (value.kind === 'text' && value.pieces.length === 0 ? '' : anyText);

/** Questions about what something is, not which text it is. */
const ofKind = /^(?:isArray|isNil|isNull|isUndefined|isNaN|isFinite|isInteger|isNumber|isBoolean|isObject|isPlainObject|isFunction|isString|isDate|hasOwn|hasOwnProperty|isDefined)$/;

function askedCall(trace: Trace, call: Node, isAsked: Asked, depth: number): Compared[] {
  const name = calleeName(call);
  const callee = unwrap(call['callee']);
  const given = ((call['arguments'] ?? []) as Node[]).map((argument) => subjectOf(argument));
  const at = given.findIndex((argument) => argument && isAsked(trace, argument));
  const subject = given[at];
  if (subject && /^(?:test|exec)$/.test(name)) return [{ subject, texts: [lettersMatter] }];
  const tried = isMember(callee) && /^(?:match|search|startsWith|endsWith)$/.test(name) ? subjectOf(callee['object']) : undefined;
  if (tried && isAsked(trace, tried)) return [{ subject: tried, texts: [lettersMatter] }];
  if (!subject) {
    const own = subjectOf(call);
    return own && isAsked(trace, own) ? [{ subject: own, texts: [''] }] : [];
  }
  const isListed = isMember(callee) && /^(?:includes|has|indexOf)$/.test(name);
  if (isListed) return [{ subject, texts: textsOfList(trace, callee['object']) }];
  const functions = depth > 2 ? [] : members(trace.evaluate(callee, undefined)).filter((value) => value.kind === 'function');
  const inner = functions.flatMap((value) => (value.kind === 'function' ? textsAskedOf(trace, value.ref.node, at, depth) : []));
  if (functions.length > 0) return [{ subject, texts: inner }];
  return ofKind.test(name) ? [] : [{ subject, texts: [''] }];
}

/** What a function asks of its parameter. */
function textsAskedOf(trace: Trace, fn: Node, index: number, depth: number): string[] {
  const parameter: Node | undefined = fn['params'][index];
  const tests = [...resultsOf(fn), ...descendants(fn).flatMap(testOf)].flatMap(atomsOf);
  return textsFor(trace, tests, parameter, depth + 1);
}

function textsOfList(trace: Trace, list: Node): string[] {
  const value = trace.evaluate(list, undefined);
  if (value.kind !== 'list' || value.rest) return [anyText];
  return value.items.flatMap((item) => members(trace.value(item)).flatMap((member) => (member.kind === 'text' ? [textIn(member)] : [])));
}

/** Calls that choose by themselves: `pickBy(query)`, `omitBy(query, isEmpty)`, `{ skipEmptyString: true }`, and a filter of pairs. */
function choosingCall(trace: Trace, node: Node): { readonly given?: Node; readonly texts: readonly string[] } {
  if (!isCall(node)) return { texts: [] };
  const [first, second] = node['arguments'] as Node[];
  const name = calleeName(node);
  const isSkipping = (node['arguments'] as Node[]).some((argument) => argument.type === 'ObjectExpression' && (argument['properties'] as Node[]).some((property) => property['key']?.name === 'skipEmptyString'));
  if (isSkipping && first) return { given: first, texts: [''] };
  if (/^(?:pickBy|omitBy)$/.test(name) && first) return { given: first, texts: second && !isFunction(unwrap(second)) && ofKind.test(nameOf(second)) ? [] : second && isFunction(unwrap(second)) ? ownTexts(trace, unwrap(second)) : [''] };
  const callee = unwrap(node['callee']);
  if (name === 'filter' && isMember(callee) && first && isFunction(unwrap(first))) return { given: callee['object'], texts: ownTexts(trace, unwrap(first)) };
  return { texts: [] };
}

const nameOf = (node: Node): string => (isMember(unwrap(node)) ? memberName(unwrap(node)) : unwrap(node)['name']) ?? '';

/** What a callback asks of the value that it is given, by itself or as second of a pair: `([, value]) => value`, `(pair) => pair[1]`. */
function ownTexts(trace: Trace, fn: Node): string[] {
  const [parameter] = fn['params'] as Node[];
  const tests = resultsOf(fn).flatMap(atomsOf);
  if (parameter?.type === 'ArrayPattern') return textsFor(trace, tests, parameter['elements'][1], 1);
  const isNamed = parameter && namedAs(trace, parameter);
  const isSecond: Asked = (_, node) => !!isNamed && isMember(node) && memberName(node) === '1' && isNamed(trace, unwrap(node['object']));
  return [...textsFor(trace, tests, parameter, 1), ...textsWhere(trace, tests, isSecond, 1)];
}

/** The texts with which the tests compare what stands under a name. */
function textsFor(trace: Trace, tests: readonly Node[], id: Node | undefined, depth: number): string[] {
  const isNamed = id && namedAs(trace, id);
  return isNamed ? textsWhere(trace, tests, isNamed, depth) : [];
}

const textsWhere = (trace: Trace, tests: readonly Node[], isAsked: Asked, depth: number): string[] => tests.flatMap((atom) => comparedIn(trace, atom, isAsked, depth)).flatMap(({ texts }) => texts);

/** True for every mention of a name. */
function namedAs(trace: Trace, id: Node): Asked | undefined {
  const binding = id.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  return binding && ((_, node) => node.type === 'Identifier' && trace.project.sourceOf(node).scopes.bindingOf(node) === binding);
}

/** A value of any name: the second of a pair, what stands under a computed key, what a callback or a loop is given. */
function isValue(trace: Trace, node: Node): boolean {
  if (isCall(node)) return calleeName(node) === 'get';
  if (isMember(node)) return node['computed'] && unwrap(node['property']).type !== 'StringLiteral';
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const made = binding && madeFrom(binding.id);
  return !!binding && ((binding.kind === 'param' && isSent(binding)) || binding.id.parent?.type === 'ArrayPattern' || (!!made && isMember(unwrap(made)) && isValue(trace, unwrap(made))));
}

/** A parameter of a callback, or one that the function puts into a query. */
function isSent({ id, references }: Binding): boolean {
  const call = id.parent?.parent;
  if (isFunction(id.parent) && isCall(call) && call?.['callee'] !== id.parent) return true;
  return references.some((reference) => isCall(reference.parent) && reference.parent?.['callee'] !== reference && /^(?:set|append|push|String|encodeURIComponent|toString|stringify)$/.test(calleeName(reference.parent as Node)));
}

const madeFrom = (id: Node): Node | undefined => (id.parent?.type === 'VariableDeclarator' && id.parent['id'] === id ? id.parent['init'] : undefined);

/** The objects, parameters and lists of which it is any value. */
function holdersOf(trace: Trace, subject: Node): Node[] {
  return isValue(trace, subject) ? trace.ask(() => holdersIn(trace, { kind: 'union', of: wholesOf(trace, subject) }), []) : [];
}

function wholesOf(trace: Trace, node: Node): Value[] {
  const each = (value: Value, part: 'entry' | 'value' | 'key'): Value[] => members(value).flatMap((one) => (one.kind === 'each' && one.part === part ? members(one.of) : []));
  if (isCall(node)) return members(trace.evaluate(unwrap(node['callee'])['object'], undefined)).filter(({ kind }) => kind === 'query');
  if (isMember(node)) {
    const object = trace.evaluate(node['object'], undefined);
    return [...each(object, 'entry'), ...(each(trace.evaluate(node['property'], undefined), 'key').length > 0 ? members(object) : [])];
  }
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  const pattern = binding?.id.parent?.type === 'ArrayPattern' && binding.id.parent['elements'][1] === binding.id ? binding.id.parent : undefined;
  if (pattern) return [...each(trace.evaluatePattern(pattern, undefined), 'entry'), ...pairsAt(trace, pattern, undefined)];
  const made = binding && madeFrom(binding.id);
  return made && isMember(unwrap(made)) ? wholesOf(trace, unwrap(made)) : each(trace.evaluate(node, undefined), 'value');
}

/** Where these are written, with what they are made from. */
function holdersIn(trace: Trace, value: Value, depth = 0): Node[] {
  return members(value).flatMap((member): Node[] => {
    if (depth > 4) return [];
    if (member.kind === 'query') return [member.ref.node, ...(member.init ? holdersIn(trace, member.init, depth + 1) : [])];
    if (member.kind === 'each') return holdersIn(trace, member.of, depth + 1);
    if (member.kind === 'list' || member.kind === 'url') return [member.ref.node];
    return wholesIn(trace, member).flatMap((whole) => (whole.kind === 'object' ? [whole.ref.node] : []));
  });
}
