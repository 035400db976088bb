import { isMember, keyName, type Node, unwrap } from '../../source/ast.ts';
import { memberOf } from '../../trace/members.ts';
import { asList } from '../../trace/methods.ts';
import { partOf } from '../../trace/calls/nested.ts';
import type { Trace } from '../../trace/trace.ts';
import { literalText, type MapValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import type { ListUse, TextKey } from '../client.ts';

/** An argument beside the data, and the call that it is an argument of. */
export interface Given extends Ref {
  readonly call: Node;
}

/** One use of a function over lists and members, however its arguments were gathered: in one call, in several, or in a chain. */
export interface Job {
  readonly trace: Trace;
  readonly at: Ref;
  readonly options: readonly Given[];
  readonly data: Value;
  /** The expression that the data is, where it is one of the call. */
  readonly dataAt?: Ref | undefined;
  /** Strings, lists and objects stand for functions of an element, as in lodash. */
  readonly shorthands: boolean;
  /** The data comes later: the call only makes a function. */
  readonly waits: boolean;
}

/** What a function of such a library does, in terms of its data and of the arguments beside it. */
export interface Operation {
  /** How many arguments stand beside the data where the library curries. */
  readonly beside: number;
  gives(job: Job): Value;
  /** What parameter `parameter` receives of a function that argument `option` is, or that stands `within` it. */
  hands?(job: Job, option: number, parameter: number, within: readonly string[]): Value | undefined;
  /** Names of members among the arguments. */
  keys?(job: Job): readonly TextKey[];
}

export const element = (job: Job, of = job.data): Value => job.trace.element(of, job.at.node, job.at.frame);
export const listOf = (job: Job, value: Value): Value => asList(value, job.at);
export const dictionary = (job: Job, value: Value): MapValue => ({ kind: 'map', how: 'dictionary', value, ref: job.at });
export const optionValue = (job: Job, option: number): Value => (job.options[option] ? job.trace.value(job.options[option]) : unknown);

/** What the function given as an argument, or standing within it, gives for these values. */
export function applied(job: Job, option: number, given: readonly Value[], within: readonly string[] = []): Value {
  const argument = job.options[option];
  const node = argument && partOf(unwrap(argument.node), within);
  if (!argument || !node) return unknown;
  return union(
    members(job.trace.evaluate(node, argument.frame)).map((value) => {
      if (value.kind === 'function') return job.trace.callbackReturned(value, argument.call, argument.frame);
      return (value.kind === 'library' && job.trace.clientOf(value)?.apply?.(value, given, job.at, job.trace)) || unknown;
    }),
  );
}

/** What the argument makes of each element; the element itself where there is no argument. */
export function outcome(job: Job, option: number): Value {
  const argument = job.options[option];
  if (!argument) return element(job);
  const text = job.shorthands ? literalText(job.trace.value(argument)) : undefined;
  return text === undefined ? applied(job, option, [element(job)]) : along(job, element(job), stepsOf(text));
}

interface Step {
  /** Undefined for a step that only the run knows. */
  readonly name: string | undefined;
  /** Where it stands: in the text of a string, or as an element of a list. */
  readonly start: number;
  readonly node: Node | undefined;
}

/** `data[0].created`: its steps. */
const stepsOf = (text: string): Step[] => [...text.matchAll(/[^.[\]'"]+/g)].map((match) => ({ name: match[0], start: match.index, node: undefined }));

/** The steps of a path, written as a string or as a list. */
function pathOf(job: Job, node: Node, frame: Given['frame']): readonly Step[] {
  const path = unwrap(node);
  if (path.type === 'ArrayExpression')
    return (path['elements'] as (Node | null)[]).flatMap((part) => (part ? [{ name: part.type === 'NumericLiteral' ? String(part['value']) : literalText(job.trace.evaluate(part, frame)), start: 0, node: part }] : []));
  const text = literalText(job.trace.evaluate(path, frame));
  return text === undefined ? [{ name: undefined, start: 0, node: path }] : stepsOf(text);
}

/** What stands at the end of a path. */
function along(job: Job, value: Value, steps: readonly Step[]): Value {
  return steps.reduce<Value>((at, { name }) => {
    if (name !== undefined && !/^-?\d+$/.test(name)) return memberOf(job.trace, at, name, job.at);
    return union(members(at).map((one) => (one.kind === 'map' ? one.value : element(job, one))));
  }, value);
}

/** The member at the path that is given as this argument. */
export function memberAt(job: Job, option: number, of = job.data): Value {
  const argument = job.options[option];
  return argument ? along(job, of, pathOf(job, argument.node, argument.frame)) : unknown;
}

/** Names in the path that is given as this argument. `list` says what is done where the path ends at the list of roles. */
export function pathKeys(job: Job, option: number, of: Value, list: ListUse): TextKey[] {
  const argument = job.options[option];
  return argument ? keysIn(job, argument.node, argument.frame, of, list) : [];
}

/** Why a name that stands somewhere else stays: other code may use it. */
const elsewhere = 'the name is a value, which may be used for more than reading users';

/** The string or the list that a name stands for; the expression itself where it is written here. */
function written(job: Job, given: Node, frame: Given['frame']): Node {
  const node = unwrap(given);
  if (node.type !== 'Identifier' && !isMember(node)) return node;
  const value = job.trace.evaluate(node, frame);
  if (value.kind === 'list' && !value.rest && value.ref.node.type === 'ArrayExpression') return value.ref.node;
  const [piece] = value.kind === 'text' && value.pieces.length === 1 ? value.pieces : [];
  return piece?.kind === 'literal' && piece.node.type === 'StringLiteral' ? piece.node : node;
}

function keysIn(job: Job, given: Node, frame: Given['frame'], of: Value, list: ListUse): TextKey[] {
  const node = written(job, given, frame);
  if (node !== unwrap(given)) return keysIn(job, node, frame, of, list).map((key) => ({ blocked: elsewhere, ...key }));
  if (node.type !== 'StringLiteral' && node.type !== 'ArrayExpression') return [];
  const steps = pathOf(job, node, frame);
  return steps.flatMap(({ name, start, node: part }, index) => {
    const literal = part ?? node;
    if (name === undefined || literal.type !== 'StringLiteral') return [];
    const next = steps[index + 1];
    const isLast = index === steps.length - 1;
    const use: ListUse = isLast || !part ? list : next?.node?.type === 'NumericLiteral' && index === steps.length - 2 ? { how: 'element', at: next.node } : { how: 'unknown' };
    return [{ literal, name, start, of: along(job, of, steps.slice(0, index)), list: use }];
  });
}

/** Names among the members that are listed by this argument, one string each, or by several arguments. */
export function listedKeys(job: Job, option: number, of: Value, list: ListUse, more: Partial<TextKey> = {}): TextKey[] {
  return job.options.slice(option).flatMap((argument) => {
    const node = written(job, argument.node, argument.frame);
    const shared = node === unwrap(argument.node) ? {} : { blocked: elsewhere };
    const parts: readonly (Node | null)[] = node.type === 'ArrayExpression' ? node['elements'] : [node];
    return parts.flatMap((part) => (part ? keysIn(job, part, argument.frame, of, list) : [])).map((key) => ({ ...key, ...shared, ...more }));
  });
}

/** Names in an argument that stands for a function of each element: a path, a pair of a name and a value, an object to be like. */
export function shorthandKeys(job: Job, option: number, of: Value, isMany: boolean): TextKey[] {
  const argument = job.options[option];
  if (!argument || !job.shorthands) return [];
  const node = written(job, argument.node, argument.frame);
  const keys = shorthandsIn(job, node, argument, of, isMany);
  return node === unwrap(argument.node) ? keys : keys.map((key) => ({ ...key, blocked: elsewhere }));
}

function shorthandsIn(job: Job, node: Node, argument: Given, of: Value, isMany: boolean): TextKey[] {
  if (node.type === 'StringLiteral') return keysIn(job, node, argument.frame, of, { how: 'function', at: node });
  if (node.type === 'ObjectExpression') return objectKeys(node, of);
  const parts: readonly Node[] = node.type === 'ArrayExpression' ? (node['elements'] as (Node | null)[]).flatMap((part) => part ?? []) : [];
  if (isMany) return parts.flatMap((part) => (part.type === 'StringLiteral' ? keysIn(job, part, argument.frame, of, { how: 'function', at: part }) : part.type === 'ObjectExpression' ? objectKeys(part, of) : []));
  return parts[0]?.type === 'StringLiteral' ? keysIn(job, parts[0], argument.frame, of, { how: 'unknown' }) : [];
}

/** The keys of an object that stands for a user. `blocked`: why the list of roles cannot be rewritten there. */
export function objectKeys(object: Node, of: Value, blocked?: string): TextKey[] {
  return (object['properties'] as Node[]).flatMap((property) => {
    const name = property.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : undefined;
    if (name === undefined) return [];
    const isStuck = blocked !== undefined && name === 'roles';
    return [{ literal: property, name, start: 0, of, list: { how: 'unknown' }, ...(isStuck ? { blocked } : {}) } as const];
  });
}
