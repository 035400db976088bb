import { isFunction, type Node } from '../source/ast.ts';
import type { Annotated } from './annotated.ts';
import { callSites } from './callers.ts';
import { instanceOf } from './classes.ts';
import type { Trace } from './trace.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { type ClassValue, type InstanceValue, members, type Value } from './value.ts';

/** Classes above a class further than this are not looked at. */
const highest = 4;

/** `class Users extends Resource<User>`: what the methods of the general class return where `this` is one of this class, with what its type parameters stand for. */
export function* inheritedResults(trace: Trace, cls: Node): Generator<Annotated> {
  const bases = [...genericBases(trace, cls)];
  const selves = bases.length > 0 ? instancesOf(trace, cls) : [];
  for (const { base, environment } of bases) yield* resultsOf(trace, base, environment, selves, cls);
}

/** `new Resource<User>('/users')`, `const users: Resource<User> = new Resource('/users')`: the same of one instance, and of what its class extends. `reference` gives the types. */
export function* instanceResults(trace: Trace, made: Value, reference: Node, at: Node): Generator<Annotated> {
  for (const self of members(made)) {
    if (self.kind !== 'instance' || !self.cls.ref.node['typeParameters'] || !self.cls.ref.node['body']?.['body']) continue;
    const environment = bind(self.cls.ref.node, reference, nothing);
    if (environment.size === 0) continue;
    const selves = [trace.intern(self) as InstanceValue];
    yield* resultsOf(trace, self.cls, environment, selves, at);
    for (const { base, environment: above } of genericBases(trace, self.cls.ref.node, environment)) yield* resultsOf(trace, base, above, selves, at);
  }
}

function* resultsOf(trace: Trace, cls: ClassValue, environment: Environment, selves: readonly InstanceValue[], at: Node): Generator<Annotated> {
  for (const method of cls.ref.node['body']['body'] as Node[]) {
    const type: Node | undefined = method['returnType']?.['typeAnnotation'];
    if (!type || !isFunction(method) || !method['body'] || method['static']) continue;
    for (const self of selves) yield { type, value: trace.returned({ kind: 'function', ref: { node: method, frame: cls.ref.frame }, self }, at, undefined), environment };
  }
}

/** The instances that the program makes of a class, where its constructor is one that others inherit as well: what those are given is not meant. */
function instancesOf(trace: Trace, cls: Node): readonly InstanceValue[] {
  const own: ClassValue = { kind: 'class', ref: { node: cls, frame: undefined } };
  const any = trace.intern({ kind: 'instance', cls: own, frame: undefined }) as InstanceValue;
  const inherited = (cls['body']['body'] as Node[]).some(isConstructor) ? undefined : [...basesOf(trace, cls)].flatMap((base) => (base.ref.node['body']['body'] as Node[]).filter(isConstructor))[0];
  const made = inherited && inherited['params'].length > 0 ? callSites(trace, inherited).filter(({ node }) => node.type === 'NewExpression') : [];
  if (made.length === 0) return [any];
  return made.flatMap(({ node }) =>
    members(trace.evaluate(node['callee'], undefined)).flatMap((value) => (value.kind === 'class' && value.ref.node === cls ? [trace.intern(instanceOf(trace, value, node, undefined)) as InstanceValue] : [])),
  );
}

const isConstructor = (member: Node): boolean => member['kind'] === 'constructor';

/** The classes above a class, the nearest first. */
function* basesOf(trace: Trace, cls: Node): Generator<ClassValue> {
  for (let at = cls, depth = 0; at['superClass'] && depth < highest; depth += 1) {
    const base = members(trace.evaluate(at['superClass'], undefined)).find((value): value is ClassValue => value.kind === 'class');
    if (!base?.ref.node['body']?.['body']) return;
    yield base;
    at = base.ref.node;
  }
}

/** The generic classes that a class extends, with the types it extends them with. */
export function* genericBases(trace: Trace, cls: Node, own: Environment = nothing): Generator<{ readonly base: ClassValue; readonly environment: Environment }> {
  let environment = own;
  let at = cls;
  for (const base of basesOf(trace, cls)) {
    environment = bind(base.ref.node, { type: at.type, start: at.start, end: at.end, typeParameters: at['superTypeParameters'] ?? at['superTypeArguments'] }, environment);
    if (environment.size > 0) yield { base, environment };
    at = base.ref.node;
  }
}
