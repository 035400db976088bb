import { descendants, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { putInto } from '../../trace/changes/drafts.ts';
import { memberOf } from '../../trace/members.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type FunctionValue, type LibraryValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, partOfCall } from '../client.ts';

const creating = /^(?:create|createStore|createWithEqualityFn)$/;
/** What stands around the function that makes a state. */
const around = /^(?:devtools|persist|immer|subscribeWithSelector|redux|logger)$/;
const using = /^(?:useStore|useStoreWithEqualityFn)$/;

/** zustand: a store holds what its function makes, and what `set` and `setState` are given. The first word of a path: `store`, `state`, `set`, `get`. */
export const zustand: Client = {
  id: 'zustand',
  keepsState: true,
  packages: ['zustand', 'zustand/vanilla', 'zustand/react', 'zustand/traditional', 'zustand/middleware', 'zustand/middleware/immer', 'zustand/react/shallow', 'zustand/shallow'],
  call(use) {
    const [word = 'create', name = ''] = use.path;
    const [first] = use.args;
    if (creating.test(word)) return use.library && (first ? { ...use.library, path: ['store'], made: [{ node: use.call, frame: use.frame }] } : use.library);
    if (using.test(word)) return first && selected(use, use.trace.evaluate(first, use.frame), use.args[1]);
    if (word === 'get' || (word === 'store' && name === 'getState')) return use.library && stateOf(use.library);
    if (word === 'store' && name === '') return use.library && selected(use, use.library, first);
    return first && (around.test(word) || word === 'useShallow') ? use.trace.evaluate(first, use.frame) : undefined;
  },
  callback(use, argument, parameter) {
    const [word = 'create', name = ''] = use.path;
    const { library } = use;
    const creation = creating.test(word) ? use.call : around.test(word) ? creationAround(use.trace, use.call) : undefined;
    if (creation && library) return argument === 0 ? { ...library, path: [['set', 'get', 'store'][parameter] ?? ''], made: [{ node: creation, frame: use.frame }] } : undefined;
    if (!library || parameter > 1) return undefined;
    if (using.test(word)) return argument === 1 && use.args[0] ? stateIn(use.trace.evaluate(use.args[0], use.frame)) : undefined;
    if (word === 'useShallow') return parameter === 0 ? stateSelectedBy(use) : undefined;
    const isSelector = (word === 'store' || word === 'set') && argument === 0 && parameter === 0;
    if (word === 'store' && name === 'subscribe' && argument === 1) return use.args[0] && callbackResult(use.trace, use.args[0], use.call, use.frame);
    return isSelector || name === 'subscribe' ? stateOf(library) : undefined;
  },
  member(library, name, at, trace) {
    const [word] = library.path;
    const [made] = library.made;
    if (word === 'state' && made) return partOfCall(trace, made, `state ${name}`, () => stateNamed(trace, library, made, name, at));
    // `(...all) => ({ ...usersSlice(...all) })`: the three of them as a list.
    if (word === 'set' && /^\d$/.test(name)) return { ...library, path: [['set', 'get', 'store'][Number(name)] ?? ''], ref: at };
    return { ...library, path: [...library.path, name], ref: at };
  },
};

const stateOf = (library: LibraryValue): LibraryValue => ({ ...library, path: ['state'] });
const stateIn = (store: Value): Value => union(members(store).map((value) => (value.kind === 'library' && value.path[0] === 'store' ? stateOf(value) : unknown)));

/** `useStore(useShallow((state) => …))`: the state that the call around is about. */
function stateSelectedBy({ trace, call }: ClientUse): Value | undefined {
  const outer = outermost(call).parent;
  const store = outer && isCall(outer) ? outer['arguments'].find((argument: Node) => argument !== call) : undefined;
  return outer && isCall(outer) ? stateIn(trace.evaluate(store ?? unwrap(outer['callee']), undefined)) : undefined;
}

/** The state of a store, or what a selector makes of it. */
function selected(use: ClientUse, store: Value, selector: Node | undefined): Value {
  return selector ? (callbackResult(use.trace, selector, use.call, use.frame) ?? unknown) : stateIn(store);
}

/** The call that makes the store for which this call wraps the function. */
function creationAround(trace: Trace, call: Node): Node | undefined {
  const outer = outermost(call).parent;
  if (!outer || !isCall(outer)) return undefined;
  const word = members(trace.evaluate(unwrap(outer['callee']), undefined)).flatMap((value) => (value.kind === 'library' && zustand.packages.includes(value.name) ? [value.path.filter((part) => part !== 'default')[0] ?? 'create'] : []))[0];
  return word === undefined ? undefined : creating.test(word) ? outer : creationAround(trace, outer);
}

function stateNamed(trace: Trace, library: LibraryValue, made: Ref, name: string, at: Ref): Value {
  const [creator] = made.node['arguments'] as Node[];
  const started = creator ? (callbackResult(trace, creator, made.node, made.frame) ?? unknown) : unknown;
  const parts = [started, ...givenTo(trace, library, made)].flatMap((part) => members(part));
  const found = parts.map((part) => (part.kind === 'library' && part.path[0] === 'state' ? absent : memberOf(trace, part, name, at)));
  return union(found.filter((value) => value !== absent && value !== unknown));
}

/** What `set` and `setState` are given: an object, or a function that returns one or changes the draft that it is given. */
function givenTo(trace: Trace, library: LibraryValue, made: Ref): Value[] {
  const outer = outermost(made.node);
  const mentions = outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
  const outside = mentions.flatMap((mention) => (isMember(mention.parent) && memberName(mention.parent as Node) === 'setState' ? [mention.parent?.parent as Node] : []));
  const [creator] = made.node['arguments'] as Node[];
  const inside = creator ? creatorsOf(trace, trace.evaluate(creator, made.frame), 0).flatMap((fn) => settingIn(trace, fn)) : [];
  return [...outside, ...inside].filter(isCall).flatMap((call) => {
    const [update] = call['arguments'] as Node[];
    if (!update) return [];
    const functions = members(trace.evaluate(update, undefined)).filter((value): value is FunctionValue => value.kind === 'function');
    const drafts = functions.flatMap(({ ref }) => (ref.node['params'][0]?.type === 'Identifier' ? putInto(trace, ref.node['params'][0], ref.frame) : []));
    return [...drafts, functions.length > 0 ? (callbackResult(trace, update, call, library.ref.frame) ?? unknown) : trace.evaluate(update, undefined)];
  });
}

/** The function that makes the state, and those to which it hands what it is given: slices of the state. */
function creatorsOf(trace: Trace, value: Value, depth: number): Node[] {
  return members(value).flatMap((fn) => {
    if (fn.kind !== 'function' || depth > 2) return [];
    const [first] = fn.ref.node['params'] as Node[];
    const id: Node | undefined = first?.type === 'RestElement' ? first['argument'] : first;
    const handed = descendants(fn.ref.node['body']).filter((node) => {
      const argument: Node | undefined = isCall(node) ? node['arguments'][0] : undefined;
      return id?.type === 'Identifier' && (argument?.type === 'SpreadElement' ? argument['argument'] : argument)?.['name'] === id['name'];
    });
    return [fn.ref.node, ...handed.flatMap((call) => creatorsOf(trace, trace.evaluate(unwrap(call['callee']), fn.ref.frame), depth + 1))];
  });
}

/** Calls of the first parameter of the function, and of `setState` of its third. */
function settingIn(trace: Trace, fn: Node): Node[] {
  const { scopes } = trace.project.sourceOf(fn);
  const referencesAt = (index: number): readonly Node[] => (isFunction(fn) && fn['params'][index]?.type === 'Identifier' ? (scopes.bindingOf(fn['params'][index])?.references ?? []) : []);
  const direct = referencesAt(0).flatMap((reference) => (reference.parent?.['callee'] === reference ? [reference.parent as Node] : []));
  const byApi = referencesAt(2).flatMap((reference) => (isMember(reference.parent) && memberName(reference.parent as Node) === 'setState' ? [reference.parent?.parent as Node] : []));
  return [...direct, ...byApi];
}
