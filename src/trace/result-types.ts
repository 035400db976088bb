import type { Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { returnedValues } from './calls.ts';
import { absent, members, type ShapeValue } from './value.ts';

/** `ReturnType<typeof load>`: the types that the functions of this name declare for what they return. */
export function resultTypes(trace: Trace, reference: Node): readonly Node[] {
  return functionsOf(trace, reference).flatMap((fn): Node[] => fn['returnType']?.['typeAnnotation'] ?? []);
}

/** The same of a function that declares nothing: what it gives back, where that is one thing of the users API. */
export function resultShape(trace: Trace, reference: Node): ShapeValue | undefined {
  const [fn, ...others] = functionsOf(trace, reference);
  const given = fn && others.length === 0 ? returnedValues(trace, fn).flatMap((value) => members(value)) : [];
  const told = given.filter((value) => value !== absent && !(value.kind === 'list' && value.items.length === 0 && !value.rest));
  const [shape] = told;
  return shape?.kind === 'shape' && told.every((value) => value.kind === 'shape' && value.shape === shape.shape) ? { ...shape, typed: true } : undefined;
}

function functionsOf(trace: Trace, reference: Node): Node[] {
  const [argument] = (reference['typeParameters']?.['params'] ?? []) as Node[];
  const name: Node | undefined = argument?.type === 'TSTypeQuery' ? argument['exprName'] : undefined;
  if (reference['typeName'].name !== 'ReturnType' || name?.type !== 'Identifier') return [];
  return members(trace.evaluate(name, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));
}
