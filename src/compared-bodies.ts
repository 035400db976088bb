import { elementsOf } from './carriers/pushed.ts';
import { endpointOf } from './evidence.ts';
import { asserts } from './evidence-words.ts';
import { type Node, outermost } from './source/ast.ts';
import { comparisonsIn } from './trace/mocks.ts';
import type { Trace } from './trace/trace.ts';
import { members, type RawRequest, type Value } from './trace/value.ts';

/** What a test expects that a request sends. */
export interface ComparedBody {
  /** The statement of the test, as one of a mock. */
  readonly mock: RawRequest;
  readonly of: RawRequest;
}

/** `assert.deepEqual(changesOf(user, wanted), [{ op: 'set', … }])` where what is compared is sent as the operations of a patch: it changes together with them. */
export function comparedBodies(trace: Trace, requests: readonly RawRequest[]): ComparedBody[] {
  const senders = new Map<Node, RawRequest>();
  for (const request of requests) if (!request.mock && request.body && endpointOf(trace, request) === 'PATCH /users/{id}') for (const node of literalsIn(trace, trace.value(request.body))) senders.set(node, request);
  if (senders.size === 0) return [];
  const files = trace.project.filesWith('op').filter((file) => asserts.test(trace.project.files.read(file) ?? ''));
  return files.flatMap((file) =>
    comparisonsIn(trace, file).flatMap(({ written, real }): ComparedBody[] => {
      const of = literalsIn(trace, real)
        .map((node) => senders.get(node))
        .find(Boolean);
      const call = outermost(written.node).parent;
      return of && call ? [{ of, mock: { ...of, call, frame: undefined, query: [], body: written, answer: [], mock: { bodies: [] } } }] : [];
    }),
  );
}

/** The object literals that a value is, or that it holds as a list. */
function literalsIn(trace: Trace, value: Value): Node[] {
  const objects = members(value).flatMap((member) => (member.kind === 'list' ? elementsOf(trace, member) : [member]));
  return objects.flatMap((member) => (member.kind === 'object' ? [member.ref.node] : []));
}
