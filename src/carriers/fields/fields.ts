import { renamedFields } from '../../api.ts';
import type { Range, Rewrite } from '../../facts.ts';
import { isMember, type Node } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import type { FieldPlace } from '../../trace/users.ts';
import { rangeOf, together } from '../code.ts';
import { renameDeclaration, renameKeyText, renameLiteral } from './declarations.ts';
import { renameFunctionKey, renameListed, renameTextKey } from './library-keys.ts';
import { renameCursor } from '../queries/links.ts';
import { listParameter, namesFromPattern, renamePatternKey } from './patterns.ts';
import { keepNames, namesFromMember, renameMember } from './role-names.ts';
import { renameInSchema } from './schemas.ts';
import { shownAt } from './shown-rows.ts';
import { writtenRoles } from '../bodies/written-roles.ts';

/** The edits that give a place the new name, and keep what the code does with it. */
export function fieldRewrite(trace: Trace, place: FieldPlace): Rewrite {
  const source = trace.project.sourceOf(place.node);
  if (place.text?.blocked !== undefined) return { blocked: place.text.blocked };
  if (place.keyType?.blocked !== undefined) return { blocked: place.keyType.blocked };
  if (place.redefines) return { blocked: 'the program defines the member anew under this name' };
  if (place.place === 'link') return renameCursor(source, place.node, place.name);
  const to = renamedFields[place.shape.shape]?.[place.name] as string;
  const isList = place.name === 'roles' || place.name === 'valid_roles';
  if (isList && place.shape.keysOnly) return { blocked: 'a table has something under this key that expects role names' };
  if (place.place === 'type') return renameDeclaration(source, place.node, to, isList);
  if (place.place === 'schema') return renameInSchema(trace, place, to, isList);
  if (place.place === 'mock' && isList && place.text && place.text.list.how !== 'unknown') return renameFunctionKey(source, place.node, to, place.text.list);
  if (place.place === 'mock') return shownRow(trace, place) ?? renameLiteral(trace, place.node, to, isList);
  if (place.compares && place.isOnlyKey === false) return { blocked: 'the program goes through members by their names, and does something else for this one' };
  if (place.keyType && place.text) return renameListed(source, place.text, to);
  if (place.keyType) return renameKeyText(source, place.node, to, false, undefined);
  if (place.isOnlyKey === false) return { blocked: 'the name is a value, which may be used for more than reading users' };
  if (place.place === 'key' && place.handed) return together([renameKeyText(source, place.node, to, false, undefined), ...place.handed.map((parameter) => listParameter(trace.project.sourceOf(parameter), parameter))]);
  // What is made by the name is read by it, wherever that is.
  if (place.place === 'key' && place.act === 'selects') return renameKeyText(source, place.node, to, false, undefined);
  if (place.place === 'key' && place.reads) return renamedInTable(trace, place, to, isList);
  if (place.place === 'key') return place.text ? renameTextKey(source, place.text, to, isList) : renameKeyText(source, place.node, to, isList, place.namedType);
  if (place.place === 'read') return isList ? ((place.name === 'roles' ? writtenRoles(trace, place, to) : undefined) ?? namesFromMember(source, place.node, to)) : renameMember(source, place.node, to);
  return isList ? namesFromPattern(source, place.node, to) : renamePatternKey(source, place.node, to);
}

/** A row of the program that it shows with the names of its members. */
function shownRow(trace: Trace, { node, name }: FieldPlace): Rewrite | undefined {
  const shown = node.parent && shownAt(trace, node.parent);
  return shown && { blocked: `line ${trace.project.sourceOf(shown).place(shown.start).line} shows the names of the members, \`${name}\` among them` };
}

/** A text in a table of keys, with everything that takes the list of roles by it. */
function renamedInTable(trace: Trace, { node, reads = [] }: FieldPlace, to: string, isList: boolean): Rewrite {
  const renamed = renameKeyText(trace.project.sourceOf(node), node, to, false, undefined);
  return isList ? together([renamed, ...reads.map((read) => (isMember(read) ? keepNames(trace.project.sourceOf(read), read) : { blocked: 'the list is taken apart by a key of a table' }))]) : renamed;
}

/** Where the name stands. */
export function fieldRange(trace: Trace, place: FieldPlace): Range {
  const { node, text } = place;
  const inText = node.type === 'TemplateElement' ? 0 : place.keyType ? 1 : undefined;
  if (inText !== undefined && text) return rangeOf(trace.project.sourceOf(node), { start: node.start + inText + text.start, end: node.start + inText + text.start + text.name.length });
  const isRead = place.place === 'read' || place.schema?.role === 'read';
  const isKey = /^(?:destructured|type|mock)$/.test(place.place) || place.schema?.role === 'member' || place.schema?.role === 'mask';
  const named: Node = isRead ? node['property'] : isKey ? (node['key'] ?? node['name']) : node;
  return rangeOf(trace.project.sourceOf(node), named);
}
