import { oldParameters } from './api.ts';
import { literalAround } from './trace/compared-texts.ts';
import { readQuery } from './carriers/query.ts';
import { endpointOf } from './evidence.ts';
import { assertingFiles } from './expected-queries.ts';
import type { Param } from './facts.ts';
import { calleeName, descendants, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from './source/ast.ts';
import { addressIn, piecesOfUnits } from './trace/address.ts';
import { returnedNodes } from './trace/calls.ts';
import type { Trace } from './trace/trace.ts';
import { members, type RawRequest } from './trace/value.ts';

/** A request as a test expects it, and the request of the code of which it says the same. */
export interface Asserted {
  readonly request: RawRequest;
  readonly of: RawRequest;
}

const equal = /^(?:(?:deep|strict|deepStrict)?[eE]qual|to(?:Be|Equal|StrictEqual)|same|eql)$/;
/** Parameters whose new value is the same text in every way to write an address. */
const plainNames = /^(?:sortBy|sortOrder|tenantId)$/;

/**
 * What tests expect of a request, however they came by it: `assert.equal(calls[0].url, 'https://…/users?sortBy=name')` and
 * `assert.deepEqual(queryOf(url), { email })`. It changes with the request of the code that says the very same; what says the same as none is left to the guards.
 */
export function assertedRequests(trace: Trace, requests: readonly RawRequest[]): Asserted[] {
  const own = requests.filter((request) => !request.mock && !request.standsIn && endpointOf(trace, request) !== undefined);
  const lists = own.filter((request) => endpointOf(trace, request) === 'GET /users' && readQuery(trace, request).params.some(({ name }) => oldParameters.includes(name)));
  if (lists.length === 0) return [];
  const read = new Set(requests.flatMap((request) => (request.mock ? [request.body?.node, ...request.query.map(({ ref }) => ref.node), ...request.url.map((piece) => (piece.kind === 'literal' ? piece.node : undefined))] : [])));
  const found = assertingFiles(trace)
    .flatMap((file) => trace.project.nodes(file).flatMap((node) => trace.ask(() => comparison(node), undefined) ?? []))
    .filter(({ expected }) => !read.has(expected));
  return found.flatMap((one) => trace.ask(() => expectedAddress(trace, one, lists) ?? expectedQuery(trace, one, lists), undefined, one.call) ?? []);
}

/** A call that says of something what it must be. */
interface Comparison {
  readonly call: Node;
  readonly actual: Node;
  readonly expected: Node;
}

/** `assert.equal(actual, expected)`, `expect(actual).toEqual(expected)`. */
function comparison(call: Node): Comparison | undefined {
  if (!isCall(call) || !equal.test(calleeName(call))) return undefined;
  const [first, second] = call['arguments'] as Node[];
  const callee = unwrap(call['callee']);
  const receiver: Node | undefined = isMember(callee) ? unwrap(callee['object']) : undefined;
  if (first && receiver && isCall(receiver) && calleeName(receiver) === 'expect' && receiver['arguments'][0]) return { call, actual: receiver['arguments'][0], expected: unwrap(first) };
  return first && second && (!receiver || receiver.type === 'Identifier') ? { call, actual: first, expected: unwrap(second) } : undefined;
}

/** The whole address, where the code writes its parameters in the same order, and no value of the new ones needs an encoding. */
function expectedAddress(trace: Trace, { call, expected }: Comparison, lists: readonly RawRequest[]): Asserted | undefined {
  if (expected.type !== 'StringLiteral' || !/^https:\/\/[\w.-]{1,200}\/api\/v1\/users\?[\w.~=&-]{1,500}$/.test(expected['value'])) return undefined;
  const text: string = expected['value'];
  const pairs = [...new URL(text).searchParams];
  if (!pairs.every(([name]) => plainNames.test(name) || !oldParameters.includes(name))) return undefined;
  const tail = text.slice(text.lastIndexOf('users?'));
  const isWritten = (param: Param): boolean => String(literalAround(trace, param.at)?.['value'] ?? '').endsWith(tail);
  const of = lists.find((request) => {
    const { params, complete } = readQuery(trace, request);
    return complete && params.length === pairs.length && params.every((param, index) => isSame(param, pairs[index] as [string, string]) && !isWritten(param));
  });
  return of && { of, request: { ...expectedOf(of, call), url: [{ kind: 'literal', text, node: expected }], query: [] } };
}

/** The parameters as an object that was made of an address. */
function expectedQuery(trace: Trace, { call, actual, expected }: Comparison, lists: readonly RawRequest[]): Asserted | undefined {
  const pairs = expected.type === 'ObjectExpression' ? (expected['properties'] as Node[]).map((property): [string | undefined, unknown] => [property['key'] && keyName(property['key'], property['computed']), property['value']?.value]) : [];
  if (!pairs.some(([name]) => oldParameters.includes(name ?? '')) || pairs.some(([, value]) => typeof value !== 'string') || !readsQuery(trace, actual, 0)) return undefined;
  const of = lists.find((request) => {
    const { params, complete } = readQuery(trace, request);
    return complete && params.length === pairs.length && pairs.every(([name, value]) => params.some((param) => isSame(param, [name ?? '', value as string])));
  });
  return of && { of, request: { ...expectedOf(of, call), url: pathOnly(trace, of.url), query: [{ ref: { node: expected, frame: undefined }, value: trace.evaluate(expected, undefined) }] } };
}

/** The address without what it says behind `?`. */
function pathOnly(trace: Trace, url: RawRequest['url']): RawRequest['url'] {
  const { units } = addressIn(trace, url);
  const end = units.findIndex(({ char, piece }) => piece.kind === 'query' || (char === '?' && piece.kind === 'literal'));
  return end < 0 ? url : piecesOfUnits(units.slice(0, end));
}

/** The code's request, as the statement of a test. */
const expectedOf = ({ frame: _frame, ...request }: RawRequest, call: Node): RawRequest => ({ ...request, call, frame: undefined, answer: [], mock: { bodies: [] } });

/** True for a parameter that has this value, or may have it and becomes the same text as one that is written out. */
function isSame({ name, value }: Param, [other, text]: readonly [string, string]): boolean {
  if (name !== other) return false;
  if (value.text !== undefined) return value.text === text;
  return !/^sort(?:By|Order)$/.test(name) && !(name === 'role' && /^[0-9a-f]{24}$/.test(text));
}

/** True for parameters of an address: `Object.fromEntries(new URL(url).searchParams)`, also where a function of the test makes it. */
function readsQuery(trace: Trace, given: Node, depth: number): boolean {
  const node = unwrap(given);
  if (descendants(node).some((inner) => (isMember(inner) && memberName(inner) === 'searchParams') || (inner.type === 'NewExpression' && inner['callee'].name === 'URLSearchParams'))) return true;
  const init: Node | undefined = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node)?.declaration['init'] : undefined;
  if (depth > 2) return false;
  if (init) return readsQuery(trace, init, depth + 1);
  return isCall(node) && members(trace.evaluate(unwrap(node['callee']), undefined)).some((value) => value.kind === 'function' && returnedNodes(value.ref.node).some((inner) => readsQuery(trace, outermost(inner), depth + 1)));
}
