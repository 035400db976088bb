import type { Rewrite } from '../../facts.ts';
import { isCall, isNullish, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { replaceRange, together } from '../code.ts';
import { objectList } from './declarations.ts';
import { removedProperty } from './removals.ts';
import { droppedFallback, keepNames, namesFromVariable } from './role-names.ts';

/** `{ created }` -> `{ createdAt: created }`: another key, the same local name. */
export function renamePatternKey(source: Source, property: Node, newName: string): Rewrite {
  if (isRestGoneThrough(source, property)) return restDiffers;
  const twin = twinOf(property, newName);
  return twin ? mergedWith(source, property, twin, () => []) : renamedPatternKey(source, property, newName);
}

function renamedPatternKey(source: Source, property: Node, newName: string): Rewrite {
  if (property['shorthand']) return [replaceRange(source, { start: property.start, end: property.start }, `${newName}: `)];
  const key: Node = property['key'];
  if (property['computed'] && key.type !== 'StringLiteral') return { blocked: 'the key is computed' };
  const quote = key.type === 'StringLiteral' ? (source.text[key.start] as string) : '';
  return [replaceRange(source, key, `${quote}${newName}${quote}`)];
}

const restDiffers: Rewrite = { blocked: 'the program goes through the rest of the object, which would hold other members' };

/** `{ roles, ...rest }`, and `Object.keys(rest)`, `JSON.stringify(rest)`, `for (… in rest)`: what the rest holds shows. */
function isRestGoneThrough(source: Source, property: Node): boolean {
  const binding = restOf(source, property);
  return !!binding?.references.some(
    ({ parent }) =>
      (parent?.type === 'ForInStatement' && parent['right']['name'] === binding.name) ||
      (!!parent && isCall(parent) && /^(?:Object\.(?:keys|values|entries)|JSON\.stringify)$/.test(source.slice(parent['callee'])) && parent['arguments'][0]['name'] === binding.name),
  );
}

/** The variable that takes what is left of the object. */
function restOf(source: Source, property: Node): ReturnType<Source['scopes']['bindingOf']> {
  const rest = ((property.parent?.['properties'] ?? []) as readonly Node[]).find((sibling) => sibling.type === 'RestElement');
  return rest?.['argument'].type === 'Identifier' ? source.scopes.bindingOf(rest['argument']) : undefined;
}

/** The property of the same pattern that takes the new name already. */
function twinOf(property: Node, newName: string): Node | undefined {
  const siblings: readonly Node[] = property.parent?.['properties'] ?? [];
  return siblings.find((sibling) => sibling !== property && (sibling['key']?.name ?? sibling['key']?.value) === newName);
}

/** `{ created, createdAt }` -> `{ createdAt }`: what used the old name uses the new one. */
function mergedWith(source: Source, property: Node, twin: Node, kept: (reference: Node) => Rewrite): Rewrite {
  const [old, other] = [property['value'], twin['value']] as [Node, Node];
  const [from, to] = [source.scopes.bindingOf(old), source.scopes.bindingOf(other)];
  const isPlain = old.type === 'Identifier' && other.type === 'Identifier' && from?.id === old && to?.id === other && from.writes.length === 0 && to.writes.length === 0;
  const rest = restOf(source, property);
  if (rest && rest.references.length > 0) return { blocked: `\`${rest.name}\` must go on without both names` };
  if (!isPlain || !from || !to) return { blocked: `\`${other['name'] ?? twin['key'].name}\` is taken from the same object already` };
  if (from.references.some((reference) => source.scopes.at(reference).find(to.name) !== to)) return { blocked: `\`${to.name}\` means something else where \`${from.name}\` is used` };
  const isNew = (node: Node): boolean => node.type === 'Identifier' && source.scopes.bindingOf(node) === to;
  return together([[removedProperty(source, property)], ...from.references.map((reference) => droppedFallback(source, reference, isNew) ?? together([replacedName(source, reference, to.name), kept(reference)]))]);
}

function replacedName(source: Source, reference: Node, name: string): Rewrite {
  const isShorthand = reference.parent?.type === 'ObjectProperty' && reference.parent['shorthand'];
  return [replaceRange(source, reference, isShorthand ? `${reference['name']}: ${name}` : name)];
}

/** `{ roles }` and friends: the key changes, the local name now holds objects, and every use of it keeps its value. */
export function namesFromPattern(source: Source, property: Node, newName: string): Rewrite {
  if (isRestGoneThrough(source, property)) return restDiffers;
  const twin = twinOf(property, newName);
  if (twin) return mergedWith(source, property, twin, (reference) => (reference.parent?.['shorthand'] ? { blocked: 'the list is handed on by its name' } : keepNames(source, reference)));
  return together([renamedPatternKey(source, property, newName), received(source, property['value'])]);
}

function received(source: Source, target: Node): Rewrite {
  switch (target.type) {
    case 'Identifier':
      return namesFromVariable(source, target);
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

/** A parameter that is given objects instead of names, with its type. */
export function listParameter(source: Source, parameter: Node): Rewrite {
  const type: Node | undefined = parameter['typeAnnotation']?.['typeAnnotation'];
  return together([type && type.type !== 'TSAnyKeyword' ? objectList(source, type) : [], namesFromVariable(source, parameter)]);
}

/** The default of the pattern, as objects. */
function defaultList(source: Source, given: Node): Rewrite {
  const node = unwrap(given);
  if (isNullish(node)) return [];
  if (node.type !== 'ArrayExpression') return { blocked: 'the default of the list is not written here' };
  const elements = node['elements'] as (Node | null)[];
  if (!elements.every((element) => element?.type === 'StringLiteral')) return { blocked: 'the default holds more than literal names' };
  return elements.flatMap((element) => (element ? [replaceRange(source, element, `{ name: ${source.slice(element)} }`)] : []));
}

/** `[top = 'nobody']` -> `[{ name: top } = { name: 'nobody' }]`, `[top]` -> `[{ name: top } = {}]`; the rest of the list goes on holding objects. */
function elementPattern(source: Source, element: Node): Rewrite {
  if (element.type === 'RestElement') return received(source, element['argument']);
  const isPlain = element.type === 'Identifier' || (element.type === 'AssignmentPattern' && element['left'].type === 'Identifier');
  if (!isPlain) return { blocked: 'the list is taken apart in a way that needs objects' };
  const [id, otherwise] = element.type === 'Identifier' ? [element, undefined] : [element['left'] as Node, element['right'] as Node];
  return [replaceRange(source, element, `{ name: ${source.slice(id)} } = ${otherwise ? `{ name: ${source.slice(otherwise)} }` : '{}'}`)];
}
