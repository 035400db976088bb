import { descendants, enclosingFunction, isCall, isFunction, isInside, isMember, type Node } from '../../source/ast.ts';
import type { Site } from '../queries/site.ts';

/**
 * True where what makes the query always sets the one: before a method of the object, or a function that is made behind it, can set the other.
 * `constructor() { this.params.set('sortBy', 'name'); } descending() { this.params.set('sortOrder', 'desc'); }`
 */
export function isMadeBefore(first: Site, other: Site): boolean {
  const maker = enclosingFunction(first.anchor);
  const { layer } = first;
  if (!maker || !layer || layer !== other.layer || first.source !== other.source || first.branch !== undefined) return false;
  return maker['kind'] === 'constructor' ? isSetByConstructor(maker, first.anchor, other.anchor, layer) : isInside(layer, maker) && isMadeBehind(maker, first.anchor, other.anchor);
}

/** The other one is set in a method of each object, and the constructor calls none before. */
function isSetByConstructor(first: Node, anchor: Node, other: Node, layer: Node): boolean {
  const body = first.parent as Node;
  const around = (node: Node): Node | undefined => (body['body'] as Node[]).find((member) => isInside(node, member));
  const [method, holder] = [around(other), around(layer)];
  if (!method || method === first || !holder || method['static'] || holder['static']) return false;
  return descendants(first['body']).every(({ type, start, parent }) => type !== 'ThisExpression' || start >= anchor.start || (isMember(parent) && !(isCall(parent?.parent) && parent?.parent?.['callee'] === parent)));
}

/** The function around the other one is made where the first one is set already. */
function isMadeBehind(maker: Node, anchor: Node, other: Node): boolean {
  let outer: Node | undefined;
  for (let at = enclosingFunction(other); at && at !== maker; at = enclosingFunction(at)) outer = at;
  return !!outer && isFunction(outer) && outer.type !== 'FunctionDeclaration' && isInside(outer, maker) && outer.start >= anchor.end;
}
