import { isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { instanceOf } from '../classes/making.ts';
import { placeMentions } from '../changes/contents.ts';
import { entriesOf, memberOf } from '../members.ts';
import { nodesNamed } from '../flow/mentions.ts';
import type { Trace } from '../trace.ts';
import { type FunctionValue, type LibraryValue, literalText, members, type Ref, union, unknown, type Value } from '../value.ts';

/** The package whose words stand for containers, also for those that a project makes itself. */
export const containers = 'awilix';

/** What a container gives by the names of what it holds: `made` is the object that registers it, or the call that makes the container. */
export const cradleOf = (made: Ref): LibraryValue => ({ kind: 'library', name: containers, path: ['cradle'], made: [made], on: undefined, ref: made });

/** Methods by which a container of the project is told what it holds. */
const registering = /^(?:register|provide)$/;

/** More names than this are no container. */
const mostNames = 60;
const mostFiles = 60;

interface Registration {
  readonly name: string;
  readonly node: Node;
}

/** What an object registers: its members, by name. */
const registrationsIn = (object: Node): Registration[] =>
  entriesOf(object).flatMap((property) => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    return name ? [{ name, node: (property['value'] ?? property) as Node }] : [];
  });

/** What a container holds: of one that a call makes, all that is registered with it. */
function registrationsOf(trace: Trace, made: Node): Registration[] {
  if (made.type === 'ObjectExpression') return registrationsIn(made);
  const outer = outermost(made);
  const starts = outer.parent ? [outer, ...placeMentions(trace, outer, outer.parent, 0)] : [];
  return starts.flatMap((start) => [...registeredWith(start)]);
}

/** `container.register({ … }).register('name', …)`. */
function* registeredWith(start: Node): Generator<Registration> {
  for (let at = outermost(start); isMember(at.parent) && at.parent?.['object'] === at; ) {
    const member: Node = at.parent;
    const call = outermost(member).parent;
    if (!isCall(call) || call?.['callee'] !== member) return;
    const [first, second] = call['arguments'] as Node[];
    if (registering.test(memberName(member) ?? '') && first?.type === 'ObjectExpression') yield* registrationsIn(first);
    if (registering.test(memberName(member) ?? '') && first?.type === 'StringLiteral' && second) yield { name: first['value'], node: second };
    at = outermost(call as Node);
  }
}

/** What a container gives under a name: what the factory returns, an instance of the class, or the value itself. */
export function resolved(trace: Trace, cradle: LibraryValue, name: string): Value {
  const [made] = cradle.made;
  const found = made ? registrationsOf(trace, made.node).filter((registration) => registration.name === name) : [];
  return found.length === 0 ? unknown : union(found.map(({ node }) => trace.remember(callOf(trace, cradle, node)['part'], undefined, () => madeBy(trace, cradle, node))));
}

function madeBy(trace: Trace, cradle: LibraryValue, node: Node): Value {
  const call = callOf(trace, cradle, node);
  return union(
    members(trace.evaluate(node, undefined)).map((value): Value => {
      if (value.kind === 'function') return trace.returned(value, call, undefined);
      if (value.kind === 'class') return trace.intern(instanceOf(trace, value, call, undefined));
      const resolver = resolverOf(trace, value, node);
      if (resolver) return trace.returned(resolver, call, undefined);
      const [wrapper] = value.kind === 'library' && value.name === containers ? value.made : [];
      const given: Node | undefined = wrapper?.node['arguments'][0];
      if (value.kind !== 'library' || !given) return value;
      if (value.path[0] === 'aliasTo') return resolved(trace, cradle, literalText(trace.evaluate(given, undefined)) ?? '');
      return value.path[0] === 'asValue' ? trace.evaluate(given, undefined) : madeBy(trace, cradle, given);
    }),
  );
}

const calls = new WeakMap<Node, Node>();

/** The call by which a container makes what is registered: it gives itself, to be taken apart. */
function callOf(_trace: Trace, cradle: LibraryValue, node: Node): Node {
  let call = calls.get(node);
  if (!call) {
    const place = { start: node.start, end: node.end, parent: node };
    calls.set(node, (call = { type: 'NewExpression', ...place, callee: node, arguments: [{ type: 'Given', ...place, ask: () => cradle }], part: { type: 'Part', ...place } }));
  }
  return call;
}

const known = new WeakMap<Node, LibraryValue | undefined>();

/** The container of the project that calls a function, or makes instances of the class of a constructor, and gives it what its parameter names; undefined when there is none. */
export function injectedInto(trace: Trace, fn: Node): LibraryValue | undefined {
  if (!isFunction(fn)) return undefined;
  return trace.once<LibraryValue | undefined>(known, fn, undefined, () => {
    const object = objectsWith(trace, fn).find((candidate) => isContainer(trace, candidate) && registeredBeside(trace, candidate).some((registration) => registers(trace, registration.node, fn)));
    return object && cradleOf({ node: containerOf(trace, object), frame: undefined });
  });
}

/** Objects of the project that have every name which the function takes from its parameter, and the one in which it is written. */
function objectsWith(trace: Trace, fn: Node): Node[] {
  const own = [fn, outermost(fn).parent].map((node) => node?.parent).filter((node) => node?.type === 'ObjectExpression') as Node[];
  const names = namesTaken(fn);
  const [rarest] = [...(names ?? [])].sort((a, b) => b.length - a.length);
  const files = rarest === undefined ? [] : trace.project.filesWith(rarest);
  const named = (files.length > mostFiles ? [] : files).flatMap((file) => {
    const source = trace.project.source(file);
    return (source && rarest !== undefined ? nodesNamed(source, rarest) : []).flatMap(({ parent }) =>
      parent?.parent?.type === 'ObjectExpression' && parent['key'] && keyName(parent['key'], parent['computed']) === rarest ? [parent.parent] : [],
    );
  });
  return [...own, ...named];
}

/** The names that a function takes from its only parameter; undefined where it takes it as a whole. */
function namesTaken(fn: Node): readonly string[] | undefined {
  const [parameter, ...others] = fn['params'] as Node[];
  if (parameter?.type !== 'ObjectPattern' || others.length > 0) return undefined;
  const properties = parameter['properties'] as Node[];
  return properties.flatMap((property) => (property['key'] && property['value'].type !== 'AssignmentPattern' ? (keyName(property['key'], property['computed']) ?? []) : []));
}

/** The call that makes the container to which the object is given, `createContainer().register({ … })`, as other objects may be given to it as well; otherwise the object itself. */
function containerOf(trace: Trace, object: Node): Node {
  const calleeOf = (node: Node | undefined): Node | undefined => (isCall(node) ? unwrap(node?.['callee']) : undefined);
  let at: Node | undefined = outermost(object).parent;
  for (let callee = calleeOf(at); callee && isMember(callee) && registering.test(memberName(callee) ?? ''); callee = calleeOf(at)) {
    const receiver = unwrap(callee['object']);
    const binding = receiver.type === 'Identifier' ? trace.project.sourceOf(receiver).scopes.bindingOf(receiver) : undefined;
    at = binding?.kind === 'const' && binding.declaration['init'] ? unwrap(binding.declaration['init']) : receiver;
  }
  const isMade = at !== outermost(object).parent && (isCall(at) || at?.type === 'NewExpression');
  return isMade && at ? at : object;
}

/** What an object registers, and what else its container is told. */
const registeredBeside = (trace: Trace, object: Node): Registration[] => [...new Map([...registrationsIn(object), ...registrationsOf(trace, containerOf(trace, object))].map((registration) => [registration.node, registration])).values()];

const judged = new WeakMap<Node, boolean>();

/** True for an object that is handed to a call, and whose functions take each other by their names, more than one of them and none anything else. */
function isContainer(trace: Trace, object: Node): boolean {
  return trace.once(judged, object, false, () => {
    const call = outermost(object).parent;
    const registrations = registeredBeside(trace, object);
    if (!(isCall(call) || call?.type === 'NewExpression') || registrations.length > mostNames) return false;
    const names = new Set(registrations.map(({ name }) => name));
    const taken = registrations.flatMap(({ node }) => functionsOf(trace, node)).flatMap((fn) => namesTaken(fn) ?? []).length;
    const each = registrations.flatMap(({ node }) => functionsOf(trace, node).flatMap((fn) => (namesTaken(fn)?.length ? [namesTaken(fn) as readonly string[]] : [])));
    return taken > 0 && each.length > 1 && each.every((wanted) => wanted.every((name) => names.has(name)));
  });
}

const registers = (trace: Trace, node: Node, fn: Node): boolean => functionsOf(trace, node).includes(fn);

/** The functions by which something registered is made: factories, constructors, and those to which a wrapper hands on what it is given itself: `asClass(Users)`. */
function functionsOf(trace: Trace, node: Node): Node[] {
  return members(trace.evaluate(unwrap(node), undefined)).flatMap((value) => {
    const resolver = value.kind === 'function' ? value : resolverOf(trace, value, node);
    return resolver ? [resolver.ref.node, ...handedOnBy(trace, resolver, node)] : madeOf(value);
  });
}

/** `asClass(Users)` that gives `{ resolve: (cradle) => new Users(cradle) }`. */
function resolverOf(trace: Trace, value: Value, node: Node): FunctionValue | undefined {
  const [member] = value.kind === 'object' && isCall(unwrap(node)) ? members(memberOf(trace, value, 'resolve', { node, frame: undefined })) : [];
  return member?.kind === 'function' ? member : undefined;
}

/** The function, or the constructor of the class, that a value is. */
function madeOf(value: Value): Node[] {
  if (value.kind === 'function') return [value.ref.node];
  return value.kind === 'class' ? ((value.ref.node['body']?.['body'] ?? []) as Node[]).filter((member) => member['kind'] === 'constructor') : [];
}

/** `(cradle) => new Type(cradle)`: what the function gives its own parameter to as a whole. */
function handedOnBy(trace: Trace, wrapper: FunctionValue, node: Node): Node[] {
  const { ref } = wrapper;
  const [parameter] = ref.node['params'] as Node[];
  if (parameter?.type !== 'Identifier') return [];
  const frame = trace.frame(ref.node, { type: 'CallExpression', start: node.start, end: node.end, parent: node, callee: node, arguments: [] }, undefined, ref.frame, wrapper.self);
  const references = trace.project.sourceOf(parameter).scopes.bindingOf(parameter)?.references ?? [];
  return references.flatMap((reference) => {
    const outer = outermost(reference);
    const call = outer.parent;
    const isHanded = (isCall(call) || call?.type === 'NewExpression') && call?.['arguments'].length === 1 && call['arguments'][0] === outer;
    return isHanded ? members(trace.evaluate(unwrap(call?.['callee']), frame)).flatMap((value) => madeOf(value)) : [];
  });
}
