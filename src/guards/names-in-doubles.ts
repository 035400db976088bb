import { calleeName, descendants, isCall, isMember, type Node, unwrap } from '../source/ast.ts';
import { isDouble } from '../trace/doubles/doubles.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type RawRequest } from '../trace/value.ts';

/**
 * Why the parameters of a request keep their names: in a test something takes the place of what sends it, and looks by the names that it is given
 * into rows of its own, `rows.filter((row) => Object.keys(query).every((key) => row[key] === query[key]))`.
 */
export function namesInDoubles(trace: Trace, request: RawRequest): string | undefined {
  if (request.mock || request.standsIn) return undefined;
  for (let { frame } = request; frame; frame = frame.caller) {
    const { fn, call } = frame;
    const targets = call['callee'] ? trace.ask(() => members(trace.evaluate(unwrap(call['callee']), undefined)), [], call) : [];
    for (const target of targets) {
      if (target.kind !== 'function' || target.ref.node === fn || !isDouble(trace, target.ref.node)) continue;
      const found = looksByName(trace, target.ref.node);
      if (found) return `${trace.project.fileOf(found).split('/').at(-1)}:${trace.project.sourceOf(found).place(found.start).line} stands in for it, and looks into its own rows by the names of the parameters`;
    }
  }
  return undefined;
}

/** Where a function goes through the names of something that it is given, if it takes members of something else by names which are values. */
function looksByName(trace: Trace, fn: Node): Node | undefined {
  const isGiven = (node: Node | undefined): boolean => {
    const name = node && unwrap(node);
    const binding = name?.type === 'Identifier' ? trace.project.sourceOf(name).scopes.bindingOf(name) : undefined;
    return binding?.kind === 'param' && (fn['params'] as Node[]).some((parameter) => isWithin(binding.id, parameter));
  };
  const inside = descendants(fn['body']);
  const names = inside.find((node) => (isCall(node) && /^(?:keys|entries)$/.test(calleeName(node)) && isGiven(node['arguments'][0])) || (node.type === 'ForInStatement' && isGiven(node['right'])));
  return names && inside.some((node) => isMember(node) && node['computed'] && unwrap(node['property']).type === 'Identifier' && !isGiven(node['object'])) ? names : undefined;
}

export const isWithin = (node: Node, outer: Node): boolean => node.start >= outer.start && node.end <= outer.end;
