import { calleeName, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites, filesCalling } from '../calls/callers.ts';
import { mentionsNamed } from '../calls/sites.ts';
import type { Trace } from '../trace.ts';
import { type LibraryValue, members, type Piece, type Ref, union, type Value } from '../value.ts';

/** Matchers that say with what a function was called -> which argument is the first of that call. */
export const calledWith: ReadonlyMap<string, number> = new Map([
  ['toHaveBeenCalledWith', 0],
  ['toHaveBeenLastCalledWith', 0],
  ['toBeCalledWith', 0],
  ['lastCalledWith', 0],
  ['toHaveBeenCalledExactlyOnceWith', 0],
  ['toHaveBeenNthCalledWith', 1],
  ['nthCalledWith', 1],
]);

/** A mock function that was made without saying for what: `vi.fn()`. */
export const isMockFunction = (value: Value): value is LibraryValue => value.kind === 'library' && value.path[0] === 'double';

/** The call that made a mock function. */
export const madeBy = (double: LibraryValue): Node | undefined => double.made.at(-1)?.node;

/** `const http = { get: vi.fn() }`, handed to the code that calls `this.http.get(…)`: the calls that reach the mock function, by the name that it stands under. */
export function callsOfDouble(trace: Trace, made: Node): Node[] {
  const outer = outermost(made);
  const { parent } = outer;
  const name: string | undefined = /^(?:Object|Class)Property$/.test(parent?.type ?? '') && parent?.['value'] === outer ? keyName(parent['key'], parent['computed']) : parent?.type === 'VariableDeclarator' ? parent['id'].name : undefined;
  if (name === undefined) return [];
  return callsIn(trace, filesCalling(trace, trace.project.fileOf(made), name), name, (value) => isMockFunction(value) && madeBy(value) === made);
}

/** Calls of something by its name, where it is what is asked for. */
const callsIn = (trace: Trace, files: readonly string[], name: string, isIt: (value: Value) => boolean): Node[] =>
  files.flatMap((file) => {
    const source = file.endsWith('.json') ? undefined : trace.project.source(file);
    const sites = (source ? mentionsNamed(source, name) : []).flatMap(({ site }) => (site?.kind === 'call' && site.node['callee'] ? [site.node] : []));
    return sites.filter((call) => members(trace.evaluate(unwrap(call['callee']), undefined)).some(isIt));
  });

/**
 * `expect(http.patch).toHaveBeenCalledWith(path, [{ op: 'set', … }])`, `assert.deepEqual(get.mock.calls[0].arguments, ['/users', { sortBy: 'name' }])`:
 * what is expected as each argument, and what the calls that reach the mock function give there.
 */
export function expectedArguments(trace: Trace, call: Node): { readonly written: Ref; readonly real: Value }[] {
  const { of, wanted } = calledAs(call) ?? recordedAs(call) ?? { of: undefined, wanted: [] };
  if (!of || wanted.length === 0) return [];
  const calls = callsReaching(trace, of).filter((one) => wanted.every((expected, index) => !expected || mayBe(trace, one['arguments'][index], expected)));
  return wanted.flatMap((expected, index) =>
    calls.flatMap((one) => {
      const given: Node | undefined = one['arguments'][index];
      return given && expected && given.type !== 'SpreadElement' && expected.type !== 'SpreadElement' ? [{ written: { node: expected, frame: undefined }, real: trace.evaluate(given, undefined) }] : [];
    }),
  );
}

/** A mock function, and what is expected as the arguments of a call of it. */
interface Expected {
  readonly of: Node;
  readonly wanted: readonly (Node | null | undefined)[];
}

/** `expect(double).toHaveBeenCalledWith(…)`. */
export function calledAs(call: Node): { readonly of: Node; readonly wanted: readonly Node[] } | undefined {
  const start = calledWith.get(calleeName(call));
  const of = start === undefined ? undefined : expectedOf(call);
  return of && { of, wanted: (call['arguments'] as Node[]).slice(start) };
}

/** The argument of `expect` at the start of a chain. */
export function expectedOf(call: Node): Node | undefined {
  let root: Node | undefined = unwrap(call['callee']);
  while (isMember(root)) root = unwrap(root?.['object']);
  return isCall(root) && calleeName(root as Node) === 'expect' ? root?.['arguments'][0] : undefined;
}

/** Comparisons in which everything must be alike: what is expected then names every parameter that is sent. */
const compares = /^(?:deepEqual|deepStrictEqual|toEqual|toStrictEqual|toContainEqual|eqls?|equals?)$/;

/** `expect(actual).toEqual(expected)`, `assert.deepEqual(actual, expected)`. */
export function comparison(call: Node): { readonly actual?: Node; readonly expected?: Node } {
  const [first, second] = call['arguments'] as Node[];
  if (!first || !compares.test(calleeName(call))) return {};
  const actual = expectedOf(call);
  if (actual) return { actual, expected: unwrap(first) };
  return second ? { actual: first, expected: unwrap(second) } : {};
}

/** From a mock function to the arguments of one of its calls, or to one of them: of vitest and jest, of node:test, of sinon. */
const recorded = /^(?:mock\.(?:calls\.(?:\d+|at|\$)(?:\.arguments)?|lastCall)|(?:first|second|third|last)Call\.args|getCall\.args|args\.\d+)(?:\.(?<index>\d+))?$/;

/** `assert.deepEqual(double.mock.calls[0].arguments, […])`, `expect(double.mock.calls[0][1]).toEqual({ … })`. */
function recordedAs(call: Node): Expected | undefined {
  const { actual, expected: written } = calleeName(call) === 'toContainEqual' ? {} : comparison(call);
  const way: string[] = [];
  let at = actual && unwrap(actual);
  for (; isMember(at) || isCall(at); at = unwrap(isCall(at) ? at?.['callee'] : at?.['object'])) if (isMember(at)) way.unshift(memberName(at as Node) ?? '$');
  // The mock function may itself be a member: `api.get.mock.calls[0]`.
  for (let skipped = 0; actual && written && skipped < way.length; skipped += 1) {
    const found = recorded.exec(way.slice(skipped).join('.'));
    const of = found && heldAt(unwrap(actual), way.length - skipped);
    if (!found || !of) continue;
    const index = found.groups?.['index'];
    if (index !== undefined) return { of, wanted: [...Array.from({ length: Number(index) }, () => undefined), written] };
    return written.type === 'ArrayExpression' ? { of, wanted: written['elements'] } : undefined;
  }
  return undefined;
}

/** What a chain stands on when so many members are taken off its end. */
function heldAt(node: Node, count: number): Node | undefined {
  if (count === 0) return node;
  const inner = isCall(node) ? unwrap(node['callee']) : node;
  return isMember(inner) ? heldAt(unwrap(inner['object']), count - 1) : undefined;
}

/** Members under which a mock function keeps the calls that reached it. */
export const recordNames = /^(?:mock|(?:first|second|third|last)Call|args)$/;

/** What a mock function keeps of its calls: `patch.mock.calls[0].arguments`, `patch.mock.calls[0][1]`, `patch.firstCall.args`. */
export function recordOf(trace: Trace, double: Value, name: string): Value | undefined {
  const calls = reaching(trace, double).filter((call) => ((call['arguments'] ?? []) as Node[]).every(({ type }) => type !== 'SpreadElement'));
  if (calls.length === 0 || calls.length > most) return undefined;
  const one = union(calls.map((node): Value => ({ kind: 'list', items: (node['arguments'] as Node[]).map((argument) => ({ node: argument, frame: undefined })), rest: undefined, ref: { node, frame: undefined }, isCall: true })));
  const all: Value = { kind: 'list', items: [], rest: one, ref: { node: calls[0] as Node, frame: undefined } };
  if (name === 'args') return all;
  return name === 'mock' ? { kind: 'record', members: { calls: all, lastCall: one } } : one;
}

/** More calls than this are not told apart. */
const most = 40;

/** The calls that reach a mock function, be it one that was made of a function of the test. */
const callsReaching = (trace: Trace, double: Node): Node[] => members(trace.evaluate(double, undefined)).flatMap((value) => (value.kind === 'function' && !isDoubleFunction(value.ref.node) ? [] : reaching(trace, value)));

function reaching(trace: Trace, value: Value): Node[] {
  if (value.kind === 'function') return callSites(trace, value.ref.node).flatMap(({ kind, node }) => (kind === 'call' && node['callee'] ? [node] : []));
  const made = isMockFunction(value) ? madeBy(value) : undefined;
  return made ? callsOfDouble(trace, made) : value.kind === 'library' && value.name === 'global' ? callsOfGlobal(trace, value) : [];
}

/** `mock.method(globalThis, 'fetch')`: every call of the function of the platform. */
function callsOfGlobal(trace: Trace, { path }: LibraryValue): Node[] {
  const name = path.at(-1) ?? '';
  return callsIn(trace, trace.project.filesWith(name), name, (value) => value.kind === 'library' && value.name === 'global' && value.path.join('.') === path.join('.'));
}

/** `mock.fn(async () => …)`, `vi.fn(() => …)`, and what `mockImplementation` is given. */
function isDoubleFunction(fn: Node): boolean {
  const call = outermost(fn).parent;
  return isCall(call) && /^(?:fn|fake|stub|mockImplementation|callsFake)$/.test(calleeName(call as Node));
}

/** False where a test expects another text than the one that is given: `'/spaces'` for `'/users/' + id`. */
function mayBe(trace: Trace, given: Node | undefined, expected: Node): boolean {
  if (expected.type !== 'StringLiteral' || !given) return true;
  return members(trace.evaluate(given, undefined)).some((value) => value.kind !== 'text' || isText(value.pieces, expected['value']));
}

/** True for a text that the pieces can be, whatever stands where one of them is not known. */
function isText(pieces: readonly Piece[], text: string): boolean {
  let at = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'literal') continue;
    const found = index === 0 ? (text.startsWith(piece.text) ? 0 : -1) : text.indexOf(piece.text, at);
    if (found < 0) return false;
    at = found + piece.text.length;
  }
  return pieces.at(-1)?.kind !== 'literal' || at === text.length;
}
