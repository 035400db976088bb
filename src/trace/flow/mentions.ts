import { descendants, isCall, isFunction, isMember, type Node, outermost, memberName } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';

const indexes = new WeakMap<Source, ReadonlyMap<string, readonly Node[]>>();

/** The identifiers of a file that have this name, but for those by which a function is declared. */
export function nodesNamed(source: Source, name: string): readonly Node[] {
  let index = indexes.get(source);
  if (!index) indexes.set(source, (index = indexNames(source)));
  return index.get(name) ?? [];
}

/** The identifiers of a file that have one of these names. */
export const nodesByName = (source: Source, names: ReadonlySet<string>): Node[] => [...names].flatMap((name) => nodesNamed(source, name));

function indexNames(source: Source): Map<string, Node[]> {
  const index = new Map<string, Node[]>();
  for (const node of descendants(source.program)) {
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? node['name'] : node.type === 'PrivateName' ? `#${node['id'].name}` : node.type === 'Super' ? 'super' : undefined;
    if (name === undefined || (isFunction(node.parent) && node.parent?.['id'] === node)) continue;
    const named = index.get(name);
    if (named) named.push(node);
    else index.set(name, [node]);
  }
  return index;
}

/** The name under which a function is handed on: `<Row onSelect={select} />`, `{ onSelect: select }`, `{ select }`, `const show = columns[0].show`, `const [{ show: first }] = columns`. */
export function handedAs(outer: Node): string | undefined {
  const { parent } = outer;
  if (parent?.type === 'VariableDeclarator' && parent['init'] === outer && isMember(outer)) return parent['id'].type === 'Identifier' ? parent['id'].name : undefined;
  if (isNamedInPattern(outer)) return outer['name'];
  if (parent?.type === 'AssignmentExpression' && parent['right'] === outer) return keptAs(parent['left']);
  if (parent?.type === 'JSXExpressionContainer') return attributeName(parent);
  const isValue = parent?.type === 'ObjectProperty' && parent['value'] === outer && parent.parent?.type === 'ObjectExpression' && !parent['computed'];
  return isValue && parent['key'].type === 'Identifier' ? parent['key'].name : undefined;
}

/** The name of a variable, or of a field or a property, that something is assigned to. */
const keptAs = (target: Node): string | undefined => (target.type === 'Identifier' ? (target['name'] as string) : isMember(target) ? memberName(target) : undefined);

const isNamedInPattern = (id: Node): boolean => id.type === 'Identifier' && patternProperty(id)?.parent?.type === 'ObjectPattern';

/** The property of a pattern whose value is this name, with a default or without. */
const patternProperty = (id: Node): Node | undefined => (id.parent?.type === 'AssignmentPattern' && id.parent['left'] === id ? id.parent.parent : id.parent?.['value'] === id ? id.parent : undefined);

/** For the key of a pattern, the other name that it gives what stands there: `first` of `{ show: first }`. */
export function renamedInPattern(key: Node): Node | undefined {
  const property = key.parent;
  if (property?.type !== 'ObjectProperty' || property['key'] !== key || property['computed'] || property.parent?.type !== 'ObjectPattern') return undefined;
  const id: Node = property['value'].type === 'AssignmentPattern' ? property['value'].left : property['value'];
  return id.type === 'Identifier' && id['name'] !== key['name'] ? id : undefined;
}

/** The name of the class that a class is made part of: `class Member extends Person`, `class Member extends WithRoles(Person)`, `const Member = WithRoles(Person)`. */
export function extendedAs(outer: Node): { readonly name: string; readonly isBase: boolean } | undefined {
  let at = outer;
  for (let call = at.parent; call && isCall(call) && (call['arguments'] as Node[]).includes(at); call = at.parent) at = outermost(call);
  const { parent } = at;
  const isBase = parent?.['superClass'] === at;
  const named: Node | undefined = isBase && !parent['id'] ? outermost(parent).parent : parent;
  const id: Node | undefined = isBase || (at !== outer && named?.type === 'VariableDeclarator') ? named?.['id'] : undefined;
  return id?.type === 'Identifier' && /^[A-Z]/.test(id['name']) ? { name: id['name'], isBase } : undefined;
}

/** The attribute whose value stands in this container; the only child of an element is its `children`. */
export function attributeName(container: Node): string | undefined {
  const opening: Node | undefined = container.parent?.['openingElement'];
  if (opening) return onlyChild(opening) === container['expression'] ? 'children' : undefined;
  return container.parent?.type === 'JSXAttribute' && container.parent['name'].type === 'JSXIdentifier' ? container.parent['name'].name : undefined;
}

/** The expression between the tags of an element, where nothing but blanks stands beside it: `<Rows>{(user) => …}</Rows>`. */
export function onlyChild(opening: Node): Node | undefined {
  const children: readonly Node[] = opening.parent?.['openingElement'] === opening ? opening.parent['children'] : [];
  const [child, ...others] = children.filter((one) => !(one.type === 'JSXText' ? one['value'].trim() === '' : one['expression']?.type === 'JSXEmptyExpression'));
  return child?.type === 'JSXExpressionContainer' && others.length === 0 ? child['expression'] : undefined;
}
