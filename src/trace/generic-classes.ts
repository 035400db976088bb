import { isFunction, type Node } from '../source/ast.ts';
import type { Annotated } from './annotated.ts';
import type { Trace } from './trace.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { type ClassValue, members } from './value.ts';

/** Classes above a class further than this are not looked at. */
const highest = 4;

/** `class Users extends Resource<User>`: what the methods of the general class return where `this` is one of this class, with what its type parameters stand for. */
export function* inheritedResults(trace: Trace, cls: Node): Generator<Annotated> {
  const own: ClassValue = { kind: 'class', ref: { node: cls, frame: undefined } };
  const self = trace.intern({ kind: 'instance', cls: own, frame: undefined });
  for (const { base, environment } of genericBases(trace, cls)) {
    for (const method of base.ref.node['body']['body'] as Node[]) {
      const type: Node | undefined = method['returnType']?.['typeAnnotation'];
      if (type && isFunction(method) && method['body'] && !method['static']) yield { type, value: trace.returned({ kind: 'function', ref: { node: method, frame: base.ref.frame }, self }, cls, undefined), environment };
    }
  }
}

/** The generic classes that a class extends, with the types it extends them with. */
export function* genericBases(trace: Trace, cls: Node): Generator<{ readonly base: ClassValue; readonly environment: Environment }> {
  let environment = nothing;
  for (let at = cls, depth = 0; at['superClass'] && depth < highest; depth += 1) {
    const base = members(trace.evaluate(at['superClass'], undefined)).find((value): value is ClassValue => value.kind === 'class');
    if (!base?.ref.node['body']?.['body']) return;
    environment = bind(base.ref.node, { type: at.type, start: at.start, end: at.end, typeParameters: at['superTypeParameters'] ?? at['superTypeArguments'] }, environment);
    if (environment.size > 0) yield { base, environment };
    at = base.ref.node;
  }
}
