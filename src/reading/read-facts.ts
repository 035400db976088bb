import { rangeOf } from '../carriers/code.ts';
import { placesOfValue, readQuery } from '../carriers/queries/query.ts';
import { placeKey } from '../source/ranges.ts';
import { FactReader } from './fact-reader.ts';
import { askedFields } from './asked-fields.ts';
import { assertedRequests } from './asserted-requests.ts';
import { assertedBodies } from './asserted-bodies.ts';
import { comparedBodies, type ComparedBody } from './compared-bodies.ts';
import { expectedQueries } from './expected-queries.ts';
import { furtherRequests, guess } from './further-requests.ts';
import { openNames } from '../guards/open-names.ts';
import { RecordedAnswers } from '../guards/recorded-answers.ts';
import { unexplained } from '../guards/unexplained-names.ts';
import { UnreadCursors } from '../guards/unread-cursors.ts';
import { UnreadFields } from '../guards/unread-fields.ts';
import { UnreadMembers } from '../guards/unread-members.ts';
import { storedUsers } from '../guards/stored-users.ts';
import { isDeclared } from '../guards/stuck-fields.ts';
import type { Surroundings } from '../evidence.ts';
import { untracedFacts } from './read-untraced.ts';
import type { Fact } from '../facts.ts';
import { operationFacts, sentFacts } from './read-declared.ts';
import { groupOf, partsAsked } from './read-requests.ts';
import type { Refusal } from '../rule.ts';
import type { Node } from '../source/ast.ts';
import { closedNames } from '../trace/names/closed-names.ts';
import { checkedKeys } from '../trace/names/checked-names.ts';
import { handedMembers } from '../trace/names/handed-members.ts';
import { keyedFields } from '../trace/names/keyed.ts';
import { mockedPlaces } from '../trace/doubles/mocks.ts';
import { putsInto } from '../trace/changes/put-in.ts';
import { declaredOperations } from '../trace/types/contracts.ts';
import { learn } from '../trace/learn.ts';
import { requestFiles } from '../trace/modules/reach.ts';
import { changedLists } from '../trace/changes/changed-lists.ts';
import { takenAway } from '../trace/changes/taken-away.ts';
import { requestsIn } from '../trace/requests/requests.ts';
import { schemaFields, schemaReads } from '../trace/schemas/schema-places.ts';
import type { Trace } from '../trace/trace.ts';
import { declaredFields, handedOn, typedLiterals } from '../trace/types/typed-places.ts';
import { type FieldPlace, fieldsIn, namedToLibraries, type NamedReads } from '../trace/users.ts';
import type { RawRequest } from '../trace/value.ts';

/** Which files are asked: by the words they hold. */
export interface Reach {
  /** Files that name a users path. */
  readonly seeds: readonly string[];
  /** Files that make requests. */
  readonly requests: ReadonlySet<string>;
  /** Files that name an old field. */
  readonly fields: readonly string[];
  /** Files that read members by names which are values: `user[key]`. */
  readonly keyed: readonly string[];
}

export interface ReadOptions {
  readonly progress?: ((done: number, total: number) => void) | undefined;
  /** TypeScript files in which new callbacks must, or must not, name their parameter's type. */
  readonly annotated?: ReadonlyMap<string, boolean> | undefined;
}

/** Everything the files say about the users API, and what was looked at and left alone. */
export function readFacts(trace: Trace, reach: Reach, surroundings: Surroundings, { progress, annotated }: ReadOptions): { facts: Fact[]; refusals: Refusal[]; requests: number } {
  const files = requestFiles(trace.project, reach.seeds, reach.requests);
  const requests = files.flatMap((file, index) => {
    progress?.(index, files.length + reach.fields.length);
    const source = trace.project.source(file);
    return source ? trace.attempt(source.program, () => requestsIn(trace, source.program), []) : [];
  });
  const expected = withExpected(trace, requests);
  const reader = new FactReader(trace, surroundings, requests);
  const programs = reach.fields.flatMap((file) => trace.project.source(file)?.program ?? []);
  const requesting = files.flatMap((file) => trace.project.source(file)?.program ?? []);
  const operations = declaredOperations(trace, requests);
  const { types, schemas } = learn(trace, programs, requesting, operations);
  const mocked = mockedPlaces(trace, requests, [...new Set([...files, ...reach.fields])]);
  const named = (index: number): NamedReads => trace.attempt(programs[index] as Node, () => fieldsIn(trace, programs[index] as Node), { fields: [], others: [] });
  const reads = programs.map((_program, index) => {
    progress?.(files.length + index, files.length + programs.length);
    return named(index);
  });
  const rows = mocked.rows(reads, programs);
  const places = programs.flatMap((program, index) => {
    const { fields, others } = rows.length > 0 ? named(index) : (reads[index] as NamedReads);
    for (const other of others) if (other.request) reader.refuse(other.node, reader.instead(other.request));
    return [...fields, ...trace.attempt(program, () => [...(types ? typedLiterals(types, program) : []), ...(schemas ? schemaReads(schemas, program) : [])], [])];
  });
  const further = furtherRequests(trace, requests, places, requesting);
  requests.push(...further.requests);
  for (const bodiesOf of [comparedBodies, assertedBodies]) requests.push(...compared(trace, bodiesOf(trace, requests), reader.groups));
  reader.further = new Set(further.requests);
  const asserted = assertedRequests(trace, requests);
  for (const { request, of } of asserted) reader.groups.set(request, groupOf(trace, of));
  requests.push(...asserted.map(({ request }) => request));
  const asked = askedFields(trace, ...reader.requestsTo('GET /users', 'GET /users/{id}', 'GET /users/me', 'POST /users/actions/filter'));
  if (schemas) places.push(...schemaFields(schemas, asked));
  const isNew = (place: FieldPlace): boolean => !places.some((other) => (other.node === place.node || other.node['key'] === place.node) && (!place.act || other.act === place.act || other.compares));
  const keyed = reach.keyed.flatMap((file) => trace.project.source(file)?.program ?? []);
  for (const program of keyed) places.push(...trace.attempt(program, () => [...keyedFields(trace, program, asked), ...namedToLibraries(trace, program), ...checkedKeys(trace, program)], []).filter(isNew));
  places.push(...asked.places.filter(isNew));
  places.push(...(types ? declaredFields(types) : []), ...mocked.places, ...rows);
  handColumns(trace, places, keyed);
  closeNames(trace, places, requests);
  noteRoles(trace, places, annotated);
  reader.stored = types && storedUsers(types, programs);
  // What stays in a script of a shell stays there alone.
  const changing = places.filter(({ node }) => trace.project.sourceOf(node).embedding?.kept === undefined);
  reader.doubt = unexplained(trace, requests, changing, programs, keyed.length > 0) ?? openNames(trace, keyed);
  reader.cursors = new UnreadCursors(trace, requests, places);
  if (places.length > 0) reader.puts = programs.flatMap((program) => putsInto(trace, program));
  if (places.length > 0) reader.taken = takenAway(trace, places);
  if (places.some(({ name }) => name === 'roles')) reader.changed = programs.flatMap((program) => changedLists(trace, program));
  reader.members = new UnreadMembers(trace, places);
  reader.recorded = new RecordedAnswers(trace, requests, mocked.standIns);
  reader.lists = new UnreadFields(trace, programs, partsAsked(trace, requests));
  const evidenceOf = reader.evidenceOf.bind(reader);
  const sent = sentFacts(trace, reader.requestsTo.bind(reader), new Set(places.map((place) => place.node)), evidenceOf);
  groupTogether(reader, sent.groups, expected);
  const facts = [...reader.requestFacts(requests, places), ...reader.requestFacts(further.guesses, places).map(guess), ...reader.fieldFacts(places), ...operationFacts(trace, operations, requests, evidenceOf), ...sent.facts];
  return { facts: [...facts, ...untracedFacts(trace, facts, programs)], refusals: reader.refusals, requests: requests.length };
}

/** Adds what tests expect of requests to them. */
function withExpected(trace: Trace, requests: RawRequest[]): ReadonlyMap<RawRequest, RawRequest> {
  const expected = expectedQueries(trace, requests);
  requests.push(...expected.keys());
  return expected;
}

/** Requests change with the types that declare what they send, and what is expected of a request with that. */
function groupTogether({ trace, groups }: FactReader, declared: ReadonlyMap<RawRequest, string>, expected: ReadonlyMap<RawRequest, RawRequest>): void {
  for (const [request, key] of declared) groups.set(request, key);
  for (const [mock, request] of expected) groups.set(mock, groups.get(request) ?? groupOf(trace, request));
}

/** Names of columns whose lists go to the functions beside them. */
function handColumns(trace: Trace, places: FieldPlace[], keyed: readonly Node[]): void {
  const handed = handedMembers(trace, places, keyed);
  for (const [index, place] of places.entries()) if (handed.has(place.node)) places[index] = { ...place, handed: handed.get(place.node) ?? [] };
}

/** Names that the program keeps as values change with those that they are compared with, where all of them are seen. */
function closeNames(trace: Trace, places: FieldPlace[], requests: readonly RawRequest[]): void {
  const known = new Set(places.map(({ node }) => node));
  const sent = new Set(requests.flatMap((request) => readQuery(trace, request).params.flatMap(({ value }) => placesOfValue(value).map(placeKey))));
  const isExplained = (text: Node): boolean => known.has(text) || sent.has(placeKey(rangeOf(trace.project.sourceOf(text), text)));
  const { closed, compared } = closedNames(trace, places, isExplained);
  for (const [index, place] of places.entries()) if (closed.has(place.node)) places[index] = { ...place, isOnlyKey: true, act: 'selects' };
  places.push(...compared);
}

/** What tests compare with the bodies of requests; it changes together with them. */
function compared(trace: Trace, bodies: readonly ComparedBody[], groups: Map<RawRequest, string>): RawRequest[] {
  return bodies.map(({ mock, of }) => {
    groups.set(mock, groupOf(trace, of));
    return mock;
  });
}

/** Tells the files where new callbacks name the type of a role, and where properties will take role objects. */
function noteRoles(trace: Trace, places: readonly FieldPlace[], annotated: ReadonlyMap<string, boolean> | undefined): void {
  const declaresRoles = places.some((place) => isDeclared(place) && place.name === 'roles');
  for (const place of places) {
    const source = trace.project.sourceOf(place.node);
    source.annotatesRoles = (!declaresRoles || annotated?.get(source.file) === true) && source.isTyped;
  }
  for (const [file, isAnnotated] of annotated ?? []) {
    const source = trace.project.source(file);
    if (source && !isAnnotated) source.infersNames = true;
  }
  for (const property of handedOn(trace, places)) trace.project.sourceOf(property).takesRoles.add(property);
}
