import type { Node } from '../../source/ast.ts';
import { returnedValues } from '../calls/calls.ts';
import { heldByMade } from '../doubles/made-answers.ts';
import { memberOf } from '../members.ts';
import { exportedValue } from '../modules/modules.ts';
import type { Trace } from '../trace.ts';
import { absent, members, type ShapeValue, union, type Value } from '../value.ts';

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

/** What the function gives that is the only argument of a call or of a type, where nothing else says what that is: `useLoaderData<typeof loader>()`, `Loaded<typeof loader>`. */
export function resultNamed(trace: Trace, { typeParameters, typeName }: Node): Value | undefined {
  const [argument, ...others]: readonly Node[] = typeParameters?.['params'] ?? [];
  const fns = argument && others.length === 0 ? functionsNamed(trace, argument) : [];
  const given = fns.length > 0 ? handedOver(trace, fns) : undefined;
  const page = given && trace.clients.find(({ pageTypes }) => pageTypes?.[typeName?.name ?? '']);
  return page ? memberOf(trace, given, page.pageTypes?.[typeName.name] ?? '', { node: argument as Node, frame: undefined }) : given;
}

/** What the functions give that a file exports under this name. */
export function exportedResult(trace: Trace, file: string, name: string): Value | undefined {
  return handedOver(trace, functionsIn(exportedValue(trace, file, name)));
}

/** What functions give; the body where they give an answer of their own. */
function handedOver(trace: Trace, fns: readonly Node[]): Value | undefined {
  const given = fns.flatMap((fn) => returnedValues(trace, fn)).flatMap((value) => members(value).map((member) => heldByMade(member) ?? member));
  return given.some(({ kind }) => kind !== 'unknown') ? union(given) : undefined;
}

function functionsOf(trace: Trace, reference: Node): Node[] {
  const [argument] = (reference['typeParameters']?.['params'] ?? []) as Node[];
  return reference['typeName'].name === 'ReturnType' && argument ? functionsNamed(trace, argument) : [];
}

/** The functions of `typeof load`. */
function functionsNamed(trace: Trace, type: Node): Node[] {
  const name: Node | undefined = type.type === 'TSTypeQuery' ? type['exprName'] : undefined;
  return name?.type === 'Identifier' ? functionsIn(trace.evaluate(name, undefined)) : [];
}

const functionsIn = (value: Value): Node[] => members(value).flatMap((member) => (member.kind === 'function' ? [member.ref.node] : []));
