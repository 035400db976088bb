import { isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import type { Trace } from '../trace.ts';
import { type Frame, union, unknown, type Value } from '../value.ts';

const known = new WeakMap<Binding, ReadonlyMap<string, readonly Node[]>>();

/** `session.user = await find(); … session.user.created`: what the code gives a member of something of which nothing else is known, under the same name. */
export function assignedHere(trace: Trace, member: Node, frame: Frame | undefined): Value {
  const object = unwrap(member['object']);
  const binding = object.type === 'Identifier' ? trace.project.sourceOf(object).scopes.bindingOf(object) : undefined;
  if (!binding || !/^(?:param|const|let|var)$/.test(binding.kind) || binding.writes.length > 0) return unknown;
  const given = assignmentsOf(binding).get(memberName(member) ?? '') ?? [];
  return given.length > 0 ? union(given.map((value) => trace.evaluate(value, frame))) : unknown;
}

/** What is assigned to members, by their names. */
function assignmentsOf(binding: Binding): ReadonlyMap<string, readonly Node[]> {
  let found = known.get(binding);
  if (!found) {
    const assigned = binding.references.flatMap((reference) => {
      const member = outermost(reference).parent;
      const target = isMember(member) && unwrap(member?.['object']) === reference ? outermost(member as Node) : undefined;
      const assignment = target?.parent;
      const name = target && assignment?.type === 'AssignmentExpression' && assignment['left'] === target && /^(?:\?\?|\|\|)?=$/.test(assignment['operator']) ? memberName(member as Node) : undefined;
      return name === undefined ? [] : [[name, assignment?.['right'] as Node] as const];
    });
    known.set(binding, (found = new Map(assigned.map(([name]) => [name, assigned.filter((one) => one[0] === name).map(([, value]) => value)]))));
  }
  return found;
}
