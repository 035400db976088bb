import { isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { callbackArgument } from '../../trace/calls/callbacks.ts';
import { thisValue } from '../../trace/classes/classes.ts';
import { changesOf, placeMentions } from '../../trace/changes/contents.ts';
import { memberOf } from '../../trace/members.ts';
import { callbackResult } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, partOfCall } from '../client.ts';
import { components } from './react-classes.ts';

/** Functions that give back what they are given, or what the function that they are given returns. */
const same = /^(?:useCallback|memo|forwardRef|useDeferredValue|useEffectEvent|cache|act)$/;
const returned = /^(?:useMemo|lazy)$/;

/** React and its kin: state is what it starts with and what its setter is given; a context holds what its providers are given. */
export const react: Client = {
  id: 'react',
  keepsState: true,
  packages: ['react', 'preact', 'preact/hooks', 'preact/compat', 'global'],
  globals: ['React'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const [first] = use.args;
    if (pairs.test(name) || name === 'createContext') return use.library && { ...use.library, path: [name], made: [{ node: use.call, frame: use.frame }] };
    if (name === 'useRef' || name === 'createRef') return { kind: 'record', members: { current: union([first ? use.trace.evaluate(first, use.frame) : unknown, ...assigned(use)]) } };
    if (!first) return undefined;
    if (returned.test(name)) return callbackResult(use.trace, first, use.call, use.frame);
    if (name === 'useContext' || name === 'use') return provided(use.trace, members(use.trace.evaluate(first, use.frame)));
    if (name === 'useSyncExternalStore' && use.args[1]) return callbackResult(use.trace, use.args[1], use.call, use.frame);
    return same.test(name) ? use.trace.evaluate(first, use.frame) : undefined;
  },
  callback(use, argument, parameter) {
    const name = use.path.at(-1) ?? '';
    const [made] = use.library?.made ?? [];
    if (name === 'createElement' || name === 'cloneElement' || name === 'h') return argument === 0 && parameter === 0 && use.args[1] ? use.trace.evaluate(use.args[1], use.frame) : undefined;
    if (name === 'memo') return argument === 1 && use.args[0] ? propsOf(use.trace, use.args[0]) : undefined;
    if (name === 'setState') return argument === 0 && parameter <= 1 ? memberOf(use.trace, thisValue(use.trace, use.call, use.frame), parameter === 0 ? 'state' : 'props', { node: use.call, frame: use.frame }) : undefined;
    if (name === 'set') return parameter === 0 && made ? stateOf(use.trace, made, use.path[0]) : undefined;
    if (name === 'useReducer' && argument === 2) return parameter === 0 && use.args[1] ? use.trace.evaluate(use.args[1], use.frame) : undefined;
    if (!/^use(?:Reducer|ActionState)$/.test(name) || argument !== 0) return undefined;
    const here = { node: use.call, frame: use.frame };
    return parameter === 0 ? stateOf(use.trace, here, name) : union(given(use.trace, here));
  },
  child: (element, parameter, trace) => (parameter === 0 && element.path.at(-1) === 'Consumer' ? provided(trace, [element]) : undefined),
  inherits: components,
  member(library, name, _at, trace) {
    const [made] = library.made;
    if (!made || !pairs.test(library.path[0] ?? '')) return undefined;
    return name === '0' ? stateOf(trace, made, library.path[0]) : name === '1' ? { ...library, path: [...library.path, 'set'] } : undefined;
  },
};

/** What a component is given as its properties. */
const propsOf = (trace: Trace, component: Node): Value =>
  union(members(trace.evaluate(component, undefined)).flatMap((value) => (value.kind === 'function' && value.ref.node['params'][0] ? [trace.evaluatePattern(value.ref.node['params'][0], value.ref.frame)] : [])));

const pairs = /^use(?:State|Optimistic|Reducer|ActionState)$/;

/** The state of the hook that this call makes. */
function stateOf(trace: Trace, made: Ref, hook: string | undefined): Value {
  return partOfCall(trace, made, 'state', () => (/^use(?:Reducer|ActionState)$/.test(hook ?? '') ? reduced(trace, made) : state(trace, made)));
}

/** What a state starts with, and what its setter is given. */
function state(trace: Trace, made: Ref): Value {
  const [first] = made.node['arguments'] as Node[];
  const start = !first ? [] : isFunction(unwrap(first)) ? [callbackResult(trace, first, made.node, made.frame) ?? unknown] : [trace.evaluate(first, made.frame)];
  return union([...start, ...given(trace, made)]);
}

/** What is handed to the setter or to `dispatch`, anywhere: an update that is a function gives what it returns. */
function given(trace: Trace, made: Ref): Value[] {
  return callSites(trace, made.node).flatMap(({ node, kind }) => {
    if (kind === 'callback') return [callbackArgument(trace, made.node, node, 0, undefined)];
    const [update] = node['arguments'] as Node[];
    if (!update) return [];
    return [isFunction(unwrap(update)) ? (callbackResult(trace, update, node, made.frame) ?? unknown) : trace.evaluate(update, made.frame)];
  });
}

/** `useReducer(reducer, start, prepare)`: the start, and what the reducer makes of it. */
function reduced(trace: Trace, made: Ref): Value {
  const [reducer, start, prepare] = made.node['arguments'] as Node[];
  const results = reducer && callbackResult(trace, reducer, made.node, made.frame);
  const started = prepare ? callbackResult(trace, prepare, made.node, made.frame) : start && trace.evaluate(start, made.frame);
  return union([started ?? unknown, ...members(results ?? unknown).filter((value) => value.kind !== 'unknown')]);
}

/** `ref.current = users`. */
function assigned(use: ClientUse): Value[] {
  return changesOf(use.trace, use.call).flatMap((change) => (change.kind === 'member' && change.name === 'current' ? [use.trace.evaluate(change.value, use.frame)] : []));
}

/** What the providers of a context are given, or what it starts with. */
function provided(trace: Trace, given: readonly Value[]): Value | undefined {
  const contexts = given.filter((value): value is LibraryValue => value.kind === 'library' && value.path[0] === 'createContext');
  const values = contexts.flatMap(({ made: [creation] }) => (creation ? [...start(trace, creation), ...mentioned(trace, creation.node).flatMap((mention) => providedAt(trace, mention))] : []));
  return values.length > 0 ? union(values) : undefined;
}

function start(trace: Trace, creation: Ref): Value[] {
  const value = creation.node['arguments'][0] ? trace.evaluate(creation.node['arguments'][0], creation.frame) : unknown;
  return value.kind === 'unknown' ? [] : [value];
}

/** Expressions that mean what the call made. */
function mentioned(trace: Trace, creation: Node): Node[] {
  const outer = outermost(creation);
  return outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
}

/** `<Context.Provider value={…}>`, `<Context value={…}>`, `createElement(Context.Provider, { value })`. */
function providedAt(trace: Trace, mention: Node): Value[] {
  const { parent } = mention;
  const isProvider = parent?.type === 'JSXMemberExpression' ? parent['property'].name === 'Provider' : isMember(parent) && memberName(parent as Node) === 'Provider';
  const element = isProvider ? (parent as Node) : mention;
  const opening = element.parent;
  if (opening?.type === 'JSXOpeningElement' && opening['name'] === element) return [memberOf(trace, trace.evaluate(opening, undefined), 'value', { node: opening, frame: undefined })];
  const props: Node | undefined = isProvider && opening?.['arguments']?.[0] === element ? opening['arguments'][1] : undefined;
  return props ? [memberOf(trace, trace.evaluate(props, undefined), 'value', { node: props, frame: undefined })] : [];
}
