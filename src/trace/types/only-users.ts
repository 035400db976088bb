import { renamedFields, shapes } from '../../api.ts';
import { onlyUsersHave } from '../../evidence.ts';
import { keyName, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { lists, membersOfType, transparent } from './types.ts';
import type { ShapeValue } from '../value.ts';

/** True for a type, or a list of it, that only users fit, whatever the code takes for one. */
export function isOfUsers(trace: Trace, type: Node): boolean {
  const name: string = type['typeName']?.name ?? '';
  const inner: Node | undefined = type.type === 'TSArrayType' ? type['elementType'] : lists.test(name) || transparent.test(name) ? type['typeParameters']?.['params'][0] : undefined;
  return inner ? isOfUsers(trace, inner) : onlyUsersHave(membersOfType(trace, type).flatMap((member) => (member['key'] && !member['optional'] ? (keyName(member['key'], member['computed']) ?? []) : [])));
}

/** True for a type that has no member of a shape of which every member is known: what a function hands on may be a page in one call and a user in the next. */
export function isNoneOf(trace: Trace, type: Node, { shape }: ShapeValue): boolean {
  const declared = renamedFields[shape] ? [] : membersOfType(trace, type);
  return declared.length > 0 && !declared.some((member) => shapes[shape]?.[member['key']?.name ?? member['key']?.value] !== undefined);
}
