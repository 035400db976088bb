import { keyName, type Node } from '../../source/ast.ts';
import { mergedInto } from '../classes/classes.ts';
import { isOfTest } from '../doubles/handed-rows.ts';
import { basesOf, instancesOf } from '../classes/instances.ts';
import { mergedInterfaces } from './merged-interfaces.ts';
import { isRenamed, newNameIn, typedAs } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { otherSource } from '../users.ts';
import type { ShapeValue, Value } from '../value.ts';

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
  const found = mergedFields(trace, cls);
  const [first] = found;
  if (!first || found.some(({ other }) => other)) return undefined;
  const own = namesIn(cls).filter((name) => !found.some((one) => one.name === name));
  return typedAs(own.length > 0 ? { ...first.shape, own: new Set([...own, ...(first.shape.own ?? [])]) } : first.shape);
}

/** True for a field that a class declares, or one above it, and that has to stay because some instances are given something else than a user: it is declared once for all. */
export const isSharedField = (trace: Trace, cls: Node, name: string): boolean =>
  [cls, ...[...basesOf(trace, cls)].map(({ ref }) => ref.node)].some((one) => namesIn(one).includes(name) && mergedFields(trace, one).some(({ other }) => other));

/** The old names of users under which a class declares fields. */
const namesIn = (cls: Node): readonly string[] =>
  ((cls['body']?.['body'] ?? []) as Node[]).filter((member) => member.type === 'ClassProperty' && !member['static'] && isRenamed(member)).flatMap((member) => keyName(member['key'], member['computed']) ?? []);

/** The fields that users are merged into, each with what else its instances are given under the name, apart from what tests give. */
function mergedFields(trace: Trace, cls: Node): readonly { readonly name: string; readonly shape: ShapeValue; readonly other: Value | undefined }[] {
  const names = namesIn(cls);
  const instances = names.length > 0 ? instancesOf(trace, cls) : [];
  const isWritten = (value: Value): boolean => value.kind === 'object' && isOfTest(trace, value.ref.node);
  return names.flatMap((name) => {
    const values = instances.flatMap((instance) => mergedInto(trace, instance, name)).filter((value) => !isWritten(value));
    const shape = values.find((value): value is ShapeValue => value.kind === 'shape' && newNameIn(value, name) !== undefined);
    return shape ? [{ name, shape, other: otherSource(trace, values, name) }] : [];
  });
}
