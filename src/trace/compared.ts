import { renamedFields, shapes } from '../api.ts';
import type { OldName } from '../facts.ts';
import { isCall, isMember, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { placeMentions } from './contents.ts';
import type { Trace } from './trace.ts';
import type { FieldPlace } from './users.ts';
import { members, type ShapeValue, type Value } from './value.ts';

/** Questions that a list or a set is asked. */
const asks = /^(?:includes|indexOf|has)$/;

/**
 * A text with which the program compares the names of a user's members while it goes through them:
 * `key === 'created'`, `case 'created':`, `dates.includes(key)`, `formats[key]`. Undefined for any other.
 */
export function comparedField(trace: Trace, node: Node): FieldPlace | undefined {
  const name = nameOf(node);
  if (name === undefined) return undefined;
  for (const subject of subjectsOf(trace, node)) {
    const of = members(trace.evaluate(subject, undefined)).flatMap((value) => (value.kind === 'each' && value.part === 'key' ? members(value.of) : []));
    const user = of.map((value) => withField(value, name)).find(Boolean);
    if (user)
      return { node: node.type === 'ObjectProperty' ? node['key'] : node, name, place: 'key', shape: user, other: of.find((value) => value.kind === 'shape' && value.shape.startsWith('Other')), compares: true, isOnlyKey: isSure(node, of) };
  }
  return undefined;
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

/** Only a comparison that nothing but users' members comes to can ask for the new name instead. */
const isSure = (node: Node, of: readonly Value[]): boolean => node.parent?.type === 'BinaryExpression' && of.every((value) => value.kind === 'shape' && renamedFields[value.shape] !== undefined);

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
function listSubjects(trace: Trace, list: Node): Node[] {
  const outer = outermost(list);
  const { parent } = outer;
  if (!parent) return [];
  if (parent.type === 'NewExpression' && parent['callee'].name === 'Set') return listSubjects(trace, parent);
  return [outer, ...placeMentions(trace, outer, parent, 0)].flatMap((mention) => {
    const member = outermost(mention).parent;
    const call = isMember(member) && member?.['object'] === outermost(mention) && asks.test(memberName(member) ?? '') ? outermost(member).parent : undefined;
    return call && isCall(call) && unwrap(call['callee']) === member && call['arguments'][0] ? [call['arguments'][0] as Node] : [];
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
