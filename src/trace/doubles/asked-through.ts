import { shapes } from '../../api.ts';
import { endpointOf } from '../../evidence.ts';
import { enclosingFunction, keyName, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type FunctionValue, members, type RawRequest, type Ref, type ResponseValue, union, type Value } from '../value.ts';

/** What the code around asks of a client: the requests that the same test expects of it, otherwise those that the test's file and those make which it imports. */
export function askedAround(trace: Trace, client: string, node: Node, requests: readonly RawRequest[]): readonly RawRequest[] {
  const file = trace.project.fileOf(node);
  const expected = requests.filter((request) => request.mock && request.client === client && trace.project.fileOf(request.call) === file);
  for (let around = enclosingFunction(node); around; around = enclosingFunction(around)) {
    const { start, end } = around;
    const inside = expected.filter(({ call }) => call.start >= start && call.end <= end);
    if (inside.length > 0) return inside;
  }
  if (expected.length > 0) return expected;
  const tested = reachable(trace, file);
  return requests.filter((request) => !request.mock && request.client === client && tested.has(trace.project.fileOf(request.call)));
}

/** The answer to requests that are all the same question to the users API; undefined where they are not. */
export function sameAnswer(trace: Trace, requests: readonly RawRequest[]): ResponseValue | undefined {
  const [first] = requests;
  const endpoints = new Set(requests.map((request) => endpointOf(trace, request)));
  return first && endpoints.size === 1 && !endpoints.has(undefined) ? { kind: 'response', request: first, steps: [], trail: { node: first.call, note: 'what the mocked client is asked for' } } : undefined;
}

/** A file, what it imports, and what that imports. */
export function reachable(trace: Trace, file: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [file];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next) || found.size > 100) continue;
    found.add(next);
    open.push(...trace.project.importsOf(next));
  }
  return found;
}

/**
 * What a function of the project that asks for whatever it is told (`client.get(path)`) gives the code under test: the requests made through it by the
 * test's file and what that imports, where all of them go to the users API. Of several kinds of answers, the one that has the written members.
 */
export function answerThrough(trace: Trace, of: FunctionValue, written: Ref, requests: readonly RawRequest[]): Value | undefined {
  const tested = reachable(trace, trace.project.fileOf(written.node));
  const through = requests.flatMap((request) => (request.mock ? [] : callsThrough(request, of.ref.node).flatMap((frame) => (tested.has(trace.project.fileOf(frame.call)) ? [{ request, frame }] : []))));
  if (through.length === 0 || through.some(({ request }) => endpointOf(trace, request) === undefined)) return undefined;
  const answers = through.flatMap(({ frame }) => members(trace.returned(of, frame.call, frame.caller)).filter((value) => value.kind === 'shape' || value.kind === 'response'));
  const names = members(trace.value(written)).flatMap((value) =>
    (value.kind === 'object' ? ((value.ref.node['properties'] ?? []) as Node[]) : []).flatMap((property) => (property['key'] ? (keyName(property['key'], property['computed']) ?? []) : [])),
  );
  const common = (value: Value): number => (value.kind === 'shape' ? names.filter((name) => shapes[value.shape]?.[name] !== undefined).length : 0);
  const most = Math.max(0, ...answers.map(common));
  const best = answers.filter((value) => value.kind === 'response' || (most > 0 && common(value) === most));
  return best.length > 0 ? union(best) : undefined;
}

/** The calls of a function by which a request is made. */
function callsThrough(request: RawRequest, fn: Node): Frame[] {
  const found: Frame[] = [];
  for (let frame = request.frame; frame; frame = frame.caller) if (frame.fn === fn) found.push(frame);
  return found;
}
