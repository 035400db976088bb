import { descendants, isFunction, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Annotated } from './annotated.ts';
import { basesOf, instancesOf } from '../classes/instances.ts';
import type { Trace } from '../trace.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { type ClassValue, type InstanceValue, members, type Value } from '../value.ts';

/** `class Users extends Resource<User>`: what the methods of the general class return where `this` is one of this class, with what its type parameters stand for. */
export function* inheritedResults(trace: Trace, cls: Node): Generator<Annotated> {
  const bases = [...genericBases(trace, cls)];
  const selves = bases.length > 0 ? instancesOf(trace, cls) : [];
  for (const { base, environment } of bases) yield* resultsOf(trace, base, environment, selves, cls, cls);
}

/** `new Resource<User>('/users')`, `const users: Resource<User> = new Resource('/users')`: the same of one instance, and of what its class extends. `reference` gives the types. */
export function* instanceResults(trace: Trace, made: Value, reference: Node, at: Node): Generator<Annotated> {
  for (const self of members(made)) {
    if (self.kind !== 'instance' || !self.cls.ref.node['typeParameters'] || !self.cls.ref.node['body']?.['body']) continue;
    const environment = bind(self.cls.ref.node, reference, nothing);
    if (environment.size === 0) continue;
    const selves = [trace.intern(self) as InstanceValue];
    yield* resultsOf(trace, self.cls, environment, selves, at);
    for (const { base, environment: above } of genericBases(trace, self.cls.ref.node, environment)) yield* resultsOf(trace, base, above, selves, at, self.cls.ref.node);
  }
}

function* resultsOf(trace: Trace, cls: ClassValue, environment: Environment, selves: readonly InstanceValue[], at: Node, below?: Node): Generator<Annotated> {
  for (const method of cls.ref.node['body']['body'] as Node[]) {
    // `find = (query: Q): Promise<T[]> => …`
    const fn = method['value'] ? unwrap(method['value']) : method;
    const type: Node | undefined = fn['returnType']?.['typeAnnotation'];
    if (!type || !isFunction(fn) || !fn['body'] || method['static'] || (below && isReplaced(trace, below, cls.ref.node, method))) continue;
    for (const self of selves) yield { type, value: trace.returned({ kind: 'function', ref: { node: fn, frame: cls.ref.frame }, self }, at, undefined), environment };
  }
}

/** True where the class, or one between it and its base, has a method of its own under the name and does not ask for that of the base. */
function isReplaced(trace: Trace, cls: Node, base: Node, method: Node): boolean {
  const name = keyName(method['key'], method['computed']);
  const above = [...basesOf(trace, cls)].map((value) => value.ref.node);
  const own = [cls, ...above.slice(0, above.indexOf(base))].flatMap((one) => one['body']['body'] as Node[]).find((member) => member['key'] && (isFunction(member) || member['value']) && keyName(member['key'], member['computed']) === name);
  return own !== undefined && !descendants(own).some((node) => isMember(node) && node['object'].type === 'Super' && memberName(node) === name);
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
