import { chainRoot, descendants, enclosingFunction, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { bindingMentions } from '../../trace/changes/contents.ts';
import { reachedIn } from '../../trace/texts/decided.ts';
import { isVague } from '../../trace/evaluate.ts';
import type { Trace } from '../../trace/trace.ts';
import { contextsOnce } from '../../trace/requests/requests.ts';
import { type Frame, type FunctionValue, members, type Piece, type ResponseValue, union, unknown, type Value } from '../../trace/value.ts';
import { responseHooksOf } from './axios-defaults.ts';
import { ownCall } from '../arguments.ts';
import { type ClientUse, httpVerbs } from '../client.ts';

/** An answer that a function of the project is given, and the call of it that no source text holds. */
interface Given {
  readonly answer: Value;
  readonly call: Node;
  readonly use: ClientUse;
}

const given = new WeakMap<Trace, Map<Node, Given[]>>();

/** What comes of an answer in the functions that the instance hands it to: `instance.interceptors.response.use((response) => response.data)`. */
export function throughAnswerHooks(use: ClientUse, answer: ResponseValue): Value {
  return responseHooksOf(use).reduce<Value>((before, hook) => {
    const after = resultOf(use, hook, before);
    return members(after).some((value) => isVague(value)) ? before : union(members(after).map((value) => (value.kind === 'object' ? { ...value, request: answer.request } : value)));
  }, answer);
}

function resultOf(use: ClientUse, hook: FunctionValue, answer: Value): Value {
  return use.trace.returned(hook, callOf(use, hook.ref.node, answer), use.frame);
}

function callOf(use: ClientUse, fn: Node, answer: Value): Node {
  const byFunction = given.get(use.trace) ?? new Map<Node, Given[]>();
  given.set(use.trace, byFunction);
  const known = byFunction.get(fn) ?? [];
  const same = known.find((one) => one.use.call === use.call && one.use.frame === use.frame && isSame(one.answer, answer));
  if (same) return same.call;
  const call = ownCall(use, () => answer);
  byFunction.set(fn, [...known, { answer, call, use }]);
  return call;
}

/** True for one answer, asked for twice. */
function isSame(one: Value, other: Value): boolean {
  if (one.kind !== 'response' || other.kind !== 'response') return one === other;
  const { url } = other.request;
  return one.steps.join() === other.steps.join() && one.request.url.length === url.length && one.request.url.every((piece, index) => isSamePiece(piece, url[index] as Piece));
}

const isSamePiece = (one: Piece, other: Piece): boolean => one.kind === other.kind && (one.kind === 'literal' ? one.text === (other as typeof one).text : one.ref.node === (other as typeof one).ref.node);

/** What a function is given that an instance hands its answers to: of the requests that the instance makes, only those whose answer it looks at. */
export function answersGivenTo(use: ClientUse, fn: Node): Value {
  const { trace } = use;
  for (const call of callsOfInstance(use)) for (const frame of contextsOf(trace, call)) trace.evaluate(call, frame);
  const parameter: Node | undefined = fn['params'][0];
  const looks = descendants(fn['body']).filter((node) => isMember(node) && memberName(node) === 'data' && node['object'].name === parameter?.['name']);
  const seen = given.get(trace)?.get(fn) ?? [];
  const meant = seen.filter(({ call, use: asking }) => {
    // Who calls is known: the answer to any of them says less.
    if (!asking.frame && seen.some(({ use: other }) => other.call === asking.call && other.frame)) return false;
    const frame = trace.frame(fn, call, asking.frame, undefined, undefined);
    return looks.length === 0 || looks.some((node) => reachedIn(trace, node, fn, frame) !== 'never');
  });
  return meant.length > 0 ? union(meant.map(({ answer }) => answer)) : unknown;
}

/** `api.get(path)`, for the `api` of `api.interceptors.response.use(…)`. */
function callsOfInstance({ trace, call }: ClientUse): readonly Node[] {
  const instance = chainRoot(call);
  const binding = instance.type === 'Identifier' ? trace.project.sourceOf(instance).scopes.bindingOf(instance) : undefined;
  return (binding ? bindingMentions(trace, binding.id) : []).flatMap((mention) => {
    const member = mention.parent;
    const asking = isMember(member) && httpVerbs.has(memberName(member as Node) ?? '') ? member?.parent : member;
    return asking && isCall(asking) && unwrap(asking['callee']) === (asking === member ? mention : member) ? [asking] : [];
  });
}

function contextsOf(trace: Trace, call: Node): readonly (Frame | undefined)[] {
  const fn = enclosingFunction(call);
  return fn ? contextsOnce(trace, fn, []) : [undefined];
}
