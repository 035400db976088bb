import { descendants, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import { putInto, putUnder } from '../../trace/changes/drafts.ts';
import { entriesOf, memberOf } from '../../trace/members.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type LibraryValue, members, type Ref, stepped, union, unknown, type Value } from '../../trace/value.ts';
import { callsNamed } from '../called.ts';
import { type Client, partOfCall } from '../client.ts';
import { namesTaken } from './taken-options.ts';
import { unboxed } from './vue.ts';

/** Pinia: a store has what its `state` makes, what is put into it later, what its getters give, and its actions. The first word of a path: `use`, the function that gives the store; `store`; `refs`. */
export const pinia: Client = {
  id: 'pinia',
  keepsState: true,
  packages: ['pinia'],
  call(use) {
    const [word = '', name] = use.path;
    const [first] = use.args;
    if (!use.library || name !== undefined) return undefined;
    if (word === 'defineStore') return { ...use.library, path: ['use'], made: [{ node: use.call, frame: use.frame }] };
    if (word === 'use') return storeOf(use.library);
    return word === 'storeToRefs' && first ? union(members(use.trace.evaluate(first, use.frame)).map((store) => (isStore(store) ? { ...store, path: ['refs'] } : unknown))) : undefined;
  },
  callback(use, _argument, parameter, within) {
    const isGetter = use.path[0] === 'defineStore' && within[0] === 'getters' && within.length === 2;
    if (isGetter && parameter === 0) return receiverOf(use.library, use.call, use.frame);
    const isPatch = use.path[0] === 'store' && use.path[1] === '$patch' && parameter === 0;
    return isPatch && use.library ? storeOf(use.library) : undefined;
  },
  member(library, name, at, trace) {
    const [word, inner] = library.path;
    const [made] = library.made;
    if (!made || inner !== undefined || (word !== 'store' && word !== 'refs')) return { ...library, path: [...library.path, name], ref: at };
    if (name === '$state') return storeOf(library);
    if (name.startsWith('$')) return { ...library, path: [...library.path, name], ref: at };
    const value = partOfCall(trace, made, `store ${name}`, () => storeMember(trace, library, made, name, at));
    return word === 'refs' ? { kind: 'record', members: { value } } : value;
  },
  receiver: { names: /^defineStore$/, value: (use, within) => (/^(?:actions|getters)$/.test(within[0] ?? '') && within.length === 2 ? receiverOf(use.library, use.call, use.frame) : undefined) },
  standIn: { name: 'defineStore', isOne: takesOptions },
};

const stores = new WeakMap<Node, LibraryValue>();

/** One value for each store, so that what its functions do with `this` is found again. */
function storeOf(library: LibraryValue): LibraryValue {
  const [made] = library.made;
  const known = made && stores.get(made.node);
  if (known && known.made[0]?.frame === made.frame) return known;
  const store: LibraryValue = { ...library, path: ['store'] };
  if (made) stores.set(made.node, store);
  return store;
}

const receiverOf = (library: LibraryValue | undefined, call: Node, frame: Ref['frame']): LibraryValue | undefined => library && storeOf({ ...library, made: [{ node: call, frame }] });

const isStore = (value: Value): value is LibraryValue => value.kind === 'library' && value.name === 'pinia' && value.path.join() === 'store';

/** True for a function whose last parameter takes the options of a store: `{ state, getters, actions }`, or a name of which these are read. */
function takesOptions(fn: Node): boolean {
  const names = fn['params'].length > 2 ? [] : namesTaken((fn['params'] as Node[]).at(-1), fn);
  return names.includes('state') && (names.includes('actions') || names.includes('getters'));
}

function storeMember(trace: Trace, library: LibraryValue, made: Ref, name: string, at: Ref): Value {
  const [first, second] = made.node['arguments'] as Node[];
  const given = second ?? first;
  const options = given ? trace.evaluate(given, made.frame) : unknown;
  const put = putUnder(trace, mentionsOf(trace, made, options), name, made);
  if (given && members(options).some((value) => value.kind === 'function')) return union([unboxed(memberOf(trace, callbackResult(trace, given, made.node, made.frame) ?? unknown, name, at)), ...put]);
  const part = (option: string): Value => memberOf(trace, options, option, at);
  const action = functionsIn(memberOf(trace, part('actions'), name, at)).map((fn) => ({ ...fn, self: storeOf(library) }));
  const got = functionsIn(memberOf(trace, part('getters'), name, at)).map((fn) => trace.callbackReturned({ ...fn, self: storeOf(library) }, made.node, made.frame));
  const started = functionsIn(part('state')).map((fn) => memberOf(trace, trace.callbackReturned(fn, made.node, made.frame), name, at));
  const found = [...action, ...got, ...started, ...put, ...patched(trace, made, options, name, at)].filter((value) => value !== absent && value.kind !== 'unknown');
  return stepped(union(found), made.node, `\`.${name}\` of the store`);
}

const functionsIn = (value: Value): Extract<Value, { kind: 'function' }>[] => members(value).flatMap((member) => (member.kind === 'function' ? [member] : []));

/** Expressions that mean the store: `this` in its actions, what its function gives, and the names of that. */
function mentionsOf(trace: Trace, made: Ref, options: Value): Node[] {
  const actions = members(memberOf(trace, options, 'actions', made)).flatMap((value) => (value.kind === 'object' ? entriesOf(value.ref.node) : []));
  const own = actions.flatMap((action) => descendants(action).filter((node) => node.type === 'ThisExpression'));
  const declarator = outermost(made.node).parent;
  const name: string | undefined = declarator?.type === 'VariableDeclarator' ? declarator['id'].name : undefined;
  const isOwn = (value: LibraryValue): boolean => value.path.join() === 'use' && value.made[0]?.node === made.node;
  const calls = name === undefined ? [] : callsNamed(trace, [name], isOwn);
  return [...own, ...calls.flatMap((call) => [call, ...namesOf(trace, call)])];
}

function namesOf(trace: Trace, call: Node): Node[] {
  const { parent } = outermost(call);
  return parent?.type === 'VariableDeclarator' && parent['id'].type === 'Identifier' ? bindingMentions(trace, parent['id']) : [];
}

/** `store.$patch({ users })`, `store.$patch((state) => { state.users = users })`. */
function patched(trace: Trace, made: Ref, options: Value, name: string, at: Ref): Value[] {
  return mentionsOf(trace, made, options).flatMap((mention) => {
    const member = outermost(mention).parent;
    const call = isMember(member) && memberName(member as Node) === '$patch' ? member?.parent : undefined;
    const given: Node | undefined = call && isCall(call) ? call['arguments'][0] : undefined;
    if (!given) return [];
    const fn = unwrap(given);
    if (!isFunction(fn)) return [memberOf(trace, trace.evaluate(given, undefined), name, at)];
    return fn['params'][0]?.type === 'Identifier' ? putInto(trace, fn['params'][0], undefined).map((put) => memberOf(trace, put, name, at)) : [];
  });
}
