import { isCall, isFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** The functions of the project behind a callee: by its name, `make(…)(x)`, `steps[index](x)`, `const step = steps[index]; step(x)`. */
export function calledHere(trace: Trace, callee: Node): readonly Node[] {
  const binding = callee.type === 'Identifier' ? trace.project.sourceOf(callee).scopes.bindingOf(callee) : undefined;
  const fn = binding?.kind === 'function' ? binding.declaration : binding?.declaration['init'];
  if (isFunction(fn)) return [fn];
  const taken: Node = binding?.kind === 'const' && fn ? unwrap(fn) : callee;
  const isMade = taken === callee ? isCall(callee) || (isMember(callee) && callee['computed']) : isMember(taken) && taken['computed'];
  return isMade ? members(trace.evaluate(taken, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : [])) : [];
}
