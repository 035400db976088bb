import { calleeName, descendants, isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { putInto } from '../../trace/changes/drafts.ts';
import { entriesOf, memberOf } from '../../trace/members.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type FunctionValue, type LibraryValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { callsNamed } from '../called.ts';
import { type Client, type ClientUse, findMember, partOfCall } from '../client.ts';
import { entityAdapter } from './entity-adapter.ts';

const adding = /^add(?:Case|Matcher|DefaultCase|AsyncThunk)$/;

/**
 * Redux Toolkit, react-redux and reselect. The state of a slice is what it starts with, what its reducers return and what they put
 * into it; what an action carries is what it is called with. What the first word of a path means: `slice`, `builder`, `action`,
 * `thunk`, `selector`; `state`, the state of the whole store; `dispatch`, what hands an action on.
 */
export const reduxToolkit: Client = {
  id: 'redux-toolkit',
  keepsState: true,
  packages: ['@reduxjs/toolkit', '@reduxjs/toolkit/react', 'react-redux', 'reselect', 'redux'],
  call(use) {
    const [word = '', name = ''] = use.path;
    const last = use.path.at(-1) ?? '';
    const [first] = use.args;
    if (word === 'createEntityAdapter' || word === 'adapter') return entityAdapter.call(use);
    if (last === 'withTypes') return use.library && { ...use.library, path: use.path.slice(0, -1) };
    if (/^create(?:Slice|Reducer)$/.test(word)) return as(use, word === 'createSlice' ? ['slice'] : ['slice', 'reducer']);
    if (word === 'createAsyncThunk') return as(use, ['thunk']);
    if (/^create(?:Draft)?SafeSelector$|^createSelector$/.test(word)) return as(use, ['selector']);
    if (word === 'combineReducers') return as(use, ['combined']);
    if (/^(?:configureStore|createStore|legacy_createStore|useStore)$/.test(word)) return as(use, ['store']);
    if (word === 'store') return last === 'getState' ? use.library && { ...use.library, path: ['state'], made: [] } : last === 'dispatch' && first ? use.trace.evaluate(first, use.frame) : undefined;
    if (word === 'useDispatch') return use.library && { ...use.library, path: ['dispatch'] };
    if ((word === 'dispatch' || word === 'current' || word === 'original') && first) return use.trace.evaluate(first, use.frame);
    if (word === 'useSelector' && first) return callbackResult(use.trace, first, use.call, use.frame);
    if (word === 'builder') return use.library && { ...use.library, path: ['builder'] };
    if (word === 'action') return { kind: 'record', members: { payload: first ? use.trace.evaluate(first, use.frame) : unknown } };
    if (word === 'thunk') return last === 'unwrap' ? use.library && loadedBy(use.trace, use.library) : use.library && { ...use.library, path: ['thunk', 'done'] };
    if (word === 'getState') return use.library && { ...use.library, path: ['state'], made: [] };
    return word === 'selector' ? use.library && selectedBy(use.trace, use.library) : word === 'slice' && name === 'select' ? use.library && selectedFrom(use.trace, use.library, last) : undefined;
  },
  callback(use, argument, parameter, within) {
    const [word = ''] = use.path;
    if (word === 'createSlice' && argument === 0) return receivedBySlice(use, within, parameter);
    if (word === 'createEntityAdapter') return entityAdapter.callback?.(use, argument, parameter, within);
    if (word === 'createReducer') return argument === 1 && parameter === 0 ? as(use, ['builder']) : undefined;
    if (word === 'builder') return receivedByCase(use, argument, parameter);
    if (word === 'createAsyncThunk') return argument === 1 ? receivedByThunk(use, parameter) : undefined;
    if (word === 'useSelector') return argument === 0 && parameter === 0 ? wholeState(use) : undefined;
    if (word === 'createSelector') return receivedBySelector(use, argument, parameter, within);
    return word === 'connect' && argument === 0 && parameter === 0 ? wholeState(use) : undefined;
  },
  member(library, name, at, trace) {
    const [word = '', part = ''] = library.path;
    const path = (...parts: readonly string[]): LibraryValue => ({ ...library, path: parts, ref: at });
    if (word === 'state') return stateNamed(trace, library, name, at);
    if (word === 'slice' && part === '') return path('slice', name === 'selectors' ? 'select' : name);
    if (word === 'slice' && part === 'actions') return path('action', name);
    if (name !== 'payload') return path(...library.path, name);
    if (word === 'action') return payloadOf(trace, library, part);
    return word === 'thunk' && part !== 'pending' && part !== 'rejected' ? loadedBy(trace, library) : unknown;
  },
  apply: (library, _given, _at, trace) =>
    library.path[0] === 'adapter' ? entityAdapter.apply(library, trace) : library.path[0] === 'selector' ? selectedBy(trace, library) : library.path[1] === 'select' ? selectedFrom(trace, library, library.path.at(-1) ?? '') : undefined,
};

const as = (use: ClientUse, path: readonly string[]): LibraryValue | undefined => use.library && { ...use.library, path, made: [...use.made, { node: use.call, frame: use.frame }] };
const wholeState = (use: ClientUse): LibraryValue | undefined => use.library && { ...use.library, path: ['state'], made: [] };
const madeBy = (library: LibraryValue): Ref | undefined => library.made.at(-1);
const argumentAt = (made: Ref | undefined, index: number): Ref | undefined => made?.node['arguments'][index] && { node: made.node['arguments'][index], frame: made.frame };
const optionAt = (trace: Trace, made: Ref | undefined, name: string): Ref | undefined => made?.node['arguments'][0] && findMember(trace, trace.evaluate(made.node['arguments'][0], made.frame), name);
const functionsAt = (trace: Trace, ref: Ref | undefined): FunctionValue[] => (ref ? members(trace.value(ref)).filter((value): value is FunctionValue => value.kind === 'function') : []);
const isCreateReducer = (made: Ref): boolean => /createReducer$/.test(calleeName(made.node));

/** The state that belongs to a slice: its start, and what each of its reducers makes of it. */
function sliceState(trace: Trace, made: Ref): Value {
  return partOfCall(trace, made, 'state', () => {
    const start = isCreateReducer(made) ? argumentAt(made, 0) : optionAt(trace, made, 'initialState');
    const begun = start ? (callbackResult(trace, start.node, made.node, start.frame) ?? trace.value(start)) : unknown;
    return union([begun, ...reducersOf(trace, made).flatMap((reducer) => madeByReducer(trace, reducer))]);
  });
}

/** What a reducer returns, and what it puts into the draft that it is given. */
function madeByReducer(trace: Trace, { fn, handed }: Reducer): Value[] {
  const [draft] = fn.ref.node['params'] as Node[];
  const put = draft?.type === 'Identifier' ? putInto(trace, draft, fn.ref.frame) : [];
  return [...put, ...members(trace.callbackReturned(fn, handed.node, handed.frame)).filter((value) => value.kind !== 'unknown')];
}

/** A reducer, and the call that it is handed to. */
interface Reducer {
  readonly fn: FunctionValue;
  readonly handed: Ref;
}

/** The functions under `reducers`, and those that are handed to a builder. */
function reducersOf(trace: Trace, made: Ref): Reducer[] {
  const cases = optionAt(trace, made, 'reducers');
  const named = cases ? members(trace.value(cases)).flatMap((value) => (value.kind === 'object' ? [...entriesOf(value.ref.node)].map((property) => ({ property, frame: value.ref.frame })) : [])) : [];
  const own = named.flatMap(({ property, frame }) => {
    const ref = { node: isFunction(property) ? property : (property['value'] as Node | undefined), frame };
    const node = ref.node;
    if (!node) return [];
    const inner = findMember(trace, trace.evaluate(node, frame), 'reducer');
    return functionsAt(trace, inner ?? { node, frame }).map((fn) => ({ fn, handed: made }));
  });
  const building = functionsAt(trace, isCreateReducer(made) ? argumentAt(made, 1) : optionAt(trace, made, 'extraReducers'));
  const handed = building.flatMap((builder) => descendants(builder.ref.node['body']).flatMap((node) => (isCall(node) && isMember(unwrap(node['callee'])) && adding.test(memberName(unwrap(node['callee'])) ?? '') ? [node] : [])));
  const added = handed.flatMap((call) => functionsAt(trace, { node: (call['arguments'] as Node[]).at(-1) ?? call, frame: made.frame }).map((fn) => ({ fn, handed: { node: call, frame: made.frame } })));
  return [...own, ...added];
}

/** What the functions that describe a slice are given. */
function receivedBySlice(use: ClientUse, within: readonly string[], parameter: number): Value | undefined {
  const made = { node: use.call, frame: use.frame };
  const [part, name = '', inner] = within;
  if (part === 'extraReducers' && within.length === 1) return parameter === 0 ? as(use, ['builder']) : undefined;
  if (part === 'selectors' && within.length === 2) return parameter === 0 ? sliceState(use.trace, made) : undefined;
  if (part !== 'reducers' || name === '') return undefined;
  const action: LibraryValue | undefined = use.library && { ...use.library, path: ['action', name], made: [made] };
  if (inner === 'prepare') return action && sentTo(use.trace, action, name, parameter);
  return parameter === 0 ? sliceState(use.trace, made) : parameter === 1 && action ? { kind: 'record', members: { payload: payloadOf(use.trace, action, name) } } : undefined;
}

/** `builder.addCase(thunk.fulfilled, (state, action) => …)`. */
function receivedByCase(use: ClientUse, argument: number, parameter: number): Value | undefined {
  const made = use.made.at(-1);
  if (!made || argument !== use.args.length - 1) return undefined;
  if (parameter === 0) return sliceState(use.trace, made);
  const [subject] = use.args;
  return parameter === 1 && subject && argument > 0 ? { kind: 'record', members: { payload: memberOf(use.trace, use.trace.evaluate(subject, use.frame), 'payload', { node: subject, frame: use.frame }) } } : undefined;
}

/** What the actions of this name carry: what they are called with, or what their `prepare` makes of it. */
function payloadOf(trace: Trace, action: LibraryValue, name: string): Value {
  const made = madeBy(action);
  if (!made) return unknown;
  return partOfCall(trace, made, `payload of ${name}`, () => {
    const cases = optionAt(trace, made, 'reducers');
    const own = cases && findMember(trace, trace.value(cases), name);
    const prepare = own && findMember(trace, trace.value(own), 'prepare');
    if (prepare) return memberOf(trace, callbackResult(trace, prepare.node, made.node, prepare.frame) ?? unknown, 'payload', prepare);
    return sentTo(trace, action, name, 0);
  });
}

function sentTo(trace: Trace, action: LibraryValue, name: string, index: number): Value {
  const isOwn = ({ path, made }: LibraryValue): boolean => path[0] === 'action' && path[1] === name && made.at(-1)?.node === madeBy(action)?.node;
  return union(callsNamed(trace, [name], isOwn).flatMap((call) => (call['arguments'][index] ? [trace.evaluate(call['arguments'][index], undefined)] : [])));
}

/** What a thunk loads. */
function loadedBy(trace: Trace, thunk: LibraryValue): Value {
  const made = madeBy(thunk);
  const creator = argumentAt(made, 1);
  return made && creator ? partOfCall(trace, made, 'loaded', () => callbackResult(trace, creator.node, made.node, creator.frame) ?? unknown) : unknown;
}

/** A thunk is given what it is called with, and the means to read the state and to dispatch. */
function receivedByThunk(use: ClientUse, parameter: number): Value | undefined {
  const { library, trace } = use;
  if (!library) return undefined;
  if (parameter === 1) return { kind: 'record', members: { getState: { ...library, path: ['getState'], made: [] }, dispatch: { ...library, path: ['dispatch'], made: [] } } };
  const id: Node | undefined = use.call.parent?.type === 'VariableDeclarator' ? use.call.parent['id'] : undefined;
  if (parameter !== 0 || id?.type !== 'Identifier') return undefined;
  const isOwn = ({ path, made }: LibraryValue): boolean => path.join() === 'thunk' && made.at(-1)?.node === use.call;
  return union(callsNamed(trace, [id['name']], isOwn).flatMap((call) => (call['arguments'][0] ? [trace.evaluate(call['arguments'][0], undefined)] : [])));
}

/** The functions that a selector takes its parts from, and the one that makes something of them. */
function partsOf(trace: Trace, made: Ref): { readonly inputs: readonly Ref[]; readonly combiner: Ref | undefined } {
  const given = (made.node['arguments'] as Node[]).map((node) => ({ node, frame: made.frame }));
  const at = given.findLastIndex(({ node }) => functionsAt(trace, { node, frame: made.frame }).length > 0);
  const before = given.slice(0, Math.max(at, 0));
  return { inputs: before.flatMap((ref) => members(trace.value(ref)).flatMap((value) => (value.kind === 'list' ? value.items : [ref]))), combiner: given[at] };
}

function selectedBy(trace: Trace, selector: LibraryValue): Value {
  const made = madeBy(selector);
  const combiner = made && partsOf(trace, made).combiner;
  return made && combiner ? partOfCall(trace, made, 'selected', () => callbackResult(trace, combiner.node, made.node, combiner.frame) ?? unknown) : unknown;
}

function receivedBySelector(use: ClientUse, argument: number, parameter: number, within: readonly string[]): Value | undefined {
  const made = { node: use.call, frame: use.frame };
  const { inputs, combiner } = partsOf(use.trace, made);
  if (use.args[argument] !== combiner?.node || within.length > 0) return parameter === 0 ? wholeState(use) : undefined;
  const input = inputs[parameter];
  return input && (callbackResult(use.trace, input.node, use.call, input.frame) ?? unknown);
}

/** `slice.selectors.byName`: what the function of that name gives. */
function selectedFrom(trace: Trace, library: LibraryValue, name: string): Value {
  const made = madeBy(library);
  const selectors = optionAt(trace, made, 'selectors');
  const selector = selectors && findMember(trace, trace.value(selectors), name);
  return made && selector ? (callbackResult(trace, selector.node, made.node, selector.frame) ?? unknown) : unknown;
}

/** A part of the state: of the reducers that were combined, or of the stores of the project. */
function stateNamed(trace: Trace, library: LibraryValue, name: string, at: Ref): Value {
  const made = madeBy(library);
  const roots = made ? [argumentAt(made, 0)] : storesOf(trace).map((store) => optionAt(trace, store, 'reducer') ?? argumentAt(store, 0));
  return union(roots.flatMap((root) => (root ? members(trace.value(root)) : [])).map((reducers) => stateUnder(trace, reducers, name, at)));
}

function stateUnder(trace: Trace, reducers: Value, name: string, at: Ref): Value {
  if (reducers.kind === 'library' && reducers.path[0] === 'combined') return stateNamed(trace, { ...reducers, path: ['state'] }, name, at);
  if (reducers.kind === 'library' && reducers.path.join() === 'slice,reducer') return memberOf(trace, stateOf(trace, reducers), name, at);
  return reducers.kind === 'object' ? union(members(memberOf(trace, reducers, name, at)).map((reducer) => stateOf(trace, reducer))) : unknown;
}

/** The state that a reducer keeps. */
function stateOf(trace: Trace, reducer: Value): Value {
  if (reducer.kind === 'function') return trace.callbackReturned(reducer, reducer.ref.node, undefined);
  const made = reducer.kind === 'library' ? madeBy(reducer) : undefined;
  if (reducer.kind !== 'library' || !made) return unknown;
  return reducer.path[0] === 'combined' ? { ...reducer, path: ['state'] } : reducer.path.join() === 'slice,reducer' ? sliceState(trace, made) : unknown;
}

const stores = new WeakMap<Trace, readonly Ref[]>();

/** Where the project makes its stores. */
function storesOf(trace: Trace): readonly Ref[] {
  let found = stores.get(trace);
  if (!found)
    stores.set(
      trace,
      (found = callsNamed(trace, ['configureStore', 'createStore', 'legacy_createStore'], ({ name, path }) => reduxToolkit.packages.includes(name) && /^(?:configureStore|(?:legacy_)?createStore)$/.test(path.at(-1) ?? '')).map((node) => ({
        node,
        frame: undefined,
      }))),
    );
  return found;
}
