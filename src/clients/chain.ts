import { descendants, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { returnedNodes } from '../trace/calls/calls.ts';
import { members, type Ref } from '../trace/value.ts';
import type { ClientUse } from './client.ts';

/** One call of a chain: `.reply(200, body)`. */
export interface Link {
  readonly name: string;
  readonly args: readonly Node[];
}

/** The calls chained to this one, up to and including the first whose name ends the chain. */
export function linksAfter(call: Node, last: RegExp): Link[] {
  const member = outermost(call).parent;
  if (!isMember(member) || member?.['object'] !== outermost(call)) return [];
  const next = outermost(member as Node).parent;
  const name = memberName(member as Node);
  if (!next || !isCall(next) || next['callee'] !== member || name === undefined) return [];
  const link: Link = { name, args: next['arguments'] };
  return last.test(name) ? [link] : [link, ...linksAfter(next, last)];
}

/** True for a call of a function of the project. */
export const isOwn = ({ trace, call }: ClientUse): boolean => members(trace.evaluate(unwrap(call['callee']), undefined)).every(({ kind }) => kind === 'function');

/** The call at which a chain starts: `nock(host)` of `nock(host).get(…).reply(…)`. */
export function rootOfChain(call: Node): Node {
  const callee = unwrap(call['callee']);
  const object = isMember(callee) ? unwrap(callee['object']) : undefined;
  return object && isCall(object) ? rootOfChain(object) : (object ?? call);
}

/** The functions of the project that an argument may be. */
export function functionsOf(use: ClientUse, node: Node | undefined): Ref[] {
  if (!node) return [];
  return members(use.trace.evaluate(node, use.frame)).flatMap((value) => (value.kind === 'function' ? [value.ref] : []));
}

/** The expressions that a function returns, each branch by itself. */
export const resultsOf = (fn: Node): Node[] => returnedNodes(fn).flatMap(branches);

/** `a ? b : c` gives b or c. */
function branches(node: Node): Node[] {
  const inner = unwrap(node);
  if (inner.type === 'AwaitExpression') return branches(inner['argument']);
  return inner.type === 'ConditionalExpression' ? [...branches(inner['consequent']), ...branches(inner['alternate'])] : [inner];
}

/** Bodies that a handler answers with: `HttpResponse.json(x)`, `ctx.json(x)`, `new Response(x)`. */
export function responseBodies(fn: Ref): Ref[] {
  return descendants(fn.node['body']).flatMap((node) => {
    const body = responseBody(node);
    return body ? [{ node: body, frame: fn.frame }] : [];
  });
}

/** The body of an answer that is made here; undefined for anything else. */
function responseBody(node: Node): Node | undefined {
  const [first] = (node['arguments'] ?? []) as (Node | undefined)[];
  const callee: Node | undefined = node['callee'] && unwrap(node['callee']);
  if (!first || !callee || isFunction(first)) return undefined;
  if (node.type === 'NewExpression') return /^(?:Http)?Response$/.test(callee['name'] ?? '') ? first : undefined;
  return isCall(node) && isMember(callee) && memberName(callee) === 'json' ? first : undefined;
}

/** Strings by which a handler reads the query: `url.searchParams.get('sortBy')`. */
export function queryReads(fn: Ref): Node[] {
  return descendants(fn.node['body']).flatMap((node) => {
    const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
    const [name] = (node['arguments'] ?? []) as (Node | undefined)[];
    const isRead = isMember(callee) && /^(?:get|has|getAll)$/.test(memberName(callee as Node) ?? '') && isSearchParams(callee?.['object']);
    return isRead && name?.type === 'StringLiteral' ? [name] : [];
  });
}

const isSearchParams = (node: Node): boolean => /^(?:searchParams|params|query)$/i.test((isMember(unwrap(node)) ? memberName(unwrap(node)) : unwrap(node)['name']) ?? '');

/** The expression of a property of an object that is written here. */
export function propertyRef(use: ClientUse, object: Node | undefined, name: string): Ref | undefined {
  const property = ((object && unwrap(object)['properties']) as Node[] | undefined)?.find((candidate) => (candidate['key']?.name ?? candidate['key']?.value) === name);
  return property?.['value'] && { node: property['value'], frame: use.frame };
}
