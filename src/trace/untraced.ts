import { oldFields } from '../api.ts';
import type { OldName } from '../facts.ts';
import { descendants, enclosingFunction, isMember, keyName, memberName, type Node, unwrap } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { circular, unknown } from './unknowns.ts';
import type { Value } from './value.ts';

/** An old name that is taken of a value of which nobody knows where it comes from. */
export interface UntracedRead {
  /** The member read, or the property of the pattern. */
  readonly node: Node;
  readonly name: OldName;
  /** What the value is called; undefined where it has no name. */
  readonly called: Node | undefined;
  /** Every member that the same function takes of it. */
  readonly taken: ReadonlySet<string>;
}

/** Every member read and every destructured key of a file that names an old attribute of a value whose origin cannot be traced. */
export const untracedReads = (trace: Trace, program: Node): UntracedRead[] => descendants(program).flatMap((node) => trace.ask(() => memberRead(trace, node) ?? patternRead(trace, node) ?? [], [], node));

function memberRead(trace: Trace, node: Node): UntracedRead | undefined {
  const name = isMember(node) ? memberName(node) : undefined;
  if (!isOldAttribute(name) || !isUntraced(trace.evaluate(node['object'], undefined))) return undefined;
  const called = unwrap(node['object']);
  return { node, name, called, taken: takenOf(trace, called) };
}

function patternRead(trace: Trace, node: Node): UntracedRead | undefined {
  const pattern = node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern' ? node.parent : undefined;
  const name = pattern ? keyName(node['key'], node['computed']) : undefined;
  if (!pattern || !isOldAttribute(name) || !isUntraced(trace.evaluatePattern(pattern, undefined))) return undefined;
  const called: Node | undefined = pattern.parent?.type === 'VariableDeclarator' ? pattern.parent['init'] : undefined;
  return { node, name, called: called && unwrap(called), taken: new Set([...keysOf(pattern), ...(called ? takenOf(trace, unwrap(called)) : [])]) };
}

/** Object literals of a file that name an operation and its path. */
export const untracedOperations = (trace: Trace, program: Node): { readonly object: Node; readonly op: Node; readonly path: Node }[] =>
  trace.project.sourceOf(program).text.includes('op')
    ? descendants(program).flatMap((node) => {
        const [op, path] = node.type === 'ObjectExpression' ? [textUnder(node, 'op'), textUnder(node, 'path')] : [];
        return op && path ? [{ object: node, op, path }] : [];
      })
    : [];

function textUnder(object: Node, name: string): Node | undefined {
  const value: Node | undefined = (object['properties'] as Node[]).find((property) => property.type === 'ObjectProperty' && keyName(property['key'], property['computed']) === name)?.['value'];
  return value?.type === 'StringLiteral' ? value : undefined;
}

const isOldAttribute = (name: string | undefined): name is OldName => name !== undefined && name !== 'valid_roles' && oldFields.has(name);

const isUntraced = (value: Value): boolean => value === unknown || value === circular;

/** What the function around takes of whatever it calls by the same words. */
function takenOf(trace: Trace, called: Node): Set<string> {
  const source = trace.project.sourceOf(called);
  const words = source.slice(called);
  const isSame = (node: Node | undefined | null): boolean => !!node && source.slice(unwrap(node)) === words;
  const taken = new Set<string>();
  for (const node of descendants(enclosingFunction(called) ?? source.program)) {
    const name = isMember(node) && isSame(node['object']) ? memberName(node) : undefined;
    if (name !== undefined) taken.add(name);
    if (node.type === 'VariableDeclarator' && node['id'].type === 'ObjectPattern' && isSame(node['init'])) for (const key of keysOf(node['id'])) taken.add(key);
  }
  return taken;
}

const keysOf = (pattern: Node): string[] => ((pattern['properties'] ?? []) as Node[]).flatMap((property) => (property['key'] ? (keyName(property['key'], property['computed']) ?? []) : []));
