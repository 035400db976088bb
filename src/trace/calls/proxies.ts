import { descendants, enclosingFunction, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { patternNames } from '../../source/scope.ts';
import { callSites } from './callers.ts';
import { bindingMentions, placeMentions } from '../changes/contents.ts';
import { memberOf } from '../members.ts';
import { nodesNamed } from '../flow/mentions.ts';
import type { Trace } from '../trace.ts';
import { absent, type Frame, type LibraryValue, members, type Ref, union, unknown, type Value } from '../value.ts';

interface TrapCall {
  readonly made: Ref;
  readonly trap: string;
  readonly frame: Frame | undefined;
  readonly call: Node;
}

const traps = new WeakMap<Node, TrapCall[]>();

/** The proxy that a value is. */
const isProxy = (value: Value): value is LibraryValue => value.kind === 'library' && value.name === 'global' && value.path.join() === 'Proxy' && value.made.length > 0;

/** The call of a trap that a place makes without saying so: `proxy.users` is `handler.get(target, 'users', proxy)`. */
function trapCall(trace: Trace, made: Ref, trap: string, given: readonly (() => Value)[], at: Ref): Node {
  const known = traps.get(at.node) ?? [];
  const found = known.find((other) => other.made.node === made.node && other.made.frame === made.frame && other.trap === trap && other.frame === at.frame);
  if (found) return found.call;
  const place = { start: at.node.start, end: at.node.end, parent: at.node };
  const asked = (ask: () => Value): Node => ({ type: 'Given', ...place, ask });
  const handler: Node = made.node['arguments'][1];
  const callee = asked(() => memberOf(trace, trace.evaluate(handler, made.frame), trap, { node: handler, frame: made.frame }));
  const call: Node = { type: 'CallExpression', ...place, callee, arguments: given.map(asked) };
  traps.set(at.node, [...known, { made, trap, frame: at.frame, call }]);
  return call;
}

/** The object that a proxy stands before. */
export const targetOf = (trace: Trace, made: Ref): Value => trace.evaluate(made.node['arguments'][0], made.frame);

/** The call of `get` where a member of a proxy is asked for. */
function getCall(trace: Trace, proxy: LibraryValue, key: () => Value, at: Ref): Node {
  const made = proxy.made[0] as Ref;
  return trapCall(trace, made, 'get', [() => targetOf(trace, made), key, () => proxy], at);
}

/** The call of `apply` where a proxy is called. */
function applyCall(trace: Trace, proxy: LibraryValue, at: Ref): Node {
  const made = proxy.made[0] as Ref;
  const list = (): Value => ({ kind: 'list', items: (at.node['arguments'] as Node[]).map((node) => ({ node, frame: at.frame })), rest: undefined, ref: at });
  return trapCall(trace, made, 'apply', [() => targetOf(trace, made), () => unknown, list], at);
}

/** What `get` gives for a key; undefined where the handler has no such trap. */
export const gotten = (trace: Trace, proxy: LibraryValue, key: () => Value, at: Ref): Value | undefined => trapped(trace, getCall(trace, proxy, key, at), at);

/** What a call of the proxy gives. */
export const applied = (trace: Trace, proxy: LibraryValue, at: Ref): Value | undefined => trapped(trace, applyCall(trace, proxy, at), at);

function trapped(trace: Trace, call: Node, at: Ref): Value | undefined {
  const functions = members(trace.evaluate(call['callee'], at.frame)).filter((value) => value.kind === 'function');
  return functions.length === 0 ? undefined : union(functions.map((fn) => trace.returned(fn, call, at.frame)));
}

/** The objects that a member of this name is read from: where a proxy hands the name on to its target, that target. */
export function behindProxies(trace: Trace, value: Value, name: string): Value {
  const all = members(value);
  return all.some(isProxy) ? union(all.map((one) => (isProxy(one) && isHandedOn(trace, one, name) ? behindProxies(trace, targetOf(trace, one.made[0] as Ref), name) : one))) : value;
}

/** True where every `get` of the handler reads its target by whatever name it is asked for, and does not speak of this one. */
function isHandedOn(trace: Trace, proxy: LibraryValue, name: string): boolean {
  const made = proxy.made[0] as Ref;
  const handler: Node = made.node['arguments'][1];
  const traps = members(memberOf(trace, trace.evaluate(handler, made.frame), 'get', { node: handler, frame: made.frame }));
  return traps.every((trap) => (trap.kind === 'function' ? readsTarget(trace, trap.ref.node) && !descendants(trap.ref.node).some((node) => node.type === 'StringLiteral' && node['value'] === name) : trap === absent));
}

/** True for a function that takes a member of its first parameter by its second one, which it asks nothing else by. */
function readsTarget(trace: Trace, fn: Node): boolean {
  const [target, key] = fn['params'] as Node[];
  const { scopes } = trace.project.sourceOf(fn);
  const isOf = (node: Node | undefined, parameter: Node | undefined): boolean => node?.type === 'Identifier' && parameter?.type === 'Identifier' && scopes.bindingOf(node)?.id === parameter;
  const asked = descendants(fn['body']).flatMap((node): Node[] => (isMember(node) && node['computed'] && isOf(node['property'], key) ? [node['object']] : isReflectGet(node) && isOf(node['arguments'][1], key) ? [node['arguments'][0]] : []));
  return asked.length > 0 && asked.every((object) => isOf(unwrap(object), target));
}

/** `Reflect.get(…)`. */
const isReflectGet = (node: Node): boolean => isCall(node) && isMember(node['callee']) && memberName(node['callee']) === 'get' && node['callee']['object'].name === 'Reflect';

/** The name of a member as a text, written where it is asked for. */
export function keyAt(trace: Trace, name: string | undefined, { node, frame }: Ref): Value {
  const key: Node = unwrap(node['property'] ?? node['key'] ?? node);
  const text = node['computed'] ? trace.evaluate(key, frame) : unknown;
  return text.kind === 'text' || name === undefined ? text : { kind: 'text', pieces: [{ kind: 'literal', text: name, node: key }] };
}

/** More calls than this are not looked through. */
const most = 200;
const known = new WeakMap<Node, readonly Node[]>();

/** Calls of members of a `Proxy`, of members of those and of what such calls give, and of its traps: no name tells which function they call. */
export function callsThroughProxies(trace: Trace): readonly Node[] {
  return trace.project.filesWith('Proxy').flatMap((file) => {
    const source = trace.project.source(file);
    const made = (source ? nodesNamed(source, 'Proxy') : []).flatMap((name) => (name.parent?.type === 'NewExpression' && name.parent['callee'] === name ? [name.parent] : []));
    return made.flatMap((node) => trace.once(known, node, [], () => callsOf(trace, node).slice(0, most)));
  });
}

function callsOf(trace: Trace, made: Node): Node[] {
  return surfaces(trace, made, 0).flatMap((node) => [...upwards(trace, node, 0)]);
}

/** Where the proxy that this expression makes has a name, or stands at the start of a chain. */
function surfaces(trace: Trace, made: Node, depth: number): Node[] {
  const outer = outermost(made);
  const { parent } = outer;
  if (!parent || depth > 2) return [];
  const maker = parent.type === 'ArrowFunctionExpression' && parent['body'] === outer ? parent : parent.type === 'ReturnStatement' ? enclosingFunction(parent) : undefined;
  if (maker) return callSites(trace, maker).flatMap((site) => surfaces(trace, site.node, depth + 1));
  return [outer, ...placeMentions(trace, outer, parent, 0)];
}

/** The calls in a chain of members and calls that begins with this expression, and in those that begin with what is taken from it. */
function* upwards(trace: Trace, start: Node, depth: number): Generator<Node> {
  for (let at = outermost(start); ; at = outermost(at.parent as Node)) {
    const { parent } = at;
    if (parent?.type === 'VariableDeclarator' && parent['init'] === at && depth < 2) {
      const names = at === outermost(start) && parent['id'].type === 'Identifier' ? [] : [...patternNames(parent['id'])];
      for (const id of names) for (const mention of bindingMentions(trace, id)) yield* upwards(trace, mention, depth + 1);
    }
    if (!parent || !((isMember(parent) && parent['object'] === at) || (isCall(parent) && parent['callee'] === at))) return;
    const here: Ref = { node: parent, frame: undefined };
    const proxy = members(trace.evaluate(at, undefined)).find(isProxy);
    if (isCall(parent)) yield parent;
    if (isCall(parent) && proxy) yield applyCall(trace, proxy, here);
  }
}
