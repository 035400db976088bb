import { placesOf } from '../carriers/bodies/body-places.ts';
import { readBody } from '../carriers/bodies/body.ts';
import { rangeOf } from '../carriers/code.ts';
import { type ComparedBody, expectedBody } from './compared-bodies.ts';
import { endpointOf } from '../evidence.ts';
import { bodyName } from '../evidence-words.ts';
import { callAround } from './asserted-requests.ts';
import { assertingFiles } from './expected-queries.ts';
import type { PatchOp } from '../facts.ts';
import { chainRoot, isCall, isInside, isMember, keyName, memberName, type Node, unwrap } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import { calledAs, comparison } from '../trace/doubles/called-doubles.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type RawRequest } from '../trace/value.ts';

/** An operation as it is written out. */
interface Written {
  readonly op: string;
  readonly path: string;
}

/** Bytes of an operation that is written out. */
const writesOperation = /\bop["']?\s*:\s*["']/;

/**
 * Lists of operations that tests expect, however they came by them: `assert.deepEqual(bodies, { 'PATCH /users/2': [{ op: 'set', … }] })`. One changes with the
 * request that sends the very same operations, where the program writes such operations for nothing else.
 */
export function assertedBodies(trace: Trace, requests: readonly RawRequest[]): ComparedBody[] {
  const own = requests.filter((request) => !request.mock && request.body && endpointOf(trace, request) === 'PATCH /users/{id}');
  const others = requests.filter((request) => !request.mock && request.body && !own.includes(request));
  const known = new Set(requests.flatMap((request) => (readBody(trace, request)?.ops ?? []).flatMap(placesOf).map(placeKey)));
  const files = own.length > 0 ? assertingFiles(trace).filter((file) => writesOperation.test(trace.project.files.read(file) ?? '')) : [];
  if (files.length === 0) return [];
  const isExplained = (object: Node): boolean => [object, ...(object['properties'] as Node[]).flatMap((property) => property['value'] ?? [])].some((node) => known.has(placeKey(rangeOf(trace.project.sourceOf(node), node))));
  const expected = files.flatMap((file) => trace.project.nodes(file).flatMap((node) => (isCall(node) ? expectedOfRecord(trace, node) : [])));
  const isExpected = (node: Node): boolean => expected.some((one) => trace.project.sourceOf(one) === trace.project.sourceOf(node) && isInside(node, one));
  const writing = trace.project.filesWith('path').filter((file) => !file.endsWith('.json') && writesOperation.test(trace.project.files.read(file) ?? ''));
  const loose = writing.flatMap((file) => trace.project.nodes(file).filter((node) => node.type === 'ObjectExpression' && writtenIn(node) && !isExplained(node)));
  // What is written for something else as well may be what the test looks at.
  if (loose.some((object) => !isExpected(object))) return [];
  const lists = [...new Set(loose.flatMap(({ parent }) => (parent?.type === 'ArrayExpression' ? [parent] : [])))];
  return lists.flatMap((list) => {
    const written = (list['elements'] as (Node | null)[]).map((element) => (element ? writtenIn(unwrap(element)) : undefined));
    const isSent = (request: RawRequest): boolean => areSame(readBody(trace, request)?.ops ?? [], written);
    const of = others.some(isSent) ? undefined : own.find(isSent);
    return of ? [{ of, mock: expectedBody(of, callAround(list), { node: list, frame: undefined }) }] : [];
  });
}

/** What is expected of a body, by its name or as an argument of a call; and of a list, an object or a Map that the test itself fills: `bodies[key] = JSON.parse(init.body)`, `sent.push(JSON.parse(text))`. */
function expectedOfRecord(trace: Trace, call: Node): readonly Node[] {
  const called = calledAs(call);
  if (called) return called.wanted;
  const { actual, expected } = comparison(call);
  if (!actual || !expected) return [];
  if (isMember(unwrap(actual)) && bodyName.test(memberName(unwrap(actual)) ?? '')) return [expected];
  const kept = members(trace.evaluate(rootOf(actual), undefined));
  return kept.some((value) => (value.kind === 'list' || value.kind === 'object' || value.kind === 'map') && isEmpty(value.ref.node)) ? [expected] : [];
}

/** What is looked into: `sent` in `sent.at(-1).body`, `patches` in `[...patches]`. */
function rootOf(actual: Node): Node {
  const root = chainRoot(actual);
  const [only, ...more] = root.type === 'ArrayExpression' ? (root['elements'] as (Node | null)[]) : [];
  return only?.type === 'SpreadElement' && more.length === 0 ? rootOf(only['argument']) : root;
}

const isEmpty = (node: Node): boolean => ((node['elements'] ?? node['properties'] ?? node['arguments']) as unknown[] | undefined)?.length === 0;

/** The operation that an object literal is, where its words stand there. */
function writtenIn(object: Node): Written | undefined {
  const text = (name: string): unknown => (object['properties'] as Node[] | undefined)?.find((property) => property['value'] && keyName(property['key'], property['computed']) === name)?.['value'].value;
  const [op, path] = [text('op'), text('path')];
  return typeof op === 'string' && typeof path === 'string' ? { op, path } : undefined;
}

const areSame = (ops: readonly PatchOp[], written: readonly (Written | undefined)[]): boolean =>
  ops.length === written.length && ops.length > 0 && ops.every(({ op, path }, index) => op.text !== undefined && op.text === written[index]?.op && path.text === written[index]?.path);
