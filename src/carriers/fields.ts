import { renamedFields } from '../api.ts';
import type { Range, Rewrite } from '../facts.ts';
import type { Node } from '../source/ast.ts';
import type { Source } from '../source/source.ts';
import type { FieldPlace } from '../trace/users.ts';
import { rangeOf } from './code.ts';
import { renameDeclaration, renameKeyText, renameLiteral } from './declarations.ts';
import { renameCursor } from './links.ts';
import { namesFromPattern, renamePatternKey } from './patterns.ts';
import { namesFromMember, renameMember } from './role-names.ts';

/** The edits that make a place name today's attribute and keep what it is used for. */
export function rewriteField(source: Source, place: FieldPlace): Rewrite {
  if (place.place === 'link') return renameCursor(source, place.node, place.name);
  const to = renamedFields[place.shape.shape]?.[place.name] as string;
  const isList = place.name === 'roles' || place.name === 'valid_roles';
  if (isList && place.shape.keysOnly) return { blocked: 'a table has something under this key that expects role names' };
  if (place.place === 'type') return renameDeclaration(source, place.node, to, isList);
  if (place.place === 'mock') return renameLiteral(source, place.node, to, isList);
  if (place.isOnlyKey === false) return { blocked: 'the name is a value, which may be used for more than reading users' };
  if (place.place === 'key') return renameKeyText(source, place.node, to, isList, place);
  if (place.place === 'read') return isList ? namesFromMember(source, place.node, to) : renameMember(source, place.node, to);
  return isList ? namesFromPattern(source, place.node, to) : renamePatternKey(source, place.node, to);
}

/** Where the old name stands. */
export function fieldRange(source: Source, place: FieldPlace): Range {
  const node: Node = place.place === 'read' ? place.node['property'] : /^(?:destructured|type|mock)$/.test(place.place) ? place.node['key'] : place.node;
  return rangeOf(source, node);
}
