import { keyName, memberName, type Node } from '../../source/ast.ts';
import { isElementKey } from './element-keys.ts';
import { isFollowed } from '../flow/followed.ts';
import { isOnlyKey, usesAreKeys } from './keyed.ts';
import type { Trace } from '../trace.ts';

/**
 * `{ key: 'created', label: 'Since' }` as a column of a table: true when every place that gets the object is seen, and all of them
 * take members of something by the text, or name an element of React by it, which shows nothing.
 */
export function isKeyMember(trace: Trace, property: Node): boolean {
  const own = keyName(property['key'], property['computed']);
  if (own === undefined || property.parent?.type !== 'ObjectExpression') return false;
  return isFollowed(
    {
      trace,
      mayAskFor: true,
      isReadFine: (member) => (memberName(member) !== undefined && memberName(member) !== own) || isOnlyKey(trace, member, 1) || isElementKey(trace, member),
      isTakenFine: (taken, name) => name !== own || (taken['value'].type === 'Identifier' && usesAreKeys(trace, taken['value'])),
    },
    property.parent,
  );
}
