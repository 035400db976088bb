import { renamedFields, shapes } from '../api.ts';
import { calleeName, descendants, isAssign, isCall, isMember, memberName, type Node, unwrap } from '../source/ast.ts';
import { entriesOf } from './members.ts';
import type { Trace } from './trace.ts';
import { otherSource } from './users.ts';
import { members, type ShapeValue, type Trail, type Value } from './value.ts';

/** What the program puts into an answer: `rows.push(total)`, `rows[i] = { ...row, created: day(row) }`, `page.data = …`. */
export interface PutIn {
  readonly node: Node;
  /** The call that gave the answer. */
  readonly from: Node;
  readonly values: readonly Value[];
}

interface Written {
  readonly target: Node;
  /** The member that is set, where it has a name. */
  readonly member: string | undefined;
  readonly values: readonly Node[];
}

/** Everything that a file puts into answers, apart from members of their own that it sets by name. */
export function putsInto(trace: Trace, program: Node): PutIn[] {
  return descendants(program).flatMap((node) => {
    const written = writtenAt(node);
    if (!written || !mayPut(written)) return [];
    return trace.ask(
      () =>
        members(trace.evaluate(written.target, undefined)).flatMap((target) => {
          const from = keptIn(target, written).flatMap(({ trail }) => callBehind(trail, node) ?? []);
          return from.map((call) => ({ node, from: call, values: written.values.flatMap((value) => elementsOf(trace, trace.evaluate(value, undefined), value, target)) }));
        }),
      [],
    );
  });
}

/** True where one of the values that are put in has a member of this name and is none of what the list is made of. */
export const bringsAnother = (trace: Trace, { values }: PutIn, name: string): boolean => otherSource(trace, values, name) !== undefined;

const old = new Set(Object.values(renamedFields).flatMap((fields) => Object.keys(fields)));
/** Members of answers that hold more of them. */
const holding = new Set(Object.values(shapes).flatMap((members) => Object.entries(members).flatMap(([name, shape]) => (shapes[shape.replace('[]', '')] ? [name] : []))));

/** Whether it is worth asking what is written to: something with members is put there, and one that is named holds users or gets an old name. */
function mayPut({ member, values }: Written): boolean {
  const given = values.map((value) => unwrap(value)).filter(({ type }) => !/Literal$|^(?:Binary|Unary|Update|ArrowFunction|Function)Expression$/.test(type));
  const isOld = (value: Node): boolean => value.type === 'ObjectExpression' && entriesOf(value).some((entry) => old.has(entry['key']?.['name'] ?? entry['key']?.['value']));
  return given.length > 0 && (member === undefined || /^\d+$/.test(member) || holding.has(member) || given.some(isOld));
}

function writtenAt(node: Node): Written | undefined {
  if (node.type === 'AssignmentExpression') return node['operator'] === '=' && isMember(node['left']) ? { target: node['left'].object, member: memberName(node['left']), values: [node['right']] } : undefined;
  if (!isCall(node)) return undefined;
  const [first, ...others] = node['arguments'] as Node[];
  if (isAssign(node['callee'])) return first && others.length > 0 ? { target: first, member: undefined, values: others } : undefined;
  const callee = unwrap(node['callee']);
  const method = isMember(callee) ? memberName(callee) : undefined;
  if (method !== 'push' && method !== 'unshift' && method !== 'splice' && method !== 'fill') return undefined;
  const given = { push: [first, ...others], unshift: [first, ...others], splice: others.slice(1), fill: [first] }[method];
  const values = given.flatMap((value) => (value ? [value.type === 'SpreadElement' ? value['argument'] : value] : []));
  return values.length > 0 ? { target: callee['object'], member: undefined, values } : undefined;
}

/** The answers in which something is put: a list, a member that holds users, a user into whom something is merged, users under names of the program. */
function keptIn(target: Value, { member }: Written): ShapeValue[] {
  if (target.kind === 'map') return members(target.value).filter((value) => value.kind === 'shape' && shapes[value.shape] !== undefined) as ShapeValue[];
  if (target.kind !== 'shape') return [];
  const { shape } = target;
  if (member === undefined) return shape.endsWith('[]') || shapes[shape] !== undefined ? [target] : [];
  return (shape.endsWith('[]') ? /^\d+$/.test(member) : shapes[shapes[shape]?.[member]?.replace('[]', '') ?? ''] !== undefined) ? [target] : [];
}

/** What is put in one by one: the elements of lists, and the members of what is merged into a table. */
function elementsOf(trace: Trace, value: Value, at: Node, target: Value): Value[] {
  return members(value).flatMap((member) => {
    if (member.kind === 'list' || (member.kind === 'shape' && member.shape.endsWith('[]'))) return members(trace.element(member, at, undefined));
    const entries: readonly Node[] = target.kind === 'map' && member.kind === 'object' && at.parent && isCall(at.parent) ? entriesOf(member.ref.node) : [];
    return entries.length > 0 ? entries.flatMap((entry) => (entry['value'] ? members(trace.evaluate(entry['value'], member.kind === 'object' ? member.ref.frame : undefined)) : [])) : [member];
  });
}

/** Methods that go through a list: what they give is of the same answer. */
const passing = /^(?:map|forEach|flatMap|filter|find|findLast|some|every|reduce|slice|sort|reverse|toSorted|toReversed|at)$/;

function callBehind(trail: Trail, node: Node): Node | undefined {
  for (let at: Trail | undefined = trail; at; at = at.next) if (isCall(at.node) && at.node !== node && !passing.test(calleeName(at.node))) return at.node;
  return undefined;
}
