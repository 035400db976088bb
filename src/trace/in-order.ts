import type { Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import type { ShapeValue, Trail } from './value.ts';

/** The answers that a value may be, the shortest way first: the order in which they are found depends on that of the files. */
export function inOrder(trace: Trace, shapes: readonly ShapeValue[]): readonly ShapeValue[] {
  if (shapes.length < 2) return shapes;
  const ways = new Map(shapes.map((shape) => [shape, wayOf(trace, shape)] as const));
  return [...shapes].sort((one, other) => {
    const [a, b] = [ways.get(one), ways.get(other)];
    return !a || !b ? 0 : a.length - b.length || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);
  });
}

function wayOf(trace: Trace, { trail, request }: ShapeValue): { readonly length: number; readonly text: string } {
  const placeOf = (node: Node): string => `${trace.project.fileOf(node)}:${String(node.start).padStart(9, '0')}`;
  const steps: string[] = [];
  for (let at: Trail | undefined = trail; at; at = at.next) steps.push(`${placeOf(at.node)} ${at.note}`);
  const calls: string[] = [];
  for (let at = request?.frame; at; at = at.caller) calls.push(placeOf(at.call));
  return { length: steps.length, text: [...steps, ...calls].join() };
}
