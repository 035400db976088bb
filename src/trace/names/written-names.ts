import { renamedFields } from '../../api.ts';
import { isCall, isFunction, isMember, keyName, type Node } from '../../source/ast.ts';
import { entriesOf } from '../members.ts';
import { members, type Value } from '../value.ts';

/** The old names of members of users. */
export const oldNames: ReadonlySet<string> = new Set(Object.keys(renamedFields['User'] ?? {}));

/** The text that a value is, where it is written as one; the old names among the keys of a table that is gone through. */
export function namesOf(value: Value): readonly Node[] | undefined {
  if (value.kind === 'each' && value.part === 'key') {
    const tables = members(value.of);
    return tables.every((table) => table.kind === 'object') ? tables.flatMap((table) => (table.kind === 'object' ? tableKeys(table.ref.node) : [])) : undefined;
  }
  const [piece, ...others] = value.kind === 'text' ? value.pieces : [];
  return piece?.kind === 'literal' && others.length === 0 && piece.node.type === 'StringLiteral' ? [piece.node] : undefined;
}

/** The keys of a table that are old names. */
export const tableKeys = (table: Node): readonly Node[] => entriesOf(table).flatMap((entry) => (oldNames.has((entry['key'] && keyName(entry['key'], entry['computed'])) ?? '') ? [entry['key'] as Node] : []));

/** `{ created: 'Newest' }`: a key of a table. */
export const isTableKey = (node: Node): boolean => node.parent?.type === 'ObjectProperty' && node.parent['key'] === node && !node.parent['computed'] && !node.parent['shorthand'] && node.parent.parent?.type === 'ObjectExpression';

/** What a name says. */
export const textOf = (name: Node): string => String(name['value'] ?? name['name']);

/** What may hold something by a name: a mention of a variable, a member, a call. */
export function isExpression(node: Node): boolean {
  if (isCall(node) || node.type === 'ObjectExpression' || node.type === 'ArrayExpression') return true;
  const { parent } = node;
  if (isMember(node)) return !(parent?.type === 'AssignmentExpression' && parent['left'] === node);
  if (node.type !== 'Identifier' || !parent) return false;
  if (isMember(parent)) return parent['object'] === node || parent['computed'];
  if (parent.type === 'ObjectProperty') return parent['key'] === node ? parent['computed'] : parent.parent?.type === 'ObjectExpression';
  return (
    !(/^(?:VariableDeclarator|TSTypeReference|ArrayPattern|RestElement|ImportSpecifier)$/.test(parent.type) && parent['init'] !== node) &&
    !(isFunction(parent) && parent['body'] !== node) &&
    !(parent.type === 'AssignmentPattern' && parent['left'] === node) &&
    !(parent.type === 'AssignmentExpression' && parent['left'] === node)
  );
}
