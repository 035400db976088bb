import type { BodyRoles, Rewrite } from '../../facts.ts';
import { isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { changesTo, touchesTo } from '../../trace/changes/made.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type ObjectValue, type Ref, type Value } from '../../trace/value.ts';
import { mayBeOther } from '../fields/chosen-lists.ts';
import { rangeOf, replaceRange, roleObjectCode, stringCode, together } from '../code.ts';
import { renamedKey } from '../queries/object.ts';
import { findProperty, propertiesNamed, type Property } from '../object-properties.ts';
import { rolesOfInstance } from './instance-roles.ts';
import { unlessNamed } from '../fields/object-reads.ts';
import { hasOpenSpread } from '../queries/open-spread.ts';
import { mappedNames, roleValue, unlessChanged } from './role-values.ts';

/** Where the objects in a body hold roles under the old name. All such places change together: what one of them left would be sent beside the new name. */
export const rolesOf = (trace: Trace, values: readonly Value[]): readonly BodyRoles[] => values.flatMap((value) => (value.kind === 'object' ? rolesIn(trace, value) : value.kind === 'instance' ? rolesOfInstance(trace, value) : []));

function rolesIn(trace: Trace, object: ObjectValue): BodyRoles[] {
  const changes = changesTo(trace, object.ref);
  const assigned = assignedTo(trace, object);
  const hasNewName = findProperty(trace, object, 'assignedRoles') !== undefined || changes.some((change) => change.kind === 'member' && change.name === 'assignedRoles');
  const pushed = pushesTo(trace, object.ref.node);
  const targets = new Set([...assigned.map(({ assignment }) => unwrap(assignment['left'])), ...pushed.map(({ member }) => member)]);
  const written = propertiesNamed(trace, object, 'roles').map((found) => ({ ...writtenRoles(trace, object, found, targets), hasNewName }));
  const later = pushed.map((push) => ({ at: rangeOf(trace.project.sourceOf(push.member), push.member['property']), hasNewName, rename: () => renamedPush(trace, push) }));
  return [...written, ...assigned.map(({ assignment, frame }) => ({ ...assignedRoles(trace, object, { node: assignment, frame }), hasNewName })), ...later, ...rolesOfCopied(trace, object)];
}

/** `body.roles = names`. */
const assignedTo = (trace: Trace, { ref }: ObjectValue): readonly { readonly assignment: Node; readonly frame: Ref['frame'] }[] =>
  changesTo(trace, ref).flatMap(({ kind, name, assignment, frame }) => (kind === 'member' && name === 'roles' && assignment ? [{ assignment, frame }] : []));

/** `body.roles.push('A')`, on the variable that holds the body. */
interface Push {
  readonly member: Node;
  readonly call: Node;
}

function pushesTo(trace: Trace, object: Node): Push[] {
  return memberReads(trace, object).flatMap((member) => {
    const { parent } = member;
    const call = isMember(parent) && parent?.['object'] === member && memberName(parent as Node) === 'push' ? parent?.parent : undefined;
    return call && isCall(call) && call.parent?.type === 'ExpressionStatement' ? [{ member, call }] : [];
  });
}

/** The names that are pushed become objects. */
function renamedPush(trace: Trace, { member, call }: Push): Rewrite {
  const source = trace.project.sourceOf(call);
  if ((call['arguments'] as Node[]).some((given) => members(trace.evaluate(given, undefined)).some(({ kind }) => kind === 'object'))) return { blocked: 'objects are added to the list of names' };
  const added = (call['arguments'] as Node[]).map((given) =>
    given.type === 'SpreadElement' ? replaceRange(source, given['argument'], mappedNames(trace, given['argument'], undefined)) : replaceRange(source, given, roleObjectCode(source, given, source.slice(given))),
  );
  return [replaceRange(source, member['property'], 'assignedRoles'), ...added];
}

/** `body.roles`, on the variable that holds the object literal. */
function memberReads(trace: Trace, object: Node): readonly Node[] {
  const declarator = outermost(object).parent;
  const binding = declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier' ? trace.project.sourceOf(object).scopes.bindingOf(declarator['id']) : undefined;
  return (binding?.references ?? []).flatMap((reference) => (isMember(reference.parent) && reference.parent?.['object'] === reference && memberName(reference.parent as Node) === 'roles' ? [reference.parent as Node] : []));
}

/** `{ ...this, status: 'invited' }`: where the class of an instance sets its roles; `{ ...body }`: where the object is given some that is copied. */
function rolesOfCopied(trace: Trace, { ref }: ObjectValue): BodyRoles[] {
  const spreads = ((ref.node['properties'] ?? []) as Node[]).filter((property) => property.type === 'SpreadElement');
  const given = (of: ObjectValue): BodyRoles[] => assignedTo(trace, of).map(({ assignment: node, frame }) => ({ ...assignedRoles(trace, of, { node, frame }), hasNewName: findProperty(trace, of, 'assignedRoles') !== undefined }));
  const copied = spreads.flatMap((spread) => members(trace.evaluate(spread['argument'], ref.frame)).flatMap((value) => (value.kind === 'instance' ? rolesOfInstance(trace, value) : value.kind === 'object' ? given(value) : [])));
  return copied.map((roles) => ({ ...roles, rename: () => unlessNamed(trace, ref, 'roles', roles.rename()) }));
}

/** `{ roles: ['A'] }`, in the object or in what is spread into it. `targets`: where members of the object are set that change as well. */
function writtenRoles(trace: Trace, object: ObjectValue, { property, frame }: Property, targets: ReadonlySet<Node>): Pick<BodyRoles, 'at' | 'rename'> {
  const rename = (): Rewrite => {
    if (hasOpenSpread(trace, object, 0)) return { blocked: 'what is spread into the body may hold `roles` as well' };
    return unlessNamed(trace, { node: property.parent as Node, frame }, 'roles', renamedRoles(trace, property, frame, targets), targets);
  };
  return { at: rangeOf(trace.project.sourceOf(property), property['key']), rename };
}

/** `body.roles = ['A']` after the literal; blocked where the program also reads it. */
function assignedRoles(trace: Trace, object: ObjectValue, { node, frame }: Ref): Pick<BodyRoles, 'at' | 'rename'> {
  const isRead = touchesTo(trace, object.ref).some(({ name }) => name === 'roles');
  const property: Node = unwrap(node['left'])['property'];
  const rename = (): Rewrite => (isRead ? { blocked: 'the program goes on with `roles` of this body' } : unlessNamed(trace, object.ref, 'roles', renamedAssignment(trace, node, frame)));
  return { at: rangeOf(trace.project.sourceOf(property), property), rename };
}

function renamedAssignment(trace: Trace, assignment: Node, frame: Ref['frame']): Rewrite {
  const source = trace.project.sourceOf(assignment);
  const property: Node = unwrap(assignment['left'])['property'];
  const given: Node = assignment['right'];
  const name = [replaceRange(source, property, property.type === 'StringLiteral' ? stringCode(source, 'assignedRoles', property) : 'assignedRoles')];
  const value = roleValue(trace, { node: given, frame });
  if (value.form === 'objects') return name;
  if (unwrap(given).type === 'ArrayExpression' || value.form === 'name' || mayBeOther(trace, given)) return together([name, value.toObjects()]);
  return unlessChanged(trace, given) ?? together([name, [replaceRange(source, given, mappedNames(trace, given, frame))]]);
}

/** `roles: ['A']` -> `assignedRoles: [{ name: 'A' }]`; a variable is mapped where it is used. */
function renamedRoles(trace: Trace, property: Node, frame: Ref['frame'], targets: ReadonlySet<Node>): Rewrite {
  const source = trace.project.sourceOf(property);
  const given: Node = property['value'];
  const value = roleValue(trace, { node: given, frame });
  if (isUsedLater(trace, property, targets)) return { blocked: 'the program goes on with `roles` of this body' };
  if (value.form === 'objects') return [renamedKey(source, property, 'assignedRoles')];
  const node = unwrap(given);
  if (node.type === 'ArrayExpression' || value.form === 'name' || mayBeOther(trace, given)) {
    const rewrite = value.toObjects();
    return 'blocked' in rewrite ? rewrite : [renamedKey(source, property, 'assignedRoles'), ...rewrite];
  }
  const stays = unlessChanged(trace, given);
  if (stays) return stays;
  const mapped = mappedNames(trace, given, frame);
  return property['shorthand'] ? [replaceRange(source, property, `assignedRoles: ${mapped}`)] : [renamedKey(source, property, 'assignedRoles'), replaceRange(source, given, mapped)];
}

/** True where the program reads or changes the roles after the literal otherwise than is rewritten here. */
const isUsedLater = (trace: Trace, property: Node, targets: ReadonlySet<Node>): boolean => !!property.parent && memberReads(trace, property.parent).some((member) => !targets.has(member));
