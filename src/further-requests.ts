import { oldParameters } from './api.ts';
import { bodyPlaces } from './carriers/body-places.ts';
import { rangeOf } from './carriers/code.ts';
import { pathRange } from './carriers/metadata.ts';
import { readQuery } from './carriers/query.ts';
import { endpointOf } from './evidence.ts';
import type { Range, Rewrite, UsersRequest } from './facts.ts';
import { heldBack } from './read-requests.ts';
import { descendants, isCall, isMember, type Node, outermost, unwrap } from './source/ast.ts';
import { placeKey } from './source/ranges.ts';
import { placeMentions } from './trace/contents.ts';
import type { Trace } from './trace/trace.ts';
import type { FieldPlace } from './trace/users.ts';
import { members, type RawRequest, type Value } from './trace/value.ts';

/** Through how many literals, names and calls what may hold parameters is followed to the calls that are given it. */
const deepest = 6;
/** More calls of one file than this are not asked. */
const mostCalls = 200;
const inText = new RegExp(`(?:^|[?&])(?:${oldParameters.join('|')})(?:=|$)`);

/**
 * Requests that no search for the callers of what sends them came upon, found from the other end: a field is read from their answer, or
 * a call is given what looks like their parameters. Only those that say something which no other request says.
 */
export function furtherRequests(trace: Trace, requests: readonly RawRequest[], places: readonly FieldPlace[], programs: readonly Node[]): RawRequest[] {
  const said = new Set(requests.flatMap((request) => saidBy(trace, request)).map(placeKey));
  const isNew = (request: RawRequest): boolean => !requests.includes(request) && saidBy(trace, request).some((at) => !said.has(placeKey(at)));
  const answering = places.flatMap((place) => [place.shape, ...(place.alternatives ?? []), ...(place.other ? members(place.other) : [])]).flatMap((value) => (value.kind === 'shape' ? (value.request ?? []) : []));
  const given = programs.flatMap((program) => trace.attempt(program, () => callsWithParameters(trace, program, said).flatMap((call) => trace.ask(() => requestsIn(trace.evaluate(call, undefined), 0), [], call)), []));
  return [...new Set([...answering, ...given])].filter(isNew);
}

/** Where a request says something in old words. */
function saidBy(trace: Trace, request: RawRequest): Range[] {
  if (request.mock) return [];
  const query = readQuery(trace, request).params.filter(({ name }) => oldParameters.includes(name));
  const path = endpointOf(trace, request) === 'GET /users/metadata' ? [pathRange(trace, request)] : [];
  return [...query.map(({ at }) => at), ...(endpointOf(trace, request) ? bodyPlaces(trace, request) : []), ...path];
}

/** The requests that a value is the answer of, or a part of it. */
function requestsIn(value: Value, depth: number): RawRequest[] {
  return members(value).flatMap((member) => {
    if (member.kind === 'list' && member.rest && depth < 2) return requestsIn(member.rest, depth + 1);
    return (member.kind === 'response' || member.kind === 'shape') && member.request ? [member.request] : [];
  });
}

/** Calls that are given an object with the name of an old parameter, or a text that names one, and those that go on from there. */
function callsWithParameters(trace: Trace, program: Node, said: ReadonlySet<string>): Node[] {
  const source = trace.project.sourceOf(program);
  const calls = new Set<Node>();
  for (const node of descendants(program)) {
    if (calls.size > mostCalls) break;
    const holder = holderOf(node);
    if (holder && !said.has(placeKey(rangeOf(source, node)))) for (const call of callsGiven(trace, holder, 0)) calls.add(call);
  }
  return [...calls];
}

/** The literal that names a parameter here. */
function holderOf(node: Node): Node | undefined {
  if (node.type === 'ObjectProperty' && node.parent?.type === 'ObjectExpression' && !node['computed']) return oldParameters.includes(node['key'].name ?? node['key'].value) ? node.parent : undefined;
  if (node.type === 'StringLiteral') return inText.test(node['value']) || (oldParameters.includes(node['value']) && isGiven(node)) ? node : undefined;
  return node.type === 'TemplateElement' && inText.test(node['value'].cooked ?? '') ? node.parent : undefined;
}

const isGiven = (node: Node): boolean => isCall(node.parent) && node.parent?.['callee'] !== node;

function callsGiven(trace: Trace, holder: Node, depth: number): Node[] {
  const outer = outermost(holder);
  const { parent } = outer;
  if (!parent || depth > deepest) return [];
  if ((isCall(parent) || parent.type === 'NewExpression') && parent['callee'] !== outer) return [...goingOn(parent), ...callsGiven(trace, goingOn(parent).at(-1) ?? parent, depth + 1)];
  if (parent.type === 'BinaryExpression' || parent.type === 'TemplateLiteral' || parent.type === 'ConditionalExpression' || parent.type === 'LogicalExpression') return callsGiven(trace, parent, depth);
  if (parent.type === 'ObjectProperty' && parent['value'] === outer && parent.parent?.type === 'ObjectExpression') return callsGiven(trace, parent.parent, depth + 1);
  if (parent.type === 'SpreadElement' || parent.type === 'ObjectExpression') return callsGiven(trace, parent, depth + 1);
  return parent.type === 'VariableDeclarator' ? placeMentions(trace, outer, parent, 0).flatMap((mention) => callsGiven(trace, mention, depth + 1)) : [];
}

/** A call, and the calls of members of what it gives: `query.where('status', 'active').limit(5).run()`. */
function goingOn(call: Node): Node[] {
  const found: Node[] = [];
  for (let at: Node | undefined = call; at; ) {
    found.push(at);
    let outer: Node = outermost(at);
    if (outer.parent?.type === 'AwaitExpression') outer = outermost(outer.parent);
    const member: Node | undefined = isMember(outer.parent) && outer.parent?.['object'] === outer ? outermost(outer.parent as Node) : undefined;
    const next: Node | undefined = member?.parent;
    at = isCall(next) && unwrap(next?.['callee']) === unwrap(member as Node) ? next : undefined;
  }
  return found;
}

/** The same request, of which it is not known who else sends it: nothing in it changes. */
export function withheld<T extends Pick<UsersRequest, 'query' | 'body' | 'metadata'>>(fact: T): T {
  const reason = 'not everything was found that calls what sends this: it may also be sent elsewhere';
  const blocked = (): Rewrite => ({ blocked: reason });
  const query = heldBack(fact.query, new Map(fact.query.params.map((param) => [param, reason])));
  const ops = fact.body?.ops.map((op) => ({ ...op, setOp: blocked, setPath: blocked, addValue: blocked, replaceWith: blocked }));
  return {
    ...fact,
    query,
    ...(fact.body ? { body: { ...fact.body, ops, ...(fact.body.roles ? { roles: { ...fact.body.roles, rename: blocked } } : {}) } } : {}),
    ...(fact.metadata ? { metadata: { ...fact.metadata, rewrite: blocked } } : {}),
  };
}
