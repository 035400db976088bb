import { cursors, oldParameters } from '../api.ts';
import { isOtherAddress, isTest, queryName } from '../evidence-words.ts';
import { comparedTexts, literalAround } from '../trace/texts/compared-texts.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { endpointOf } from '../evidence.ts';
import { assertingFiles } from './expected-queries.ts';
import type { Param } from '../facts.ts';
import { calleeName, chainRoot, descendants, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { addressIn, piecesOfUnits } from '../trace/texts/address.ts';
import { calledAs, expectedOf } from '../trace/doubles/called-doubles.ts';
import { reachable } from '../trace/doubles/asked-through.ts';
import { returnedNodes } from '../trace/calls/calls.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type RawRequest } from '../trace/value.ts';

/** A request as a test expects it, and the request of the code of which it says the same. */
export interface Asserted {
  readonly request: RawRequest;
  readonly of: RawRequest;
}

/** How deep what is expected is gone into. */
const deepest = 4;

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
    .flatMap((file) => trace.project.nodes(file).flatMap((node) => trace.ask(() => comparisons(node), [])))
    .filter(({ expected }) => !read.has(expected));
  const others = requests.filter((request) => !request.mock && !lists.includes(request));
  const whole = found.flatMap((one) => trace.ask(() => expectedAddress(trace, one, lists) ?? expectedParameters(trace, one, { lists, others, read }), [], one.call));
  const known = new Set([...read, ...whole.flatMap(({ request }) => request.url.flatMap((piece) => (piece.kind === 'literal' ? [piece.node] : [])))]);
  return [...whole, ...filledAddresses(trace, lists, known)];
}

/**
 * Addresses in tests that are what a template of the code gives when it is filled in: `{ 'GET /api/v1/users?role=Data%20Admin': … }` beside
 * `/users?role=${encodeURIComponent(role)}`. They change as the template does, where both are the same text afterwards.
 */
function filledAddresses(trace: Trace, lists: readonly RawRequest[], read: ReadonlySet<Node | undefined>): Asserted[] {
  const written = lists.filter((request) => request.query.length === 0 && request.url.every(({ kind }) => kind !== 'query') && readQuery(trace, request).complete);
  if (written.length === 0) return [];
  const texts = comparedTexts(
    trace,
    oldParameters.filter((name) => !Object.hasOwn(cursors, name)),
  ).filter(({ node, tail }) => tail !== undefined && node.type === 'StringLiteral' && !read.has(node) && isTest(trace.project.sourceOf(node).text));
  return texts.flatMap(({ node, tail = '' }) => {
    const pairs = tail
      .slice(tail.indexOf('?') + 1)
      .split('&')
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const);
    const of = written.find((request) => isFilled(trace, request, pairs) && !readQuery(trace, request).params.some((param) => isWritten(trace, param, tail)));
    return of ? [{ of, request: { ...asExpected(of, callAround(node)), url: [{ kind: 'literal', text: node['value'], node }], query: [] } }] : [];
  });
}

/** True where the request is the text when it is filled in, and is so again when both are rewritten. */
function isFilled(trace: Trace, request: RawRequest, pairs: readonly (readonly [string, string])[]): boolean {
  const { params } = readQuery(trace, request);
  return params.length === pairs.length && params.every((param, index) => isFilledWith(param, pairs[index] as readonly [string, string]));
}

function isFilledWith({ name, value, conditional }: Param, [other, raw]: readonly [string, string]): boolean {
  if (name !== other || conditional) return false;
  const text = decoded(raw);
  if (value.text !== undefined || !oldParameters.includes(name)) return value.text === undefined || value.text === text;
  // What may be a list, a direction or an id is written in other words then.
  if (text === undefined || /^(?:status|sort(?:By|Order))$/.test(name) || (name === 'role' && /^[0-9a-f]{24}$/.test(text))) return false;
  return value.urlCode?.startsWith('encodeURIComponent(') || !raw.includes('%');
}

function decoded(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}

/** The call in which a text stands; the text itself where there is none. */
export function callAround(node: Node): Node {
  let at: Node | undefined = node;
  while (at && !isCall(at)) at = at.parent;
  return at ?? node;
}

/** A call that says of something what it must be. */
interface Comparison {
  readonly call: Node;
  readonly actual: Node;
  readonly expected: Node;
}

/** `assert.equal(actual, expected)`, `expect(actual).toEqual(expected)`, `expect(double).toHaveBeenCalledWith('/users', expected)`. */
function comparisons(call: Node): Comparison[] {
  if (!isCall(call)) return [];
  const [first, second] = call['arguments'] as Node[];
  const called = calledAs(call);
  if (called) return called.wanted.map((one) => ({ call, actual: called.of, expected: unwrap(one) }));
  const actual = expectedOf(call);
  if (!equal.test(calleeName(call))) return [];
  if (actual) return first ? [{ call, actual, expected: unwrap(first) }] : [];
  return first && second ? [{ call, actual: first, expected: unwrap(second) }] : [];
}

/** The whole address, where the code writes its parameters in the same order, and no value of the new ones needs an encoding. */
function expectedAddress(trace: Trace, { call, expected }: Comparison, lists: readonly RawRequest[]): Asserted[] | undefined {
  if (expected.type !== 'StringLiteral' || !/^https:\/\/[\w.-]{1,200}\/api\/v1\/users\?[\w.~=&-]{1,500}$/.test(expected['value'])) return undefined;
  const text: string = expected['value'];
  const pairs = [...new URL(text).searchParams];
  if (!pairs.every(([name]) => plainNames.test(name) || !oldParameters.includes(name))) return undefined;
  const tail = text.slice(text.lastIndexOf('users?'));
  const of = lists.find((request) => {
    const { params, complete } = readQuery(trace, request);
    return complete && params.length === pairs.length && params.every((param, index) => isSame(param, pairs[index] as [string, string]) && !isWritten(trace, param, tail));
  });
  return of && [{ of, request: { ...asExpected(of, call), url: [{ kind: 'literal', text, node: expected }], query: [] } }];
}

/** True for a parameter that is written in the very same text. */
const isWritten = (trace: Trace, { at }: Param, tail: string): boolean => String(literalAround(trace, at)?.['value'] ?? '').endsWith(tail);

/** The requests for lists of users, all others, and what is known to stand for one. */
interface Known {
  readonly lists: readonly RawRequest[];
  readonly others: readonly RawRequest[];
  readonly read: ReadonlySet<Node | undefined>;
}

/** The parameters as an object that was made of an address, or that is called the query of a request: `calls[0].query`, `{ params: { sortBy: 'name' } }`. */
function expectedParameters(trace: Trace, { call, actual, expected }: Comparison, known: Known): Asserted[] {
  const given = unwrap(actual);
  const isMade = readsQuery(trace, given, 0);
  const isQuery = isMade || (isMember(given) && queryName.test(memberName(given) ?? ''));
  const isElsewhere = (call['arguments'] as Node[]).some(saysOtherAddress);
  const tested = isMade ? undefined : reachable(trace, trace.project.fileOf(call));
  return (isElsewhere ? [] : objectsIn(expected, isQuery, 0)).flatMap((object) => {
    const pairs = pairsOf(object);
    if (known.read.has(object) || !pairs?.some(([name]) => oldParameters.includes(name))) return [];
    const isSent = (request: RawRequest): boolean => (!tested || tested.has(trace.project.fileOf(request.call))) && isQueryOf(trace, request, pairs);
    const of = !isMade && known.others.some(isSent) ? undefined : known.lists.find(isSent);
    return of ? [{ of, request: { ...asExpected(of, call), url: pathOnly(trace, of.url), query: [{ ref: { node: object, frame: undefined }, value: trace.evaluate(object, undefined) }] } }] : [];
  });
}

function isQueryOf(trace: Trace, request: RawRequest, pairs: readonly (readonly [string, string])[]): boolean {
  const { params, complete } = readQuery(trace, request);
  return complete && params.length === pairs.length && pairs.every((pair) => params.some((param) => isSame(param, pair)));
}

const saysOtherAddress = (node: Node): boolean => node.type === 'StringLiteral' && isOtherAddress(node['value']);

/** The objects in what is expected that are a query, by what they are compared with or by their own name. */
function objectsIn(given: Node, isQuery: boolean, depth: number): readonly Node[] {
  const node = unwrap(given);
  if (node.type === 'ArrayExpression') return depth > deepest ? [] : (node['elements'] as (Node | null)[]).flatMap((element) => (element ? objectsIn(element, isQuery, depth + 1) : []));
  if (node.type !== 'ObjectExpression') return [];
  if (isQuery) return [node];
  const properties = node['properties'] as Node[];
  if (depth > deepest || properties.some((property) => property['value'] && saysOtherAddress(property['value']))) return [];
  return properties.flatMap((property) => (property['value'] ? objectsIn(property['value'], queryName.test(keyName(property['key'], property['computed']) ?? ''), depth + 1) : []));
}

/** Names and values of an object that is written out; undefined where one of them is not. */
function pairsOf(object: Node): readonly (readonly [string, string])[] | undefined {
  const pairs = (object['properties'] as Node[]).flatMap((property): (readonly [string, string])[] => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    const value: unknown = property['value']?.value;
    return name !== undefined && (typeof value === 'string' || typeof value === 'number') ? [[name, String(value)]] : [];
  });
  return pairs.length === object['properties'].length ? pairs : undefined;
}

/** The address without what it says behind `?`. */
function pathOnly(trace: Trace, url: RawRequest['url']): RawRequest['url'] {
  const { units } = addressIn(trace, url);
  const end = units.findIndex(({ char, piece }) => piece.kind === 'query' || (char === '?' && piece.kind === 'literal'));
  return end < 0 ? url : piecesOfUnits(units.slice(0, end));
}

/** The code's request, as the statement of a test. */
const asExpected = ({ frame: _frame, ...request }: RawRequest, call: Node): RawRequest => ({ ...request, call, frame: undefined, answer: [], mock: { bodies: [] } });

/** True for a parameter that has this value, or may have it and becomes the same text as one that is written out. */
function isSame({ name, value }: Param, [other, text]: readonly [string, string]): boolean {
  if (name !== other) return false;
  if (value.text !== undefined) return value.text === text;
  return !/^sort(?:By|Order)$/.test(name) && !(name === 'role' && /^[0-9a-f]{24}$/.test(text));
}

/** `seen[0].query`: what is pushed onto the list under that name. */
function keptIn(trace: Trace, node: Node): readonly Node[] {
  const name = memberName(node);
  const at = chainRoot(node);
  const references = at.type === 'Identifier' ? (trace.project.sourceOf(at).scopes.bindingOf(at)?.references ?? []) : [];
  return references.flatMap((reference) => {
    const call = isMember(reference.parent) && memberName(reference.parent as Node) === 'push' ? reference.parent?.parent : undefined;
    const pushed: Node | undefined = call && isCall(call) && call['arguments'][0] ? unwrap(call['arguments'][0]) : undefined;
    const property = pushed?.type === 'ObjectExpression' ? (pushed['properties'] as Node[]).find((one) => one['value'] && keyName(one['key'], one['computed']) === name) : undefined;
    return property ? [property['value'] as Node] : [];
  });
}

/** True for parameters of an address: `Object.fromEntries(new URL(url).searchParams)`, also where a function of the test makes it. */
function readsQuery(trace: Trace, given: Node, depth: number): boolean {
  const node = unwrap(given);
  if (descendants(node).some((inner) => (isMember(inner) && memberName(inner) === 'searchParams') || (inner.type === 'NewExpression' && inner['callee'].name === 'URLSearchParams'))) return true;
  const init: Node | undefined = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node)?.declaration['init'] : undefined;
  if (depth > 2) return false;
  if (init) return readsQuery(trace, init, depth + 1);
  if (isMember(node) && keptIn(trace, node).some((kept) => readsQuery(trace, kept, depth + 1))) return true;
  return isCall(node) && members(trace.evaluate(unwrap(node['callee']), undefined)).some((value) => value.kind === 'function' && returnedNodes(value.ref.node).some((inner) => readsQuery(trace, outermost(inner), depth + 1)));
}
