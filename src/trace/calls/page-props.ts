import { isFunction, type Node, outermost } from '../../source/ast.ts';
import { memberOf } from '../members.ts';
import { exportNames, exportNamesOf } from '../modules/modules.ts';
import { exportedResult } from '../types/result-types.ts';
import type { Trace } from '../trace.ts';
import { union, type Value } from '../value.ts';

/** What a component receives that a file exports as its page: what the functions give that stand beside it under names which a library calls. */
export function pageProps(trace: Trace, fn: Node): Value | undefined {
  const pages = trace.clients.flatMap((client) => Object.entries(client.pages ?? {}));
  const file = trace.project.fileOf(fn);
  const beside = isPage(trace, fn) ? exportNamesOf(trace, file) : [];
  const given = pages.flatMap(([name, { from, as }]) => {
    const result = beside.includes(name) ? exportedResult(trace, file, name) : undefined;
    const taken = result && from !== undefined ? memberOf(trace, result, from, { node: fn, frame: undefined }) : result;
    return taken ? [as === undefined ? taken : ({ kind: 'record', members: { [as]: taken } } as const)] : [];
  });
  return given.length > 0 ? union(given) : undefined;
}

/** A function that is written at the top of a file and exported as its default, itself or by name. */
function isPage(trace: Trace, fn: Node): boolean {
  const outer = outermost(fn);
  const holder = outer.parent;
  if (!isFunction(fn) || holder?.type === 'ExportDefaultDeclaration') return isFunction(fn);
  const declared = holder?.type === 'VariableDeclarator' ? holder : fn;
  return /^(?:VariableDeclarator|Program)$/.test(holder?.type ?? '') && exportNames(trace, declared).includes('default');
}
