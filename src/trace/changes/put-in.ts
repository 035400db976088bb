import { shapes } from '../../api.ts';
import { calleeName, descendants, isAssign, isCall, isMember, type Node, unwrap } from '../../source/ast.ts';
import { mergedInto } from '../classes/classes.ts';
import { changeAt } from './contents.ts';
import { entriesOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { hasOldName, otherSource } from '../users.ts';
import { members, nodesOf, type ShapeValue, type Trail, type Value } from '../value.ts';

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
  readonly value: Node;
}

/** Everything that a file puts into answers, apart from members of their own that it sets by name. */
export function putsInto(trace: Trace, program: Node): PutIn[] {
  return descendants(program).flatMap((node) =>
    writtenAt(node)
      .filter(mayPut)
      .flatMap((written) => trace.ask(() => putAt(trace, node, written), [])),
  );
}

function putAt(trace: Trace, node: Node, written: Written): PutIn[] {
  return members(trace.evaluate(written.target, undefined)).flatMap((target) =>
    keptIn(trace, target, written).flatMap(({ trail }) => {
      const from = callBehind(trail, node);
      return from ? [{ node, from, values: elementsOf(trace, trace.evaluate(written.value, undefined), written.value, target) }] : [];
    }),
  );
}

/** True where one of the values that are put in has a member of this name and is none of what the list is made of. */
export const bringsAnother = (trace: Trace, { values }: PutIn, name: string): boolean => otherSource(trace, values, name) !== undefined;

/** Members of answers that hold more of them. */
const holding = new Set(Object.values(shapes).flatMap((members) => Object.entries(members).flatMap(([name, shape]) => (shapes[shape.replace('[]', '')] ? [name] : []))));

/** Whether it is worth asking what is written to: something with members is put there, and one that is named holds users or gets an old name. */
function mayPut({ member, value }: Written): boolean {
  const given = unwrap(value);
  if (/Literal$|^(?:Binary|Unary|Update|ArrowFunction|Function)Expression$/.test(given.type)) return false;
  return member === undefined || /^\d+$/.test(member) || holding.has(member) || (given.type === 'ObjectExpression' && hasOldName(given));
}

function writtenAt(node: Node): Written[] {
  const target = targetOf(node);
  // What a map holds under which name is told where it is read.
  const changes = target ? changeAt(target).filter(({ kind }) => kind !== 'key' || !isCall(node)) : [];
  return changes.map(({ kind, name, value }) => ({ target: target as Node, member: kind === 'member' ? name : undefined, value }));
}

/** What an assignment or a call may change. */
function targetOf(node: Node): Node | undefined {
  if (node.type === 'AssignmentExpression') return isMember(node['left']) ? node['left'].object : undefined;
  if (!isCall(node)) return undefined;
  const callee = unwrap(node['callee']);
  return isAssign(callee) ? node['arguments'][0] : isMember(callee) ? callee['object'] : undefined;
}

/** The answers in which something is put: a list, a member that holds users, a user into whom something is merged, users under names of the program, a list of what users are merged into. */
function keptIn(trace: Trace, target: Value, { member, value: given }: Written): ShapeValue[] {
  if (target.kind === 'list' && (member === undefined || /^\d+$/.test(member))) return mergedIn(trace, members(trace.element(target, given, undefined)));
  if (target.kind === 'map') return members(target.value).filter((value) => value.kind === 'shape' && shapes[value.shape] !== undefined) as ShapeValue[];
  if (target.kind !== 'shape') return [];
  const { shape } = target;
  if (member === undefined) return shape.endsWith('[]') || shapes[shape] !== undefined ? [target] : [];
  return (shape.endsWith('[]') ? /^\d+$/.test(member) : shapes[shapes[shape]?.[member]?.replace('[]', '') ?? ''] !== undefined) ? [target] : [];
}

/** The users that are merged into instances of classes as a whole: `users.map((user) => new Person(user))`. */
const mergedIn = (trace: Trace, values: readonly Value[]): ShapeValue[] =>
  values.flatMap((value) => (value.kind === 'instance' ? mergedInto(trace, value, '').filter((merged) => merged.kind === 'shape' && shapes[merged.shape] !== undefined) : []) as ShapeValue[]);

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

const callBehind = (trail: Trail, node: Node): Node | undefined => [...nodesOf(trail)].find((at) => isCall(at) && at !== node && !passing.test(calleeName(at)));
