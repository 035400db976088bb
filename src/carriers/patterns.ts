import type { Rewrite } from '../facts.ts';
import { type Node, unwrap } from '../source/ast.ts';
import type { Source } from '../source/source.ts';
import { replaceRange, together } from './code.ts';
import { keepNames } from './role-names.ts';

/** `{ created }` -> `{ createdAt: created }`: another key, the same local name. */
export function renamePatternKey(source: Source, property: Node, newName: string): Rewrite {
  const siblings: readonly Node[] = property.parent?.['properties'] ?? [];
  if (siblings.some((sibling) => sibling !== property && (sibling['key']?.name ?? sibling['key']?.value) === newName)) return { blocked: `\`${newName}\` is taken from the same object already` };
  if (property['shorthand']) return [replaceRange(source, { start: property.start, end: property.start }, `${newName}: `)];
  const key: Node = property['key'];
  if (property['computed']) return { blocked: 'the key is computed' };
  const quote = key.type === 'StringLiteral' ? (source.text[key.start] as string) : '';
  return [replaceRange(source, key, `${quote}${newName}${quote}`)];
}

/** `{ roles }` and friends: the key changes, the local name now holds objects, and every use of it keeps its value. */
export function namesFromPattern(source: Source, property: Node, newName: string): Rewrite {
  return together([renamePatternKey(source, property, newName), received(source, property['value'])]);
}

function received(source: Source, target: Node): Rewrite {
  switch (target.type) {
    case 'Identifier':
      return usesOf(source, target);
    case 'AssignmentPattern':
      return together([received(source, target['left']), defaultList(source, target['right'])]);
    case 'ArrayPattern':
      return together((target['elements'] as (Node | null)[]).map((element) => (element ? elementPattern(source, element) : [])));
    case 'ObjectPattern':
      return (target['properties'] as Node[]).every((property) => property['key']?.name === 'length') ? [] : { blocked: 'the list is taken apart' };
    default:
      return { blocked: 'the list is written to a member' };
  }
}

/** Every use of a variable that will hold roles keeps the names. */
export function usesOf(source: Source, id: Node): Rewrite {
  const binding = source.scopes.bindingOf(id);
  if (!binding || binding.id !== id) return { blocked: 'the list is assigned to a variable that is declared elsewhere' };
  if (binding.writes.length > 0) return { blocked: `\`${binding.name}\` is assigned again` };
  const declaration = binding.declaration.parent?.parent;
  if (binding.declaration.type === 'VariableDeclarator' && declaration?.type === 'ExportNamedDeclaration') return { blocked: `\`${binding.name}\` is exported` };
  return together(binding.references.map((reference) => keepNames(source, reference)));
}

/** The default of the pattern, as objects. */
function defaultList(source: Source, given: Node): Rewrite {
  const node = unwrap(given);
  if (node.type === 'NullLiteral' || (node.type === 'Identifier' && node['name'] === 'undefined')) return [];
  if (node.type !== 'ArrayExpression') return { blocked: 'the default of the list is not written here' };
  const elements = node['elements'] as (Node | null)[];
  if (!elements.every((element) => element?.type === 'StringLiteral')) return { blocked: 'the default holds more than literal names' };
  return elements.flatMap((element) => (element ? [replaceRange(source, element, `{ name: ${source.slice(element)} }`)] : []));
}

/** `[top = 'nobody']` -> `[{ name: top = 'nobody' } = {}]`. */
function elementPattern(source: Source, element: Node): Rewrite {
  const isPlain = element.type === 'Identifier' || (element.type === 'AssignmentPattern' && element['left'].type === 'Identifier');
  if (!isPlain) return { blocked: 'the list is taken apart in a way that needs objects' };
  const code = source.slice(element);
  return [replaceRange(source, element, `{ name: ${code} } = {}`)];
}
