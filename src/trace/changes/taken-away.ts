import { renamedFields } from '../../api.ts';
import type { OldName } from '../../facts.ts';
import { calleeName, descendants, enclosingFunction, isCall, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import type { FieldPlace } from '../users.ts';
import { members, nodesOf, type Trail } from '../value.ts';

/** Where the program takes from a user what has today's name, or puts something of its own there or under the name of an operation: what it reads by the old name is not what stands there. */
export interface TakenAway {
  readonly node: Node;
  /** A step on the way of every user that is without it: the call that gave the user, the rest of a pattern, what is spread. */
  readonly from: Node;
  readonly name: OldName;
}

const oldNames: ReadonlyMap<string, OldName> = new Map(Object.entries(renamedFields['User'] ?? {}).map(([old, today]) => [today, old as OldName]));

/** Everything that takes one of today's names away, or carries out operations, in the files that read the old names and in what they import. */
export function takenAway(trace: Trace, places: readonly FieldPlace[]): TakenAway[] {
  const reading = [...new Set(places.map(({ node }) => trace.project.fileOf(node)))];
  const near = new Set(reading.flatMap((file) => [file, ...trace.project.importsOf(file)]));
  const files = new Set([...oldNames.keys(), 'path'].flatMap((today) => trace.project.filesWith(today)).filter((file) => near.has(file) && !file.endsWith('.json')));
  return [...files].sort().flatMap((file) => trace.project.nodes(file).flatMap((node) => takenAt(trace, node)));
}

function takenAt(trace: Trace, node: Node): readonly TakenAway[] {
  if (node.type === 'RestElement' && node.parent?.type === 'ObjectPattern') return named(node.parent['properties']).map(({ name }) => ({ node, from: node, name }));
  if (node.type === 'ObjectExpression') return besideSpreads(node);
  if (node.type === 'AssignmentExpression' && isByPath(node['left'])) return [...oldNames.values()].flatMap((name) => usersAt(trace, node, node['left'], name));
  const member = removedBy(node) ?? (node.type === 'AssignmentExpression' && node['operator'] === '=' ? node['left'] : undefined);
  const name = member && oldNames.get(isMember(member) ? (memberName(member) ?? '') : '');
  const given: Node | undefined = name && node.type === 'AssignmentExpression' ? node['right'] : undefined;
  if (!member || name === undefined || (given && isMadeOf(given, name))) return [];
  return usersAt(trace, node, member, name);
}

/** `user[path.slice(1)] = value`: an operation is carried out here as well, by the name that its path says. */
const isByPath = (target: Node): boolean => isMember(target) && target['computed'] && descendants(target['property']).some((inner) => inner.type === 'Identifier' && inner['name'] === 'path');

/** The users of which a member is changed, each with the name that is meant. */
function usersAt(trace: Trace, node: Node, member: Node, name: OldName): readonly TakenAway[] {
  const users = trace.ask(() => members(trace.evaluate(member['object'], undefined)), []);
  return users.flatMap((value) => (value.kind === 'shape' && value.request ? waysHere(node, value.trail, value.request.call).map((from) => ({ node, from, name })) : []));
}

/** Where the changed user came into the function that changes it; the request, where another function hands it over. */
function waysHere(node: Node, trail: Trail, request: Node): readonly Node[] {
  const fn = enclosingFunction(node);
  const here = [...nodesOf(trail)].filter((step) => step.type !== 'Identifier' && enclosingFunction(step) === fn);
  return here.length > 0 ? here : [request];
}

/** `delete user.assignedRoles`, `Reflect.deleteProperty(user, 'assignedRoles')`. */
function removedBy(node: Node): Node | undefined {
  if (node.type === 'UnaryExpression' && node['operator'] === 'delete') return unwrap(node['argument']);
  if (!isCall(node) || calleeName(node) !== 'deleteProperty' || node['arguments'].length !== 2) return undefined;
  const [object, property] = node['arguments'] as Node[];
  return { type: 'MemberExpression', object, property, computed: true, start: node.start, end: node.end, parent: node };
}

/** `{ ...user, assignedRoles: undefined }`. */
function besideSpreads(object: Node): readonly TakenAway[] {
  const properties = object['properties'] as Node[];
  const spreads = properties.filter(({ type }) => type === 'SpreadElement');
  const own = spreads.length > 0 ? named(properties) : [];
  return own.flatMap(({ name, value }) => (value && isMadeOf(value, name) ? [] : spreads.flatMap((spread) => [spread, unwrap(spread['argument'])].map((from) => ({ node: object, from, name })))));
}

/** Members that have one of today's names. */
const named = (properties: readonly Node[]): { readonly name: OldName; readonly value: Node | undefined }[] =>
  properties.flatMap((property) => {
    const name = property['key'] ? oldNames.get(keyName(property['key'], property['computed']) ?? '') : undefined;
    return name === undefined ? [] : [{ name, value: property['value'] as Node | undefined }];
  });

/** `user.assignedRoles = user.roles.map(…)`: what the old name gives, in today's form. */
const isMadeOf = (value: Node, name: OldName): boolean => descendants(value).some((inner) => inner.type === 'Identifier' && inner['name'] === name);
