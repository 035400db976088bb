import { isOldPath } from '../carriers/bodies/declared-patches.ts';
import { elementsOf } from '../carriers/bodies/pushed.ts';
import { endpointOf } from '../evidence.ts';
import { asserts } from '../evidence-words.ts';
import { type Node, outermost } from '../source/ast.ts';
import { paired, type SenderOf } from './expected-queries.ts';
import { memberOf } from '../trace/members.ts';
import { comparisonsIn } from '../trace/doubles/mocks.ts';
import type { Trace } from '../trace/trace.ts';
import { isMissing, literalText, members, type ObjectValue, type RawRequest, type Ref, type Value } from '../trace/value.ts';

/** What a test expects that a request sends. */
export interface ComparedBody {
  /** The statement of the test, as one of a mock. */
  readonly mock: RawRequest;
  readonly of: RawRequest;
}

/**
 * `assert.deepEqual(changesOf(user, wanted), [{ op: 'set', … }])` where what is compared is sent as the operations of a patch: it changes together with them.
 * What a stand-in has kept of its calls may hold them further inside: `[{ id, operations: [{ op: 'set', … }] }]`.
 */
export function comparedBodies(trace: Trace, requests: readonly RawRequest[]): ComparedBody[] {
  const senders = new Map<Node, RawRequest>();
  for (const request of requests)
    if (!request.mock && request.body && /^(?:PATCH \/users\/\{id\}|POST \/users)$/.test(endpointOf(trace, request) ?? '')) for (const { ref } of literalsIn(trace, trace.value(request.body))) senders.set(ref.node, request);
  if (senders.size === 0) return [];
  const files = [...new Set(['op', 'roles'].flatMap((word) => trace.project.filesWith(word)))].filter((file) => !file.endsWith('.json')).filter((file) => asserts.test(trace.project.files.read(file) ?? ''));
  return files.flatMap((file) => comparisonsIn(trace, file).flatMap(({ written, real }) => trace.ask(() => comparedIn(trace, senders, written, real), [])));
}

/** Lists of operations, and operations that stand in none, which are compared with those of a request. */
function comparedIn(trace: Trace, senders: ReadonlyMap<Node, RawRequest>, written: Ref, real: Value): ComparedBody[] {
  const senderOf: SenderOf = (objects) => (objects.some((object) => !senders.has(object.ref.node) && mayChangeRoles(trace, object)) ? undefined : objects.flatMap(({ ref }) => senders.get(ref.node) ?? [])[0]);
  const call = outermost(written.node).parent;
  if (!call) return [];
  const first = senderOf(literalsIn(trace, real));
  // What is sent as a whole is compared one by one, where operations are sent as a list.
  const own = first?.method === 'POST' ? undefined : first;
  const inside = own ? [] : paired(trace, senderOf, real, written.node).map((pair) => [pair.request.method === 'POST' ? pair.written : listAround(pair.written), pair.request] as const);
  const bodies: (readonly [Ref, RawRequest])[] = own ? [[written, own]] : [...new Map(inside)].map(([node, of]) => [{ node, frame: undefined }, of]);
  return bodies.map(([body, of]) => ({ of, mock: expectedBody(of, call, body) }));
}

/** The request, as a test expects its body. */
export const expectedBody = (of: RawRequest, call: Node, body: Ref): RawRequest => ({ ...of, call, frame: undefined, query: [], body, answer: [], mock: { bodies: [] } });

/** True for an operation on the roles of something else, which is sent elsewhere: nobody can tell what is expected of which. */
const mayChangeRoles = (trace: Trace, object: ObjectValue): boolean =>
  members(memberOf(trace, object, 'path', object.ref)).some((path) => {
    const text = literalText(path);
    return text === undefined ? !isMissing(path) : isOldPath(text, []);
  });

/** The list of which something written is an element. */
function listAround(written: Node): Node {
  const { parent } = outermost(written);
  return parent?.type === 'ArrayExpression' ? parent : written;
}

/** The objects that a value is, or that it holds as a list. */
function literalsIn(trace: Trace, value: Value): ObjectValue[] {
  const objects = members(value).flatMap((member) => (member.kind === 'list' ? elementsOf(trace, member) : [member]));
  return objects.filter((member) => member.kind === 'object');
}
