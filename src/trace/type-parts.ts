import type { Node } from '../source/ast.ts';
import { memberOf } from './members.ts';
import type { Trace } from './trace.ts';
import { membersOfType, typeDeclaration } from './types.ts';
import { members, type Value } from './value.ts';

const lists = /^(?:Array|ReadonlyArray|Set|ReadonlySet)$/;

/** The declared types of what a list or an object holds, each with the value that is held: `User` with an element of `users` in `const users: User[] = []`. */
export function partsOf(trace: Trace, type: Node, value: Value): readonly (readonly [Node, Value])[] {
  const kinds = new Set(members(value).map((member) => member.kind));
  if (kinds.has('list')) {
    const element = elementType(type);
    return element ? [[element, trace.element(value, type, undefined)]] : [];
  }
  return kinds.has('object') ? memberParts(trace, type, value) : [];
}

function elementType(type: Node): Node | undefined {
  if (type.type === 'TSArrayType') return type['elementType'];
  return type.type === 'TSTypeReference' && lists.test(type['typeName'].name ?? '') ? type['typeParameters']?.['params'][0] : undefined;
}

function memberParts(trace: Trace, type: Node, value: Value): (readonly [Node, Value])[] {
  const isGeneric = type.type === 'TSTypeReference' && (type['typeParameters'] || typeDeclaration(trace, type)?.['typeParameters']);
  if (isGeneric) return [];
  return membersOfType(trace, type).flatMap((member) => {
    const name: string | undefined = member['key']?.name ?? member['key']?.value;
    const inner: Node | undefined = member['typeAnnotation']?.['typeAnnotation'];
    return name !== undefined && inner ? [[inner, memberOf(trace, value, name, { node: member, frame: undefined })] as const] : [];
  });
}
