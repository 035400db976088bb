import { descendants, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { copiedByKey, mergedAs } from '../changes/bridged.ts';
import { isVague } from '../evaluate.ts';
import { frameOfInstance } from '../frames.ts';
import { inheritedValue } from './inherited.ts';
import { instancesOf } from './instances.ts';
import { baseClass, superFrame } from './making.ts';
import { memberOf } from '../members.ts';
import { mergedInterfaces } from '../types/merged-interfaces.ts';
import { ownContainer } from './own-containers.ts';
import { aboveQuery } from './own-queries.ts';
import { everything, mergedFromOutside, withOutside } from '../changes/outside-writes.ts';
import { prototypeAssignments, prototypeOwner } from './prototypes.ts';
import { lentTo, toldReceivers } from '../calls/receivers.ts';
import { receiverGiven } from '../doubles/stand-ins.ts';
import { subclassesOf } from './subclasses.ts';
import type { Trace } from '../trace.ts';
import { withoutTurns } from '../conditions/turns.ts';
import { valueOfType } from '../types/types.ts';
import { type ClassValue, type Frame, type InstanceValue, members, union, unknown, type Value } from '../value.ts';

/** The class or constructor function around a node, if `this` there means its instance (or the class itself, in static members). */
export function classOf(node: Node): { readonly node: Node; readonly isStatic: boolean } | undefined {
  for (let at = node.parent, child = node; at; child = at, at = at.parent) {
    if (at.type === 'ClassBody') return { node: at.parent as Node, isStatic: !!child['static'] || child.type === 'StaticBlock' };
    if (at.type === 'ObjectMethod') return undefined;
    if (at.type === 'FunctionExpression' || at.type === 'FunctionDeclaration') {
      const owner = prototypeOwner(at);
      if (owner) return { node: owner, isStatic: false };
      return undefined;
    }
  }
  return undefined;
}

/** What `this` (or `super`) is. */
export function thisValue(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const fn = thisFunction(node);
  for (let at = frame; at; at = at.outer) if (at.fn === fn && at.self) return node.type !== 'Super' ? at.self : at.self.kind === 'query' ? aboveQuery(trace, at.self, classOf(node)?.node) : superOf(trace, ownPart(trace, node, at.self));
  const declared: Node | undefined = fn?.['receiver']?.['typeAnnotation']?.['typeAnnotation'];
  const typed = declared ? valueOfType(trace, declared, frame) : unknown;
  if (typed.kind !== 'unknown') return typed;
  if (fn?.type === 'ObjectMethod' || (fn && fn.parent?.type === 'ObjectProperty')) {
    const property = (fn.type === 'ObjectMethod' ? fn : fn.parent) as Node;
    const object = property.parent as Node;
    const own: Value = { kind: 'object', ref: { node: object, frame: withoutTurns(object, frame) } };
    return receiverGiven(trace, fn, frame) ?? union([own, ...lentTo(trace, object, keyName(property['key'], property['computed']))]);
  }
  const found = classOf(node) ?? constructorFunction(trace, fn);
  if (!found) return fn ? union(toldReceivers(trace, fn)) : unknown;
  const cls: ClassValue = { kind: 'class', ref: { node: found.node, frame: withoutTurns(found.node, frame) } };
  const made = found.isStatic ? undefined : frameOfInstance(found.node, frame);
  if (!found.isStatic && !made && node.type !== 'Super' && found.node['superClass']) return union(instancesOf(trace, found.node));
  if (found.isStatic) return node.type === 'Super' ? superOf(trace, cls) : union([cls, ...staticsBelow(trace, found.node)]);
  const self: InstanceValue = { kind: 'instance', cls, frame: made, ...(made ? {} : { isAny: true }) };
  return node.type === 'Super' ? superOf(trace, self) : self;
}

/** The function (or class body member) that decides what `this` means. */
function thisFunction(node: Node): Node | undefined {
  let at = node.parent;
  while (at && !(isFunction(at) && (at.type !== 'ArrowFunctionExpression' || isField(at)))) at = at.parent;
  return at;
}

/** `find = (query) => this.send(query)`: an arrow function that is made for each instance. */
const isField = (fn: Node): boolean => fn.type === 'ArrowFunctionExpression' && /^Class(?:Private)?Property$/.test(outermost(fn).parent?.type ?? '') && !outermost(fn).parent?.['static'];

/** A plain function whose prototype is given methods, or that assigns to `this` and is called with `new`. */
function constructorFunction(trace: Trace, fn: Node | undefined): { node: Node; isStatic: boolean } | undefined {
  return fn && fn.type === 'FunctionDeclaration' && prototypeAssignments(trace, fn).length > 0 ? { node: fn, isStatic: false } : undefined;
}

function superOf(trace: Trace, self: Value): Value {
  if (self.kind === 'instance') {
    const base = baseClass(trace, self.cls);
    return base ? { kind: 'instance', cls: base, frame: superFrame(trace, self), whole: self.whole ?? self } : (ownContainer(trace, self.whole ?? self) ?? unknown);
  }
  return self.kind === 'class' ? (baseClass(trace, self) ?? unknown) : unknown;
}

/** The part of an object that belongs to the class in which the node is written: what is above it depends on that class, not on the object's own. */
function ownPart(trace: Trace, node: Node, self: Value): Value {
  const cls = classOf(node)?.node;
  let at = self;
  for (let depth = 0; depth < 8 && (at.kind === 'instance' || at.kind === 'class'); depth += 1) {
    if ((at.kind === 'instance' ? at.cls : at).ref.node === cls) return at;
    at = superOf(trace, at);
  }
  return self;
}

/** The member of a class (static) or of its instances: methods, getters, fields, what the constructor assigns, then the base class. */
export function classMember(trace: Trace, cls: ClassValue, name: string, isStatic: boolean, self: InstanceValue | undefined): Value {
  const receiver = self?.whole ?? self ?? cls;
  const own = self?.whole ? inheritedMember(trace, cls, name, isStatic, self, receiver) : withOutside(trace, cls, self, name, inheritedMember(trace, cls, name, isStatic, self, receiver));
  const given = isStatic || self?.whole ? undefined : inheritedValue(trace, cls.ref.node, cls.ref.frame, name);
  const found = given ? union([given, ...(own && own.kind !== 'library' ? [own] : [])]) : own;
  const below = self?.whole ? [] : inSubclasses(trace, cls, name, isStatic, !!self?.isAny);
  return below.length > 0 ? union(found ? [found, ...below] : below) : (found ?? unknown);
}

/** `receiver` is what `this` means in the methods that are found on the way up: the instance as a whole, or the class that was asked. */
function inheritedMember(trace: Trace, cls: ClassValue, name: string, isStatic: boolean, self: InstanceValue | undefined, receiver: InstanceValue | ClassValue): Value | undefined {
  const own = ownMember(trace, cls, name, isStatic, self, receiver);
  if (own) return own;
  const base = baseClass(trace, cls);
  if (base) return inheritedMember(trace, base, name, isStatic, self && { ...self, cls: base, frame: superFrame(trace, self) }, receiver);
  const library = !isStatic && cls.ref.node['superClass'] ? trace.evaluate(cls.ref.node['superClass'], cls.ref.frame) : unknown;
  return library.kind === 'library' ? memberOf(trace, library, name, cls.ref) : undefined;
}

/** Classes below a class that have static members of their own, of which methods that they inherit may be called. */
function staticsBelow(trace: Trace, cls: Node): ClassValue[] {
  const below = subclassesOf(trace, cls).filter((node) => membersOf(node, true).length > 0);
  return below.map((node) => ({ kind: 'class', ref: { node, frame: undefined } }));
}

/** What the classes below make of a member: of an abstract class there are no instances but theirs, and `this` may be one. */
function inSubclasses(trace: Trace, cls: ClassValue, name: string, isStatic: boolean, isAny: boolean): Value[] {
  if (!cls.ref.node['abstract'] && !isAny) return [];
  return subclassesOf(trace, cls.ref.node).flatMap((node) => {
    const below: ClassValue = { kind: 'class', ref: { node, frame: undefined } };
    return ownMember(trace, below, name, isStatic, isStatic ? undefined : { kind: 'instance', cls: below, frame: undefined }) ?? [];
  });
}

function ownMember(trace: Trace, cls: ClassValue, name: string, isStatic: boolean, self: InstanceValue | undefined, receiver: InstanceValue | ClassValue = self ?? cls): Value | undefined {
  const body: readonly Node[] = cls.ref.node['body']?.['body'] ?? [];
  const frame = self?.frame ?? cls.ref.frame;
  const fields: Value[] = [];
  for (const member of cls.ref.node.type.startsWith('Class') ? body : []) {
    if (!!member['static'] !== isStatic || !member['key'] || keyName(member['key'], member['computed']) !== name) continue;
    if (isFunction(member)) return methodValue(trace, member, receiver, cls.ref.frame);
    const value = member['value'] ? trace.evaluate(member['value'], frame) : undefined;
    if (value) fields.push(isField(unwrap(member['value'])) ? boundMethod(value, receiver) : value);
  }
  if (!isStatic) {
    const method = prototypeAssignments(trace, cls.ref.node).find((assigned) => assigned.name === name);
    if (method) return boundMethod(trace.evaluate(method.value, undefined), receiver);
    fields.push(...fieldWrites(trace, cls.ref.node, name, frame));
  } else fields.push(...staticWrites(cls.ref.node).flatMap((write) => (write.name === name && write.value ? [trace.evaluate(write.value, frame)] : [])));
  return fieldValue(trace, cls.ref.node, name, fields);
}

/** What is written to a field, or what its declared type says when nothing is or nobody knows: `@Inject() private readonly qlik: Qlik`. */
function fieldValue(trace: Trace, cls: Node, name: string, written: readonly Value[]): Value | undefined {
  const value = written.length > 0 ? union(written) : undefined;
  if (value && !isVague(value)) return value;
  const members: readonly Node[] = cls.type.startsWith('Class') ? cls['body']['body'] : [];
  const type: Node | undefined = members.find((member) => member['key'] && member['typeAnnotation'] && keyName(member['key'], member['computed']) === name)?.['typeAnnotation'].typeAnnotation;
  const typed = type && valueOfType(trace, type, undefined);
  return typed && typed.kind !== 'unknown' ? typed : value;
}

/** Where a field of an instance gets its value: the expressions that are assigned, and the parameters that are fields. */
export function fieldSources(trace: Trace, instance: InstanceValue, name: string): readonly { readonly node?: Node; readonly parameter?: Node; readonly frame: Frame | undefined }[] {
  const { cls, frame } = instance;
  const body: readonly Node[] = cls.ref.node['body']?.['body'] ?? [];
  const declared = body.filter((member) => !member['static'] && member['key'] && !isFunction(member) && member['value'] && keyName(member['key'], member['computed']) === name);
  const own = [
    ...declared.map((member) => ({ node: member['value'] as Node, frame })),
    ...fieldWriteNodes(trace, cls.ref.node).flatMap((write) => (write.name === name ? [{ ...(write.value ? { node: write.value } : {}), ...(write.parameter ? { parameter: write.parameter } : {}), frame }] : [])),
  ];
  if (own.length > 0) return own;
  const base = baseClass(trace, cls);
  return base ? fieldSources(trace, { kind: 'instance', cls: base, frame: superFrame(trace, instance) }, name) : [];
}

function boundMethod(value: Value, self: InstanceValue | ClassValue): Value {
  return value.kind === 'function' ? { ...value, self } : value;
}

function methodValue(trace: Trace, member: Node, self: Value, frame: Frame | undefined): Value {
  const method = { kind: 'function', ref: { node: member, frame }, self } as const;
  return member['kind'] === 'get' ? trace.returned(method, member, undefined) : method;
}

/** Values assigned to `this.name` in the class, and constructor parameters that are fields (`constructor(private client)`). */
function fieldWrites(trace: Trace, cls: Node, name: string, frame: Frame | undefined): Value[] {
  const writes = fieldWriteNodes(trace, cls);
  const named = writes.filter((write) => write.name === name).map((write) => (write.parameter ? trace.evaluatePattern(write.parameter, frame) : trace.evaluate(write.value as Node, frame)));
  const merged = writes.flatMap((write) => (write.name === everything && !write.isKeyed ? [memberOf(trace, trace.evaluate(write.value as Node, frame), name, { node: write.value as Node, frame })] : []));
  return [...named, ...merged.filter((value) => value.kind !== 'unknown')];
}

/**
 * What is merged into the instances of a class as a whole, by it, from outside or by those above it, as far as the member is not the class's
 * own. What a field is given first is replaced by what the class itself merges; it replaces what those above it do.
 */
export function mergedInto(trace: Trace, instance: InstanceValue, name: string, depth = 0): Value[] {
  const { cls, frame } = instance;
  const writes = fieldWriteNodes(trace, cls.ref.node);
  const named = ((cls.ref.node['body']?.['body'] ?? []) as Node[]).filter((member) => member['key']?.name === name);
  if (writes.some((write) => write.name === name) || named.some(isFunction)) return [];
  const merged = writes.flatMap((write) => (write.name === everything && write.value ? mergedAs(trace, write.value, frame, name, write.isKeyed) : []));
  const all = depth === 0 ? [...merged, ...mergedFromOutside(trace, instance, name)] : merged;
  if (all.length > 0 || named.some((member) => member['value'])) return all;
  const declared = mergedInterfaces(cls.ref.node).length > 0 ? trace.shapeOfType(cls.ref.node) : undefined;
  if (declared) return [declared];
  return depth > highest ? [] : mergedAbove(trace, instance, name, depth);
}

/** Classes above a class further than this are not looked at. */
const highest = 6;

/** A class that a function makes may stand on several: an instance of one that is given nothing is something else. */
function mergedAbove(trace: Trace, instance: InstanceValue, name: string, depth: number): Value[] {
  const base = instance.cls.ref.node['superClass'];
  const above = base ? members(trace.evaluate(base, instance.cls.ref.frame)).filter((value): value is ClassValue => value.kind === 'class') : [];
  const [only] = above;
  if (above.length === 1 && only) return mergedInto(trace, { kind: 'instance', cls: only, frame: superFrame(trace, instance) }, name, depth + 1);
  const all = above.map((cls): readonly Value[] => mergedInto(trace, { kind: 'instance', cls, frame: undefined }, name, depth + 1));
  return all.every((merged) => merged.length === 0) ? [] : all.flatMap((merged, index): readonly Value[] => (merged.length > 0 ? merged : [trace.intern({ kind: 'instance', cls: above[index] as ClassValue, frame: undefined })]));
}

interface FieldWrite {
  readonly name: string;
  readonly isKeyed?: boolean;
  readonly value?: Node;
  readonly parameter?: Node;
}
const writes = new WeakMap<Node, readonly FieldWrite[]>();

function fieldWriteNodes(trace: Trace, cls: Node): readonly FieldWrite[] {
  const known = writes.get(cls);
  if (known) return known;
  const found: FieldWrite[] = [];
  const roots = cls.type.startsWith('Class') ? membersOf(cls, false) : [cls, ...prototypeAssignments(trace, cls).map((assigned) => assigned.value)];
  for (const root of roots) collectWrites(root, found);
  writes.set(cls, found);
  return found;
}

const membersOf = (cls: Node, isStatic: boolean): readonly Node[] => (cls['body']['body'] as Node[]).filter((member) => (!!member['static'] || member.type === 'StaticBlock') === isStatic);

const staticOf = new WeakMap<Node, readonly FieldWrite[]>();

/** What static blocks and methods of a class give its static members: `static { this.name = … }`. */
function staticWrites(cls: Node): readonly FieldWrite[] {
  const known = staticOf.get(cls);
  if (known || !cls.type.startsWith('Class')) return known ?? [];
  const found: FieldWrite[] = [];
  for (const member of membersOf(cls, true)) collectWrites(member, found);
  staticOf.set(cls, found);
  return found;
}

function collectWrites(node: Node, found: FieldWrite[]): void {
  if (node.type === 'TSParameterProperty') {
    const target = node['parameter'].type === 'AssignmentPattern' ? node['parameter'].left : node['parameter'];
    found.push({ name: target.name, parameter: target });
  }
  if (node.type === 'AssignmentExpression' && isMember(node['left']) && node['left'].object.type === 'ThisExpression') {
    const name = memberName(node['left']);
    const copied = copiedByKey(node['left'], node['right']);
    if (name !== undefined || copied) found.push({ name: name ?? everything, value: copied ?? node['right'], ...(copied ? { isKeyed: true } : {}) });
  }
  // `({ data: this.users } = page)`
  if (node.type === 'AssignmentExpression' && /^(?:Object|Array)Pattern$/.test(node['left'].type))
    for (const target of descendants(node['left'])) if (isMember(target) && target['object'].type === 'ThisExpression' && isTaken(target)) found.push({ name: memberName(target) ?? '', parameter: target });
  if (node.type === 'CallExpression' && node['arguments'][0]?.type === 'ThisExpression' && isMember(node['callee']) && memberName(node['callee']) === 'assign')
    for (const value of (node['arguments'] as Node[]).slice(1)) found.push({ name: everything, value });
  for (const key of ['body', 'params', 'expression', 'consequent', 'alternate', 'block', 'finalizer', 'value', 'right', 'argument', 'arguments', 'callee', 'object', 'declarations', 'init']) {
    const child = node[key];
    for (const inner of Array.isArray(child) ? child : [child]) {
      if (inner?.type && !(inner.type === 'FunctionExpression' && node.type !== 'ClassProperty') && !inner.type.startsWith('Class')) collectWrites(inner, found);
    }
  }
}

/** True for what a pattern gives something to. */
const isTaken = (target: Node): boolean => /^(?:ObjectProperty|ArrayPattern|RestElement|AssignmentPattern)$/.test(target.parent?.type ?? '') && target.parent?.['right'] !== target && target.parent?.['key'] !== target;
