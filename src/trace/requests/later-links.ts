import { enclosingFunction, isCall, isInside, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { ClientUse } from '../../clients/client.ts';
import { loopsAround } from '../flow/flow.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref, type ResponseValue } from '../value.ts';

/** Through how many functions a request is followed that is handed on. */
const deepest = 3;

/** Adds to a request what a call chained to it says; undefined where the chain ends. */
type Extend = (answer: ResponseValue, method: string, use: ClientUse) => ResponseValue | undefined;

/**
 * `const request = get('/users'); if (role) request.query({ role });`: a request that is kept under a name, with what the code adds to it there.
 * What a loop or another function adds stays as it is: it may come once, often, or never.
 */
export function withLaterLinks(use: ClientUse, answer: ResponseValue, extend: Extend): ResponseValue {
  const outer = outermost(use.call);
  const { parent } = outer;
  const id: Node | undefined = parent?.type === 'VariableDeclarator' && parent['init'] === outer ? parent['id'] : undefined;
  return id ? withLinks(use, answer, id, extend, answer.request) : answer;
}

/** `request.query({ role })`: the request with all that is added under this name. One that a function of the project made is sent by the first of these calls. */
export function asLaterLink(use: ClientUse, answer: ResponseValue, extend: Extend): ResponseValue | undefined {
  const id = keptUnder(use.trace, use.call);
  const { request } = answer;
  const links = id ? linksTo(use.trace, id) : [];
  if (!id || !links.includes(use.call)) return undefined;
  // What was made where the name is declared has all of it already.
  if (isInside(request.call, id.parent as Node)) return answer;
  const first = enclosingFunction(request.call) === enclosingFunction(id) ? undefined : links.find((link) => isAdding(use.trace, link));
  return first ? withLinks(use, answer, id, extend, { call: first, frame: use.frame }) : undefined;
}

/** True for the call that adds first to a request which is kept under a name. */
export function isFirstLink(trace: Trace, call: Node): boolean {
  const id = isAdding(trace, call) ? keptUnder(trace, call) : undefined;
  return !!id && linksTo(trace, id).find((link) => isAdding(trace, link)) === call;
}

const isAdding = (trace: Trace, call: Node): boolean => {
  const callee = unwrap(call['callee']);
  return isMember(callee) && trace.clients.some((client) => client.adds?.test(memberName(callee) ?? ''));
};

/** The name of a variable, made with a call, to which the call is chained. */
function keptUnder(trace: Trace, call: Node): Node | undefined {
  const callee = unwrap(call['callee']);
  const object = isMember(callee) ? unwrap(callee['object']) : undefined;
  if (object && isCall(object)) return keptUnder(trace, object);
  const binding = object?.type === 'Identifier' ? trace.project.sourceOf(object).scopes.bindingOf(object) : undefined;
  return binding && binding.id === binding.declaration['id'] && isCall(unwrap(binding.declaration['init'] ?? binding.id)) ? binding.id : undefined;
}

function withLinks(use: ClientUse, answer: ResponseValue, id: Node, extend: Extend, { call, frame }: Pick<ResponseValue['request'], 'call' | 'frame'>): ResponseValue {
  const { trace } = use;
  const near = linksTo(trace, id);
  const extendedBy = (given: ResponseValue, link: Ref): ResponseValue => extend(given, memberName(unwrap(link.node['callee'])) ?? '', trace.use(undefined, link.node, link.frame)) ?? given;
  let whole = near.reduce((given, node) => extendedBy(given, { node, frame: use.frame }), answer);
  for (const link of apartFrom(trace, id, use.frame, 0).filter(({ node }) => !near.includes(node))) {
    const { query: known, body } = whole.request;
    const { request } = extendedBy(whole, link);
    const query = request.query.map((one) => (known.includes(one) ? one : { ...one, isApart: true }));
    whole = { ...whole, request: { ...request, query, body: body ?? request.body } };
  }
  return whole === answer ? answer : { ...whole, request: { ...whole.request, call, frame } };
}

/** The calls that are chained to a name in the function, and the turn of a loop, in which it is declared. */
function linksTo(trace: Trace, id: Node): readonly Node[] {
  const fn = enclosingFunction(id);
  const isNear = (reference: Node): boolean => enclosingFunction(reference) === fn && [...loopsAround(reference, fn)].every((loop) => isInside(id, loop));
  return referencesTo(trace, id)
    .filter(isNear)
    .flatMap((reference) => [...linksOn(reference)]);
}

const referencesTo = (trace: Trace, id: Node): readonly Node[] => (id.type === 'Identifier' ? (trace.project.sourceOf(id).scopes.bindingOf(id)?.references ?? []) : []);

/** All calls that are chained to a name, also in functions of the project to which it is handed. */
function apartFrom(trace: Trace, id: Node, frame: Frame | undefined, depth: number): readonly Ref[] {
  return referencesTo(trace, id).flatMap((reference) => {
    const links = [...linksOn(reference)];
    const outer = outermost(links.at(-1) ?? reference);
    const index: number = isCall(outer.parent) && depth < deepest ? outer.parent?.['arguments'].indexOf(outer) : -1;
    const handed = index < 0 ? [] : members(trace.evaluate(outer.parent?.['callee'], frame));
    const inside = handed.flatMap((value) => {
      const parameter: Node | undefined = value.kind === 'function' ? value.ref.node['params'][index] : undefined;
      return value.kind === 'function' && parameter ? apartFrom(trace, parameter, trace.frame(value.ref.node, outer.parent as Node, frame, value.ref.frame, value.self), depth + 1) : [];
    });
    return [...links.map((node) => ({ node, frame })), ...inside];
  });
}

function* linksOn(reference: Node): Generator<Node> {
  for (let at = outermost(reference); isMember(at.parent) && at.parent?.['object'] === at; ) {
    const call = at.parent.parent;
    if (!call || !isCall(call) || call['callee'] !== at.parent) return;
    yield call;
    at = outermost(call);
  }
}
