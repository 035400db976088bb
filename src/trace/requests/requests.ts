import { descendants, enclosingFunction, isCall, isFunction, isInside, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites, handedSites } from '../calls/callers.ts';
import { framesByChoice } from '../conditions/choices.ts';
import { isReached } from '../conditions/guards.ts';
import { classOfUncalled, framesOfInstances } from '../classes/instances.ts';
import { isFirstLink } from './later-links.ts';
import { inlineCall } from '../calls/parameters.ts';
import type { Trace } from '../trace.ts';
import { turnsOf, turnsOfGiven } from '../conditions/turns.ts';
import { type Frame, members, type RawRequest, type Value } from '../value.ts';

/** Contexts one function is looked at in; further callers are judged through the joined view. */
const mostContexts = 400;

/**
 * Every request that the calls of a file make: one for each way the call is reached,
 * so that `get('/users')` and `get('/groups')` through the same wrapper are two requests.
 */
export function requestsIn(trace: Trace, program: Node): RawRequest[] {
  const found: RawRequest[] = [];
  for (const node of descendants(program)) {
    if ((isCall(node) || /^(?:New|TaggedTemplate)Expression$/.test(node.type)) && trace.ask(() => isClientCall(trace, node), false)) found.push(...requestsOf(trace, lastOfChain(trace, node)));
    else if (isCall(node)) found.push(...trace.ask(() => requestsAlike(trace, node), []));
  }
  return [...new Set(found)];
}

/** True for calls that go into a library that makes requests. Only the callee is asked, and only when its form allows it. */
function isClientCall(trace: Trace, call: Node): boolean {
  const callee = unwrap(call['callee']);
  if (callee.type === 'Identifier' ? isPlainFunction(trace, callee) : !isMadeHere(trace, callee) && (!isMember(callee) || !makesRequests(trace, memberName(callee) ?? ''))) return continues(trace, call);
  if (isFirstLink(trace, call) || members(trace.evaluate(callee, undefined)).some((value) => value.kind === 'library' && trace.clientOf(value) !== undefined)) return true;
  return (isMember(callee) && members(trace.evaluate(callee['object'], undefined)).some((value) => value.kind === 'shape' && value.request !== undefined)) || continues(trace, call);
}

/** Calls of functions of the project that look like those of a library: a route, and a function that answers or a chain that says what is answered. */
function requestsAlike(trace: Trace, call: Node): RawRequest[] {
  const callee = unwrap(call['callee']);
  const name = isMember(callee) ? memberName(callee) : undefined;
  const [, handler] = call['arguments'] as Node[];
  if (name === undefined || !((handler && /Identifier|Function/.test(handler.type)) || nextInChain(call))) return [];
  return trace.clients.flatMap((client) => (client.alikeNames?.test(name) ? (client.alike?.(trace.use(undefined, call, undefined))?.request ?? []) : []));
}

/** `got.extend({…})('users')`: a client that is called where it is made. */
function isMadeHere(trace: Trace, callee: Node): boolean {
  const method = isCall(callee) ? unwrap(callee['callee']) : undefined;
  return isMember(method) && /^(?:create|extend|defaults)$/.test(memberName(method as Node) ?? '') && members(trace.evaluate(callee, undefined)).some((value) => value.kind === 'library');
}

/** Names under which libraries make requests; everything else after a dot is no client call. */
const requestNames = /^(?:get|post|put|patch|delete|del|head|options|ajax|getJSON|default)$|fetch|request|https?|axios|client|send|call/i;
const makesRequests = (trace: Trace, name: string): boolean => requestNames.test(name) || trace.clients.some((client) => client.names?.test(name) || client.adds?.test(name));

/** A function of this file: its body, not its call, makes requests. */
function isPlainFunction(trace: Trace, identifier: Node): boolean {
  const binding = trace.project.sourceOf(identifier).scopes.bindingOf(identifier);
  return !!binding && (binding.kind === 'function' || binding.kind === 'class' || isFunction(binding.declaration['init'] ?? undefined));
}

/** A helper's answer that this call takes further: `get('/users').query({…})`. */
function continues(trace: Trace, call: Node): boolean {
  const next = nextInChain(call);
  return !!next && members(trace.evaluate(next, undefined)).some((value) => value.kind === 'response' && value.request.call === next);
}

function nextInChain(call: Node): Node | undefined {
  const outer = outermost(call);
  const member = outer.parent;
  const next = isMember(member) && member?.['object'] === outer ? outermost(member as Node).parent : undefined;
  return next && isCall(next) && next['callee'] === member ? next : undefined;
}

/** The last call of a chain that belongs to the request: `.query({…})` in `.get(url).query({…})`. */
function lastOfChain(trace: Trace, call: Node): Node {
  const next = nextInChain(call);
  const goesOn = next && members(trace.evaluate(next, undefined)).some((value) => value.kind === 'response' && value.request.call === next);
  return next && goesOn ? lastOfChain(trace, next) : call;
}

/** True when something that the call says can differ from one run of the function to the next. */
function varies(trace: Trace, node: Node, depth: number): boolean {
  const { scopes } = trace.project.sourceOf(node);
  return descendants(node).some((inner) => {
    if (inner.type === 'ThisExpression' || inner.type === 'Super') return true;
    const binding = inner.type === 'Identifier' ? scopes.bindingOf(inner) : undefined;
    if (!binding || binding.scope === scopes.root) return false;
    if (binding.kind === 'param' || depth > 3) return true;
    const init: Node | undefined = binding.declaration['init'];
    return !init || binding.writes.length > 0 || varies(trace, init, depth + 1) || binding.references.some((reference) => reference !== inner && putsIn(reference).some((given) => varies(trace, given, depth + 1)));
  });
}

/** What is put into a variable where it is mentioned: `url.searchParams.set(name, value)`, `query.role = role`, `addPaging(query, page)`. */
function putsIn(reference: Node): readonly Node[] {
  let at = outermost(reference);
  while (isMember(at.parent) && at.parent?.['object'] === at) at = outermost(at.parent as Node);
  const { parent } = at;
  if (parent?.type === 'AssignmentExpression' && parent['left'] === at && at !== reference) return [parent['right']];
  if (!parent || !isCall(parent)) return [];
  const given = (parent['arguments'] as Node[]).filter((argument) => argument !== at);
  return parent['callee'] === at || (parent['arguments'] as Node[])[0] === at ? given : [];
}

function requestsOf(trace: Trace, call: Node): RawRequest[] {
  const contexts = varies(trace, call, 0) ? trace.ask(() => contextsOf(trace, enclosingFunction(call), 0, new Set()), [undefined], call) : [undefined];
  const found = contexts.flatMap((frame) => trace.ask(() => requestsAt(trace, call, frame), [], call));
  // Where all callers give the function something of their own to ask with, it is still asked what it takes otherwise.
  return found.length > 0 || contexts.includes(undefined) ? found : trace.ask(() => requestsAt(trace, call, undefined), [], call);
}

/** What a call asks in one context, by the choice of what that is given. Which choices there are is asked last: to ask it first would answer questions that lead to themselves from their other end. */
function requestsAt(trace: Trace, call: Node, frame: Frame | undefined): RawRequest[] {
  const found = requestsOfValue(trace.evaluate(call, frame), call, 0);
  const all = found.length > 0 ? framesByChoice(trace, frame).flatMap((one): readonly (Frame | undefined)[] => turnsOfGiven(trace, call, one) ?? [one]) : [];
  const chosen = all.length > 1 ? all.filter((one) => isReached(trace, call, one)) : [];
  return chosen.length > 0 ? chosen.flatMap((one) => requestsOfValue(trace.evaluate(call, one), call, 0)) : found;
}

/** The requests that this call makes, also where their answers are parts of what it gives: `const [{ data }] = useAxios(url)`, `fetchAll(urls)`. */
function requestsOfValue(given: Value, call: Node, depth: number): RawRequest[] {
  return members(given).flatMap((value) => {
    if (value.kind === 'record' && depth < 2) return Object.values(value.members).flatMap((member) => requestsOfValue(member, call, depth + 1));
    if (value.kind === 'list' && value.rest && depth < 2) return requestsOfValue(value.rest, call, depth + 1);
    const request = value.kind === 'response' || value.kind === 'shape' || value.kind === 'object' ? value.request : undefined;
    return request?.call === call ? [request] : [];
  });
}

/** The frames in which the body of a function runs, as far as the project's own calls tell; one without a frame when nobody calls it. */
export function contextsOf(trace: Trace, fn: Node | undefined, depth: number, seen: ReadonlySet<Node>): (Frame | undefined)[] {
  if (!fn || depth > 6 || seen.has(fn)) return [undefined];
  const inline = inlineCall(fn);
  const next = new Set([...seen, fn]);
  const sites = inline ? handedSites(trace, fn, inline).filter((site) => site.kind === 'call') : callSites(trace, fn);
  if (inline && sites.length === 0) return contextsOf(trace, enclosingFunction(inline), depth, next);
  const frames: Frame[] = [];
  const first = sites.filter((site) => !isAgain(trace, fn, site.node));
  for (const site of first.length > 0 ? first : sites) {
    for (const caller of contextsOf(trace, enclosingFunction(site.node), depth + 1, next)) {
      if (frames.length >= mostContexts) {
        trace.limits.reach('callers', fn);
        return frames;
      }
      frames.push(...framesOf(trace, fn, site.node, site.kind === 'callback', caller));
    }
  }
  return frames.length > 0 ? frames : contextsAround(trace, fn, depth, next);
}

/** `return retry(call, left - 1)` in `retry`, or in a function that is made there: the function once more, with the same. */
function isAgain(trace: Trace, fn: Node, call: Node): boolean {
  if (!isInside(call, fn)) return false;
  const { scopes } = trace.project.sourceOf(fn);
  return ((call['arguments'] ?? []) as Node[]).every((argument, index) => {
    const given = unwrap(argument);
    if (given.type === 'NumericLiteral' || given.type === 'BooleanLiteral' || (given.type === 'BinaryExpression' && /^[-+*]$/.test(given['operator']) && given['right'].type === 'NumericLiteral')) return true;
    const binding = given.type === 'Identifier' ? scopes.bindingOf(given) : undefined;
    const parameter: Node | undefined = fn['params'][index];
    return !!binding && binding.writes.length === 0 && binding.id === (parameter?.type === 'AssignmentPattern' ? parameter['left'] : parameter);
  });
}

const known = new WeakMap<Node, readonly (Frame | undefined)[]>();

/** The same, asked once for a function; `otherwise` is said to a question that leads back to itself. */
export const contextsOnce = (trace: Trace, fn: Node, otherwise: readonly (Frame | undefined)[]): readonly (Frame | undefined)[] => trace.once(known, fn, otherwise, () => contextsOf(trace, fn, 0, new Set()));

/** A function that nobody calls by name runs in the contexts of the function that creates it, or for each instance that has it. */
function contextsAround(trace: Trace, fn: Node, depth: number, seen: ReadonlySet<Node>): (Frame | undefined)[] {
  const cls = classOfUncalled(fn);
  const own = cls ? framesOfInstances(trace, fn, cls, (around) => contextsOf(trace, around, depth + 1, seen)) : [];
  if (own.length > 0 && own.length <= mostContexts) return [...own];
  const outer = enclosingFunction(fn);
  return outer ? contextsOf(trace, outer, depth, seen) : [undefined];
}

/** `rows.sort(by('created'))`: the contexts in which the function was made that is handed over; one without a context where it is written there. */
function makersOf(trace: Trace, fn: Node, call: Node, caller: Frame | undefined): readonly (Frame | undefined)[] {
  const handed = ((call['arguments'] ?? []) as Node[]).filter((argument) => isCall(unwrap(argument)));
  const made = handed.flatMap((argument) => members(trace.evaluate(argument, caller)).flatMap((value) => (value.kind === 'function' && value.ref.node === fn && value.ref.frame ? [value.ref.frame] : [])));
  return made.length > 0 ? made : [undefined];
}

function framesOf(trace: Trace, fn: Node, call: Node, isCallback: boolean, caller: Frame | undefined): Frame[] {
  if (call.type === 'JSXOpeningElement' || isCallback) return makersOf(trace, fn, call, caller).flatMap((outer) => trace.frame(fn, call, caller, outer, undefined, isCallback) ?? []);
  return members(trace.evaluate(call['callee'], caller)).flatMap((value) => {
    if (value.kind !== 'function' || value.ref.node !== fn) return [];
    return (turnsOf(trace, call, fn, caller) ?? [caller]).flatMap((turn) => trace.frame(fn, call, turn, value.ref.frame, value.self) ?? []);
  });
}
