import { descendants, isFunction, type Node } from '../source/ast.ts';
import type { Source } from '../source/source.ts';

const indexes = new WeakMap<Source, ReadonlyMap<string, readonly Node[]>>();

/** The identifiers of a file that have one of these names. */
export function nodesByName(source: Source, names: ReadonlySet<string>): Node[] {
  let index = indexes.get(source);
  if (!index) indexes.set(source, (index = indexNames(source)));
  return [...names].flatMap((name) => index.get(name) ?? []).filter((node) => !isFunction(node.parent) || node.parent?.['id'] !== node);
}

function indexNames(source: Source): Map<string, Node[]> {
  const index = new Map<string, Node[]>();
  for (const node of descendants(source.program)) {
    const name = node.type === 'Identifier' || node.type === 'JSXIdentifier' ? node['name'] : node.type === 'PrivateName' ? `#${node['id'].name}` : node.type === 'Super' ? 'super' : undefined;
    if (name !== undefined) index.set(name, [...(index.get(name) ?? []), node]);
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
