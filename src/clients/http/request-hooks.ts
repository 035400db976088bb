import { descendants, enclosingFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { reachedIn } from '../../trace/texts/decided.ts';
import { holding, isSettings } from '../../trace/requests/sent-settings.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type FunctionValue, members, type Ref, type Value, unknown } from '../../trace/value.ts';
import { ownCall } from '../arguments.ts';
import { type ClientUse, findMember } from '../client.ts';

/** What a request sends beside its address after functions of the project have changed it, and those functions, each in its context. */
export interface Hooked {
  readonly query: readonly Ref[];
  readonly hooks: readonly Ref[];
}

interface Shown {
  readonly fn: Node;
  readonly frame: ClientUse['frame'];
  readonly call: Node;
  known: () => Value;
}

const shown = new WeakMap<Trace, WeakMap<Node, Shown[]>>();

/** The functions one after the other: each is shown what the one before leaves. `show` says in what form, and makes the settings in it of `sentSettings`. */
export function throughHooks(use: ClientUse, functions: readonly FunctionValue[], query: readonly Ref[], show: (params: Value) => Value): Hooked {
  let sent = query;
  const hooks = functions.flatMap((fn): Ref[] => {
    const { node } = fn.ref;
    const before = sent;
    const known = (): Value => show(paramsOf(use, before));
    const frame = isWithin(node, use.frame) ? undefined : use.trace.frame(node, callOf(use, node, known), use.frame, fn.ref.frame, fn.self);
    if (frame) sent = changed(use.trace, { node, frame }, before, paramsOf(use, before));
    return [{ node, frame }];
  });
  return { query: sent, hooks };
}

/** True for a function that sends this very request. */
const isWithin = (fn: Node, frame: ClientUse['frame']): boolean => !!frame && (frame.fn === fn || isWithin(fn, frame.caller));

function paramsOf({ trace }: ClientUse, query: readonly Ref[]): Value {
  const [only] = query;
  return only === undefined ? absent : query.length > 1 ? unknown : trace.value(only);
}

/** A call that no source text holds, with what the client gives the function. */
function callOf(use: ClientUse, fn: Node, known: () => Value): Node {
  const calls = shown.get(use.trace) ?? new WeakMap<Node, Shown[]>();
  shown.set(use.trace, calls);
  const here = calls.get(use.call) ?? [];
  const found = here.find((one) => one.fn === fn && one.frame === use.frame);
  if (found) {
    found.known = known;
    return found.call;
  }
  const one: Shown = { fn, frame: use.frame, known, call: ownCall(use, () => one.known()) };
  calls.set(use.call, [...here, one]);
  return one.call;
}

/** `config.params = {…}`, `return { ...config, params: {…} }`: what is sent in place of, or beside, what was there. */
function changed(trace: Trace, { node: fn, frame }: Ref, before: readonly Ref[], params: Value): readonly Ref[] {
  const isGiven = members(params).every(({ kind }) => kind === 'object' || kind === 'query');
  let sent = before;
  for (const node of descendants(fn)) {
    const isDefault = node.type === 'AssignmentExpression' && node['operator'] !== '=';
    const given = assigned(trace, node, frame) ?? returned(trace, node, fn, frame);
    const reached = given && !(isDefault && isGiven) ? reachedIn(trace, node, fn, frame) : 'never';
    if (!given || reached === 'never') continue;
    const isRead = members(trace.value(given)).every(({ kind }) => /^(?:object|query|text|list)$/.test(kind));
    const isInstead = reached === 'always' && isRead && (!isDefault || params === absent);
    sent = isInstead ? [given] : [given, ...sent];
  }
  return sent;
}

function assigned(trace: Trace, node: Node, frame: Ref['frame']): Ref | undefined {
  const left: Node | undefined = node.type === 'AssignmentExpression' ? unwrap(node['left']) : undefined;
  const isSet = left && isMember(left) && holding.test(memberName(left) ?? '') && isSettings(trace, left['object'], frame);
  return isSet ? { node: node['right'], frame } : undefined;
}

function returned(trace: Trace, node: Node, fn: Node, frame: Ref['frame']): Ref | undefined {
  const isOwn = node.type === 'ReturnStatement' && enclosingFunction(node) === fn;
  const result: Node | undefined = isOwn ? node['argument'] : node === fn && node['body'].type !== 'BlockStatement' ? node['body'] : undefined;
  return result && !isSettings(trace, result, frame) ? findMember(trace, trace.evaluate(result, frame), 'params') : undefined;
}
