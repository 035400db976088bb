import type { Node } from '../../source/ast.ts';
import { receivedValue } from '../../trace/calls/parameters.ts';
import { type LibraryValue, type Ref, union, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import type { ClientUse, TextKey } from '../client.ts';
import type { Given, Job, Operation } from './collections.ts';
import { applied } from './collections.ts';
import { entryOf } from '../../table.ts';

export type Operations = Readonly<Record<string, Operation>>;

/** One operation under several names. */
export const named = (names: string, operation: Operation): Operations => Object.fromEntries(names.split(' ').map((name) => [name, operation]));

/** A library whose functions take their data last, and give a function of what is missing: ramda, lodash/fp. */
export interface Curried {
  readonly operations: Operations;
  /** Functions that join functions to one, and the order in which those run. */
  readonly joins: Readonly<Record<string, 'forth' | 'back'>>;
  readonly shorthands: boolean;
  /** Every call only makes a function, whatever it is given: operators of streams. */
  readonly isWaiting?: boolean;
  /** The library's name for the function that is called. */
  nameOf(library: LibraryValue): string;
}

/** The arguments of the calls that made a function, and of the call itself. */
function givenIn(made: readonly Ref[], last?: Ref): Given[] {
  return [...made, ...(last ? [last] : [])].flatMap(({ node, frame }) => ((node['arguments'] ?? []) as Node[]).map((argument) => ({ node: argument, frame, call: node })));
}

/** The functions that are joined: listed one by one, or in one list. */
function joinedBy(given: readonly Given[]): readonly { readonly option: number; readonly within: readonly string[] }[] {
  const [list] = given;
  if (list?.node.type === 'ArrayExpression') return (list.node['elements'] as Node[]).map((_, index) => ({ option: 0, within: [String(index)] }));
  return given.map((_, option) => ({ option, within: [] }));
}

/** What comes out of the first `count` of the joined functions. */
function through(job: Job, order: 'forth' | 'back', until?: { option: number; within: readonly string[] }): Value {
  const steps = joinedBy(job.options);
  let value = job.data;
  for (const step of order === 'forth' ? steps : [...steps].reverse()) {
    if (until && step.option === until.option && step.within[0] === until.within[0]) return value;
    value = applied(job, step.option, [value], step.within);
  }
  return value;
}

/** What a call gives: a result, or a function that waits for the rest. */
export function curriedCall(library: Curried, use: ClientUse): Value | undefined {
  const name = use.library && library.nameOf(use.library);
  if (name === undefined || !use.library) return undefined;
  const waiting: LibraryValue = { ...use.library, made: [...use.made, here(use)] };
  const order = entryOf(library.joins, name);
  if (order) return use.made.length === 0 ? waiting : through(jobOf(library, use, givenIn(use.made), use.args[0] ? use.trace.evaluate(use.args[0], use.frame) : undefined), order);
  const operation = entryOf(library.operations, name);
  if (!operation) return undefined;
  const job = curriedJob(library, operation, use);
  return job.waits ? waiting : operation.gives(job);
}

function jobOf(library: Curried, use: ClientUse, options: readonly Given[], data: Value | undefined): Job {
  return { trace: use.trace, at: here(use), options, data: data ?? receivedValue(use.trace, use.call, 0, use.frame), shorthands: library.shorthands, waits: data === undefined };
}

function curriedJob(library: Curried, operation: Operation, use: ClientUse): Job {
  if (library.isWaiting) return use.made.length > 0 && use.args[0] ? jobOf(library, use, givenIn(use.made), use.trace.evaluate(use.args[0], use.frame)) : jobOf(library, use, givenIn([here(use)]), undefined);
  const given = givenIn(use.made, here(use));
  const data = given[operation.beside];
  return { ...jobOf(library, use, given.slice(0, operation.beside), data && use.trace.value(data)), dataAt: data };
}

/** What a function that is an argument receives. */
export function curriedCallback(library: Curried, use: ClientUse, argument: number, parameter: number, within: readonly string[]): Value | undefined {
  const name = use.library && library.nameOf(use.library);
  if (name === undefined) return undefined;
  const order = entryOf(library.joins, name);
  if (order) {
    const job = jobOf(library, use, givenIn([here(use)]), undefined);
    const [first] = order === 'forth' ? joinedBy(job.options) : joinedBy(job.options).slice(-1);
    if (parameter > 0) return first?.option === argument && use.trace.evaluate(use.call, use.frame).kind === 'library' ? receivedValue(use.trace, use.call, parameter, use.frame) : undefined;
    return through(job, order, { option: argument, within });
  }
  const operation = entryOf(library.operations, name);
  const before = givenIn(use.made).length;
  return operation?.hands?.(curriedJob(library, operation, use), before + argument, parameter, within);
}

/** The names of members in the arguments of a call. */
export function curriedKeys(library: Curried, use: ClientUse): readonly TextKey[] {
  const operation = use.library && entryOf(library.operations, library.nameOf(use.library));
  return operation?.keys?.(curriedJob(library, operation, use)).filter((key) => isWithin(use.call, key.literal)) ?? [];
}

const isWithin = (call: Node, node: Node): boolean => (call['arguments'] as Node[]).some((argument) => argument.start <= node.start && node.end <= argument.end);

/** What a function that the library made, or that it is, gives for these values. */
export function curriedApply(library: Curried, value: LibraryValue, given: readonly Value[], at: Ref, trace: ClientUse['trace']): Value | undefined {
  const name = library.nameOf(value);
  const options = givenIn(value.made);
  const operation = entryOf(library.operations, name);
  const missing = library.isWaiting ? 0 : Math.max(0, (operation?.beside ?? 0) - options.length);
  // A function of several elements, of which any may be the data: `reduce(maxBy(prop('date')), …)`.
  const data = missing < given.length ? union(given.slice(0, missing + 1)) : undefined;
  if (!data) return undefined;
  const job: Job = { trace, at, options: library.isWaiting ? options : options.slice(0, operation?.beside), data, shorthands: library.shorthands, waits: false };
  const order = entryOf(library.joins, name);
  if (order) return through({ ...job, options }, order);
  return operation && (library.isWaiting || options.length <= operation.beside) ? operation.gives(job) : undefined;
}
