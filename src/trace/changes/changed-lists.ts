import { calleeName, descendants, enclosingFunction, isCall, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
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
  return steps.slice(0, at).some((step) => step.type === 'SpreadElement' || (isCall(step) && copies.test(calleeName(step)))) ? undefined : steps[at];
}

/** `user.roles`, `{ roles }`. */
const isRead = (step: Node): boolean => (isMember(step) ? memberName(step) : step.type === 'ObjectProperty' ? keyName(step['key'], step['computed']) : undefined) === 'roles';

/** True where others see the change: they read the same list later, or the very list is asked for anew each time. `isSame`: whether a place reads what this list was read from. */
export function isSeen(places: readonly FieldPlace[], { node, origin }: ChangedList, isSame: (place: FieldPlace) => boolean): boolean {
  if (isCall(unwrap(node['object'])) || enclosingFunction(origin)?.['kind'] === 'get') return true;
  return places.some((place) => place.node !== origin && place.name === 'roles' && isSame(place) && !isLeftBehind(place.node, node, undefined));
}
