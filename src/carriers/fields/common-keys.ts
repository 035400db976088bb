import type { Rewrite } from '../../facts.ts';
import { calleeName, enclosingFunction, isCall, isMember, isNullish, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import { frameOf } from '../../trace/frames.ts';
import { literalsOf } from '../../trace/names/listed-keys.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, literalText, members } from '../../trace/value.ts';
import { rangeOf, replaceRange, stringCode, valueCode } from '../code.ts';
import { emptiness } from '../queries/emptiness.ts';
import { removedStatement } from './removals.ts';
import { branchOf, type Site } from '../queries/site.ts';
import { plainValue, readValue } from '../values.ts';

/**
 * A parameter under a computed key, which stands for other names as well: `const option = (key, value) => ({ [key]: value })`.
 * The code that all of them share stays; where a call alone says name and value, the call changes.
 */
export function commonKey(trace: Trace, given: Node, site: Site, frame: Frame | undefined): Site {
  const key = unwrap(given);
  const isSame = members(trace.evaluate(key, undefined)).every((value) => literalText(value) === site.name);
  if (!isSame) return calledKey(trace, key, site, frame);
  // Callers that are not seen may give other names: the code that they share stays where the call can say it.
  const literal = /Literal$/.test(key.type) ? undefined : writtenAt(trace, key, frame);
  return (literal && calledSite(trace, key, literal, site, frame)) ?? (takesOthers(trace, key, site.name) ? stuckAt(trace, key, site) : site);
}

/** True for a parameter that is declared to take other names as well. */
function takesOthers(trace: Trace, key: Node, name: string): boolean {
  const binding = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key) : undefined;
  const type: Node | undefined = binding?.kind === 'param' ? binding.id['typeAnnotation']?.['typeAnnotation'] : undefined;
  return !!type && literalsOf(trace, type).some((literal) => literal.name !== name);
}

/** The same where the calls name it even if all of them give the same name. */
export function calledKey(trace: Trace, key: Node, site: Site, frame: Frame | undefined): Site {
  if (/Literal$/.test(key.type)) return site;
  const literal = writtenAt(trace, key, frame);
  if (!literal) return stuckAt(trace, key, site);
  return calledSite(trace, key, literal, site, frame) ?? { ...stuckAt(trace, key, site), source: trace.project.sourceOf(literal), at: rangeOf(trace.project.sourceOf(literal), literal) };
}

/** Where the name is written that the key has here. */
function writtenAt(trace: Trace, key: Node, frame: Frame | undefined): Node | undefined {
  const value = trace.evaluate(key, frame);
  const [piece] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  return piece?.kind === 'literal' && piece.node.type === 'StringLiteral' ? piece.node : undefined;
}

function stuckAt(trace: Trace, key: Node, site: Site): Site {
  const stuck = reasonAt(trace, key);
  return { ...site, rename: () => stuck, remove: () => stuck, replace: () => stuck };
}

function reasonAt(trace: Trace, key: Node): Rewrite & { readonly blocked: string } {
  const source = trace.project.sourceOf(key);
  return { blocked: `the code that puts it into the query, in line ${source.place(key.start).line}, puts parameters of other names there as well` };
}

/** The parameter as the call says it: `option('startingAfter', cursor)`. */
function calledSite(trace: Trace, key: Node, literal: Node, site: Site, frame: Frame | undefined): Site | undefined {
  const fn = enclosingFunction(key);
  const own = fn && frameOf(fn, frame);
  const call = outermost(literal).parent;
  if (!fn || !own || own.callback || own.call !== call || !isCall(call)) return undefined;
  const args = call['arguments'] as Node[];
  const name = parameterOf(trace, key, fn);
  if (name?.references.length !== 1 || args[name.index] !== outermost(literal) || args.some((argument) => argument.type === 'SpreadElement')) return undefined;
  const source = trace.project.sourceOf(literal);
  const value = site.given && parameterOf(trace, unwrap(site.given.node), fn);
  const said = value && args[value.index];
  const isOpen = !said || value.references.some((reference) => reference !== unwrap((site.given as { node: Node }).node) && !isTest(reference)) || (value.references.length > 1 && !isAlwaysThere(trace, said));
  const rename = (to: string): ReturnType<typeof replaceRange> => replaceRange(source, literal, stringCode(source, to, literal));
  const stuck = (): Rewrite => reasonAt(trace, key);
  return {
    ...site,
    source,
    at: rangeOf(source, literal),
    ...(said ? { value: readValue(trace, { node: said, frame: own.caller }), given: { node: said, frame: own.caller } } : {}),
    anchor: call,
    branch: site.branch ? call : branchOf(call, undefined),
    rename: (to) => [rename(to)],
    remove: () => (isOpen || !doesNothingElse(key, fn) ? stuck() : removedCall(source, call, fn)),
    replace: (to, next) => (isOpen ? stuck() : [rename(to), replaceRange(source, said, valueCode(source, next, said.type === 'StringLiteral' ? said : literal))]),
  };
}

/** Which parameter of the function the expression is, and where else that is used; undefined where it is none, or is changed. */
function parameterOf(trace: Trace, node: Node, fn: Node): { readonly index: number; readonly references: readonly Node[] } | undefined {
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const index = binding ? (fn['params'] as Node[]).indexOf(binding.id) : -1;
  return binding && index >= 0 && binding.writes.length === 0 ? { index, references: binding.references } : undefined;
}

/** `if (value)`, `value ? … : …`, `value && …`, `value != null`: asks no more than whether there is one. */
function isTest(reference: Node): boolean {
  const outer = outermost(reference);
  const { parent } = outer;
  if (parent?.type === 'BinaryExpression') return /^[!=]==?$/.test(parent['operator']) && isNothing(unwrap(parent['left'] === outer ? parent['right'] : parent['left'])) && isTest(parent);
  if (parent?.type === 'UnaryExpression') return parent['operator'] === '!' && isTest(parent);
  if (parent?.type === 'LogicalExpression') return parent['left'] === outer ? parent['operator'] === '&&' : isTest(parent);
  return /^(?:If|While)Statement$|^ConditionalExpression$/.test(parent?.type ?? '') && parent?.['test'] === outer;
}

const isNothing = (node: Node): boolean => isNullish(node) || (node.type === 'StringLiteral' && node['value'] === '');

/** True for a text with something in it, whatever the run brings. */
function isAlwaysThere(trace: Trace, said: Node): boolean {
  const node = unwrap(said);
  return /^(?:StringLiteral|TemplateLiteral)$/.test(node.type) && emptiness(trace, node) === 'no';
}

/** True for a function that puts one parameter somewhere, gives back what it was called on, and does nothing else: `where(key, value) { this.params[key] = value; return this; }`. */
function doesNothingElse(key: Node, fn: Node): boolean {
  const body: Node = fn['body'];
  if (body.type !== 'BlockStatement') return isAround(unwrap(body), key) && isWrite(unwrap(body), key);
  return (body['body'] as Node[]).every((statement) => isWritten(statement, key) || (statement.type === 'ReturnStatement' && (!statement['argument'] || unwrap(statement['argument']).type === 'ThisExpression')));
}

function isWritten(statement: Node, key: Node): boolean {
  if (!isAround(statement, key)) return false;
  if (statement.type === 'BlockStatement') return (statement['body'] as Node[]).every((inner) => isWritten(inner, key));
  if (statement.type === 'IfStatement') return !statement['alternate'] && isWritten(statement['consequent'], key);
  return statement.type === 'ExpressionStatement' && isWrite(unwrap(statement['expression']), key);
}

/** `params[key] = value`, `params.set(key, value)`. */
function isWrite(node: Node, key: Node): boolean {
  if (node.type === 'AssignmentExpression') return isMember(unwrap(node['left'])) && unwrap(node['left'])['property'] === key && unwrap(plainValue(node['right'])).type === 'Identifier';
  return isCall(node) && (node['arguments'] as Node[])[0] === key && node['arguments'].length === 2 && unwrap(plainValue(node['arguments'][1])).type === 'Identifier' && /^(?:set|append)$/.test(calleeName(node));
}

const isAround = (node: Node, inner: Node): boolean => node.start <= inner.start && inner.end <= node.end;

/** The call as a statement of its own, or as a link of a chain, of a function that gives back what it was called on. */
function removedCall(source: Source, call: Node, fn: Node): Rewrite {
  const { parent } = outermost(call);
  if (parent?.type === 'ExpressionStatement') return [removedStatement(source, parent)];
  const callee = unwrap(call['callee']);
  const isLink = isMember(callee) && returnedNodes(fn).some((node) => unwrap(node).type === 'ThisExpression');
  return isLink ? [replaceRange(source, { start: callee['object'].end, end: call.end }, '')] : { blocked: 'the call that puts the parameter into the query is part of a larger expression' };
}
