import { calleeName, descendants, isCall, type Node, unwrap } from '../../source/ast.ts';
import { isDouble } from './doubles.ts';
import type { Trace } from '../trace.ts';
import { members, type Ref, type Value } from '../value.ts';

/** Names of functions that compare what is with what is expected. */
const compares = /(?:^|deep|strict|are|is|assert|check|expect)(?:same|equals?|eql?|deepEqual|deepStrictEqual|matches)$/i;

/** `same('admins', adminsOf(rows), [{ id: '1', roles: […] }])` in a test, with a function of the project: what is written beside what was made. */
export function ownComparisons(trace: Trace, program: Node): { readonly written: Ref; readonly real: Value }[] {
  if (!isDouble(trace, program)) return [];
  return descendants(program).flatMap((node) => {
    if (!isCall(node) || node['arguments'].length < 2 || !compares.test(calleeName(node))) return [];
    return trace.ask(() => {
      const isOwn = members(trace.evaluate(unwrap(node['callee']), undefined)).some(({ kind }) => kind === 'function');
      const given = isOwn ? (node['arguments'] as Node[]) : [];
      const written = given.filter((argument) => members(trace.evaluate(argument, undefined)).some(({ kind }) => kind === 'object' || kind === 'list'));
      return written.flatMap((argument) => given.flatMap((other) => (other === argument ? [] : [{ written: { node: argument, frame: undefined }, real: trace.evaluate(other, undefined) }])));
    }, []);
  });
}
