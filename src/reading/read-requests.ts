import { placeKey } from '../source/ranges.ts';
import { oldParameters } from '../api.ts';
import { heldBack } from '../guards/held-back.ts';
import { pathRange } from '../carriers/metadata/metadata.ts';
import { readBody } from '../carriers/bodies/body.ts';
import { bodyPlaces, placesOf } from '../carriers/bodies/body-places.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { endpointOf } from '../evidence.ts';
import type { EndpointId, Param, Range, Rewrite, UsersRequest, ValueFact } from '../facts.ts';
import { type Address, addressOf } from '../trace/texts/address.ts';
import { linkedRequest } from '../trace/requests/answers.ts';
import { calleeName, enclosingFunction, isCall, isFunction, isNullish, type Node, unwrap } from '../source/ast.ts';
import { bindingMentions } from '../trace/changes/contents.ts';
import { contractOf, declaredPath } from '../trace/types/contracts.ts';
import type { Trace } from '../trace/trace.ts';
import { members, type Piece, type RawRequest, type Ref, type Trail, type Value } from '../trace/value.ts';

/** More ways of one query than this are read as one. */
const mostVariants = 8;

/** `query = first ? {…} : {…}`: one request for each object that the query can be, because their parameters are never sent together. */
export function variants(request: RawRequest): RawRequest[] {
  const queries = request.query.map(({ ref, value }) => choices(value).map((choice) => ({ ref, value: choice })));
  const addresses = request.url.map((piece): readonly Piece[] => (piece.kind === 'query' && piece.query.init ? choices(piece.query.init).map((init) => ({ ...piece, query: { ...piece.query, init } })) : [piece]));
  const count = [...queries, ...addresses].reduce((product, part) => product * part.length, 1);
  if (count < 2 || count > mostVariants) return [request];
  return everyChoice(queries).flatMap((query) => everyChoice(addresses).map((url) => ({ ...request, query, url })));
}

/** The objects that a query can be; the value as it is when one of them is not known. */
function choices(value: Value): readonly Value[] {
  const ways = members(value).filter((member) => /^(?:object|query|list|text)$/.test(member.kind));
  return ways.length > 1 && ways.length === members(value).length ? ways : [value];
}

function everyChoice<T>(parts: readonly (readonly T[])[]): T[][] {
  return parts.reduce<T[][]>((found, part) => found.flatMap((one) => part.map((choice) => [...one, choice])), [[]]);
}

/** One request that two clients would send alike: `(secure ? https : http).get(address)`. */
export function isSameRequest(a: RawRequest, b: RawRequest): boolean {
  const isSamePiece = (piece: Piece, other: Piece | undefined): boolean =>
    other?.kind === piece.kind &&
    (piece.kind === 'literal' ? piece.node === (other as typeof piece).node && piece.text === (other as typeof piece).text : piece.ref.node === (other as typeof piece).ref.node && piece.ref.frame === (other as typeof piece).ref.frame);
  const areSame = (refs: readonly Ref[], others: readonly Ref[]): boolean => refs.length === others.length && refs.every((ref, index) => ref.node === others[index]?.node && ref.frame === others[index]?.frame);
  return (
    a.method === b.method &&
    a.url.length === b.url.length &&
    a.url.every((piece, index) => isSamePiece(piece, b.url[index])) &&
    areSame(
      a.query.map(({ ref }) => ref),
      b.query.map(({ ref }) => ref),
    )
  );
}

/** The calls through which a wrapper's request was reached. */
export function frameTrail(request: RawRequest): { next?: Trail } {
  const build = (frame: RawRequest['frame'], depth: number): Trail | undefined => {
    if (!frame || depth > 8 || frame.call === frame.turn?.pattern) return undefined;
    const next = build(frame.caller, depth + 1);
    return { node: frame.call, note: 'called here', ...(next ? { next } : {}) };
  };
  const next = build(request.frame, 0);
  return next ? { next } : {};
}

/** Requests of a client that is made with a type change together with what the type declares. */
export function contractGroup(trace: Trace, contract: Node): string {
  return `type:paths:${trace.project.fileOf(contract)}:${contract.start}`;
}

/** Requests for a path that has another name today change together with the declaration of that path alone. */
export const pathGroup = (trace: Trace, contract: Node, path: Node): string => `${contractGroup(trace, contract)}:${path.start}`;

export function groupOf(trace: Trace, request: RawRequest): string {
  const contract = contractOf(trace, request);
  if (contract && readQuery(trace, request).params.length > 0) return contractGroup(trace, contract);
  const declared = contract && endpointOf(trace, request) === 'GET /users/metadata' ? declaredPath(trace, request) : undefined;
  if (contract && declared) return pathGroup(trace, contract, declared);
  const place = pathRange(trace, request);
  // Nothing that one call may ask by another method has to change with it.
  return `request:${trace.project.fileOf(request.call)}:${request.call.start}:${place.file}:${place.start}:${request.method ?? ''}`;
}

/** The address of a request for people: with its host where that is written. */
export function pathOf(address: Address): string {
  const host = address.origin.includes('\ue000') ? '' : address.origin;
  return `${host}/${address.segments.join('/')}`.replaceAll('\ue000', '…');
}

/** True for a request to somewhere else that says something in the words which the users API no longer has. */
export function hasOldWords(trace: Trace, request: RawRequest): boolean {
  if (request.mock || addressOf(trace, request).segments.length === 0) return false;
  const body = request.body && trace.project.sourceOf(request.body.node).slice(request.body.node);
  return (body !== undefined && /\broles\b|(["'])(?:set|unset)\1/.test(body)) || readQuery(trace, request).params.some((param) => oldParameters.includes(param.name));
}

/** The requests of the project, and which of them are not to the endpoint in question, or not to Qlik at all. */
export interface Others {
  readonly requests: readonly RawRequest[];
  isElsewhere(request: RawRequest): boolean;
}

/** What of a body is sent to another endpoint as well is reported, not rewritten. */
export function guardedBody(trace: Trace, request: RawRequest, { requests, isElsewhere }: Others): UsersRequest['body'] {
  const body = readBody(trace, request);
  if (!body || request.mock) return body;
  const elsewhere = new Set(
    requests
      .filter((other) => other !== request && !other.mock && other.body && isElsewhere(other))
      .flatMap((other) => bodyPlaces(trace, other))
      .map(placeKey),
  );
  const chosen = request.body && listsNames(trace, request.body.node);
  const isHeld = (places: readonly Range[]): boolean => chosen || places.some((at) => elsewhere.has(placeKey(at)));
  const blocked = (): Rewrite => ({ blocked: chosen ? 'only members with the names listed for `JSON.stringify` are sent' : 'the same code also sends this body to another endpoint' });
  const ops = body.ops.map((op) => (isHeld(placesOf(op)) ? { ...op, setOp: blocked, setPath: blocked, addValue: blocked, replaceWith: blocked } : op));
  const roles = body.roles.map((one) => (isHeld([one.at]) ? { ...one, rename: blocked } : one));
  return { ...body, ops, roles };
}

/** `JSON.stringify(body, ['subject', 'roles'])`, here or where a variable is given it: members with other names are left out of what is sent. */
function listsNames(trace: Trace, sent: Node): boolean {
  const node = unwrap(sent);
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const init: Node | undefined = binding?.id === binding?.declaration['id'] ? binding?.declaration['init'] : undefined;
  const written = init ? unwrap(init) : node;
  const listed: Node | undefined = isCall(written) && calleeName(written) === 'stringify' ? written['arguments'][1] : undefined;
  return !!listed && !isFunction(unwrap(listed)) && !isNullish(listed);
}

const byParameter = new WeakMap<readonly RawRequest[], { readonly holders: ReadonlyMap<string, readonly RawRequest[]>; readonly age: number }>();

/** Where a parameter is written -> the requests that send it. */
function holdersIn(trace: Trace, requests: readonly RawRequest[]): ReadonlyMap<string, readonly RawRequest[]> {
  const known = byParameter.get(requests);
  if (known?.age === trace.age) return known.holders;
  const holders = new Map<string, RawRequest[]>();
  for (const request of requests) for (const key of new Set(readQuery(trace, request).params.map(({ at }) => placeKey(at)))) holders.set(key, [...(holders.get(key) ?? []), request]);
  byParameter.set(requests, { holders, age: trace.age });
  return holders;
}

/** Parameters that the same code also sends elsewhere are reported, not rewritten; so are those that are put together while requests are under way. */
export function guarded(trace: Trace, request: RawRequest, { requests, isElsewhere }: Others): UsersRequest['query'] {
  const query = readQuery(trace, request);
  if (query.params.length === 0) return query;
  const holders = (at: Range): readonly RawRequest[] => holdersIn(trace, requests).get(placeKey(at)) ?? [];
  const isShared = (at: Range): boolean => holders(at).some((other) => other !== request && isElsewhere(linkedRequest(trace, other) ?? other));
  const shared = new Set(query.params.filter((param) => isShared(param.at)));
  const isSplit = (replaced: readonly Param[]): boolean =>
    holders((replaced[0] as Param).at).some((other) => replaced.every((param) => holders(param.at).includes(other)) && sentFrom(trace, other).some((call) => isBetween(trace, call, replaced)));
  const open = heldBack(query, new Map([...shared].map((param) => [param, 'the same code also sends these parameters to another endpoint'])));
  const early: Rewrite = { blocked: 'a request is sent before all of these parameters are set' };
  return {
    ...open,
    replace: (replaced, name, value) => (replaced.length > 1 && isSplit(replaced) ? early : open.replace(replaced, name, value)),
    replaceLayers: (layers, name) => (isSplit(layers.flatMap(({ params }) => params)) ? early : open.replaceLayers(layers, name)),
    override: (base, over, name, values) => (isSplit([base, over]) ? early : open.override(base, over, name, values)),
    gather: (params, name, value) => (isSplit(params) ? early : open.gather(params, name, value)),
    combine: (terms, name) => (terms.length > 1 && isSplit(terms.map(({ param }) => param)) ? early : open.combine(terms, name)),
  };
}

/** The call that sends a request, and the calls that lead to it. */
function sentFrom(trace: Trace, request: RawRequest): Node[] {
  const calls = [request.call];
  for (let frame = request.frame; frame && calls.length < 8; frame = frame.caller) if (frame.call !== frame.turn?.pattern) calls.push(frame.call);
  return [...calls, ...callsAround(trace, calls.at(-1) as Node, 0)];
}

/** `const run = async () => (await fetch(url)).json()`: the calls of a function that is given nothing, and of those that call it. */
function callsAround(trace: Trace, call: Node, depth: number): Node[] {
  const fn = enclosingFunction(call);
  const id: Node | undefined = fn?.['id'] ?? (fn?.parent?.type === 'VariableDeclarator' && fn.parent['init'] === fn ? fn.parent['id'] : undefined);
  if (!id || depth > 2) return [];
  const found = bindingMentions(trace, id).flatMap(({ parent, start }) => (parent && isCall(parent) && parent['callee'].start === start ? [parent] : []));
  return found.slice(0, 8).flatMap((one) => [one, ...callsAround(trace, one, depth + 1)]);
}

/** True when some of the parameters are written before the call and some after it, in one function. What stands in the function that is called runs with the call, wherever it stands. */
function isBetween(trace: Trace, call: Node, params: readonly Param[]): boolean {
  const within = enclosingFunction(call);
  const file = trace.project.fileOf(call);
  const isIn = ({ at }: Param, fn: Node): boolean => at.start >= fn.start && at.end <= fn.end;
  const isHere = (param: Param): boolean => param.at.file === file && (!within || isIn(param, within));
  const called = call['callee'] ? members(trace.evaluate(unwrap(call['callee']), undefined)).flatMap((value) => (value.kind === 'function' && trace.project.fileOf(value.ref.node) === file ? [value.ref.node] : [])) : [];
  return params.every((param) => isHere(param) && !called.some((fn) => isIn(param, fn))) && params.some(({ at }) => at.end <= call.start) && params.some(({ at }) => at.start >= call.end);
}

/** `fields` decides what the answer holds; it stays when something reads the answer in a way that was not understood. */
export function withDoubt(query: UsersRequest['query'], doubt: string | undefined): UsersRequest['query'] {
  if (doubt === undefined || query.all('fields').length === 0) return query;
  return { ...query, setValue: (param, value) => (param.name === 'fields' ? { blocked: doubt } : query.setValue(param, value)) };
}

/** Where the names are written of which lists of `fields` are joined. */
export function partsAsked(trace: Trace, requests: readonly RawRequest[]): ReadonlySet<string> {
  const asked = requests.flatMap((request) => readQuery(trace, request).all('fields'));
  return new Set(asked.flatMap((param) => (param.value.parts ?? []).map(placeKey)));
}

/** True when the request's `fields` names the attribute. */
export function asksFor(trace: Trace, request: RawRequest, name: string): boolean {
  return readQuery(trace, request)
    .all('fields')
    .some((param) => param.value.text === undefined || param.value.text.split(',').some((field) => field.trim() === name));
}

/** Why `fields` of the request goes on to ask for the attribute: a text says so that is not written as a plain string. */
export function keptInFields(trace: Trace, request: RawRequest, name: string): string | undefined {
  const lists = (text: string): boolean => text.split(',').some((field) => field.trim() === name);
  const isKept = ({ text, named = [], parts = [] }: ValueFact): boolean => text === undefined && named.some(lists) && !parts.some((part) => lists(part.text));
  const kept = readQuery(trace, request)
    .all('fields')
    .find(({ value }) => isKept(value));
  return kept && 'the text that names it is not written as a plain string';
}

/** Parameters that the code, not its mocks, sends to the endpoint with values that are no literals. */
export function openParams(trace: Trace, endpoint: EndpointId, requests: readonly RawRequest[]): Set<string> {
  const own = requests.filter((request) => !request.mock && endpointOf(trace, request) === endpoint);
  return new Set(
    own.flatMap((request) =>
      readQuery(trace, request)
        .params.filter((param) => param.value.text === undefined && !param.value.isSingle)
        .map((param) => param.name),
    ),
  );
}
