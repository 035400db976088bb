import { calleeName, enclosingFunction, isAssign, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { calledHere } from '../calls/called-here.ts';
import { importers } from '../calls/callers.ts';
import { givenOut, isGivenBack } from '../flow/given-out.ts';
import { fieldMentions, ownerOf, ownThis } from '../classes/this-mentions.ts';
import { nameOnWindow, sharedMentions } from '../modules/globals.ts';
import { keyedMentions, keyedTargets } from '../names/keyed-mentions.ts';
import { mergedBy } from '../calls/merging-calls.ts';
import { exportNames, importedName } from '../modules/modules.ts';
import { instanceMentions } from '../classes/own-containers.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';
import { entryOf } from '../../table.ts';

/** What code does to a container (a literal, a `new Map()`) after it was made. */
export interface Change {
  /** `add`: one more element; `spread`: the elements of another list; `key`: under a computed key; `merge`: the members of an object. */
  readonly kind: 'add' | 'spread' | 'key' | 'merge' | 'member';
  readonly value: Node;
  /** For `merge`: only what is not there yet. */
  readonly isFilling?: boolean;
  /** For `member`: its name. */
  readonly name?: string;
  /** For `key`: the expression that is the key. */
  readonly key?: Node;
  /** The assignment, for those who want to edit it. */
  readonly assignment?: Node;
}

/** Through how many helpers a container is followed. */
const deepest = 3;
const known = new WeakMap<Node, readonly Change[]>();

/** Everything that is added to the container which this expression makes, in source order. */
export function changesOf(trace: Trace, container: Node): readonly Change[] {
  return trace.once(known, container, [], () => [...(isFunction(container) ? [container] : []), ...mentionsOf(trace, container, 0)].flatMap((mention) => [...changeAt(mention), ...mergedBy(trace, mention)]));
}

/** True for what the function in which it is made gives back. */
export function isReturned(trace: Trace, container: Node): boolean {
  return trace.once(returned, container, false, () => [container, ...mentionsOf(trace, container, 0)].some((mention) => isGivenBack(mention) && enclosingFunction(mention) === enclosingFunction(container)));
}

const returned = new WeakMap<Node, boolean>();

/** Members of the container that are read or deleted by their names: the member expression, or the property of a pattern. */
export function touchesOf(trace: Trace, container: Node): readonly { readonly name: string; readonly node: Node }[] {
  return trace.once(touched, container, [], () =>
    mentionsOf(trace, container, 0).flatMap((mention) => {
      const outer = outermost(mention);
      const { parent } = outer;
      if (parent?.type === 'VariableDeclarator' && parent['id'].type === 'ObjectPattern') {
        return (parent['id'].properties as Node[]).flatMap((property) => (property['key'] ? [{ name: memberKey(property['key']), node: property }] : []));
      }
      const name = isMember(parent) && parent?.['object'] === outer ? memberName(parent as Node) : undefined;
      const isTarget = parent?.parent?.type === 'AssignmentExpression' && parent.parent['left'] === parent;
      return parent && name !== undefined && !isTarget ? [{ name, node: parent }] : [];
    }),
  );
}

const touched = new WeakMap<Node, readonly { readonly name: string; readonly node: Node }[]>();

/** The change that is made where the container is mentioned. */
export function changeAt(mention: Node): Change[] {
  const outer = outermost(mention);
  const member = outer.parent;
  if (!member) return [];
  if (isCall(member) && member['arguments'][0] === outer && isAssign(member['callee'])) return (member['arguments'] as Node[]).slice(1).flatMap((value) => [{ kind: 'merge', value }, ...keyedIn(value)]);
  if (!isMember(member) || member['object'] !== outer) return [];
  const name = memberName(member);
  const parent = member.parent;
  if (parent?.type === 'AssignmentExpression' && parent['left'] === member && /^(?:=|\?\?=|\|\|=)$/.test(parent['operator'])) return [written(parent, name)];
  const swapped = parent?.type === 'ArrayPattern' && parent.parent?.type === 'AssignmentExpression' ? parent.parent : undefined;
  if (swapped?.['right'].type === 'ArrayExpression') return swappedIn(swapped, member, name);
  return isCall(parent) && parent?.['callee'] === member ? byMethod(parent as Node, name) : [];
}

/** `Object.assign(tables, { [name]: table })`: the entries under keys that only the run knows. */
function keyedIn(merged: Node): Change[] {
  const given = unwrap(merged);
  const entries: readonly Node[] = given.type === 'ObjectExpression' ? given['properties'] : [];
  return entries.flatMap((entry) => (entry.type === 'ObjectProperty' && entry['computed'] ? [{ kind: 'key' as const, key: entry['key'] as Node, value: entry['value'] as Node }] : []));
}

/** `[tables[a], tables[b]] = [tables[b], tables[a]]`. */
function swappedIn(assignment: Node, member: Node, name: string | undefined): Change[] {
  const value: Node | undefined = assignment['right'].elements[(assignment['left'].elements as (Node | null)[]).indexOf(member)] ?? undefined;
  if (!value || value.type === 'SpreadElement') return [];
  return [name === undefined ? { kind: 'key', key: unwrap(member['property']), value } : { kind: 'member', name, value }];
}

function written(assignment: Node, name: string | undefined): Change {
  const value: Node = assignment['right'];
  return name === undefined ? { kind: 'key', key: unwrap(assignment['left'])['property'], value, assignment } : { kind: 'member', name, value, assignment };
}

/** `push`, `unshift`, `add`, `set`, `append`: what the call puts in. */
function byMethod(call: Node, method: string | undefined): Change[] {
  const given = call['arguments'] as Node[];
  if (method === 'set') return given[0] && given[1] ? [{ kind: 'key', key: given[0], value: given[1] }] : given[0] ? [{ kind: 'member', name: 'value', value: given[0] }] : [];
  if (method === 'splice') return given.slice(2).map((value) => ({ kind: 'add', value }));
  if (method !== 'push' && method !== 'unshift' && method !== 'add') return [];
  return given.map((value) => (value.type === 'SpreadElement' ? { kind: 'spread', value: value['argument'] } : { kind: 'add', value }));
}

/** Expressions that mean the container: its variable, its field, its member of another literal, the parameter it is passed as. */
export function mentionsOf(trace: Trace, container: Node, depth: number): Node[] {
  const outer = outermost(container['standsFor'] ?? container);
  const parent = outer.parent;
  if (!parent || depth > deepest) return [];
  if (/^Class(?:Declaration|Expression)$/.test(container.type)) return instanceMentions(trace, container, depth);
  if (container.type === 'FunctionDeclaration') return container['id'] ? bindingMentions(trace, container['id']) : [];
  const own = container.type === 'ObjectExpression' ? ownThis(container) : [];
  const found = [...passedOn(trace, outer, depth), ...[...own, ...placeMentions(trace, outer, parent, depth)].flatMap((mention) => [mention, ...passedOn(trace, mention, depth), ...otherNames(trace, mention, depth)])];
  const given = /^(?:Array|Object|New)Expression$/.test(container.type) && depth < deepest ? givenOut(trace, container, found) : [];
  return [...found, ...given.flatMap((call) => [call, ...mentionsOf(trace, call, depth + 1)])];
}

/** `const same = tables`, `{ tables }`: the container under another name, or as a member of a literal. */
function otherNames(trace: Trace, mention: Node, depth: number): Node[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (!parent || depth >= deepest) return [];
  const isNamed = parent.type === 'VariableDeclarator' && parent['init'] === outer;
  const isMemberOf = parent.type === 'ObjectProperty' && parent['value'] === outer;
  if (!isNamed && !isMemberOf) return [];
  return placeMentions(trace, outer, parent, depth + 1).flatMap((other) => [other, ...passedOn(trace, other, depth + 1), ...otherNames(trace, other, depth + 1)]);
}

/** Expressions that mean what is put where this expression stands. */
export function placeMentions(trace: Trace, outer: Node, parent: Node, depth: number): Node[] {
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent['id'].type === 'Identifier' ? bindingMentions(trace, parent['id']) : [];
    case 'AssignmentPattern':
      return parent['right'] === outer && parent['left'].type === 'Identifier' ? bindingMentions(trace, parent['left']) : [];
    case 'AssignmentExpression':
      return parent['right'] === outer ? [parent, ...targetMentions(trace, parent['left'])] : [];
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return placeMentions(trace, parent, parent.parent as Node, depth);
    case 'ClassProperty':
    case 'ClassPrivateProperty':
      return parent.parent ? [...fieldMentions(parent.parent, memberKey(parent['key'])), ...(parent['static'] ? ofClass(trace, parent.parent, memberKey(parent['key'])) : [])] : [];
    case 'ObjectProperty':
      return parent.parent?.type === 'ObjectExpression' && parent['value'] === outer ? membersUnder(mentionsOf(trace, parent.parent, depth + 1), memberKey(parent['key'])) : [];
    case 'CallExpression':
    case 'OptionalCallExpression':
      return [...startMentions(trace, outer, parent), ...keptMentions(trace, outer, parent, depth), ...mergedMentions(trace, outer, parent, depth), ...keyedMentions(trace, outer, parent, depth)];
    case 'ArrayExpression':
      return keyedMentions(trace, outer, parent, depth);
    default:
      return [];
  }
}

const memberKey = (key: Node): string => (key.type === 'PrivateName' ? `#${key['id'].name}` : String(key['name'] ?? key['value']));

/** Expressions that mean what an assignment to this target changes. */
export function targetMentions(trace: Trace, target: Node): Node[] {
  if (target.type === 'Identifier') return bindingMentions(trace, target);
  const name = isMember(target) ? memberName(target) : undefined;
  if (isMember(target) && name === undefined) return keyedTargets(trace, target);
  const shared = nameOnWindow(target);
  if (shared !== undefined) return sharedMentions(trace, shared, target);
  if (name === undefined || target['object'].type !== 'ThisExpression') return [];
  for (let child = target, at = target.parent; at; child = at, at = at.parent) {
    const owner = isFunction(at) ? ownerOf(at) : undefined;
    if (owner) return membersNamed(mentionsOf(trace, owner, 1), name);
    if (at.type === 'ClassBody') return [...fieldMentions(at, name), ...(child['static'] || child.type === 'StaticBlock' ? ofClass(trace, at, name) : [])];
  }
  return [];
}

/** `Name.member` for a static member of a class: a private one is only named inside the class. */
function ofClass(trace: Trace, body: Node, name: string): Node[] {
  const id: Node | undefined = body.parent?.['id'];
  return id ? membersNamed(bindingMentions(trace, id), name) : [];
}

/** Uses of a variable, also under the names by which other files import it. */
export function bindingMentions(trace: Trace, id: Node): Node[] {
  const source = trace.project.sourceOf(id);
  const binding = source.scopes.bindingOf(id);
  if (!binding) return [];
  if (binding.scope !== source.scopes.root) return binding.references;
  return [...binding.references, ...exportedMentions(trace, source.file, exportNames(trace, binding.declaration)), ...sharedMentions(trace, binding.name, id)];
}

/** Uses, in other files, of what a file exports under these names. */
export function exportedMentions(trace: Trace, exporting: string, exported: readonly string[]): Node[] {
  const wanted = new Map<string, Set<string>>();
  importers(trace, exporting, exported, wanted, 0);
  return [...wanted].flatMap(([file, names]) => [...names].flatMap((name) => importedMentions(trace, file, name)));
}

function importedMentions(trace: Trace, file: string, name: string): Node[] {
  const bindings = trace.project.source(file)?.scopes.root.bindings;
  const binding = bindings?.get(name);
  if (binding && (binding.kind === 'import' || isRequired(binding.declaration))) return binding.references;
  const wholes = [...(bindings?.values() ?? [])].filter(({ kind, declaration }) => kind === 'import' && importedName(declaration) === '*');
  return wholes.flatMap((whole) => membersNamed(whole.references, name));
}

const isRequired = (declaration: Node): boolean => declaration['init'] && isCall(unwrap(declaration['init'])) && unwrap(declaration['init'])['callee'].name === 'require';

/** `lists.users`, and `lists[key]`, which may be the same. */
const membersUnder = (mentions: readonly Node[], name: string): Node[] => [
  ...membersNamed(mentions, name),
  ...mentions.flatMap((mention) => {
    const member = outermost(mention).parent;
    return isMember(member) && member?.['object'] === outermost(mention) && member['computed'] && memberName(member) === undefined ? [member] : [];
  }),
];

function membersNamed(mentions: readonly Node[], name: string): Node[] {
  return mentions.flatMap((mention) => {
    const member = outermost(mention).parent;
    return isMember(member) && member?.['object'] === outermost(mention) && memberName(member) === name ? [member] : [];
  });
}

/** `ref([])`, `reactive({ users: [] })`: what the result of the call is called, or the member of it that holds the argument. */
function keptMentions(trace: Trace, outer: Node, call: Node, depth: number): Node[] {
  const callee = unwrap(call['callee']);
  const name = calleeName(call);
  // The name comes first: what a callee is must not be asked where it may depend on the container itself.
  const keepers = call['arguments'][0] === outer ? trace.clients.filter((client) => entryOf(client.keeps, name) !== undefined) : [];
  if (keepers.length === 0) return [];
  return members(trace.evaluate(callee, undefined)).flatMap((value) => {
    const client = value.kind === 'library' ? trace.clientOf(value) : undefined;
    const kept = client && keepers.includes(client) ? entryOf(client.keeps, name) : undefined;
    if (kept === undefined) return [];
    const mentions = mentionsOf(trace, call, depth + 1);
    return kept === '' ? mentions : membersNamed(mentions, kept);
  });
}

/** `list.reduce((all, one) => …, {})`: what the callback calls it. */
function startMentions(trace: Trace, outer: Node, call: Node): Node[] {
  const callee = unwrap(call['callee']);
  const isStart = isMember(callee) && /^reduce(?:Right)?$/.test(memberName(callee) ?? '') && call['arguments'][1] === outer;
  const callback = isStart ? unwrap(call['arguments'][0]) : undefined;
  return callback && isFunction(callback) && callback['params'][0]?.type === 'Identifier' ? bindingMentions(trace, callback['params'][0]) : [];
}

/** `const api = Object.assign((path) => …, { get })`: the function under the name that the call is given. */
function mergedMentions(trace: Trace, outer: Node, call: Node, depth: number): Node[] {
  const isMerged = isFunction(unwrap(outer)) && call['arguments'][0] === outer && isAssign(unwrap(call['callee'])) && depth < deepest;
  return isMerged ? mentionsOf(trace, call, depth + 1) : [];
}

/** The container is passed to a function of the project: what that function calls it. */
export function passedOn(trace: Trace, mention: Node, depth: number): Node[] {
  const outer = outermost(mention);
  const call = outer.parent;
  const index = call && isCall(call) && depth < deepest ? (call['arguments'] as Node[]).indexOf(outer) : -1;
  return index < 0
    ? []
    : calledHere(trace, unwrap(call?.['callee'])).flatMap((fn) => {
        const given: Node | undefined = fn['params'][index];
        const parameter: Node | undefined = given?.type === 'AssignmentPattern' ? given['left'] : given;
        return parameter?.type === 'Identifier' ? bindingMentions(trace, parameter).flatMap((inner) => [inner, ...passedOn(trace, inner, depth + 1)]) : [];
      });
}
