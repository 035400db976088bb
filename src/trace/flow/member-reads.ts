import { descendants, isCall, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { wholesIn } from '../types/typed-values.ts';
import { members, type Value } from '../value.ts';

/** A place that asks an object for a member by its name, or compares the name with a key of it. */
export interface MemberRead {
  readonly node: Node;
  readonly how: 'member' | 'pattern' | 'written' | 'name';
  /** The object literals that it may be, with what is spread into them. */
  readonly objects: ReadonlySet<Node>;
  /** Nothing else is known to come there. */
  readonly isSettled: boolean;
}

/** A place with the value that is asked there. */
interface Asked {
  readonly how: MemberRead['how'];
  value(): Value;
}

const known = new WeakMap<Trace, Map<string, readonly MemberRead[]>>();

/** Everything in the project that asks object literals for this name, through whatever parameters and variables they come there. */
export function readsOf(trace: Trace, name: string): readonly MemberRead[] {
  const names = known.get(trace) ?? new Map<string, readonly MemberRead[]>();
  known.set(trace, names);
  let found = names.get(name);
  if (!found) names.set(name, (found = programsWith(trace, [name]).flatMap((program) => descendants(program).flatMap((node) => readAt(trace, node, name)))));
  return found;
}

const programsWith = (trace: Trace, words: readonly string[]): Node[] => [...new Set(words.flatMap((word) => trace.project.filesWith(word)))].flatMap((file) => (file.endsWith('.json') ? [] : (trace.project.source(file)?.program ?? [])));

function readAt(trace: Trace, node: Node, name: string): MemberRead[] {
  const asked = isMember(node) ? askedMember(trace, node, name) : (askedKey(trace, node, name) ?? askedByName(trace, node, name));
  if (!asked) return [];
  return trace.ask(() => {
    const values = members(asked.value());
    const objects = new Set(values.flatMap((value) => literalsIn(trace, value)));
    return objects.size > 0 ? [{ node, how: asked.how, objects, isSettled: values.every((value) => value.kind === 'object') }] : [];
  }, []);
}

function askedMember(trace: Trace, node: Node, name: string): Asked | undefined {
  const isTarget = node.parent?.type === 'AssignmentExpression' && node.parent['left'] === node;
  return memberName(node) === name ? { how: isTarget ? 'written' : 'member', value: () => trace.evaluate(node['object'], undefined) } : undefined;
}

function askedKey(trace: Trace, node: Node, name: string): Asked | undefined {
  const pattern = node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern' ? node.parent : undefined;
  return pattern && keyName(node['key'], node['computed']) === name ? { how: 'pattern', value: () => trace.evaluatePattern(pattern, undefined) } : undefined;
}

/** `'sortBy' in query`, `Object.hasOwn(query, 'sortBy')`, `key === 'sortBy'`, `case 'sortBy':`. */
function askedByName(trace: Trace, node: Node, name: string): Asked | undefined {
  const { parent } = node;
  if (node.type !== 'StringLiteral' || node['value'] !== name || !parent) return undefined;
  const of = (other: Node): Asked => ({ how: 'name', value: () => trace.evaluate(other, undefined) });
  const ofKey = (other: Node): Asked => ({ how: 'name', value: () => keyedBy(trace, other) });
  if (parent.type === 'BinaryExpression' && parent['operator'] === 'in') return of(parent['right']);
  if (parent.type === 'BinaryExpression' && /^[!=]==?$/.test(parent['operator'])) return ofKey(parent['left'] === node ? parent['right'] : parent['left']);
  if (parent.type === 'SwitchCase') return ofKey(parent.parent?.['discriminant']);
  const callee = isCall(parent) ? unwrap(parent['callee']) : undefined;
  const method = isMember(callee) ? memberName(callee as Node) : undefined;
  if (method === 'hasOwnProperty') return of(callee?.['object']);
  return method === 'hasOwn' && parent['arguments'][1] === node ? of(parent['arguments'][0]) : undefined;
}

/** The object of which an expression is any key. */
function keyedBy(trace: Trace, key: Node): Value {
  const of = members(trace.evaluate(key, undefined)).flatMap((value) => (value.kind === 'each' && value.part === 'key' ? members(value.of) : []));
  return { kind: 'union', of };
}

const chosen = new WeakMap<Trace, ReadonlySet<Node>>();

/** True for an object of which the project picks members by tests of their names: `Object.entries(query).filter(([key]) => wanted.includes(key))`. */
export function isPickedFrom(trace: Trace, object: Node): boolean {
  let found = chosen.get(trace);
  if (!found) {
    const looping = programsWith(trace, ['for']).filter((program) => goesThroughKeys.test(trace.project.sourceOf(program).text));
    const mapping = programsWith(trace, ['Map']).filter((program) => makesMap.test(trace.project.sourceOf(program).text));
    const tests = [...new Set([...programsWith(trace, ['entries', 'keys']), ...looping, ...mapping])].flatMap((program) => descendants(program).flatMap((node) => testedKey(node) ?? []));
    chosen.set(trace, (found = new Set(tests.flatMap((key) => trace.ask(() => literalsIn(trace, keyedBy(trace, key)), [])))));
  }
  return found.has(object);
}

const makesMap = /\bnew Map\b/;
const goesThroughKeys = /\bfor\s*\(\s*(?:const|let|var)\s+\w+\s+in\b/;

/** What `list.includes(x)`, `set.has(x)`, `pattern.test(x)`, `x.startsWith('…')` ask about. */
function testedKey(call: Node): Node | undefined {
  const callee = isCall(call) ? unwrap(call['callee']) : undefined;
  const method = (isMember(callee) && memberName(callee as Node)) || '';
  const tested: Node | undefined = /^(?:startsWith|endsWith|match)$/.test(method) ? callee?.['object'] : /^(?:includes|has|indexOf|test)$/.test(method) ? call['arguments'][0] : undefined;
  return tested?.type === 'Identifier' ? tested : undefined;
}

/** The object literals that a value can be, and those that are spread into them; of a map with the parameters of a query, where it is made. */
const literalsIn = (trace: Trace, value: Value): Node[] => (value.kind === 'map' ? (value.isQuery ? [value.ref.node] : []) : wholesIn(trace, value).flatMap((whole) => (whole.kind === 'object' ? [whole.ref.node] : [])));
