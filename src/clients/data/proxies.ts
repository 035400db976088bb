import { elementAt, memberOf } from '../../trace/members.ts';
import { applied, gotten, keyAt, targetOf } from '../../trace/calls/proxies.ts';
import { here } from '../arguments.ts';
import type { Client } from '../client.ts';

/** `new Proxy(target, { get: (_, name) => … })`: a member that is asked for is a call of `get` with its name, a call one of `apply`. */
export const proxies: Client = {
  id: 'proxies',
  packages: ['global'],
  globals: ['Proxy'],
  call(use) {
    const { library } = use;
    if (!library) return undefined;
    if (use.call.type === 'NewExpression') return library.made.length === 0 && use.args.length > 1 ? { ...library, made: [here(use)] } : undefined;
    return library.made.length > 0 ? applied(use.trace, library, here(use)) : undefined;
  },
  callback(use, argument, parameter, within) {
    if (use.call.type !== 'NewExpression' || argument !== 1 || parameter !== 0 || within.length !== 1) return undefined;
    return targetOf(use.trace, here(use));
  },
  member(library, name, at, trace) {
    const [made] = library.made;
    return made && (gotten(trace, library, () => keyAt(trace, name, at), at) ?? memberOf(trace, targetOf(trace, made), name, at));
  },
  element(library, at, trace) {
    const [made] = library.made;
    if (!made) return undefined;
    const isAsked = /^(?:Optional)?MemberExpression$/.test(at.node.type) && at.node['computed'];
    return (isAsked ? gotten(trace, library, () => keyAt(trace, undefined, at), at) : undefined) ?? elementAt(trace, targetOf(trace, made), Number.NaN, at);
  },
};
