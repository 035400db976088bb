import { isFunction, keyName, type Node } from '../../source/ast.ts';
import { basesOf } from './instances.ts';
import { constructorsOf, instanceOf } from './making.ts';
import { elementAt } from '../members.ts';
import { containerBelow, startsOf } from './own-containers.ts';
import type { Trace } from '../trace.ts';
import { type ClassValue, type Frame, type FunctionValue, type QueryValue, type Ref, unknown, type Value } from '../value.ts';

/** `new UserSearch()` of `class UserSearch extends URLSearchParams {}`: the parameters that it is. */
export function ownQuery(trace: Trace, cls: ClassValue, made: Ref): QueryValue | undefined {
  if (containerBelow(trace, cls.ref.node) !== 'Query') return undefined;
  const instance = instanceOf(trace, cls, made.node, made.frame);
  const [start] = startsOf(trace, [cls.ref.node], instance.frame).filter(({ node }) => node === made.node || node.type === 'CallExpression');
  const frame = start && start.node !== made.node ? start.frame : made.frame;
  const ref = firstGiven(trace, (start ?? made).node['arguments'][0], frame);
  return { kind: 'query', ref: made, init: ref && trace.value(ref), initRef: ref, how: 'search-params', cls };
}

/** The first argument, also of a list that is spread. */
function firstGiven(trace: Trace, given: Node | undefined, frame: Frame | undefined): Ref | undefined {
  if (given?.type !== 'SpreadElement') return given && { node: given, frame };
  const { start, end } = given;
  const list = trace.evaluate(given['argument'], frame);
  const [item] = list.kind === 'list' ? list.items : [];
  if (item || (list.kind === 'list' && !list.rest)) return item;
  return { node: { type: 'Given', start, end, parent: given, ask: () => elementAt(trace, list, 0, { node: given, frame }) }, frame };
}

/** True for parameters that an instance of a class of the project is. */
export const isOwnQuery = (trace: Trace, value: Value | undefined): boolean => (value?.kind === 'query' && value.cls !== undefined) || (value?.kind === 'instance' && containerBelow(trace, value.cls.ref.node) === 'Query');

/** The constructors that put something on such parameters. */
export const makersOfQuery = (trace: Trace, { cls, ref }: QueryValue): readonly Ref[] => (cls ? [...constructorsOf(trace, instanceOf(trace, cls, ref.node, ref.frame))] : []);

/** A method of the class by which parameters are made, called on them; what a getter of it gives. */
export function methodOfQuery(trace: Trace, query: QueryValue, name: string): Value {
  for (const cls of query.cls ? [query.cls, ...basesOf(trace, query.cls.ref.node)] : []) {
    const member = (cls.ref.node['body']['body'] as Node[]).find((one) => !one['static'] && one['kind'] !== 'set' && isFunction(one) && one['key'] && keyName(one['key'], one['computed']) === name);
    if (!member) continue;
    const method: FunctionValue = { kind: 'function', ref: { node: member, frame: cls.ref.frame }, self: query };
    return member['kind'] === 'get' ? trace.returned(method, member, undefined) : method;
  }
  return unknown;
}

/** `super` in a method that is called on such parameters: the same, as the class above sees them. */
export function aboveQuery(trace: Trace, { cls: _cls, ...query }: QueryValue, within: Node | undefined): QueryValue {
  const [base] = within ? basesOf(trace, within) : [];
  return base ? { ...query, cls: base } : query;
}
