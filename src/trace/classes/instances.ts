import { enclosingFunction, keyName, type Node } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { instanceOf } from './making.ts';
import { constructorOf } from '../frames.ts';
import { isIteratorKey } from '../calls/iterators.ts';
import { subclassesOf } from './subclasses.ts';
import type { Trace } from '../trace.ts';
import { type ClassValue, type Frame, type InstanceValue, members } from '../value.ts';

/** Classes above a class further than this are not looked at. */
const highest = 4;
/** More instances than this are not told apart. */
const most = 20;

const known = new WeakMap<Node, readonly InstanceValue[]>();

/** The instances that the program makes of a class, where its constructor is one that others inherit as well: what those are given is not meant. */
export function instancesOf(trace: Trace, cls: Node): readonly InstanceValue[] {
  const own: ClassValue = { kind: 'class', ref: { node: cls, frame: undefined } };
  const any = trace.intern({ kind: 'instance', cls: own, frame: undefined }) as InstanceValue;
  return trace.once(known, cls, [any], () => {
    const bases = constructorOf(cls) ? [] : [...basesOf(trace, cls)];
    const inherited = bases.flatMap((base) => constructorOf(base.ref.node) ?? [])[0];
    if (!inherited || inherited['params'].length === 0 || [cls, ...bases.map((base) => base.ref.node)].some((one) => standsOnSeveral(trace, one))) return [any];
    const made = callSites(trace, inherited)
      .filter(({ node }) => node.type === 'NewExpression')
      .flatMap(({ node }) =>
        members(trace.evaluate(node['callee'], undefined)).flatMap((value) => (value.kind === 'class' && isBelow(trace, value.ref.node, cls) ? [trace.intern(instanceOf(trace, value, node, undefined)) as InstanceValue] : [])),
      );
    return made.length === 0 || made.length > most ? [any] : made;
  });
}

/** What a function makes of whatever class it is given: `(Base) => class extends Base {}`. */
const standsOnSeveral = (trace: Trace, cls: Node): boolean => !!cls['superClass'] && members(trace.evaluate(cls['superClass'], undefined)).length > 1;

const isBelow = (trace: Trace, cls: Node, above: Node): boolean => cls === above || [...basesOf(trace, cls)].some((base) => base.ref.node === above);

/** The classes above a class, the nearest first. */
export function* basesOf(trace: Trace, cls: Node): Generator<ClassValue> {
  for (let at = cls, depth = 0; at['superClass'] && depth < highest; depth += 1) {
    const base = members(trace.evaluate(at['superClass'], undefined)).find((value): value is ClassValue => value.kind === 'class');
    if (!base?.ref.node['body']?.['body']) return;
    yield base;
    at = base.ref.node;
  }
}

/**
 * The class whose instances have this member, where no call of it is ever written: an iterator runs in a loop, a getter where it is read, `then` where the instance is awaited.
 * Whoever calls what an abstract class has, calls it on an instance of one of those below it, each with members of its own.
 */
export function classOfUncalled(fn: Node): Node | undefined {
  const cls = fn.type === 'ClassMethod' && !fn['static'] && fn['kind'] !== 'constructor' ? fn.parent?.parent : undefined;
  return cls && (cls['abstract'] || fn['kind'] === 'get' || isIteratorKey(fn) || keyName(fn['key'], fn['computed']) === 'then') ? cls : undefined;
}

/** The contexts in which a member runs that no call names: one for each instance that the program makes of the class, or of one below it. */
export function framesOfInstances(trace: Trace, fn: Node, cls: Node, contexts: (around: Node | undefined) => readonly (Frame | undefined)[]): readonly Frame[] {
  const classes = [cls, ...subclassesOf(trace, cls)];
  const sites = classes.flatMap((one) => callSites(trace, one)).filter(({ node }) => node.type === 'NewExpression');
  return sites.flatMap(({ node }) =>
    contexts(enclosingFunction(node)).flatMap((caller) =>
      members(trace.evaluate(node, caller)).flatMap((made) => (made.kind === 'instance' && classes.includes(made.cls.ref.node) ? (trace.frame(fn, node, caller, made.cls.ref.frame, made) ?? []) : [])),
    ),
  );
}
