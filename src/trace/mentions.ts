import { descendants, isFunction, type Node } from '../source/ast.ts';
import type { Source } from '../source/source.ts';

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

/** The name under which a function is handed on: `<Row onSelect={select} />`, `{ onSelect: select }`, `{ select }`. */
export function handedAs(outer: Node): string | undefined {
  const { parent } = outer;
  if (parent?.type === 'JSXExpressionContainer') return attributeName(parent);
  const isValue = parent?.type === 'ObjectProperty' && parent['value'] === outer && parent.parent?.type === 'ObjectExpression' && !parent['computed'];
  return isValue && parent['key'].type === 'Identifier' ? parent['key'].name : undefined;
}

/** The attribute whose value stands in this container. */
export function attributeName(container: Node): string | undefined {
  return container.parent?.type === 'JSXAttribute' && container.parent['name'].type === 'JSXIdentifier' ? container.parent['name'].name : undefined;
}
