import { calleeName, isCall, isMember, keyName, type Node, outermost, unwrap } from '../source/ast.ts';
import { filesCalling } from './callers.ts';
import { mentionsNamed } from './sites.ts';
import type { Trace } from './trace.ts';
import { type LibraryValue, members, type Piece, type Ref, type Value } from './value.ts';

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
  return filesCalling(trace, trace.project.fileOf(made), name).flatMap((file) => {
    const source = file.endsWith('.json') ? undefined : trace.project.source(file);
    const sites = (source ? mentionsNamed(source, name) : []).flatMap(({ site }) => (site?.kind === 'call' && site.node['callee'] ? [site.node] : []));
    return sites.filter((call) => members(trace.evaluate(unwrap(call['callee']), undefined)).some((value) => isMockFunction(value) && madeBy(value) === made));
  });
}

/** `expect(http.patch).toHaveBeenCalledWith(path, [{ op: 'set', … }])`: what is expected as each argument, and what the calls that reach the mock function give there. */
export function expectedArguments(trace: Trace, call: Node): { readonly written: Ref; readonly real: Value }[] {
  const start = calledWith.get(calleeName(call));
  const callee = unwrap(call['callee']);
  let root: Node | undefined = isMember(callee) ? unwrap(callee['object']) : undefined;
  while (isMember(root)) root = unwrap(root?.['object']);
  if (start === undefined || !isCall(root) || calleeName(root as Node) !== 'expect' || !root?.['arguments'][0]) return [];
  const doubles = members(trace.evaluate(root['arguments'][0], undefined)).filter(isMockFunction);
  const wanted = (call['arguments'] as Node[]).slice(start);
  const calls = [...new Set(doubles.flatMap((double) => madeBy(double) ?? []))].flatMap((made) => callsOfDouble(trace, made)).filter((one) => wanted.every((expected, index) => mayBe(trace, one['arguments'][index], expected)));
  return wanted.flatMap((expected, index) =>
    calls.flatMap((one) => {
      const given: Node | undefined = one['arguments'][index];
      return given && given.type !== 'SpreadElement' && expected.type !== 'SpreadElement' ? [{ written: { node: expected, frame: undefined }, real: trace.evaluate(given, undefined) }] : [];
    }),
  );
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
