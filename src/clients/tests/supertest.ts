import { descendants, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, literalText, members, type Ref, union, type Value } from '../../trace/value.ts';
import { rootOfChain } from '../chain.ts';
import { type Client, httpVerbs, partOfCall } from '../client.ts';
import { servers } from '../state/servers.ts';

/** supertest: what the project's own routes answer. `agent` holds the app, `test` the method and the path that are asked for. */
export const supertest: Client = {
  id: 'supertest',
  packages: ['supertest', 'supertest-session'],
  mockNames: /^expect$/,
  call(use) {
    const [word = 'agent', name = ''] = use.path;
    const last = use.path.at(-1) ?? '';
    const here = { node: use.call, frame: use.frame };
    if (word === 'agent' && use.made.length === 0) return use.library && { ...use.library, path: ['agent'], made: [here] };
    if (word === 'agent') return httpVerbs.has(name) ? use.library && { ...use.library, path: ['test'], made: [...use.made, here] } : use.library;
    if (last === 'then') return use.args[0] && callbackResult(use.trace, use.args[0], use.call, use.frame);
    return use.library && { ...use.library, path: ['test'] };
  },
  callback(use, argument, parameter) {
    const last = use.path.at(-1);
    const isAnswer = (/^(?:then|expect)$/.test(last ?? '') && argument === 0 && parameter === 0) || (last === 'end' && argument === 0 && parameter === 1);
    return use.path[0] === 'test' && isAnswer && use.library ? { ...use.library, path: ['test'] } : undefined;
  },
  member(library, name, at, trace) {
    const [, asked] = library.made;
    return name === 'body' && library.path.join() === 'test' && asked ? answered(trace, library) : { ...library, path: [...library.path, name], ref: at };
  },
  mocks(use) {
    const written = use.args.findLast((node) => /^(?:Object|Array)Expression$/.test(unwrap(node).type));
    return written && use.library?.path.join() === 'test,expect' ? [{ written: { node: written, frame: use.frame }, real: answered(use.trace, use.library) }] : [];
  },
};

/** What the routes send that fit the path. */
function answered(trace: Trace, library: LibraryValue): Value {
  const [app, asked] = library.made as [Ref, Ref];
  return partOfCall(trace, asked, 'body', () => {
    const path = pathAt(trace, asked.node['arguments'][0], asked.frame);
    const method = memberName(unwrap(asked.node['callee'])) ?? '';
    const given: Node | undefined = app.node['arguments'][0];
    const apps = given ? members(trace.evaluate(given, app.frame)) : [];
    return union(
      apps
        .flatMap((value) => routesOf(trace, value, 0))
        .flatMap((route) => (path !== undefined && (route.method === method || route.method === 'all') && fits(route.path, path) ? route.handlers.flatMap((handler) => sentBy(trace, handler)) : [])),
    );
  });
}

interface Route {
  readonly method: string;
  readonly path: string;
  readonly handlers: readonly Node[];
}

const known = new WeakMap<Node, readonly Route[]>();

/** The routes of an app or a router, and of the routers that it hands some of its paths to. */
function routesOf(trace: Trace, value: Value, depth: number): readonly Route[] {
  const creation = value.kind === 'library' && servers.packages.includes(value.name) ? value.made.at(-1)?.node : undefined;
  return creation && depth <= 3 ? trace.once(known, creation, [], () => routesAt(trace, creation, depth)) : [];
}

function routesAt(trace: Trace, creation: Node, depth: number): Route[] {
  const outer = outermost(creation);
  if (!outer.parent) return [];
  return placeMentions(trace, outer, outer.parent, 0).flatMap((mention) => {
    const call = isMember(mention.parent) ? mention.parent?.parent : undefined;
    const name = isMember(mention.parent) ? (memberName(mention.parent as Node) ?? '') : '';
    if (!call || !isCall(call) || !(name === 'use' || name === 'all' || httpVerbs.has(name))) return [];
    const path = pathAt(trace, call['arguments'][0], undefined);
    const rest: readonly Node[] = path === undefined ? call['arguments'] : call['arguments'].slice(1);
    if (name !== 'use') return path === undefined ? [] : [{ method: name, path, handlers: rest }];
    const inner = rest.flatMap((node) => members(trace.evaluate(node, undefined)).flatMap((one) => routesOf(trace, one, depth + 1)));
    return inner.map((route) => ({ ...route, path: (path ?? '') + route.path }));
  });
}

/** The text of a path; what only the run knows is one segment of it. */
function pathAt(trace: Trace, node: Node | undefined, frame: Ref['frame']): string | undefined {
  const value = node && trace.evaluate(node, frame);
  if (value?.kind !== 'text') return undefined;
  return literalText(value) ?? value.pieces.map((piece) => (piece.kind === 'literal' ? piece.text : '1')).join('');
}

/** True when a path is one of a route: `/people/:id` is asked as `/people/7?fields=name`. */
function fits(route: string, path: string): boolean {
  const segments = (text: string): string[] => (text.split(/[?#]/)[0] ?? '').split('/').filter(Boolean);
  const [wanted, given] = [segments(route), segments(path)];
  return wanted.length === given.length && wanted.every((segment, index) => segment.startsWith(':') || segment === given[index]);
}

/** What the handler sends: the functions that are written there, or the one that it names. */
function sentBy(trace: Trace, handler: Node): Value[] {
  const named = members(trace.evaluate(handler, undefined)).flatMap((value) => (value.kind === 'function' ? [value.ref.node] : []));
  const written = descendants(handler).filter((node) => isFunction(node));
  return [...new Set([...named, ...written])].flatMap((fn) => {
    const response: Node | undefined = fn['params'][1];
    if (response?.type !== 'Identifier') return [];
    return descendants(fn['body']).flatMap((node) => {
      const isSent = isCall(node) && isMember(unwrap(node['callee'])) && /^(?:json|send|jsonp)$/.test(memberName(unwrap(node['callee'])) ?? '') && rootOfChain(node)['name'] === response['name'];
      return isSent && node['arguments'][0] ? [trace.evaluate(node['arguments'][0], undefined)] : [];
    });
  });
}
