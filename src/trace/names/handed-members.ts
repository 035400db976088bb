import { isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace } from '../users.ts';
import { members } from '../value.ts';

/**
 * Columns of the program's own tables: in `{ field: 'roles', render: (roles) => roles.join(', ') }` the list that is read by the name is handed to the function
 * beside it, and goes nowhere else (`column.render(row[column.field])`). Each such place -> the parameters that get the list.
 */
export function handedMembers(trace: Trace, places: readonly FieldPlace[], programs: readonly Node[]): ReadonlyMap<Node, readonly Node[]> {
  const named = places.filter(({ place, name, node, text, act }) => place === 'key' && name === 'roles' && !text && !act && node.type === 'StringLiteral' && functionsBeside(node).size > 0);
  const found = new Map<Node, readonly Node[]>();
  if (named.length === 0) return found;
  const reads = [...new Set(programs)].flatMap((program) => trace.project.nodes(trace.project.fileOf(program)).filter((node) => isMember(node) && node['computed'] && !/Literal$/.test(node['property'].type)));
  for (const { node } of named) {
    const mine = reads.filter((read) => trace.ask(() => members(trace.evaluate(read['property'], undefined)).some((value) => value.kind === 'text' && value.pieces.some((piece) => piece.kind === 'literal' && piece.node === node)), false));
    const taken = mine.map((read) => receivedFrom(read, functionsBeside(node)));
    const parameters = taken.flatMap((one) => one ?? []);
    if (parameters.length > 0 && taken.every((one) => one !== undefined)) found.set(node, [...new Set(parameters)]);
  }
  return found;
}

/** The functions that stand beside a name in an object, by their names. */
function functionsBeside(literal: Node): ReadonlyMap<string, Node> {
  const property = outermost(literal).parent;
  const object = property?.type === 'ObjectProperty' && property['value'] === outermost(literal) ? property.parent : undefined;
  const entries = ((object?.type === 'ObjectExpression' ? object['properties'] : []) as Node[]).flatMap((one) => {
    const fn = one.type === 'ObjectMethod' ? one : one['value'] && unwrap(one['value']);
    const name = one['key'] && keyName(one['key'], one['computed']);
    return fn && isFunction(fn) && name !== undefined ? [[name, fn] as const] : [];
  });
  return new Map(entries);
}

/** The parameter of one of the functions that is given what is read; none where the function stands in the way, undefined where the list goes elsewhere. */
function receivedFrom(read: Node, beside: ReadonlyMap<string, Node>): readonly Node[] | undefined {
  const outer = outermost(read);
  const { parent } = outer;
  if (parent && isCall(parent) && (parent['arguments'] as Node[]).includes(outer)) {
    const fn = beside.get(siblingNamed(read, chosen(parent['callee'])) ?? '');
    const parameter: Node | undefined = fn?.['params'][(parent['arguments'] as Node[]).indexOf(outer)];
    if (fn) return !parameter ? [] : parameter.type === 'Identifier' ? [parameter] : undefined;
  }
  // `column.render ? column.render(row[column.field]) : row[column.field]`
  for (let child = outer, at = outer.parent; at && !isFunction(at); child = at, at = at.parent) {
    const isOtherwise = at.type === 'ConditionalExpression' && at['alternate'] === child;
    if (isOtherwise && beside.has(siblingNamed(read, unwrap(at['test'])) ?? '')) return [];
  }
  return undefined;
}

/** `(column.render ?? String)(…)`: the function that is called where it is there. */
function chosen(callee: Node): Node {
  const node = unwrap(callee);
  return node.type === 'LogicalExpression' && /^(?:\?\?|\|\|)$/.test(node['operator']) ? unwrap(node['left']) : node;
}

/** The name under which something stands beside the key of a read: `render`, of `column.render` beside `column.field` or of `({ field, render })`. */
function siblingNamed(read: Node, other: Node): string | undefined {
  const key = unwrap(read['property']);
  if (isMember(key) && isMember(other)) return unwrap(key['object'])['name'] !== undefined && unwrap(key['object'])['name'] === unwrap(other['object'])['name'] ? memberName(other) : undefined;
  if (key.type !== 'Identifier' || other.type !== 'Identifier') return undefined;
  const pattern = patternAround(read, key['name']);
  const property = ((pattern?.['properties'] ?? []) as Node[]).find((one) => one['value']?.name === other['name']);
  return property?.['key'] && keyName(property['key'], property['computed']);
}

/** The pattern of a parameter around a place that takes this name. */
function patternAround(node: Node, name: string): Node | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    const patterns = isFunction(at) ? (at['params'] as Node[]) : at.type === 'ForOfStatement' ? ((at['left']['declarations'] ?? []) as Node[]).map((one) => one['id'] as Node) : [];
    const found = patterns.find((one) => one.type === 'ObjectPattern' && (one['properties'] as Node[]).some((property) => property['value']?.name === name));
    if (found) return found;
  }
  return undefined;
}
