import { isFunction, type Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { members, type Value } from './value.ts';

/** The types with which a class extends another: `class Users extends Resource<User>`. */
export const baseArguments = (node: Node): Node | undefined => (node['superClass'] ? (node['superTypeParameters'] ?? node['superTypeArguments']) : undefined);

/** What the methods of a generic base class give for a class below it, with their declared types: there the parameters of the base are known. */
export function* typesFromBase(trace: Trace, node: Node): Generator<readonly [Node, Value, Environment]> {
  const given = baseArguments(node);
  const base = given && members(trace.evaluate(node['superClass'], undefined)).find((value) => value.kind === 'class');
  const cls = trace.evaluate(node, undefined);
  if (base?.kind !== 'class' || cls.kind !== 'class') return;
  const environment = bind(base.ref.node, { ...node, typeParameters: given }, nothing);
  const self = trace.intern({ kind: 'instance', cls, frame: undefined });
  for (const member of base.ref.node['body']['body'] as Node[]) {
    const type: Node | undefined = member['returnType']?.['typeAnnotation'];
    if (type && isFunction(member) && !member['static']) yield [type, trace.returned({ kind: 'function', ref: { node: member, frame: base.ref.frame }, self }, node, undefined), environment];
  }
}
