import type { Node } from '../source/ast.ts';
import { cradleOf, resolved } from '../trace/injection.ts';
import { literalText, members, type Value } from '../trace/value.ts';
import { here } from './arguments.ts';
import type { Client, ClientUse } from './client.ts';

const wrappers = /^(?:asFunction|asClass|asValue|aliasTo)$/;
const lifetimes = /^(?:singleton|scoped|transient|proxy|classic|setLifetime|setInjectionMode|disposer)$/;

/** awilix: what is registered under a name is given to every factory and class that takes that name from its parameter. */
export const awilix: Client = {
  id: 'awilix',
  packages: ['awilix'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const [first] = use.args;
    if (use.made.length === 0) return (name === 'createContainer' || wrappers.test(name)) && use.library ? { ...use.library, path: name === 'createContainer' ? [] : [name], made: [here(use)] } : undefined;
    if (lifetimes.test(name)) return use.library && { ...use.library, path: use.path.slice(0, -1) };
    if (name === 'register' || name === 'createScope') return use.library && { ...use.library, path: [] };
    return name === 'resolve' && first && use.made[0] ? resolved(use.trace, cradleOf(use.made[0]), literalText(use.trace.evaluate(first, use.frame)) ?? '') : undefined;
  },
  callback: (use, argument, parameter) => (argument === 0 && parameter === 0 && /^as(?:Function|Class)$/.test(use.path.at(-1) ?? '') ? cradleAround(use) : undefined),
  member(library, name, _at, trace) {
    const [made] = library.made;
    if (library.path[0] === 'cradle') return resolved(trace, library, name);
    return made && library.path.length === 0 && name === 'cradle' ? cradleOf(made) : undefined;
  },
};

/** The container with which the call around registers: `container.register({ users: asFunction(…) })`. */
function cradleAround(use: ClientUse): Value | undefined {
  let at: Node | undefined = use.call;
  while (at && at.type !== 'ObjectExpression' && !/Function|Statement|^VariableDeclarator$/.test(at.type)) at = at.parent;
  const object = at?.type === 'ObjectExpression' ? at : undefined;
  const callee = object?.parent?.['callee'];
  const made = callee?.['object'] ? members(use.trace.evaluate(callee['object'], undefined)).flatMap((value) => (value.kind === 'library' && value.name === 'awilix' ? value.made : []))[0] : undefined;
  return made ? cradleOf(made) : object && cradleOf({ node: object, frame: undefined });
}
