import type { Node } from '../../source/ast.ts';
import { constructorOf, makerOfFields } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { type ClassValue, type Frame, type InstanceValue, members, type Ref } from '../value.ts';

/** Classes above a class further than this are not looked at. */
const highest = 6;

/** The class that a class extends. */
export function baseClass(trace: Trace, cls: ClassValue): ClassValue | undefined {
  const base = cls.ref.node['superClass'];
  if (!base) return undefined;
  return members(trace.evaluate(base, cls.ref.frame)).find((value): value is ClassValue => value.kind === 'class');
}

/** `new C(…)`: the instance, its constructor's frame bound to this call. */
export function instanceOf(trace: Trace, cls: ClassValue, call: Node, caller: Frame | undefined): InstanceValue {
  const { ctor = makerOfFields(cls.ref.node), above } = constructorFor(trace, cls);
  return { kind: 'instance', cls, frame: ctor && trace.frame(ctor, call, caller, above.ref.frame, undefined) };
}

/** The constructor that makes instances of a class: its own, or that of the nearest class above it that has one. */
export function constructorFor(trace: Trace, cls: ClassValue): { readonly ctor: Node | undefined; readonly above: ClassValue } {
  let above: ClassValue | undefined = cls;
  for (let depth = 0; above && depth <= highest; depth += 1, above = baseClass(trace, above)) {
    const ctor = constructorOf(above.ref.node);
    if (ctor) return { ctor, above };
  }
  return { ctor: undefined, above: cls };
}

/** The constructors that run when this instance is made, each in its frame. */
export function* constructorsOf(trace: Trace, instance: InstanceValue): Generator<Ref> {
  let at: InstanceValue | undefined = instance;
  for (let depth = 0; at && depth <= highest; depth += 1) {
    const ctor = constructorOf(at.cls.ref.node);
    if (ctor) yield { node: ctor, frame: at.frame };
    const base = baseClass(trace, at.cls);
    at = base && { kind: 'instance', cls: base, frame: superFrame(trace, at) };
  }
}

/** The frame in which the base class's constructor runs: the `super(…)` call inside this instance's constructor. */
export function superFrame(trace: Trace, self: InstanceValue): Frame | undefined {
  const base = baseClass(trace, self.cls);
  const { ctor, above } = base ? constructorFor(trace, base) : {};
  if (!ctor) return undefined;
  const own = constructorOf(self.cls.ref.node);
  if (!own) return self.frame?.fn === ctor ? self.frame : undefined;
  const call = findSuperCall(own);
  return call ? trace.frame(ctor, call, self.frame, above?.ref.frame, undefined) : undefined;
}

/** The `super(…)` of a constructor. */
export function findSuperCall(ctor: Node): Node | undefined {
  for (const statement of ctor['body']['body'] as Node[]) {
    const expression = statement['expression'];
    if (expression?.type === 'CallExpression' && expression['callee'].type === 'Super') return expression;
  }
  return undefined;
}
