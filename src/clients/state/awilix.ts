import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { cradleOf, resolved } from '../../trace/calls/injection.ts';
import { literalText, members, type Ref, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import type { Client, ClientUse } from '../client.ts';

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

/** The container with which the call around registers: `container.register({ users: asFunction(…) })`, `container.register('users', asClass(…))`. */
function cradleAround(use: ClientUse): Value | undefined {
  let at: Node = use.call;
  let object: Node | undefined;
  while (at.parent && !/Function|Statement|^VariableDeclarator$/.test(at.parent.type)) {
    const { parent } = at;
    if (parent.type === 'ObjectExpression') object = parent;
    if (isCall(parent) && parent['arguments'].includes(at)) {
      const callee = unwrap(parent['callee']);
      const made = isMember(callee) && memberName(callee) === 'register' ? containersIn(use, callee['object'])[0] : undefined;
      if (made) return cradleOf(made);
    }
    at = parent;
  }
  return object && cradleOf({ node: object, frame: undefined });
}

const containersIn = (use: ClientUse, node: Node): readonly Ref[] => members(use.trace.evaluate(node, undefined)).flatMap((value) => (value.kind === 'library' && value.name === 'awilix' ? value.made : []));
