import { descendants, isCall, isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { ownStatements } from '../calls/calls.ts';
import { findSuperCall } from './making.ts';
import { bindingMentions, mentionsOf } from '../changes/contents.ts';
import { forThis } from './this-mentions.ts';
import { addedTo, isVague } from '../evaluate.ts';
import { constructorOf, frameOf } from '../frames.ts';
import { basesOf } from './instances.ts';
import { elementAt } from '../members.ts';
import { subclassesOf } from './subclasses.ts';
import type { Trace } from '../trace.ts';
import { valueOfType } from '../types/types.ts';
import { type ClassValue, type Frame, type InstanceValue, members, type Ref, union, type Value } from '../value.ts';

/** The container of the platform that a class of the project stands on, directly or through others. */
type Container = 'Map' | 'Set' | 'Array' | 'Query';

const containers: Readonly<Record<string, Container>> = { Map: 'Map', WeakMap: 'Map', Set: 'Set', WeakSet: 'Set', Array: 'Array', URLSearchParams: 'Query' };

/** `class Directory extends Map {}`: the map or the list that an instance is. */
export function ownContainer(trace: Trace, instance: InstanceValue): Value | undefined {
  const kind = containerBelow(trace, instance.cls.ref.node);
  return kind && kind !== 'Query' ? containerOf(trace, instance, kind) : undefined;
}

/** An instance as the container that it is; any other value as it is. */
export const asContainer = (trace: Trace, value: Value): Value => (value.kind === 'instance' && ownContainer(trace, value)) || (value.kind === 'union' ? union(value.of.map((member) => asContainer(trace, member))) : value);

/** `People.from(list)`, `People.of(…)`: an instance of a class that extends `Array`. */
export const madeByStatic = (trace: Trace, cls: ClassValue, method: string): Value | undefined =>
  /^(?:from|of)$/.test(method) && containerBelow(trace, cls.ref.node) === 'Array' ? trace.intern({ kind: 'instance', cls, frame: undefined }) : undefined;

export function containerBelow(trace: Trace, cls: Node): Container | undefined {
  const top = cls['superClass'] ? ([...basesOf(trace, cls)].at(-1)?.ref.node ?? cls) : undefined;
  const base = top?.['superClass'] && members(trace.evaluate(top['superClass'], undefined))[0];
  return base && base.kind === 'library' && base.name === 'global' && base.path.length === 1 ? containers[base.path[0] ?? ''] : undefined;
}

/** What is put in by the class, by those above it and by whoever has an instance. What one of several instances gets, any may have. */
function containerOf(trace: Trace, { cls, frame }: InstanceValue, kind: Container): Value {
  const { node } = cls.ref;
  const above = [...basesOf(trace, node)].map((base) => base.ref.node);
  const family = [node, ...above, ...(frame ? [] : subclassesOf(trace, node))];
  const ref: Ref = { node, frame: undefined };
  const parameters: readonly Node[] = [node, ...above].flatMap((one) => one['superTypeParameters']?.['params'] ?? []);
  const type = kind === 'Map' ? parameters[1] : parameters[0];
  const written = union([...startsOf(trace, frame ? [node] : family, frame).flatMap((start) => startedWith(trace, start, kind)), ...family.flatMap((one) => addedTo(trace, { node: one, frame: undefined }))]);
  const value = type && isVague(written) ? valueOfType(trace, type, undefined) : written;
  return kind === 'Map' ? { kind: 'map', how: 'map', value, ref } : { kind: 'list', items: [], rest: value, ref };
}

/** The calls whose arguments the container of the platform gets: `super(…)` of the highest constructor, or `new` where there is none. */
export function startsOf(trace: Trace, classes: readonly Node[], frame: Frame | undefined): readonly Ref[] {
  return classes.flatMap((cls) => {
    const highest = [cls, ...[...basesOf(trace, cls)].map((base) => base.ref.node)].flatMap((one) => constructorOf(one) ?? []).at(-1);
    if (!highest) return makersOf(trace, cls).map((node) => ({ node, frame: undefined }));
    const call = findSuperCall(highest);
    return call ? [{ node: call, frame: frameOf(highest, frame) }] : [];
  });
}

/** Elements, or values of pairs, that the container starts with. */
function startedWith(trace: Trace, { node, frame }: Ref, kind: Container): Value[] {
  const given = node['arguments'] as Node[];
  const elements = (list: Node): Value => elementAt(trace, trace.evaluate(list, frame), Number.NaN, { node, frame });
  const isStatic = isMember(node['callee']);
  if (kind === 'Array' && !(isStatic && memberName(node['callee']) === 'from')) {
    return given.flatMap((one) => (one.type === 'SpreadElement' ? [elements(one['argument'])] : one.type === 'NumericLiteral' ? [] : [trace.evaluate(one, frame)]));
  }
  const [list] = given;
  if (!list || list.type === 'SpreadElement') return [];
  return [kind === 'Map' ? elementAt(trace, elements(list), 1, { node, frame }) : elements(list)];
}

/** `new People(…)`, `People.from(…)`. */
function makersOf(trace: Trace, cls: Node): readonly Node[] {
  const id: Node | undefined = cls['id'] ?? (cls.parent?.type === 'VariableDeclarator' ? cls.parent['id'] : undefined);
  const mentions = id?.type === 'Identifier' ? bindingMentions(trace, id) : [];
  return mentions.flatMap((mention) => {
    const { parent } = outermost(mention);
    if (parent?.type === 'NewExpression' && parent['callee'] === mention) return [parent];
    const call = isMember(parent) && /^(?:from|of)$/.test(memberName(parent as Node) ?? '') ? parent?.parent : undefined;
    return call && isCall(call) && call['callee'] === parent ? [call] : [];
  });
}

/** Expressions that mean an instance of a class: `this` and `super` in it, and what `new` makes, under its names. */
export function instanceMentions(trace: Trace, cls: Node, depth: number): Node[] {
  const found: Node[] = [];
  for (const member of cls['body']['body'] as Node[]) {
    if (member['static'] || member.type === 'StaticBlock') continue;
    forThis(member, (self) => found.push(self));
    found.push(...descendants(member).filter(({ type }) => type === 'Super'));
  }
  const made = makersOf(trace, cls).flatMap((call) => chainOf(cls, call));
  return [...found, ...made.flatMap((call) => [call, ...mentionsOf(trace, call, depth + 1)])];
}

/** `new People().load(rows)`: the same instance, where the method gives it back. */
function chainOf(cls: Node, made: Node): Node[] {
  const member = outermost(made).parent;
  const call = isMember(member) && member?.['object'] === outermost(made) ? member?.parent : undefined;
  const name = call && isCall(call) && call['callee'] === member ? memberName(member as Node) : undefined;
  const method = name === undefined ? undefined : (cls['body']['body'] as Node[]).find((own) => own['key']?.name === name && own['body']);
  const isSame = method ? ownStatements(method['body'], 'ReturnStatement').some((statement) => statement['argument']?.type === 'ThisExpression') : /^(?:set|add)$/.test(name ?? '');
  return isSame && call ? [made, ...chainOf(cls, call)] : [made];
}
