import { isFunction, type Node } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import { putUnder } from '../../trace/changes/drafts.ts';
import { propertyName, staticText } from '../../trace/evaluate.ts';
import { entriesOf, memberOf } from '../../trace/members.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type FunctionValue, type LibraryValue, literalText, members, type Ref, stepped, union, unknown, type Value } from '../../trace/value.ts';
import { callsNamed } from '../called.ts';
import { type Client, type ClientUse, findMember, partOfCall } from '../client.ts';
import { namesTaken } from './taken-options.ts';

/** How deep modules may stand in each other. */
const deepest = 3;
/** What gives a component computed values. */
const mapping = /^map(?:State|Getters)$/;
const creating = /^(?:createStore|Store)$/;

/**
 * Vuex: the state has what it starts with and what mutations put into it; a mutation gets what `commit` is given under its name, an action what `dispatch` is.
 * The first word of a path: `store`; `context`, what an action is given; `mapped`, what a component takes;
 * `state`, `getters`, `commit`, `dispatch`, followed by the names of the modules to the one they belong to.
 */
export const vuex: Client = {
  id: 'vuex',
  keepsState: true,
  packages: ['vuex'],
  call(use) {
    const { library, trace } = use;
    const word = use.path.find((part) => creating.test(part)) ?? use.path[0] ?? '';
    if (!library) return undefined;
    if (creating.test(word)) return storeOf(library, { node: use.call, frame: use.frame });
    if (word === 'useStore') return union(storesOf(trace));
    if (mapping.test(word)) return { ...library, path: ['mapped', word === 'mapState' ? 'state' : 'getters'], made: [{ node: use.call, frame: use.frame }] };
    return word === 'dispatch' ? doneBy(trace, library, use) : undefined;
  },
  callback(use, argument, parameter, within) {
    const word = use.path.at(-1) ?? '';
    if (word === 'mapState' && argument === use.args.length - 1 && within.length === 1 && parameter < 2) return mappedPart(use.trace, use.args, parameter === 0 ? 'state' : 'getters');
    if (!use.library || argument !== 0) return undefined;
    if (creating.test(word)) return receivedByPart(use.trace, storeOf(use.library, { node: use.call, frame: use.frame }), within, parameter);
    const isWatching = use.path[0] === 'store' && ((word === 'watch' && parameter < 2) || (word === 'subscribe' && parameter === 1));
    return isWatching ? partNamed(use.library, word === 'watch' && parameter === 1 ? 'getters' : 'state') : undefined;
  },
  member(library, name, at, trace) {
    const [word = '', ...modules] = library.path;
    const [made] = library.made;
    if (!made) return { ...library, path: [...library.path, name], ref: at };
    if (word === 'mapped') return mappedUnder(trace, made, modules[0] === 'state' ? 'state' : 'getters', name, at);
    if (word === 'state') return stateNamed(trace, library, modules, name, at);
    if (word === 'getters') return partOfCall(trace, made, `getter ${modules.join('/')} ${name}`, () => gotBy(trace, library, modules, name));
    if (word === 'context' && /^root(?:State|Getters)$/.test(name)) return partNamed(library, name === 'rootState' ? 'state' : 'getters');
    const isPart = (word === 'store' || word === 'context') && /^(?:state|getters|commit|dispatch)$/.test(name);
    return isPart ? partNamed(library, name, modules) : { ...library, path: [...library.path, name], ref: at };
  },
  standIn: { name: 'createStore', isOne: (fn) => fn['params'].length === 1 && ['state', 'mutations'].every((name) => namesTaken(fn['params'][0], fn).includes(name)) },
};

const storeOf = (library: LibraryValue, made: Ref): LibraryValue => ({ ...library, path: ['store'], made: [made] });
const partNamed = (library: LibraryValue, word: string, modules: readonly string[] = []): LibraryValue => ({ ...library, path: [word, ...modules] });

/** A module of a store, or the store itself. */
interface Module {
  readonly path: readonly string[];
  readonly options: Value;
  /** What stands before the names of its getters, mutations and actions: `users/`. */
  readonly prefix: string;
}

function modulesOf(trace: Trace, made: Ref): readonly Module[] {
  const [given] = made.node['arguments'] as Node[];
  return given ? below(trace, { path: [], options: trace.evaluate(given, made.frame), prefix: '' }, made) : [];
}

function below(trace: Trace, own: Module, made: Ref): Module[] {
  const tables = own.path.length < deepest ? members(memberOf(trace, own.options, 'modules', made)) : [];
  const inner = namesIn(trace, tables).flatMap((name): Module[] => {
    const options = union(tables.map((table) => memberOf(trace, table, name, made)));
    const isNamespaced = findMember(trace, options, 'namespaced')?.node['value'] === true;
    return below(trace, { path: [...own.path, name], options, prefix: isNamespaced ? `${own.prefix}${name}/` : own.prefix }, made);
  });
  return [own, ...inner];
}

const namesIn = (trace: Trace, tables: readonly Value[]): readonly string[] => tables.flatMap((table) => (table.kind === 'object' ? entriesOf(table.ref.node).flatMap((entry) => propertyName(trace, entry, table.ref.frame) ?? []) : []));
const functionsIn = (value: Value): FunctionValue[] => members(value).filter((member) => member.kind === 'function');
const moduleAt = (trace: Trace, made: Ref, path: readonly string[]): Module | undefined => modulesOf(trace, made).find((one) => one.path.join('/') === path.join('/'));

/** What a function of a store or of one of its modules is given. */
function receivedByPart(trace: Trace, store: LibraryValue, within: readonly string[], parameter: number): Value | undefined {
  const rest = [...within];
  const modules: string[] = [];
  while (rest[0] === 'modules' && rest[1] !== undefined) modules.push(rest.splice(0, 2)[1] as string);
  const [part, name = '', inner] = rest;
  if (inner !== undefined && !(part === 'actions' && inner === 'handler')) return undefined;
  if (part === 'getters') return [partNamed(store, 'state', modules), partNamed(store, 'getters', modules), partNamed(store, 'state'), partNamed(store, 'getters')][parameter];
  if (part !== 'mutations' && part !== 'actions') return undefined;
  if (parameter === 0) return partNamed(store, part === 'mutations' ? 'state' : 'context', modules);
  return parameter === 1 ? payloadOf(trace, store, part === 'mutations' ? 'commit' : 'dispatch', modules, name) : undefined;
}

/** What is handed on under the name of a mutation or of an action: `commit('SET', value)`, `commit({ type: 'SET', value })`. */
function payloadOf(trace: Trace, { made: [made] }: LibraryValue, word: 'commit' | 'dispatch', modules: readonly string[], name: string): Value {
  if (!made) return unknown;
  return partOfCall(trace, made, `${word} ${modules.join('/')} ${name}`, () => {
    const all = modulesOf(trace, made);
    const prefixOf = (path: readonly string[]): string => all.find((one) => one.path.join('/') === path.join('/'))?.prefix ?? '';
    const wanted = `${prefixOf(modules)}${name}`;
    const isOwn = ({ path, made: [other] }: LibraryValue): boolean => path[0] === word && other?.node === made.node;
    const sent = callsNamed(trace, [word], isOwn).flatMap((call): Value[] => {
      const [type, payload, options] = call['arguments'] as Node[];
      const callee = members(trace.evaluate(call['callee'], undefined)).find((value) => value.kind === 'library' && isOwn(value));
      if (!type || callee?.kind !== 'library') return [];
      const whole = memberOf(trace, trace.evaluate(type, undefined), 'type', { node: type, frame: undefined });
      const text = staticText(trace, type, undefined) ?? literalText(whole);
      if (text === undefined || (options ? '' : prefixOf(callee.path.slice(1))) + text !== wanted) return [];
      return literalText(whole) === undefined ? (payload ? [trace.evaluate(payload, undefined)] : []) : [trace.evaluate(type, undefined)];
    });
    return union(sent);
  });
}

/** A module below, or what the state has under a name: from its start, and from mutations. */
function stateNamed(trace: Trace, library: LibraryValue, modules: readonly string[], name: string, at: Ref): Value {
  const [made] = library.made;
  const own = made && moduleAt(trace, made, modules);
  if (!made || !own) return unknown;
  if (moduleAt(trace, made, [...modules, name])) return partNamed(library, 'state', [...modules, name]);
  return partOfCall(trace, made, `state ${modules.join('/')} ${name}`, () => {
    const state = memberOf(trace, own.options, 'state', made);
    const started = [...functionsIn(state).map((fn) => trace.callbackReturned(fn, made.node, made.frame)), ...members(state).filter(({ kind }) => kind === 'object')].map((start) => memberOf(trace, start, name, at));
    const found = [...started, ...mutatedUnder(trace, own, made, name)].filter((value) => value !== absent && value.kind !== 'unknown');
    return stepped(union(found), made.node, `\`.${name}\` of the store`);
  });
}

/** What the mutations of a module put under a name into the state that they are given. */
function mutatedUnder(trace: Trace, { options }: Module, made: Ref, name: string): Value[] {
  const tables = members(memberOf(trace, options, 'mutations', made));
  const mutations = tables.flatMap((table) => namesIn(trace, [table]).flatMap((mutation) => functionsIn(memberOf(trace, table, mutation, made))));
  return mutations.flatMap(({ ref }) => {
    const [state] = isFunction(ref.node) ? (ref.node['params'] as Node[]) : [];
    return state?.type === 'Identifier' ? putUnder(trace, bindingMentions(trace, state), name, { node: ref.node, frame: ref.frame }) : [];
  });
}

/** The functions of one kind that a name means, asked from a module. */
function named(trace: Trace, library: LibraryValue, part: 'getters' | 'actions', modules: readonly string[], name: string): FunctionValue[] {
  const [made] = library.made;
  const all = made ? modulesOf(trace, made) : [];
  const wanted = (all.find((one) => one.path.join('/') === modules.join('/'))?.prefix ?? '') + name;
  return all.flatMap(({ options, prefix }) => (made && wanted.startsWith(prefix) ? functionsIn(memberOf(trace, memberOf(trace, options, part, made), wanted.slice(prefix.length), made)) : []));
}

function gotBy(trace: Trace, library: LibraryValue, modules: readonly string[], name: string): Value {
  const [made] = library.made;
  return made ? union(named(trace, library, 'getters', modules, name).map((fn) => trace.callbackReturned(fn, made.node, made.frame))) : unknown;
}

/** What an action gives back. */
function doneBy(trace: Trace, library: LibraryValue, { args: [type], frame }: ClientUse): Value | undefined {
  const [made] = library.made;
  const name = type && staticText(trace, type, frame);
  if (!made || name === undefined) return undefined;
  return partOfCall(trace, made, `done ${library.path.join('/')} ${name}`, () => union(named(trace, library, 'actions', library.path.slice(1), name).map((fn) => trace.callbackReturned(fn, made.node, made.frame))));
}

/** The state or the getters from which a component takes some: `mapState('users', …)`. */
function mappedPart(trace: Trace, args: readonly Node[], word: 'state' | 'getters'): Value {
  const modules = args.length > 1 && args[0] ? (staticText(trace, args[0], undefined) ?? '').split('/') : [];
  return union(storesOf(trace).map((store) => (store.kind === 'library' ? partNamed(store, word, modules) : unknown)));
}

/** `mapState(['users'])`, `mapState({ people: 'users', first: (state) => state.users[0] })`: what the component has under a name. */
function mappedUnder(trace: Trace, made: Ref, word: 'state' | 'getters', name: string, at: Ref): Value {
  const args = made.node['arguments'] as Node[];
  const table = args.at(-1);
  if (!table) return unknown;
  const given = trace.evaluate(table, made.frame);
  const own = members(given).some(({ kind }) => kind === 'object') ? findMember(trace, given, name) : undefined;
  if (own && functionsIn(trace.value(own)).length > 0) return callbackResult(trace, own.node, made.node, own.frame) ?? unknown;
  const texts = members(given).flatMap((value) => (value.kind === 'list' ? value.items.map((item) => literalText(trace.value(item))) : []));
  const wanted = own ? literalText(trace.value(own)) : texts.includes(name) ? name : undefined;
  return wanted === undefined ? unknown : memberOf(trace, mappedPart(trace, args, word), wanted, at);
}

/** The stores that the project makes. */
function storesOf(trace: Trace): readonly Value[] {
  const isCreating = ({ name, path }: LibraryValue): boolean => name === 'vuex' && creating.test(path.at(-1) ?? '');
  return callsNamed(trace, ['createStore', 'Store'], isCreating).map((call) => trace.evaluate(call, undefined));
}
