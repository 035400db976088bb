import { descendants, isAssign, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, nodesOf, type ShapeValue, type Value } from '../value.ts';
import { newNameIn } from '../shape-names.ts';

/** `user.roles = …;`, `Object.assign(user, { roles: … });`: a statement that gives a member to what a variable holds. */
interface MemberWrite {
  readonly value: Node;
  /** What is assigned to, or the call. */
  readonly target: Node;
  readonly statement: Node;
}

/**
 * True where a user has been given the old name by code that reads today's: `user.created = user.createdAt; return user;`. What is read
 * there, and behind it, is the program's own. So are the writes.
 */
export function isBridged(trace: Trace, place: Node, shape: ShapeValue, name: string): boolean {
  const today = newNameIn(shape, name);
  if (today === undefined) return false;
  const ids = [...nodesOf(shape.trail)].filter((node) => node.type === 'Identifier');
  return ids.some((id) => {
    const binding = trace.project.sourceOf(id).scopes.bindingOf(id);
    const writes = binding ? bridges(trace, binding, name, today) : [];
    return writes.some(({ target, statement }) => target === place || isBehind(statement, id));
  });
}

/** Where a variable, or each of the list that it holds, is given the old name by today's. */
function bridges(trace: Trace, binding: Binding, name: string, today: string): readonly MemberWrite[] {
  const speaksOfToday = ({ value }: MemberWrite): boolean => descendants(value).some((node) => node.type === 'Identifier' && node['name'] === today);
  return [...memberWrites(binding, name), ...writesToEach(trace, binding, name)].filter(speaksOfToday);
}

/** True for a place that is reached only after the statement. */
const isBehind = (statement: Node, place: Node): boolean => statement.end <= place.start && !!statement.parent && statement.parent.start <= place.start && place.end <= statement.parent.end;

/** The statements that give a variable's value a member of this name. */
function memberWrites(binding: Binding, name: string): readonly MemberWrite[] {
  return binding.references.flatMap((reference): readonly MemberWrite[] => {
    const { parent } = reference;
    const whole = parent?.parent;
    if (!parent || !whole) return [];
    if (isMember(parent) && parent['object'] === reference && memberName(parent) === name && whole.type === 'AssignmentExpression' && whole['left'] === parent && whole.parent?.type === 'ExpressionStatement')
      return [{ value: whole['right'], target: parent, statement: whole.parent }];
    if (!isCall(parent) || parent['arguments'][0] !== reference || !isAssign(parent['callee']) || !/^(?:Expression|Return)Statement$/.test(whole.type)) return [];
    return valuesGiven(parent, name).map((value) => ({ value, target: parent, statement: whole }));
  });
}

const valuesIn = (object: Node, name: string): readonly Node[] =>
  object.type === 'ObjectExpression' ? (object['properties'] as Node[]).flatMap((property) => (property['value'] && keyName(property['key'], property['computed']) === name ? [property['value'] as Node] : [])) : [];

const valuesGiven = (assign: Node, name: string): readonly Node[] => (assign['arguments'] as Node[]).slice(1).flatMap((given) => valuesIn(given, name));

/** `for (const user of users) user.created = …`, `users.forEach((user) => { … })`: what all of a list are given. */
function writesToEach(trace: Trace, list: Binding, name: string): readonly MemberWrite[] {
  return list.references.flatMap((reference): readonly MemberWrite[] => {
    const { parent } = reference;
    const loop = parent?.type === 'ForOfStatement' && parent['right'] === reference ? parent : undefined;
    const call = parent && isMember(parent) && parent['object'] === reference && memberName(parent) === 'forEach' ? parent.parent : undefined;
    const item: Node | undefined = loop ? loop['left']['declarations']?.[0].id : isCall(call) && call?.parent?.type === 'ExpressionStatement' ? call['arguments'][0]?.['params']?.[0] : undefined;
    const statement = loop ?? call?.parent;
    const binding = item?.type === 'Identifier' ? trace.project.sourceOf(item).scopes.bindingOf(item) : undefined;
    return binding && statement ? memberWrites(binding, name).map((write) => ({ ...write, statement })) : [];
  });
}

/** True where what is merged into an object as a whole is replaced, under this name, by the same call or right behind it: `Object.assign(new Person(), rest, { roles })`. */
function isReplaced(trace: Trace, merged: Node, name: string): boolean {
  const call = outermost(merged).parent;
  if (!call || !isCall(call)) return false;
  const given: readonly Node[] = call['arguments'];
  return given.slice(given.indexOf(outermost(merged)) + 1).some((later) => valuesIn(later, name).length > 0) || isGivenBehind(trace, call, name);
}

/** `const row = { ...rest }; row.roles = …;`: true where what an expression makes is given a member of this name right behind it, which is not made of the one that it had. */
export function isGivenBehind(trace: Trace, made: Node, name: string): boolean {
  const outer = outermost(made).parent;
  if (outer?.type === 'ExpressionStatement' && isCall(made) && made['arguments'][0]?.type === 'ThisExpression') return isGivenToThis(outer, name);
  const id: Node | undefined = outer?.type === 'VariableDeclarator' ? outer['id'] : outer?.type === 'ExpressionStatement' && isCall(made) && made['arguments'][0] ? unwrap(made['arguments'][0]) : undefined;
  const binding = id?.type === 'Identifier' ? trace.project.sourceOf(id).scopes.bindingOf(id) : undefined;
  const statement = outer?.type === 'VariableDeclarator' ? outer.parent : outer;
  const keepsOld = ({ value }: MemberWrite): boolean => descendants(value).some((node) => isMember(node) && memberName(node) === name && unwrap(node['object'])['name'] === id?.['name']);
  return !!binding && memberWrites(binding, name).some((write) => write.statement.parent === statement?.parent && write.statement.start > made.end && !keepsOld(write));
}

/** `Object.assign(this, json); Object.assign(this, { roles });` */
function isGivenToThis(statement: Node, name: string): boolean {
  const around: unknown = statement.parent?.['body'];
  const later = Array.isArray(around) ? (around as Node[]).filter((other) => other.start >= statement.end && other.type === 'ExpressionStatement') : [];
  return later.some(({ expression: call }) => isCall(call) && isAssign(call['callee']) && call['arguments'][0]?.type === 'ThisExpression' && valuesGiven(call, name).length > 0);
}

/** What is merged into an object as a whole, as far as the member of this name is concerned: where the program gives it itself, by today's name or anew, it is none of a user's. What is copied by keys may leave it as it was. */
export function mergedAs(trace: Trace, merged: Node, frame: Frame | undefined, name: string, isKeyed = false): readonly Value[] {
  if (isKeyed && name === '') return [];
  const isReplacedBehind = isReplaced(trace, merged, name);
  const given: Value = { kind: 'shape', shape: 'Other', request: undefined, trail: { node: merged, note: 'given by the program' } };
  const values = members(trace.evaluate(merged, frame)).map((value) => (isReplacedBehind || (value.kind === 'shape' && isBridged(trace, merged, value, name)) ? given : value));
  return isKeyed ? [...values, given] : values;
}

/** `this[key] = json[key]`: what some members are copied from, by whatever keys. */
export function copiedByKey(target: Node, value: Node): Node | undefined {
  const key: Node | undefined = target['computed'] ? target['property'] : undefined;
  return key?.type === 'Identifier' && isMember(value) && value['computed'] && value['property'].name === key['name'] ? value['object'] : undefined;
}
