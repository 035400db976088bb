import { renamedFields } from '../../api.ts';
import { calleeName, enclosingFunction, isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { entriesOf } from '../members.ts';
import { copyBy } from './named-copies.ts';
import { contextsOf } from '../requests/requests.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type ShapeValue, type Value } from '../value.ts';

/** What a key does with a member, other than to read it: what is read there by its name afterwards depends on it. */
export type KeyAct = 'sets' | 'removes' | 'compares' | 'selects';

/** Copies of copies are followed to this depth. */
const deepest = 3;

export const isUsers = (value: Value): value is ShapeValue => value.kind === 'shape' && renamedFields[value.shape] !== undefined;

/** `user[key] = …`, `delete user[key]`, `old[key] !== user[key]`, `({ [key]: _, ...rest }) => rest`; undefined where the member is only read. */
export function actOf(trace: Trace, node: Node): KeyAct | undefined {
  if (copyBy(trace, node)) return 'selects';
  if (node.type === 'ObjectProperty') return (node.parent?.['properties'] as Node[] | undefined)?.some(({ type }) => type === 'RestElement') ? 'removes' : undefined;
  const { parent } = outermost(node);
  if (parent?.type === 'AssignmentExpression') return unwrap(parent['left']) === node ? 'sets' : undefined;
  if (parent?.type === 'UpdateExpression') return 'sets';
  if (parent?.type === 'UnaryExpression') return parent['operator'] === 'delete' ? 'removes' : undefined;
  return isCompared(node) ? 'compares' : undefined;
}

/** `a[key] !== b[key]`, also of texts made of both: `JSON.stringify(a[key]) !== JSON.stringify(b[key])`. A member that is compared with anything else is only read. */
function isCompared(member: Node): boolean {
  const at = outermost(member);
  const text = at.parent && isCall(at.parent) && at.parent['arguments'][0] === at ? outermost(at.parent) : at;
  const { parent } = text;
  if (parent?.type !== 'BinaryExpression' || !/^[!=]==?$/.test(parent['operator'])) return !!parent && isCall(parent) && parent['arguments'].length > 1 && (parent['arguments'] as Node[]).every((one) => hasSameKey(one, member));
  return hasSameKey(parent['left'], member) && hasSameKey(parent['right'], member);
}

function hasSameKey(given: Node, member: Node): boolean {
  const side = unwrap(given);
  const [inner] = isCall(side) ? (side['arguments'] as Node[]) : [side];
  const other = inner && unwrap(inner);
  return isMember(other) && other?.['computed'] && other['property'].type === member['property'].type && other['property'].name === member['property'].name;
}

/** The user that an object literal is a copy of, apart from a member that it has itself: `{ ...user }`. */
export function spreadUser(trace: Trace, value: Value, name?: string, depth = 0): ShapeValue | undefined {
  if (value.kind !== 'object' || depth > deepest) return undefined;
  const entries = entriesOf(value.ref.node);
  if (name !== undefined && entries.some((entry) => entry['key'] && keyName(entry['key'], entry['computed']) === name)) return undefined;
  const spread = entries.filter(({ type }) => type === 'SpreadElement');
  for (const { argument } of spread as { argument?: Node }[]) {
    for (const one of argument ? members(trace.evaluate(argument, value.ref.frame)) : []) {
      const user = isUsers(one) ? one : spreadUser(trace, one, name, depth + 1);
      if (user) return user;
    }
  }
  return undefined;
}

/** `{ ...user, ...Object.fromEntries(names.map((key) => [key, …])) }`: the key, and the object that gets the members. */
export function pairedKey(call: Node): { readonly key: Node; readonly object: Node } | undefined {
  const [pairs] = call['arguments'] as Node[];
  const spread = outermost(call).parent;
  const object = spread?.type === 'SpreadElement' ? spread.parent : undefined;
  const made = pairs && unwrap(pairs);
  if (calleeName(call) !== 'fromEntries' || object?.type !== 'ObjectExpression' || !made || !isCall(made) || !made['arguments'][0]) return undefined;
  const callback = unwrap(made['arguments'][0]);
  const pair = isFunction(callback) ? unwrap(callback['body']) : undefined;
  const key: Node | undefined = pair?.type === 'ArrayExpression' ? pair['elements'][0] : undefined;
  return key?.type === 'Identifier' ? { key, object } : undefined;
}

/** Texts by which a user's members are chosen while they are gone through. */
interface Choice {
  readonly names: Value;
  readonly user: ShapeValue;
}

/** `names.includes(key)`, `names.has(key)`, `key === name`: the texts that are asked for, where they are not written here. */
export function choicesAt(trace: Trace, node: Node): Choice[] {
  const asked = isCall(node) ? askedOf(node) : comparedBy(node);
  return asked.flatMap(({ key, names, isList }) => {
    const near = members(trace.evaluate(key, undefined));
    if (!near.some((value) => value.kind === 'each' && value.part === 'key')) return [];
    return contextsOf(trace, enclosingFunction(key), 0, new Set()).flatMap((frame) => {
      const user = userBehind(trace, key, frame);
      if (!user) return [];
      const list = trace.evaluate(names, frame);
      return [{ names: isList ? trace.element(list, names, frame) : list, user }];
    });
  });
}

function userBehind(trace: Trace, key: Node, frame: Frame | undefined): ShapeValue | undefined {
  const gone = members(trace.evaluate(key, frame)).flatMap((value) => (value.kind === 'each' && value.part === 'key' ? members(value.of) : []));
  return gone.map((of) => (isUsers(of) ? of : spreadUser(trace, of))).find(Boolean);
}

interface Asked {
  readonly key: Node;
  readonly names: Node;
  readonly isList: boolean;
}

function askedOf(call: Node): Asked[] {
  const callee = unwrap(call['callee']);
  const [key] = call['arguments'] as Node[];
  const isAsking = isMember(callee) && /^(?:includes|has|indexOf)$/.test(memberName(callee) ?? '');
  return key?.type === 'Identifier' && isAsking ? [{ key, names: callee['object'], isList: true }] : [];
}

function comparedBy(test: Node): Asked[] {
  const [left, right]: Node[] = [unwrap(test['left']), unwrap(test['right'])];
  if (!/^[!=]==?$/.test(test['operator']) || left?.type !== 'Identifier' || right?.type !== 'Identifier') return [];
  return [
    { key: left, names: right, isList: false },
    { key: right, names: left, isList: false },
  ];
}
