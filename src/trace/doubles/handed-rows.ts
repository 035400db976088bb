import { isDouble, isHandedIn } from './doubles.ts';
import { calleeName, descendants, isCall, type Node } from '../../source/ast.ts';
import { isChangedUser, isPlaceholder } from '../changes/copies.ts';
import { mergedInto } from '../classes/classes.ts';
import type { Trace } from '../trace.ts';
import { type NamedReads, otherSource } from '../users.ts';
import type { ShapeValue, Value } from '../value.ts';

/** An object that a test writes for users, or a changed copy of one, and the users of the program that are read where it is. */
export interface HandedRow {
  readonly literal: Node;
  readonly users: readonly ShapeValue[];
}

/**
 * `assert.equal(label({ roles: [] }), 'viewer')`: what tests hand to functions that the program gives users of the API and nothing else.
 * Where a read of an old name takes the row together with what nobody knows, with another API's or with an object of the program's own, the row may stand for that.
 */
export function handedRows(trace: Trace, reads: readonly NamedReads[], programs: readonly Node[]): readonly HandedRow[] {
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
  const naming = users.size > 0 ? namingTests(trace, reads, programs, new Set([...users.keys()].map((row) => trace.project.fileOf(row)))) : [];
  const isNamed = (literal: Node): boolean => naming.some((file) => file === trace.project.fileOf(literal) || trace.project.importsOf(file).has(trace.project.fileOf(literal)));
  return [...users].flatMap(([literal, shapes]) => (spoiled.has(literal) || isNamed(literal) ? [] : [{ literal, users: [...new Map(shapes.map((shape) => [shape.request?.call, shape])).values()] }]));
}

/** True for an object that stands for a user where users are read: one that a test writes, a changed copy (`online ? user : { ...user, roles: [] }`), or what there is instead of an answer. */
const isRowOf = (trace: Trace, literal: Node): boolean => isOfTest(trace, literal) || isChangedUser(trace, literal) || isPlaceholder(literal);

/** True for an object that a test writes, not the program. */
export const isOfTest = (trace: Trace, literal: Node): boolean => isDouble(trace, literal) || isHandedIn(trace, literal);

/** Rows of tests, and everything else that a value may be. */
function apart(trace: Trace, given: readonly Value[], name: string): { readonly rows: readonly Node[]; readonly rest: readonly Value[] } {
  const values = given.flatMap((value) => (value.kind === 'instance' ? made(mergedInto(trace, value, name), value) : [value]));
  const isRow = (value: Value): boolean => value.kind === 'object' && value.ref.node.type === 'ObjectExpression' && otherSource(trace, [value], name) !== undefined && isRowOf(trace, value.ref.node);
  return { rows: values.flatMap((value) => (isRow(value) && value.kind === 'object' ? [value.ref.node] : [])), rest: values.filter((value) => !isRow(value)) };
}

/** What an instance is made of; of one that nothing is merged into, itself. */
const made = (merged: readonly Value[], instance: Value): readonly Value[] => (merged.length > 0 ? merged : [instance]);

/** `'[{"roles":[]}]'`, `['id', 'roles']`, `'id,roles'`: names of members in what a test expects, which no read explains. */
const namesInText = /"(?:roles|created|lastUpdated)"\s*:|(?:^|,\s*)(?:roles|created|lastUpdated)\s*,|,\s*(?:roles|created|lastUpdated)$/;
const oneName = /^(?:roles|created|lastUpdated)$/;

/** Files of tests that compare names of members as texts: what they give stays, or another text would come of it. */
function namingTests(trace: Trace, reads: readonly NamedReads[], programs: readonly Node[], handing: ReadonlySet<string>): readonly string[] {
  const known = new Set(reads.flatMap(({ fields, others }) => [...fields, ...others].map(({ node }) => node)));
  const isNaming = (node: Node): boolean => {
    const text: unknown = node.type === 'StringLiteral' ? node['value'] : node.type === 'TemplateElement' ? node['value'].cooked : undefined;
    if (typeof text !== 'string' || known.has(node) || node.parent?.['key'] === node) return false;
    if (isCall(node.parent) && node.parent && calleeName(node.parent) === 'parse') return false;
    return namesInText.test(text) || (oneName.test(text) && node.parent?.type === 'ArrayExpression');
  };
  return programs.filter((program) => (isDouble(trace, program) || handing.has(trace.project.fileOf(program))) && descendants(program).some(isNaming)).map((program) => trace.project.fileOf(program));
}
