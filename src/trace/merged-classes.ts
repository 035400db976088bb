import { keyName, type Node } from '../source/ast.ts';
import { mergedInto } from './classes.ts';
import { isOfTest } from './handed-rows.ts';
import { instancesOf } from './instances.ts';
import { mergedInterfaces } from './merged-interfaces.ts';
import { isRenamed, newNameIn, typedAs } from './shape-names.ts';
import type { Trace } from './trace.ts';
import { otherSource } from './users.ts';
import type { ShapeValue, Value } from './value.ts';

/** A class that implements something, and gives no value of its own to what it declares under old names. */
export function declaresAgain(cls: Node): boolean {
  const isDeclared = (member: Node): boolean => member.type !== 'ClassProperty' || member['declare'] || !isRenamed(member) || !member['value'];
  return (!!cls['implements'] || mergedInterfaces(cls).length > 0) && (cls['body']['body'] as Node[]).every(isDeclared);
}

/**
 * The user whose members an instance of a class gets as a whole, by `Object.assign(this, json)`: what the class declares of them are
 * members of users. None where the program gives it something else under such a name as well.
 */
export function mergedUser(trace: Trace, cls: Node): ShapeValue | undefined {
  const names = (cls['body']['body'] as Node[]).filter((member) => member.type === 'ClassProperty' && !member['static'] && isRenamed(member)).flatMap((member) => keyName(member['key'], member['computed']) ?? []);
  const instances = names.length > 0 ? instancesOf(trace, cls) : [];
  const isWritten = (value: Value): boolean => value.kind === 'object' && isOfTest(trace, value.ref.node);
  const merged = names.map((name) => ({ name, values: instances.flatMap((instance) => mergedInto(trace, instance, name)).filter((value) => !isWritten(value)) }));
  const found = merged.flatMap(({ name, values }) => {
    const shape = values.find((value): value is ShapeValue => value.kind === 'shape' && newNameIn(value, name) !== undefined);
    return shape ? [{ name, shape, other: otherSource(trace, values, name) }] : [];
  });
  const [first] = found;
  if (!first || found.some(({ other }) => other)) return undefined;
  const own = names.filter((name) => !found.some((one) => one.name === name));
  return typedAs(own.length > 0 ? { ...first.shape, own: new Set([...own, ...(first.shape.own ?? [])]) } : first.shape);
}
