import type { Node } from '../../source/ast.ts';
import { memberOf } from '../../trace/members.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type Frame, type LibraryValue, members, union, unknown, type Value } from '../../trace/value.ts';
import { callsNamed } from '../called.ts';
import { type ClientUse, partOfCall } from '../client.ts';

/** Functions and classes that answer queries by a schema, and so say what resolvers get as their context. */
const running = ['graphql', 'graphqlSync', 'execute', 'subscribe', 'graphqlHTTP', 'createHandler', 'createYoga', 'ApolloServer', 'startStandaloneServer', 'expressMiddleware'];
const positional = /^(?:graphql|graphqlSync|execute)$/;
/** A schema that is handed to a server, which is handed to a function that starts it. */
const deepest = 2;

/** Which argument of the function at this place of the call is the context; undefined where it is no resolver. */
export function contextPosition(use: ClientUse, argument: number, within: readonly string[]): number | undefined {
  const [part, ...way] = within.filter((step) => !/^\d+$/.test(step));
  if (part === 'rootValue') return way.length === 1 ? 1 : undefined;
  if (part === 'resolvers') return way.length === 2 || (way.length === 3 && /^(?:resolve|subscribe)$/.test(way[2] ?? '')) ? 2 : undefined;
  return argument === 2 && within.length === 1 && positional.test(use.path.at(-1) ?? '') ? 1 : undefined;
}

/** What resolvers of this call get as their context: what the call is given for it, or the calls that answer by its schema. */
export function contextOf(use: ClientUse, packages: readonly string[]): Value {
  const { trace, call, frame } = use;
  return partOfCall(trace, { node: call, frame }, 'context', () => {
    const own = contextsIn(trace, call, frame);
    const isOwn = ({ name, path }: LibraryValue): boolean => packages.some((one) => name === one || name.startsWith(`${one}/`)) && running.includes(path.at(-1) ?? '');
    const others = own.length > 0 ? [] : callsNamed(trace, running, isOwn).filter((other) => other !== call && isRunBy(trace, call, other, 0));
    return union([...own, ...others.flatMap((other) => contextsIn(trace, other, undefined))]);
  });
}

/** True where the schema or the server that `made` makes is handed to the call. */
function isRunBy(trace: Trace, made: Node, call: Node, depth: number): boolean {
  return (call['arguments'] as Node[]).some((argument) => {
    const given = trace.evaluate(argument, undefined);
    const schema = memberOf(trace, given, 'schema', { node: argument, frame: undefined });
    return [given, schema].flatMap((value) => members(value)).some((value) => value.kind === 'library' && value.made.some(({ node }) => node === made || (depth < deepest && node !== call && isRunBy(trace, made, node, depth + 1))));
  });
}

/** `contextValue: { users }`, `context: () => ({ users })`, `dataSources: () => ({ users })`, `graphql(schema, source, root, { users })`. */
function contextsIn(trace: Trace, call: Node, frame: Frame | undefined): readonly Value[] {
  const all = call['arguments'] as Node[];
  const own = (value: Value): Value => union(members(value).map((one) => (one.kind === 'function' ? trace.callbackReturned(one, call, frame) : one)));
  const named = all.flatMap((argument) => {
    const options = trace.evaluate(argument, frame);
    const option = (name: string): Value => own(options.kind === 'object' ? memberOf(trace, options, name, { node: argument, frame }) : unknown);
    const sources = option('dataSources');
    return [option('contextValue'), option('context'), ...(isKnown(sources) ? [{ kind: 'record', members: { dataSources: sources } } as const] : [])];
  });
  return [...named, ...(all.length > 3 && all[3] ? [trace.evaluate(all[3], frame)] : [])].filter(isKnown);
}

const isKnown = (value: Value): boolean => value !== absent && value.kind !== 'unknown';
