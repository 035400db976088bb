import { isFunction, keyName, type Node, outermost } from '../../source/ast.ts';
import { returnedValues } from '../calls/calls.ts';
import { contextType } from '../flow/expected.ts';
import type { Trace } from '../trace.ts';
import type { Value } from '../value.ts';
import { resultType } from './function-types.ts';
import { membersOfType } from './types.ts';

/** A function of an object literal that says nothing of what it gives back. */
export const mayBeDeclared = (node: Node): boolean => isFunction(node) && !node['returnType'] && propertyOf(node)?.parent?.type === 'ObjectExpression';

function propertyOf(fn: Node): Node | undefined {
  if (fn.type === 'ObjectMethod') return fn;
  const outer = outermost(fn);
  return outer.parent?.type === 'ObjectProperty' && outer.parent['value'] === outer ? outer.parent : undefined;
}

/** What the declared type of an object has under the name of one of its functions. */
export function memberDeclaredFor(trace: Trace, fn: Node): Node | undefined {
  const property = propertyOf(fn);
  const name = property && keyName(property['key'], property['computed']);
  const around = property?.parent && name !== undefined ? contextType(trace, property.parent) : undefined;
  return around && membersOfType(trace, around).find((one) => one['key'] && keyName(one['key'], one['computed']) === name);
}

/** `(): Source => ({ async list() { … } })`, where `interface Source { list(): Promise<User[]> }`: the declared type of the object says what the function gives. */
export function* methodResults(trace: Trace, fn: Node): Generator<{ readonly type: Node; readonly value: Value }> {
  const member = memberDeclaredFor(trace, fn);
  const declared: Node | undefined = member?.['typeAnnotation']?.['typeAnnotation'];
  const type = member?.type === 'TSMethodSignature' ? declared : declared && resultType(trace, declared);
  if (type) for (const value of returnedValues(trace, fn)) yield { type, value };
}
