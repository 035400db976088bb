import { elementAt } from '../../trace/members.ts';
import { type LibraryValue, members, union, unknown, type Value } from '../../trace/value.ts';
import type { ClientUse } from '../client.ts';

/** `it.each`, `test.only.each`, `describe.for`. */
const tables = /^(?:it|test|describe|suite)\.(?:\w+\.)*(?:each|for)$/;

/** Names of the platform under which tests are declared where nothing is imported. */
export const declaring: readonly string[] = ['it', 'test', 'describe'];

/** `it.each(rows)`: what is called with a name and the function that is called for each row. */
export function tableOfTests(use: ClientUse): LibraryValue | undefined {
  return use.library && use.made.length === 0 && use.args.length === 1 && tables.test(use.path.join('.')) ? { ...use.library, made: [{ node: use.call, frame: use.frame }] } : undefined;
}

/** What the function of `it.each(rows)(name, fn)` receives: the parts of a row that is a list, otherwise the row itself. With `for` it is always the row. */
export function partOfRow(use: ClientUse, parameter: number): Value | undefined {
  const [made] = use.made;
  const rows = made && tables.test(use.path.join('.')) ? (made.node['arguments'][0] as ClientUse['call']) : undefined;
  if (!made || !rows) return undefined;
  const row = use.trace.element(use.trace.evaluate(rows, made.frame), made.node, made.frame);
  const isWhole = use.path.at(-1) === 'for';
  const parts = members(row).map((one) => (one.kind === 'list' && !isWhole ? elementAt(use.trace, one, parameter, made) : parameter === 0 ? one : unknown));
  return union(parts);
}
