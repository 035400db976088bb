import { oldParameters } from '../api.ts';
import { readQuery, wholesOf } from '../carriers/queries/query.ts';
import { endpointOf } from '../evidence.ts';
import { asserts } from '../evidence-words.ts';
import { calleeName, isCall, keyName, type Node, unwrap } from '../source/ast.ts';
import { comparison, expectedArguments } from '../trace/doubles/called-doubles.ts';
import { memberOf } from '../trace/members.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type ObjectValue, type RawRequest, union, type Value } from '../trace/value.ts';

/** How deep what is expected is gone into. */
const deepest = 4;

/** `assert.deepEqual(asked, [{ limit: 5, sortBy: 'name' }])`: what a test expects of objects that requests send as their queries, each with the request that sends it. */
export function expectedQueries(trace: Trace, requests: readonly RawRequest[]): ReadonlyMap<RawRequest, RawRequest> {
  const found = new Map<RawRequest, RawRequest>();
  const files = assertingFiles(trace);
  const holders = files.length > 0 ? holdersOf(trace, requests) : new Map<Node, RawRequest>();
  const senderOf: SenderOf = (objects) => objects.flatMap(({ ref }) => holders.get(ref.node) ?? [])[0];
  for (const call of holders.size > 0 ? files.flatMap((file) => trace.project.nodes(file).filter(isCall)) : []) {
    trace.ask(() => {
      for (const { written, real } of expectedArguments(trace, call))
        for (const pair of mayNameParameter(trace, written.node) ? paired(trace, senderOf, real, written.node) : []) found.set(asExpected(trace, pair.request, call, pair.written), pair.request);
    }, undefined);
    const { actual, expected } = comparison(call);
    if (!actual || !expected || !mayNameParameter(trace, expected)) continue;
    trace.ask(() => {
      const real = trace.evaluate(actual, undefined);
      for (const { written, request } of paired(trace, senderOf, calleeName(call) === 'toContainEqual' ? trace.element(real, call, undefined) : real, expected)) found.set(asExpected(trace, request, call, written), request);
    }, undefined);
  }
  return found;
}

/** Files that compare what came out with what is expected, sorted. */
export const assertingFiles = (trace: Trace): readonly string[] =>
  [...new Set(['assert', 'expect', 'deepEqual'].flatMap((word) => trace.project.filesWith(word)))].filter((file) => !file.endsWith('.json') && asserts.test(trace.project.files.read(file) ?? '')).sort();

/** The objects of which a request for users sends every member, where it says nothing old in its address. */
function holdersOf(trace: Trace, requests: readonly RawRequest[]): ReadonlyMap<Node, RawRequest> {
  const own = requests.filter((request) => !request.mock && endpointOf(trace, request) === 'GET /users');
  const bare = own.filter((request) => readQuery(trace, withQuery(request, [])).params.every(({ name }) => !oldParameters.includes(name)));
  return new Map(bare.flatMap((request) => wholesOf(trace, request).flatMap((whole) => (whole.kind === 'object' ? [[whole.ref.node, request] as const] : []))).reverse());
}

const withQuery = (request: RawRequest, query: RawRequest['query']): RawRequest => ({ ...request, url: request.url.filter(({ kind }) => kind !== 'query'), query });

/** The request, as a test expects its query. */
function asExpected(trace: Trace, { body: _body, ...request }: RawRequest, call: Node, written: Node): RawRequest {
  return { ...withQuery({ ...request, body: undefined }, [{ ref: { node: written, frame: undefined }, value: trace.evaluate(written, undefined) }]), call, frame: undefined, answer: [], mock: { bodies: [] } };
}

/** True for something written out that has a member with the name of an old parameter, and for what has a name. */
const mayNameParameter = (trace: Trace, expected: Node): boolean =>
  expected.type === 'Identifier' || (/^(?:Object|Array)Expression$/.test(expected.type) && oldParameters.some((name) => trace.project.sourceOf(expected).slice(expected).includes(name)));

/** The request that sends one of the objects that something may be; undefined where none does. */
export type SenderOf = (objects: readonly ObjectValue[]) => RawRequest | undefined;

/** The objects of what is written that stand beside the query of a request, or beside another object that it sends. */
export function paired(trace: Trace, senderOf: SenderOf, real: Value, given: Node, depth = 0): { readonly written: Node; readonly request: RawRequest }[] {
  const written = unwrap(given);
  if (depth > deepest) return [];
  if (written.type === 'Identifier')
    return members(trace.evaluate(written, undefined)).flatMap((one) => ((one.kind === 'object' || one.kind === 'list') && one.ref.node !== written ? paired(trace, senderOf, real, one.ref.node, depth + 1) : []));
  if (written.type === 'ArrayExpression') {
    const element = trace.element(real, written, undefined);
    return (written['elements'] as (Node | null)[]).flatMap((one) => (one && one.type !== 'SpreadElement' ? paired(trace, senderOf, element, one, depth + 1) : []));
  }
  if (written.type !== 'ObjectExpression') return [];
  const objects = members(real).filter((one) => one.kind === 'object');
  const request = senderOf(objects);
  if (request) return [{ written, request }];
  return (written['properties'] as Node[]).flatMap((property) => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    if (name === undefined || !property['value']) return [];
    const inner = union(objects.map((one) => memberOf(trace, one, name, { node: written, frame: undefined })));
    return paired(trace, senderOf, inner, property['value'], depth + 1);
  });
}
