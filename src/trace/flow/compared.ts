import { renamedFields, shapes } from '../../api.ts';
import type { OldName } from '../../facts.ts';
import { calleeName, enclosingFunction, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { placeMentions } from '../changes/contents.ts';
import { spreadUser } from '../names/key-acts.ts';
import { contextsOf } from '../requests/requests.ts';
import { newNameIn } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace } from '../users.ts';
import { type EachValue, members, type ShapeValue, type Value } from '../value.ts';

/** Questions that a list or a set is asked. */
const asks = /^(?:includes|indexOf|has)$/;

/**
 * A text with which the program compares the names of a user's members while it goes through them:
 * `key === 'created'`, `case 'created':`, `dates.includes(key)`, `formats[key]`. Undefined for any other.
 */
export function comparedField(trace: Trace, node: Node): FieldPlace | undefined {
  const name = nameOf(node);
  if (name === undefined) return undefined;
  const subjects = subjectsOf(trace, node);
  for (const subject of subjects) {
    const of = keyedOf(trace, subject).flatMap((value) => value ?? []);
    const user = of.map((value) => withField(value, name) ?? spreadUser(trace, value, name)).find(Boolean);
    if (!user || newNameIn(user, name) === undefined) continue;
    const other = of.find((value) => value.kind === 'shape' && value.shape.startsWith('Other'));
    return { node: node.type === 'ObjectProperty' ? node['key'] : node, name, place: 'key', shape: user, other, compares: true, isOnlyKey: isSure(trace, node, name, subjects) };
  }
  return node.type === 'StringLiteral' ? listedField(trace, node, name) : undefined;
}

/** `Object.keys(user).includes('created')`, and the same of a list that is left of those names. */
function listedField(trace: Trace, node: Node, name: OldName): FieldPlace | undefined {
  const call = outermost(node).parent;
  const callee = call && isCall(call) && call['arguments'][0] === outermost(node) ? unwrap(call['callee']) : undefined;
  if (!callee || !isMember(callee) || !asks.test(memberName(callee) ?? '')) return undefined;
  const of = members(trace.element(trace.evaluate(callee['object'], undefined), callee['object'], undefined)).map((value) => (isKey(value) ? members(value.of) : []));
  const user = of
    .flat()
    .map((value) => withField(value, name))
    .find(Boolean);
  const source = unwrap(callee['object']);
  const isOnlyKey = isCall(source) && calleeName(source) === 'keys' && of.every((values) => values.length > 0 && values.every((value) => value.kind === 'shape' && newNameIn(value, name) !== undefined));
  return user && { node, name, place: 'key', shape: user, other: undefined, compares: true, isOnlyKey };
}

/** What the subject is a key of; undefined for what is none. */
const keyedOf = (trace: Trace, subject: Node): (readonly Value[] | undefined)[] => valuesOf(trace, subject).map((value) => (isKey(value) ? members(value.of) : undefined));

const isKey = (value: Value): value is EachValue => value.kind === 'each' && value.part === 'key';

/** What is compared; a key of something that depends on who calls, for each of those. */
function valuesOf(trace: Trace, subject: Node): readonly Value[] {
  const values = members(trace.evaluate(subject, undefined));
  if (!values.some((value) => isKey(value) && members(value.of).some((of) => of.kind !== 'shape' || renamedFields[of.shape] === undefined))) return values;
  const frames = contextsOf(trace, enclosingFunction(subject), 0, new Set()).filter((frame) => frame !== undefined);
  return frames.length === 0 ? values : frames.flatMap((frame) => members(trace.evaluate(subject, frame)));
}

/** What a text is compared with as the name of a parameter: the address or query that is gone through. Empty where it may be something else. */
export function comparedQueries(trace: Trace, node: Node): readonly Value[] {
  const subjects = outermost(node).parent?.type === 'ArrayExpression' ? [] : subjectsOf(trace, node);
  const keys = subjects.flatMap((subject) => members(trace.evaluate(subject, undefined)));
  return keys.every((key) => key.kind === 'each' && key.part === 'key') ? keys.flatMap((key) => (key.kind === 'each' ? members(key.of) : [])) : [];
}

function nameOf(node: Node): OldName | undefined {
  const text: unknown = node.type === 'StringLiteral' ? node['value'] : node.type === 'ObjectProperty' && node.parent?.type === 'ObjectExpression' && !node['computed'] ? (node['key'].name ?? node['key'].value) : undefined;
  return typeof text === 'string' && Object.values(renamedFields).some((fields) => text in fields) ? (text as OldName) : undefined;
}

/** Only where nothing but users' members is compared, and nothing else is done with their names, can the comparison ask for the new name instead. */
function isSure(trace: Trace, node: Node, name: OldName, subjects: readonly Node[]): boolean {
  const isOfUsers = subjects.every((subject) => keyedOf(trace, subject).every((of) => of?.every((value) => withField(value, name) !== undefined)));
  const { parent } = outermost(node);
  if (!isOfUsers || parent?.type === 'BinaryExpression') return isOfUsers;
  const isAlone = parent?.type === 'SwitchCase' || (parent?.type === 'ArrayExpression' && askedMentions(trace, parent).every((call) => call !== undefined));
  return isAlone && name !== 'roles' && subjects.every((subject) => isRevived(trace, subject) && isOnlyCompared(trace, subject));
}

/** A name that `JSON.parse` hands to its reviver: what is made of the members keeps their names. */
const isRevived = (trace: Trace, subject: Node): boolean => valuesOf(trace, subject).every((value) => value.kind === 'each' && isCall(value.ref.node) && calleeName(value.ref.node) === 'parse');

/** True for a name that is compared, looked for or takes a value, and goes nowhere. */
function isOnlyCompared(trace: Trace, subject: Node): boolean {
  const key = unwrap(subject);
  const binding = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key) : undefined;
  return !!binding?.references.every((reference) => {
    const outer = outermost(reference);
    const { parent } = outer;
    if (parent?.type === 'BinaryExpression') return /^[!=]==?$/.test(parent['operator']);
    if (parent?.type === 'SwitchStatement') return true;
    return isCall(parent) && asks.test(memberName(unwrap(parent?.['callee'])) ?? '');
  });
}

/** The value where it has the member, or the part of it that has. */
function withField(value: Value, name: OldName): ShapeValue | undefined {
  if (value.kind !== 'shape') return undefined;
  const within = [value.shape, ...Object.values(shapes[value.shape] ?? {})].map((shape) => shape.replace(/\[\]$/, ''));
  const shape = within.find((one) => renamedFields[one]?.[name] !== undefined);
  return shape === undefined ? undefined : { ...value, shape };
}

/** What the text is compared with. */
function subjectsOf(trace: Trace, node: Node): Node[] {
  const outer = outermost(node);
  const { parent } = outer;
  if (node.type === 'ObjectProperty') return parent ? tableSubjects(trace, parent) : [];
  if (parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent['operator'])) return [parent['left'] === outer ? parent['right'] : parent['left']];
  if (parent?.type === 'SwitchCase' && parent['test'] === outer) return [parent.parent?.['discriminant']];
  return parent?.type === 'ArrayExpression' ? listSubjects(trace, parent) : [];
}

/** `['created'].includes(x)`, and the same of the name of the list, or of a set made of it: x. */
const listSubjects = (trace: Trace, list: Node): Node[] => askedMentions(trace, list).flatMap((call) => call?.['arguments'][0] ?? []);

/** The calls that ask a list, or a set made of it, whether it holds something; undefined for everything else that is done with it. */
function askedMentions(trace: Trace, list: Node): (Node | undefined)[] {
  const outer = outermost(list);
  const { parent } = outer;
  if (!parent) return [];
  if (parent.type === 'NewExpression' && parent['callee'].name === 'Set') return askedMentions(trace, parent);
  const mentions = parent.type === 'VariableDeclarator' ? placeMentions(trace, outer, parent, 0) : [outer, ...placeMentions(trace, outer, parent, 0)];
  return mentions.map((mention) => {
    const member = outermost(mention).parent;
    const call = isMember(member) && member?.['object'] === outermost(mention) && asks.test(memberName(member) ?? '') ? outermost(member).parent : undefined;
    return call && isCall(call) && unwrap(call['callee']) === member && call['arguments'][0] ? call : undefined;
  });
}

/** `table[x]` and `x in table`, for the name of an object literal: x. */
function tableSubjects(trace: Trace, table: Node): Node[] {
  const outer = outermost(table);
  const { parent } = outer;
  if (parent?.type !== 'VariableDeclarator') return [];
  return placeMentions(trace, outer, parent, 0).flatMap((mention) => {
    const use = outermost(mention).parent;
    if (isMember(use) && use?.['object'] === outermost(mention) && use['computed']) return [use['property'] as Node];
    return use?.type === 'BinaryExpression' && use['operator'] === 'in' && use['right'] === outermost(mention) ? [use['left'] as Node] : [];
  });
}
