import { isDouble } from './doubles.ts';
import type { Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { type NamedReads, otherSource } from './users.ts';
import type { ShapeValue, Value } from './value.ts';

/** An object that a test writes for users, and the users of the program that are read where it is. */
export interface HandedRow {
  readonly literal: Node;
  readonly users: readonly ShapeValue[];
}

/**
 * `assert.equal(label({ roles: [] }), 'viewer')`: what tests hand to functions that the program gives users of the API and nothing else.
 * Where a read of an old name takes the row together with what nobody knows, with another API's or with an object of the program's own, the row may stand for that.
 */
export function handedRows(trace: Trace, reads: readonly NamedReads[]): readonly HandedRow[] {
  const users = new Map<Node, ShapeValue[]>();
  const spoiled = new Set<Node>();
  for (const { fields, others } of reads) {
    for (const { name, shape, alternatives = [], values = [] } of fields) {
      const { rows, rest } = apart(trace, values, name);
      const isMixed = otherSource(trace, rest, name) !== undefined;
      for (const row of rows) {
        if (isMixed) spoiled.add(row);
        users.set(row, [...(users.get(row) ?? []), shape, ...alternatives]);
      }
    }
    for (const { name, values } of others) {
      const { rows, rest } = apart(trace, values, name);
      if (rest.length > 0) for (const row of rows) spoiled.add(row);
    }
  }
  return [...users].flatMap(([literal, shapes]) => (spoiled.has(literal) ? [] : [{ literal, users: [...new Map(shapes.map((shape) => [shape.request?.call, shape])).values()] }]));
}

/** Rows of tests, and everything else that a value may be. */
function apart(trace: Trace, values: readonly Value[], name: string): { readonly rows: readonly Node[]; readonly rest: readonly Value[] } {
  const isRow = (value: Value): boolean => value.kind === 'object' && value.ref.node.type === 'ObjectExpression' && otherSource(trace, [value], name) !== undefined && isDouble(trace, value.ref.node);
  return { rows: values.flatMap((value) => (isRow(value) && value.kind === 'object' ? [value.ref.node] : [])), rest: values.filter((value) => !isRow(value)) };
}
