import { testDouble } from '../../evidence-words.ts';
import { descendants, isAssign, isCall, isFunction, isMember, keyName, memberName, methodName, type Node, unwrap } from '../../source/ast.ts';
import { mergedAs } from './bridged.ts';
import { basesOf } from '../classes/instances.ts';
import type { Trace } from '../trace.ts';
import { type ClassValue, type Frame, type InstanceValue, members, type Ref, union, unknown, type Value } from '../value.ts';

/** `keys.path = 'api-keys'`: a member that is set from outside of what it belongs to. */
interface OutsideWrite {
  readonly object: Node;
  /** What is written; undefined where that cannot be told: `({ path: keys.path } = options)`. */
  readonly value: Node | undefined;
}

const inProgram = new WeakMap<Node, ReadonlyMap<string, readonly OutsideWrite[]>>();
const inProject = new WeakMap<Trace, Map<string, readonly OutsideWrite[]>>();
const none: readonly OutsideWrite[] = [];

/** Stands for the names of all members of what is merged. */
export const everything = '*';

/** What the member of a class or of its instances is set to where the object has another name than `this`, as far as that object may be this one. */
export function setFromOutside(trace: Trace, cls: ClassValue, self: InstanceValue | undefined, name: string): readonly Value[] {
  const isMethod = membersNamed(cls.ref.node, name).some((member) => isFunction(member) && member['kind'] === 'method');
  const names = [name, ...settersOf(cls.ref.node, name)];
  return names
    .flatMap((one) => writesOf(trace, one))
    .flatMap((write) => {
      if (!members(trace.evaluate(write.object, undefined)).some((target) => (self ? isSameInstance(trace, self, target, isMethod) : isSameClass(cls, target)))) return [];
      const value = write.value ? trace.evaluate(write.value, undefined) : unknown;
      return isMethod ? members(value).filter((member) => member.kind === 'function') : [value];
    });
}

/** The value of a member together with what it is set to from outside. */
export function withOutside(trace: Trace, cls: ClassValue, self: InstanceValue | undefined, name: string, own: Value | undefined): Value | undefined {
  const written = setFromOutside(trace, cls, self, name);
  return written.length === 0 ? own : union(own ? [own, ...written] : written);
}

/**
 * What is merged as a whole into instances of a class from outside: `Object.assign(new User(), json)`. Where some of them are given a member
 * of this name behind that, it is something else's as well.
 */
export function mergedFromOutside(trace: Trace, self: InstanceValue, name: string): readonly Value[] {
  const merged = writesOf(trace, everything).flatMap(({ object, value }) => (value && members(trace.evaluate(object, undefined)).some((target) => isSameInstance(trace, self, target, false)) ? [value] : []));
  return merged.flatMap((value) => mergedAs(trace, value, undefined, name));
}

/** What the member of an object literal in a list is set to where the list is gone through: `steps[0].show = …`. */
export function setThroughList(trace: Trace, { node }: Ref, name: string): readonly Value[] {
  if (node.type !== 'ObjectExpression' || node.parent?.type !== 'ArrayExpression') return [];
  const file = trace.project.fileOf(node);
  return writesOf(trace, name).flatMap((write) => {
    const where = trace.project.fileOf(write.object);
    if (where !== file && !trace.project.importsOf(where).has(file)) return [];
    const isMeant = members(trace.evaluate(write.object, undefined)).some((target) => target.kind === 'object' && target.ref.node === node);
    return isMeant ? [write.value ? trace.evaluate(write.value, undefined) : unknown] : [];
  });
}

/** True for an object literal in a list of which some member is set where the list is gone through. */
export const isSetThroughList = (trace: Trace, ref: Ref): boolean =>
  ref.node.type === 'ObjectExpression' && (ref.node['properties'] as Node[]).some((property) => property['key'] && setThroughList(trace, ref, keyName(property['key'], property['computed']) ?? '').length > 0);

/** A method is set for a single instance: that of which nothing is seen may be any other. */
function isSameInstance(trace: Trace, self: InstanceValue, target: Value, isMethod: boolean): boolean {
  if (target.kind !== 'instance') return false;
  const one = self.cls.ref.node;
  const other = target.cls.ref.node;
  const isRelated = one === other || [...basesOf(trace, one)].some((base) => base.ref.node === other) || [...basesOf(trace, other)].some((base) => base.ref.node === one);
  return isRelated && (self.frame && target.frame ? isSameCall(self.frame, target.frame) : !isMethod);
}

const isSameCall = ({ call: one }: Frame, { call: other }: Frame): boolean => one === other || (one.start === other.start && one.parent === other.parent);

const isSameClass = (cls: ClassValue, target: Value): boolean => target.kind === 'class' && target.ref.node === cls.ref.node;

const membersNamed = (cls: Node, name: string): readonly Node[] => bodyOf(cls).filter((member) => member['key'] && keyName(member['key'], member['computed']) === name);

const bodyOf = (cls: Node): readonly Node[] => (cls.type.startsWith('Class') ? (cls['body']['body'] as Node[]) : []);

/** The setters of a class that keep what they are given in this field. */
function settersOf(cls: Node, field: string): readonly string[] {
  return bodyOf(cls).flatMap((member) => {
    const name = member['kind'] === 'set' ? keyName(member['key'], member['computed']) : undefined;
    const isKept = name !== undefined && descendants(member).some((node) => node.type === 'AssignmentExpression' && isMember(node['left']) && node['left'].object.type === 'ThisExpression' && memberName(node['left']) === field);
    return name !== undefined && isKept && name !== field ? [name] : [];
  });
}

/** The writes of the project to members of this name. */
export function writesOf(trace: Trace, name: string): readonly OutsideWrite[] {
  const known = inProject.get(trace) ?? new Map<string, readonly OutsideWrite[]>();
  inProject.set(trace, known);
  const found = known.get(name) ?? (name === everything || /^[\w$]+$/.test(name) ? searched(trace, name) : none);
  known.set(name, found);
  return found;
}

/** `Object.assign(user, json)`, `Object.setPrototypeOf(json, User.prototype)`: something that the program made is given the members of something else. */
const mergesWhole = /\b(?:assign|setPrototypeOf)\s*\(\s*(?!\{|this\b)[\w(]/;

/** Only files whose text writes a member of the name are parsed for it; what tests put in place of something is not what the program puts there. */
function searched(trace: Trace, name: string): readonly OutsideWrite[] {
  const word = name.replaceAll('$', '\\$');
  const written = name === everything ? mergesWhole : new RegExp(`\\.\\s*${word}\\s*(?:=(?!=)|\\?\\?=|\\|\\|=|[,\\]}][^;\\n=]{0,60}=)|\\bassign\\s*\\(`);
  const { root } = trace.project.files;
  const files = name === everything ? new Set([...trace.project.filesWith('assign'), ...trace.project.filesWith('setPrototypeOf')]) : trace.project.filesWith(name);
  return [...files].flatMap((file) => {
    if (testDouble.test(file.slice(root.length + 1))) return none;
    const text = trace.project.files.read(file);
    const program = text !== undefined && written.test(text) ? trace.project.source(file)?.program : undefined;
    return program ? (writesIn(program).get(name) ?? none) : none;
  });
}

function writesIn(program: Node): ReadonlyMap<string, readonly OutsideWrite[]> {
  const known = inProgram.get(program);
  if (known) return known;
  const found = new Map<string, OutsideWrite[]>();
  const add = (object: Node, name: string | undefined, value: Node | undefined): void => {
    if (name === undefined || unwrap(object).type === 'ThisExpression') return;
    found.set(name, [...(found.get(name) ?? []), { object, value }]);
  };
  for (const node of descendants(program)) {
    if (node.type === 'AssignmentExpression' && /^(?:=|\?\?=|\|\|=)$/.test(node['operator'])) for (const { target, value } of targetsOf(node['left'], node['right'])) add(target['object'], memberName(target), value);
    else if (isCall(node) && isAssign(node['callee'])) for (const { name, value } of mergedIn(node)) add(node['arguments'][0], name, value);
    else if (isCall(node) && methodName(node) === 'setPrototypeOf' && node['arguments'].length === 2 && node['arguments'][0].type !== 'ThisExpression') add(node['arguments'][1], everything, node['arguments'][0]);
  }
  inProgram.set(program, found);
  return found;
}

/** The members that an assignment sets, each with what it gets: `[a.show, b.show] = [b.show, a.show]` sets two. */
function targetsOf(target: Node | null, value: Node | undefined): readonly { readonly target: Node; readonly value: Node | undefined }[] {
  if (!target) return [];
  if (isMember(target)) return [{ target, value }];
  if (target.type === 'AssignmentPattern') return targetsOf(target['left'], undefined);
  const given: readonly (Node | null)[] | undefined = value?.type === 'ArrayExpression' ? value['elements'] : undefined;
  if (target.type === 'ArrayPattern') return (target['elements'] as (Node | null)[]).flatMap((element, index) => targetsOf(element, given?.some((one) => one?.type === 'SpreadElement') ? undefined : (given?.[index] ?? undefined)));
  return target.type === 'ObjectPattern' ? (target['properties'] as Node[]).flatMap((property) => (property.type === 'ObjectProperty' ? targetsOf(property['value'], undefined) : [])) : [];
}

/** `Object.assign(page, { path }, json)`. */
function mergedIn(call: Node): readonly { readonly name: string | undefined; readonly value: Node }[] {
  return (call['arguments'] as Node[])
    .slice(1)
    .flatMap((given) =>
      given.type !== 'ObjectExpression'
        ? [{ name: everything, value: given }]
        : (given['properties'] as Node[]).flatMap((property) => (property['key'] ? [{ name: keyName(property['key'], property['computed']), value: property.type === 'ObjectMethod' ? property : property['value'] }] : [])),
    );
}
