import { isCall, isFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { requiredSpecifier } from '../modules/modules.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** The functions of the project behind a callee: by its name, also of another file, `make(…)(x)`, `steps[index](x)`, `const step = steps[index]; step(x)`. */
export function calledHere(trace: Trace, callee: Node): readonly Node[] {
  const binding = bindingOf(trace, callee);
  if (isOfAnotherFile(binding ?? (isMember(callee) && !callee['computed'] ? bindingOf(trace, unwrap(callee['object'])) : undefined))) return functionsOf(trace, callee);
  const fn = binding?.kind === 'function' ? binding.declaration : binding?.declaration['init'];
  if (isFunction(fn)) return [fn];
  const taken: Node = binding?.kind === 'const' && fn ? unwrap(fn) : callee;
  const isMade = taken === callee ? isCall(callee) || (isMember(callee) && callee['computed']) : isMember(taken) && taken['computed'];
  return isMade ? functionsOf(trace, taken) : [];
}

const functionsOf = (trace: Trace, callee: Node): readonly Node[] => members(trace.evaluate(callee, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));

const bindingOf = (trace: Trace, name: Node): Binding | undefined => (name.type === 'Identifier' ? trace.project.sourceOf(name).scopes.bindingOf(name) : undefined);

/** True for what `import` or `require` gives, or a part of it. */
const isOfAnotherFile = (binding: Binding | undefined): boolean => binding?.kind === 'import' || (!!binding?.declaration['init'] && requiredSpecifier(unwrap(binding.declaration['init'])) !== undefined);
