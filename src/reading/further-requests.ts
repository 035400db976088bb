import { cursors, oldParameters } from '../api.ts';
import { bodyPlaces } from '../carriers/bodies/body-places.ts';
import { pathRange } from '../carriers/metadata/metadata.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { endpointOf } from '../evidence.ts';
import type { Range, Rewrite, UsersRequest } from '../facts.ts';
import { givenParameters, type GivenParameters } from './given-parameters.ts';
import { heldBack } from '../guards/held-back.ts';
import { keyName, type Node } from '../source/ast.ts';
import { placeKey } from '../source/ranges.ts';
import { changesTo } from '../trace/changes/made.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import { members, type RawRequest, type Value } from '../trace/value.ts';

/** What is known of requests that the search for the callers of what sends them did not come upon. */
export interface Further {
  /** Those that say something which no other request says. */
  readonly requests: readonly RawRequest[];
  /** Those whose query is not understood, each with what looks like its parameters. */
  readonly guesses: readonly RawRequest[];
}

/** Requests found from the other end: a field is read from their answer, or a call is given what looks like their parameters. */
export function furtherRequests(trace: Trace, requests: readonly RawRequest[], places: readonly FieldPlace[], programs: readonly Node[]): Further {
  const said = new Set(requests.flatMap((request) => saidBy(trace, request)).map(placeKey));
  const isNew = (request: RawRequest): boolean => !requests.includes(request) && saidBy(trace, request).some((at) => !said.has(placeKey(at)));
  const answering = places.flatMap((place) => [place.shape, ...(place.alternatives ?? []), ...(place.other ? members(place.other) : [])]).flatMap((value) => (value.kind === 'shape' ? (value.request ?? []) : []));
  const given = programs.flatMap((program) => trace.attempt(program, () => givenParameters(trace, program, said), []));
  const answers = new Map([...new Set(given.flatMap(({ calls }) => calls))].map((call) => [call, trace.ask(() => requestsIn(trace.evaluate(call, undefined), 0), [], call)]));
  const found = [...new Set([...answering, ...[...answers.values()].flat()])].filter(isNew);
  const all = new Set([...said, ...found.flatMap((request) => saidBy(trace, request)).map(placeKey)]);
  return { requests: found, guesses: given.flatMap((one) => guessed(trace, one, [...one.calls.flatMap((call) => answers.get(call) ?? []), ...requests.filter((request) => isSentBy(request, one.calls))], all)) };
}

/** The call by which a request is sent, or one that leads to it. */
const isSentBy = ({ call, frame, mock }: RawRequest, calls: readonly Node[]): boolean => !mock && [call, frame?.call, frame?.caller?.call].some((one) => one !== undefined && calls.includes(one));

/** The first of these requests that asks for users in a way that is not understood, as it would be with these parameters. */
function guessed(trace: Trace, given: GivenParameters, requests: readonly RawRequest[], said: ReadonlySet<string>): RawRequest[] {
  const open = requests.flatMap((request) => openUsers(trace, request) ?? [])[0];
  const { holder, isName } = given;
  if (!open || !isQueryLike(holder)) return [];
  const node = isName ? objectOf(holder) : holder;
  const guess: RawRequest = { ...open, url: open.url.filter((piece) => piece.kind === 'literal' || open.url.indexOf(piece) === 0), query: [{ ref: { node, frame: undefined }, value: trace.evaluate(node, undefined) }] };
  return saidBy(trace, guess).some((at) => !said.has(placeKey(at))) ? [guess] : [];
}

/** What `GET /users` is sent beside the old parameters. */
const otherParameters: ReadonlySet<string> = new Set(['limit', 'fields', 'sort', 'filter', 'totalResults', ...Object.values(cursors)]);

/** False for an object that has other members than parameters: what takes it sends no query of it as it is. */
const isQueryLike = (holder: Node): boolean =>
  holder.type !== 'ObjectExpression' ||
  (holder['properties'] as Node[]).every((property) => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    return name === undefined || oldParameters.includes(name) || otherParameters.has(name);
  });

/** The request as far as its path, if it is one for users whose query is not all known. */
function openUsers(trace: Trace, request: RawRequest): RawRequest | undefined {
  if (endpointOf(trace, request) === 'GET /users') return readQuery(trace, request).complete && !takesMore(trace, request) ? undefined : request;
  const last = request.url.at(-1);
  const bare = { ...request, url: request.url.slice(0, -1) };
  return last && last.kind !== 'literal' && endpointOf(trace, bare) === 'GET /users' ? bare : undefined;
}

/** True where an object that is sent is given members under names that the code computes. */
function takesMore(trace: Trace, { url, query }: RawRequest): boolean {
  const sent = [...query.map(({ value }) => value), ...url.flatMap((piece) => (piece.kind === 'query' && piece.query.init ? [piece.query.init] : []))];
  return sent.flatMap((value) => members(value)).some((value) => value.kind === 'object' && changesTo(trace, value.ref).some(({ kind }) => kind === 'key'));
}

/** An object with a member of the name: `where('status', value)` is read as `{ status: value }`. */
function objectOf(name: Node): Node {
  const { start, end, parent } = name;
  const beside: readonly Node[] = parent?.['arguments'] ?? parent?.['elements'] ?? [];
  const given: Node = beside[1] ?? name;
  const properties: Node[] = [];
  const object: Node = { type: 'ObjectExpression', start, end, parent: parent as Node, properties };
  properties.push({ type: 'ObjectProperty', start, end, parent: object, key: name, value: given, computed: false, shorthand: false });
  return object;
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

/** The same request, of which it is not known who else sends it: nothing in it changes. */
export function withheld(fact: UsersRequest): UsersRequest {
  const reason = 'not everything was found that calls what sends this: it may also be sent elsewhere';
  const blocked = (): Rewrite => ({ blocked: reason });
  const ops = fact.body?.ops.map((op) => ({ ...op, setOp: blocked, setPath: blocked, addValue: blocked, replaceWith: blocked })) ?? [];
  return {
    ...fact,
    query: heldBack(fact.query, new Map(fact.query.params.map((param) => [param, reason]))),
    ...(fact.body ? { body: { ...fact.body, ops, roles: fact.body.roles.map((one) => ({ ...one, rename: blocked })) } } : {}),
    ...(fact.metadata ? { metadata: { ...fact.metadata, rewrite: blocked } } : {}),
  };
}

/** A request that is only guessed: it says what its parameters may be, nothing else, and stands for itself. */
export function guess({ body: _body, implicit: _implicit, ...fact }: UsersRequest): UsersRequest {
  const [first] = fact.query.params;
  const at = first?.at ?? fact.at;
  const reason = 'how the query of the request is put together was not understood';
  return { ...fact, at, group: `guess:${at.file}:${at.start}`, query: heldBack(fact.query, new Map(fact.query.params.map((param) => [param, reason]))), evidence: { ...fact.evidence, confidence: 'possible' } };
}
