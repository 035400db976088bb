import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { answerStep } from '../../trace/members.ts';
import { asList } from '../../trace/methods.ts';
import { inlineCall } from '../../trace/calls/parameters.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import { type Client, type ClientUse, configured } from '../client.ts';

const made = /^(?:Transform|Writable|Duplex|PassThrough)$/;
/** Functions of a stream that are given one thing of what flows into it. */
const receives = /^(?:transform|write)$/;
/** What reads a stream to its end. */
const consuming = /^(?:json|text|buffer)$/;
/** Through how many streams something is followed. */
const deepest = 8;

/** Streams of node: `Readable.from(users).pipe(new Transform({ transform(user, encoding, done) {…} }))`, and the same by `pipeline`. */
export const streams: Client = {
  id: 'streams',
  packages: ['stream', 'node:stream', 'stream/promises', 'node:stream/promises', 'readable-stream', 'stream/consumers', 'node:stream/consumers'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const [first] = use.args;
    if (first && consuming.test(name) && /consumers$/.test(use.library?.name ?? '')) return consumed(use, first, name);
    if (name === 'from' && first) return asList(use.trace.element(use.trace.evaluate(first, use.frame), use.call, use.frame), here(use));
    return made.test(name) ? configured(use) : undefined;
  },
  callback(use, argument, parameter, within) {
    if (parameter !== 0) return undefined;
    if (within.length === 1 && receives.test(within[0] ?? '') && made.test(use.path.at(-1) ?? '')) return flowingInto(use.trace, use.call, 0);
    return within.length === 0 && use.path.at(-1) === 'pipeline' && argument > 0 ? asList(flowingAlong(use, argument), here(use)) : undefined;
  },
  /** `readable.pipe(transform)` is the transform. */
  apply: (library) => library,
  element: (library, _at, trace) => (library.made.length > 0 ? sent(trace, library, 0) : undefined),
};

/** `json(answer)`, `text(answer)` of `stream/consumers`: all of what a stream sends on, as one. */
function consumed(use: ClientUse, stream: Node, name: string): Value {
  const whole = use.trace.element(use.trace.evaluate(stream, use.frame), use.call, use.frame);
  if (name !== 'json') return whole;
  return union(members(whole).map((value) => (value.kind === 'response' ? answerStep(use.trace, value, 'JSON.parse()', use.call) : unknown)));
}

/** What the step before this one of `pipeline(a, b, c)` sends on. */
function flowingAlong(use: ClientUse, argument: number): Value {
  const before = use.args[argument - 1];
  return before ? flowing(use.trace, use.trace.evaluate(before, use.frame), { node: before, frame: use.frame }, 0) : unknown;
}

/** One thing of what flows into the stream that this expression makes. */
function flowingInto(trace: Trace, maker: Node, depth: number): Value {
  const inline = inlineCall(maker);
  const calls = inline ? [inline] : callSites(trace, maker).map((site) => site.node);
  return union(calls.flatMap((call) => sourcesIn(trace, call, maker)).map((source) => flowing(trace, trace.evaluate(source, undefined), { node: source, frame: undefined }, depth + 1)));
}

/** What stands before the stream where it is piped into: the receiver of `.pipe(stream)`, the argument before it. */
function sourcesIn(trace: Trace, call: Node, maker: Node): Node[] {
  const callee = unwrap(call['callee']);
  if (isMember(callee) && memberName(callee) === 'pipe') return [callee['object']];
  const args = call['arguments'] as readonly Node[];
  const at = args.findIndex((argument) => members(trace.evaluate(argument, undefined)).some((value) => value.kind === 'library' && value.made.at(-1)?.node === maker));
  return at > 0 && args[at - 1] ? [args[at - 1] as Node] : [];
}

/** One thing of what a stream, a list or a generator sends on. */
function flowing(trace: Trace, value: Value, at: Ref, depth: number): Value {
  if (depth > deepest) return unknown;
  return union(
    members(value).map((member) => {
      if (member.kind === 'function') return trace.element(trace.callbackReturned(member, at.node, at.frame), at.node, at.frame);
      return member.kind === 'library' ? sent(trace, member, depth) : trace.element(member, at.node, at.frame);
    }),
  );
}

/** What the function of a stream hands on: `done(null, x)`, `this.push(x)`; without such a function, what flows into it. */
function sent(trace: Trace, stream: LibraryValue, depth: number): Value {
  const maker = stream.made.at(-1);
  const options: Node | undefined = maker?.node['arguments'][0];
  const transform = ((options && (unwrap(options)['properties'] as Node[] | undefined)) ?? []).find((property) => property['key']?.name === 'transform');
  if (!maker) return unknown;
  const fn: Node | undefined = transform && (transform.type === 'ObjectMethod' ? transform : unwrap(transform['value']));
  return fn?.['params'] ? union(handedOn(fn).map((node) => trace.evaluate(node, undefined))) : flowingInto(trace, maker.node, depth + 1);
}

function handedOn(transform: Node): Node[] {
  const done: string | undefined = transform['params'][2]?.name;
  return descendants(transform['body']).flatMap((node) => {
    if (!isCall(node)) return [];
    const callee = unwrap(node['callee']);
    const [first, second] = node['arguments'] as readonly Node[];
    if (callee.type === 'Identifier' && callee['name'] === done) return second ? [second] : [];
    return isMember(callee) && memberName(callee) === 'push' && callee['object'].type === 'ThisExpression' && first ? [first] : [];
  });
}
