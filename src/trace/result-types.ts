import type { Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { members } from './value.ts';

/** `ReturnType<typeof load>`: the types that the functions of this name declare for what they return. */
export function resultTypes(trace: Trace, reference: Node): readonly Node[] {
  const [argument] = (reference['typeParameters']?.['params'] ?? []) as Node[];
  const name: Node | undefined = argument?.type === 'TSTypeQuery' ? argument['exprName'] : undefined;
  if (reference['typeName'].name !== 'ReturnType' || name?.type !== 'Identifier') return [];
  return members(trace.evaluate(name, undefined)).flatMap((value): Node[] => (value.kind === 'function' ? (value.ref.node['returnType']?.['typeAnnotation'] ?? []) : []));
}
