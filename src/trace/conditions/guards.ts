import { enclosingFunction, isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { returnedNodes } from '../calls/calls.ts';
import { propertyName, staticText } from '../evaluate.ts';
import { memberOf } from '../members.ts';
import { contextsOf } from '../requests/requests.ts';
import { patternNames } from '../../source/scope.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { type Frame, literalText, members, type ObjectValue, union, unknown, type Value } from '../value.ts';

/** What a test around a place says of a text: it is one of these, or it is none of those. */
interface Guard {
  /** The expression that was compared: `action.type`, `type`. */
  readonly subject: Node;
  readonly is: readonly string[];
  readonly isNot: readonly string[];
}

/** More contexts than this are not told apart. */
const mostContexts = 24;

/**
 * `action.payload` where `action.type === 'users'` was tested, or `payload` beside a tested `type`: only the objects that carry the
 * tested text count. Undefined when no test says anything, and then the joined view holds.
 */
export function narrowedMember(trace: Trace, node: Node, frame: Frame | undefined): Value | undefined {
  const object = unwrap(node['object']);
  const name = memberName(node);
  if (object.type !== 'Identifier' || name === undefined) return undefined;
  const binding = trace.project.sourceOf(object).scopes.bindingOf(object);
  const guards = binding && isTested(trace, binding.id, [binding.id]) ? guardsAround(trace, node).flatMap((guard) => guardOfMember(trace, guard, binding.id)) : [];
  return guards.length === 0 ? undefined : chosen(trace, trace.evaluate(object, frame), name, guards, frame);
}

/** The same for a name that was taken from the object: `({ type, payload }) => …`. */
export function narrowedName(trace: Trace, node: Node, id: Node, frame: Frame | undefined): Value | undefined {
  const property = id.parent;
  const pattern = property?.type === 'ObjectProperty' && property['value'] === id ? property.parent : undefined;
  if (pattern?.type !== 'ObjectPattern') return undefined;
  if (!isTested(trace, pattern, patternNames(pattern))) return undefined;
  const name = propertyName(trace, property as Node, frame);
  const guards = guardsAround(trace, node).flatMap((guard) => guardOfSibling(trace, guard, pattern));
  return guards.length === 0 || name === undefined ? undefined : chosen(trace, trace.evaluatePattern(pattern, frame), name, guards, frame);
}

/** False where a test around the place is known to fail in this context. */
export function isReached(trace: Trace, node: Node, frame: Frame | undefined): boolean {
  return guardsAround(trace, node).every((guard) => passes(guard, trace.evaluate(guard.subject, frame)));
}

const tested = new WeakMap<Node, boolean>();

/** True when something compares one of the names, or a member of it: most names are never tested, and then nobody looks for guards. */
function isTested(trace: Trace, key: Node, ids: readonly Node[]): boolean {
  let known = tested.get(key);
  if (known === undefined) {
    known = ids.some((id) =>
      trace.project
        .sourceOf(id)
        .scopes.bindingOf(id)
        ?.references.some(
          (reference) =>
            isCompared(reference) || (isMember(reference.parent) && isCompared(reference.parent as Node)) || namesTaken(reference).some((name) => trace.project.sourceOf(name).scopes.bindingOf(name)?.references.some(isCompared)),
        ),
    );
    tested.set(key, known);
  }
  return known;
}

/** `const { kind } = source`, `const kind = source.kind`: the names of members that are kept beside the object. */
function namesTaken(object: Node): readonly Node[] {
  const holder = isMember(object.parent) && object.parent?.['object'] === object ? object.parent : object;
  const { parent } = outermost(holder as Node);
  const id: Node | undefined = parent?.type === 'VariableDeclarator' && parent.parent?.['kind'] === 'const' ? parent['id'] : undefined;
  return id?.type === 'ObjectPattern' && holder === object ? patternNames(id) : id?.type === 'Identifier' && holder !== object ? [id] : [];
}

/** The member, by its name, that a constant was taken from an object: `kind`, where `const { kind } = source`. */
function takenFrom(trace: Trace, name: Node): { readonly key: string; readonly object: Node } | undefined {
  const binding = name.type === 'Identifier' ? trace.project.sourceOf(name).scopes.bindingOf(name) : undefined;
  const init: Node | undefined = binding?.kind === 'const' && binding.declaration['init'] ? unwrap(binding.declaration['init']) : undefined;
  const property = binding?.id.parent;
  if (init && isMember(init) && binding?.declaration['id'] === binding?.id) return { key: memberName(init) ?? '', object: unwrap(init['object']) };
  const key = init && property?.type === 'ObjectProperty' && property.parent === binding?.declaration['id'] ? keyName(property['key'], property['computed']) : undefined;
  return key !== undefined && init ? { key, object: init } : undefined;
}

function isCompared(node: Node): boolean {
  const { parent } = outermost(node);
  // `if (isOfQlik(entry))`: the function may compare it.
  if (isCall(parent)) return /^(?:If|While)Statement$|^(?:Conditional|Logical|Unary)Expression$/.test(outermost(parent as Node).parent?.type ?? '');
  return parent?.type === 'BinaryExpression' ? /^[!=]={1,2}$/.test(parent['operator']) : parent?.type === 'SwitchStatement';
}

interface MemberGuard extends Guard {
  /** The member whose text was compared. */
  readonly key: string;
}

function guardOfMember(trace: Trace, guard: Guard, id: Node): MemberGuard[] {
  const subject = unwrap(guard.subject);
  const { key, object } = isMember(subject) ? { key: memberName(subject), object: unwrap(subject['object']) } : (takenFrom(trace, subject) ?? {});
  const isSame = object?.type === 'Identifier' && trace.project.sourceOf(object).scopes.bindingOf(object)?.id === id;
  return key !== undefined && isSame ? [{ ...guard, key }] : [];
}

function guardOfSibling(trace: Trace, guard: Guard, pattern: Node): MemberGuard[] {
  const subject = unwrap(guard.subject);
  const id = subject.type === 'Identifier' ? trace.project.sourceOf(subject).scopes.bindingOf(subject)?.id : undefined;
  const property = id?.parent?.parent === pattern ? id.parent : undefined;
  const key = property?.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : undefined;
  return key === undefined ? [] : [{ ...guard, key }];
}

/** The member of those objects that fit all guards. */
function chosen(trace: Trace, value: Value, name: string, guards: readonly MemberGuard[], frame: Frame | undefined): Value | undefined {
  const objects = members(value).filter((member) => member.kind === 'object');
  if (objects.length === 0) return undefined;
  const fitting = objects.flatMap((object) => views(trace, object, guards)).filter((object) => guards.every((guard) => fits(trace, object, guard)));
  const others = members(value).filter((member) => member.kind !== 'object' && member.kind !== 'unknown');
  const at = { node: guards[0]?.subject as Node, frame };
  return union([...fitting, ...others].map((member) => memberOf(trace, member, name, at)).concat(fitting.length + others.length === 0 ? [unknown] : []));
}

/** An object whose tested member depends on who calls the function it is written in, once for each caller. */
function views(trace: Trace, object: ObjectValue, guards: readonly MemberGuard[]): ObjectValue[] {
  const fn = enclosingFunction(object.ref.node);
  const depends = guards.some((guard) => members(memberOf(trace, object, guard.key, object.ref)).length > 1);
  if (!fn || !depends || frameOf(fn, object.ref.frame)) return [object];
  const contexts = trace.once(knownContexts, fn, [], () => contextsOf(trace, fn, 0, new Set())).filter((context) => context !== undefined);
  return contexts.length === 0 || contexts.length > mostContexts ? [object] : contexts.map((frame) => ({ kind: 'object', ref: { node: object.ref.node, frame } }));
}

const knownContexts = new WeakMap<Node, readonly (Frame | undefined)[]>();

/** False only when the object is known to carry another text. */
const fits = (trace: Trace, object: ObjectValue, guard: MemberGuard): boolean => passes(guard, memberOf(trace, object, guard.key, object.ref));

function passes(guard: Guard, value: Value): boolean {
  const texts = members(value).map((member) => literalText(member));
  if (texts.includes(undefined)) return true;
  return texts.some((text) => text !== undefined && (guard.is.length === 0 || guard.is.includes(text)) && !guard.isNot.includes(text));
}

/** Tests that hold at a node, from the inside out, up to the function of the program's top. */
function guardsAround(trace: Trace, node: Node): Guard[] {
  const guards: Guard[] = [];
  for (let child = node, at = node.parent; at; child = at, at = at.parent) {
    if (at.type === 'IfStatement' || at.type === 'ConditionalExpression') {
      if (at['consequent'] === child) guards.push(...comparisons(trace, at['test'], true));
      if (at['alternate'] === child) guards.push(...comparisons(trace, at['test'], false));
    }
    if (at.type === 'LogicalExpression' && at['right'] === child && at['operator'] !== '??') guards.push(...comparisons(trace, at['left'], at['operator'] === '&&'));
    if (at.type === 'SwitchCase' && at['test'] !== child) guards.push(...caseGuard(trace, at));
    if (at.type === 'BlockStatement' || at.type === 'Program') guards.push(...earlierReturns(trace, at['body'], child));
  }
  return guards;
}

/** What `a === 'x' && …` says when it is true, or false. */
function comparisons(trace: Trace, given: Node, holds: boolean): Guard[] {
  const test = unwrap(given);
  if (test.type === 'UnaryExpression' && test['operator'] === '!') return comparisons(trace, test['argument'], !holds);
  if (test.type === 'LogicalExpression' && (test['operator'] === '&&') === holds) return [...comparisons(trace, test['left'], holds), ...comparisons(trace, test['right'], holds)];
  const isEqual = /^={2,3}$/.test(test['operator'] ?? '');
  if (isCall(test)) return predicate(trace, test, holds);
  if (test.type !== 'BinaryExpression' || !/^[!=]={1,2}$/.test(test['operator'])) return [];
  for (const [subject, other] of [
    [test['left'], test['right']],
    [test['right'], test['left']],
  ] as [Node, Node][]) {
    const text = /^(?:Identifier|MemberExpression)$/.test(unwrap(subject).type) ? staticText(trace, other, undefined) : undefined;
    if (text !== undefined) return [isEqual === holds ? { subject, is: [text], isNot: [] } : { subject, is: [], isNot: [text] }];
  }
  return [];
}

/** `isOfQlik(entry)` with `const isOfQlik = (entry) => entry.kind === 'qlik'`: what that says of the argument. */
function predicate(trace: Trace, call: Node, holds: boolean): Guard[] {
  const [argument, ...others] = call['arguments'] as Node[];
  if (argument?.type !== 'Identifier' || others.length > 0) return [];
  return saidOf(trace, trace.evaluate(unwrap(call['callee']), undefined), holds).map((guard) => ({ ...guard, subject: { ...guard.subject, object: argument } }));
}

/** What a function of one test says of members of its parameter when it holds, or does not. */
function saidOf(trace: Trace, target: Value, holds: boolean): MemberGuard[] {
  const [fn, ...others] = members(target);
  const [result, ...further] = fn?.kind === 'function' && others.length === 0 ? returnedNodes(fn.ref.node) : [];
  const parameter: Node | undefined = fn?.kind === 'function' ? fn.ref.node['params'][0] : undefined;
  if (!result || further.length > 0 || !parameter || !/^(?:BinaryExpression|UnaryExpression|LogicalExpression)$/.test(unwrap(result).type)) return [];
  return comparisons(trace, result, holds).flatMap((guard) => (parameter.type === 'ObjectPattern' ? guardOfSibling(trace, guard, parameter) : guardOfMember(trace, guard, parameter)));
}

/** `entries.filter((entry) => entry.kind === 'qlik')`: the objects that the test lets through. */
export function filteredBy(trace: Trace, list: Value, callback: Node | undefined, frame: Frame | undefined): Value {
  const guards = callback && list.kind === 'list' && !list.settled ? saidOf(trace, trace.evaluate(callback, frame), true) : [];
  if (list.kind !== 'list' || guards.length === 0) return list;
  const isLet = (value: Value): boolean => value.kind !== 'object' || guards.every((guard) => fits(trace, value, guard));
  const rest = list.rest && members(list.rest).filter(isLet);
  return { ...list, items: list.items.filter((item) => members(trace.value(item)).some(isLet)), rest: rest && rest.length > 0 ? union(rest) : undefined };
}

/** `case 'a': case 'b':` in front of the statements. */
function caseGuard(trace: Trace, here: Node): Guard[] {
  const cases: readonly Node[] = here.parent?.['cases'] ?? [];
  const subject: Node = here.parent?.['discriminant'];
  const index = cases.indexOf(here);
  const labels = [here];
  for (let before = index - 1; before >= 0 && !leaves(cases[before]?.['consequent'] ?? []); before -= 1) labels.push(cases[before] as Node);
  const texts = labels.map((label) => (label['test'] ? staticText(trace, label['test'], undefined) : undefined));
  return texts.every((text) => text !== undefined) ? [{ subject, is: texts, isNot: [] }] : [];
}

/** `if (type !== 'x') return …;` earlier in the same block. */
function earlierReturns(trace: Trace, statements: readonly Node[], child: Node): Guard[] {
  let exits = exitsOf.get(statements);
  if (!exits) exitsOf.set(statements, (exits = statements.filter((statement) => statement.type === 'IfStatement' && !statement['alternate'] && leaves([statement['consequent']]))));
  return exits.filter((exit) => child.start > exit.start).flatMap((exit) => comparisons(trace, exit['test'], false));
}

/** By the statements of a block, those that leave it early: long ones are asked for each of their statements. */
const exitsOf = new WeakMap<readonly Node[], readonly Node[]>();

/** True for statements after which nothing else of their block runs. */
export function leaves(statements: readonly Node[]): boolean {
  const last = statements.at(-1);
  if (last?.type === 'BlockStatement') return leaves(last['body']);
  return !!last && !isFunction(last) && /^(?:Return|Throw|Break|Continue)Statement$/.test(last.type);
}
