import { calleeName, descendants, enclosingFunction, isCall, isFunction, isInside, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { changesMember } from './mutations.ts';
import { isLeftBehind } from '../calls/order.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace } from '../users.ts';
import { members, nodesOf, type ShapeValue } from '../value.ts';

/** A list of names out of an answer that the program changes where it is, wherever it keeps it by then: `row.tags.sort()`, of rows with `tags: user.roles`. */
export interface ChangedList {
  /** The member by which it is changed. */
  readonly node: Node;
  /** Where the list was read out of the answer. */
  readonly origin: Node;
  readonly list: ShapeValue;
}

/** Methods that give a list of their own. */
const copies = /^(?:slice|filter|concat|map|flatMap|toSorted|toReversed|toSpliced|with|flat|from|split|clone\w*|structuredClone|parse|sort\w+|uniq\w*|compact|difference\w*|intersection\w*|union\w*|without|values|keys)$/;

/** Every such list that a file changes, but for those that it changes where they are read. */
export function changedLists(trace: Trace, program: Node): ChangedList[] {
  return descendants(program).flatMap((node) => (isMember(node) && changesMember(node) ? trace.ask(() => changedBy(trace, node), []) : []));
}

function changedBy(trace: Trace, node: Node): ChangedList[] {
  const receiver = unwrap(node['object']);
  if (receiver.type === 'ArrayExpression' || (isCall(receiver) && copies.test(calleeName(receiver)))) return [];
  return members(trace.evaluate(receiver, undefined)).flatMap((list) => {
    if (list.kind !== 'shape' || list.shape !== 'RoleNames' || !list.request) return [];
    const origin = originOf(list);
    return origin && origin !== receiver ? [{ node, origin, list }] : [];
  });
}

/** Where the list was taken out of its user; undefined where it was copied since. */
function originOf({ trail }: ShapeValue): Node | undefined {
  const steps = [...nodesOf(trail)];
  const at = steps.findLastIndex(isRead);
  return steps.slice(0, at).some((step) => step.type === 'SpreadElement' || (isCall(step) && copies.test(calleeName(step)) && !isGivenInside(step, steps[at] as Node))) ? undefined : steps[at];
}

/** `users.map((user) => user.roles)`: the function that a call is given gives each list as it is; what is made flat is a list of its own. */
const isGivenInside = (call: Node, read: Node): boolean => calleeName(call) === 'map' && (call['arguments'] as Node[]).some((argument) => isFunction(unwrap(argument)) && isInside(read, argument));

/** Uses of a list to which its order is the same: `roles.includes(name)`, `roles.length`, `roles.sort()`. */
const orderless = /^(?:includes|some|every|length|sort|toSorted)$/;

/** `user.roles.sort().join()`: true for a read whose list is put in order where it is, for what that gives. */
export function isPutInOrder({ node, place, name }: FieldPlace, trace: Trace): boolean {
  return name === 'roles' && usesOf(trace, node, place).some((use) => isMember(use) && /^(?:sort|reverse)$/.test(memberName(use) ?? '') && isCalled(use));
}

/** True where another place reads the list in the order in which it is. */
export const isOrderSeen = (trace: Trace, places: readonly FieldPlace[], { node }: FieldPlace, isSame: (place: FieldPlace) => boolean): boolean =>
  places.some((place) => place.node !== node && place.name === 'roles' && isSame(place) && !isLeftBehind(place.node, node, undefined) && usesOf(trace, place.node, place.place).some((use) => !isOrderless(use)));

const isOrderless = (use: Node): boolean => (isMember(use) ? orderless.test(memberName(use) ?? '') : /^(?:UnaryExpression|IfStatement|ExpressionStatement)$/.test(use.type));

const isCalled = (member: Node): boolean => isCall(member.parent) && unwrap(member.parent?.['callee']) === member;

/** What stands around each use of a list that is read at a place. */
function usesOf(trace: Trace, node: Node, place: FieldPlace['place']): readonly Node[] {
  const local: Node | undefined = place === 'destructured' ? node['value'] : undefined;
  const binding = local?.type === 'Identifier' ? trace.project.sourceOf(local).scopes.bindingOf(local) : undefined;
  const reads = place === 'read' ? [node] : (binding?.references ?? [node]);
  return reads.flatMap((read) => outermost(read).parent ?? []);
}

/** `user.roles`, `{ roles }`. */
const isRead = (step: Node): boolean => (isMember(step) ? memberName(step) : step.type === 'ObjectProperty' ? keyName(step['key'], step['computed']) : undefined) === 'roles';

/** True where others see the change: they read the same list later, or the very list is asked for anew each time. `isSame`: whether a place reads what this list was read from. */
export function isSeen(places: readonly FieldPlace[], { node, origin }: ChangedList, isSame: (place: FieldPlace) => boolean): boolean {
  if (isCall(unwrap(node['object'])) || enclosingFunction(origin)?.['kind'] === 'get') return true;
  return places.some((place) => place.node !== origin && place.name === 'roles' && isSame(place) && !isLeftBehind(place.node, node, undefined));
}
