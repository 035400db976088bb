import { isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { isVague } from '../../trace/evaluate.ts';
import { asList } from '../../trace/methods.ts';
import { partOf } from '../../trace/calls/nested.ts';
import { inlineCall } from '../../trace/calls/parameters.ts';
import type { Trace } from '../../trace/trace.ts';
import { valueOfType } from '../../trace/types/types.ts';
import { type Frame, type LibraryValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import { type Client, type ClientUse, partOfCall } from '../client.ts';
import { tableOf } from '../../table.ts';

/** Streams of the web, and the functions of each that are given one thing of what flows into it. */
const receiving: Readonly<Record<string, string>> = tableOf({ ReadableStream: '', TransformStream: 'transform', WritableStream: 'write' });
/** Functions that hand on, and which parameter is the controller by which they do. */
const sending: Readonly<Record<string, number>> = tableOf({ start: 0, pull: 0, transform: 1, flush: 0 });
/** Methods that send a stream into their argument. */
const into = /^pipe(?:Through|To)$/;
/** Through how many functions the controller is followed. */
const deepest = 3;

/** Streams of the web: `new ReadableStream({ start(c) { c.enqueue(user) } }).pipeThrough(new TransformStream({ transform(user, c) {…} }))`. */
export const webStreams: Client = {
  id: 'web-streams',
  packages: ['global', 'stream/web', 'node:stream/web', 'web-streams-polyfill'],
  globals: [...Object.keys(receiving), 'TextDecoder'],
  call(use) {
    const { library } = use;
    const name = use.path.at(-1) ?? '';
    const given = use.args[0] ? use.trace.evaluate(use.args[0], use.frame) : unknown;
    if (!library) return undefined;
    if (use.call.type === 'NewExpression') return receiving[name] === undefined && name !== 'TextDecoder' ? undefined : { ...library, made: [...library.made, here(use)] };
    if (name === 'from') return asList(use.trace.element(given, use.call, use.frame), here(use));
    if (library.made.length === 0) return undefined;
    if (name === 'pipeThrough' || name === 'decode') return given;
    if (name === 'values') return asList(sent(use.trace, library), here(use));
    if (name === 'tee') return asList(library, here(use));
    if (name === 'getReader') return library;
    return name === 'read' ? { kind: 'record', members: { value: sent(use.trace, library) } } : undefined;
  },
  callback(use, argument, parameter, within) {
    const name = use.path.at(-1) ?? '';
    if (parameter !== 0 || argument !== 0 || within.length !== 1 || !within[0] || within[0] !== receiving[name]) return undefined;
    return orDeclared(
      use,
      partOfCall(use.trace, here(use), 'received', () => flowingInto(use.trace, use.call)),
    );
  },
  element: (library, _at, trace) => (library.made.length > 0 ? sent(trace, library) : undefined),
};

/** What flows into a stream whose sources are not seen is what its type says: `new WritableStream<User>({ write(user) {…} })`. */
function orDeclared(use: ClientUse, value: Value): Value {
  const type: Node | undefined = use.call['typeParameters']?.['params'][0];
  return type && isVague(value) ? valueOfType(use.trace, type, use.frame) : value;
}

/** One thing of what is piped into the stream that this expression makes. */
function flowingInto(trace: Trace, maker: Node): Value {
  const inline = inlineCall(maker);
  const calls = inline ? [inline] : callSites(trace, maker).map((site) => site.node);
  return union(calls.flatMap((call) => sourceOf(trace, call)));
}

function sourceOf(trace: Trace, call: Node): Value[] {
  const callee = unwrap(call['callee'] ?? call);
  return isMember(callee) && into.test(memberName(callee) ?? '') ? [trace.element(trace.evaluate(callee['object'], undefined), call, undefined)] : [];
}

/** One thing of what a stream sends on: what its functions enqueue; without a function that does, what flows into it. */
function sent(trace: Trace, stream: LibraryValue): Value {
  const maker = stream.made.at(-1);
  return maker ? partOfCall(trace, maker, 'sent', () => enqueued(trace, stream, maker)) : unknown;
}

function enqueued(trace: Trace, stream: LibraryValue, maker: Ref): Value {
  const options = optionsOf(trace, maker);
  const functions = Object.entries(sending).flatMap(([name, index]) => {
    const fn = options && partOf(options.node, [name]);
    return fn && isFunction(unwrap(fn)) ? [{ name, controller: (unwrap(fn)['params'] as readonly Node[])[index] }] : [];
  });
  const isPassing = stream.path.includes('TransformStream') && !functions.some(({ name }) => name === 'transform');
  const given = functions.flatMap(({ controller }) => (controller ? givenTo(trace, controller, options?.frame, 0) : []));
  return union([...given, ...(isPassing ? [flowingInto(trace, maker.node)] : [])]);
}

/** The object with the functions of a stream, where it is written out. */
function optionsOf(trace: Trace, maker: Ref): Ref | undefined {
  const given: Node | undefined = maker.node['arguments'][0];
  const object = given && members(trace.evaluate(given, maker.frame)).find((value) => value.kind === 'object');
  return object?.kind === 'object' ? object.ref : undefined;
}

/** What is given to `controller.enqueue(…)`, also in functions that the controller is handed to. */
function givenTo(trace: Trace, parameter: Node, frame: Frame | undefined, depth: number): Value[] {
  if (parameter.type === 'ObjectPattern' || depth > deepest) return [];
  const references = trace.project.sourceOf(parameter).scopes.bindingOf(parameter)?.references ?? [];
  return references.flatMap((reference) => {
    const outer = outermost(reference);
    const { parent } = outer;
    const call = parent?.parent;
    if (isMember(parent) && memberName(parent as Node) === 'enqueue' && isCall(call) && call?.['callee'] === parent) return call?.['arguments'][0] ? [trace.evaluate(call['arguments'][0], frame)] : [];
    const index = parent && isCall(parent) ? (parent['arguments'] as Node[]).indexOf(outer) : -1;
    return index < 0 ? [] : members(trace.evaluate(unwrap(parent?.['callee']), frame)).flatMap((value) => handed(trace, value, parent as Node, index, frame, depth));
  });
}

function handed(trace: Trace, value: Value, call: Node, index: number, frame: Frame | undefined, depth: number): Value[] {
  const parameter: Node | undefined = value.kind === 'function' ? value.ref.node['params'][index] : undefined;
  return parameter && value.kind === 'function' ? givenTo(trace, parameter, trace.frame(value.ref.node, call, frame, value.ref.frame, value.self), depth + 1) : [];
}
