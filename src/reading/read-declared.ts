import { rangeOf, together } from '../carriers/code.ts';
import { rolesDeclared } from '../carriers/metadata/declared-metadata.ts';
import { declaredParam } from '../carriers/queries/declared-params.ts';
import { renameDeclaration } from '../carriers/fields/declarations.ts';
import { type DeclaredPatch, declaredPatches } from '../carriers/bodies/declared-operations.ts';
import { declaredBodies, type DeclaredObjects, declaredQueries } from '../carriers/bodies/declared-objects.ts';
import { usesOf } from '../carriers/queries/declared-uses.ts';
import { endpointOf } from '../evidence.ts';
import type { DeclaredParam, EndpointId, Evidence, Rewrite, UserField } from '../facts.ts';
import { contractGroup, pathGroup } from './read-requests.ts';
import type { Node } from '../source/ast.ts';
import { elementType } from '../trace/flow/expected.ts';
import type { DeclaredOperation } from '../trace/types/contracts.ts';
import type { Trace } from '../trace/trace.ts';
import type { RawRequest, Trail } from '../trace/value.ts';

/** Evidence for what a request says, along a trail; undefined when the request is none for Qlik's users. */
export type EvidenceOf = (request: RawRequest, trail: Trail) => Evidence | undefined;

/** Parameters and paths that the type of a client declares for the users API. */
export function operationFacts(trace: Trace, operations: readonly DeclaredOperation[], requests: readonly RawRequest[], evidenceOf: EvidenceOf): DeclaredParam[] {
  return operations.flatMap(({ contract, endpoint, path, query, request }) => {
    const evidence = evidenceOf(request, { node: path['key'], note: `${endpoint}, as the type of the client declares it`, next: { node: request.call, note: 'a request of that client' } });
    if (!evidence) return [];
    const group = contractGroup(trace, contract);
    const fact = (member: Node): DeclaredParam => ({ kind: 'declared', group, endpoint, evidence, ...declaredParam(trace.project.sourceOf(member), member) });
    return endpoint === 'GET /users/metadata' ? [{ ...fact(path), name: undefined, group: pathGroup(trace, contract, path), rename: () => rolesDeclared(trace, contract, path, requests) }] : query.map(fact);
  });
}

/** The requests to these endpoints, and a way to all others. */
type RequestsTo = (...endpoints: readonly EndpointId[]) => [RawRequest[], () => RawRequest[]];

/** What the types of queries, new users and operations declare, and the requests that change together with them. `users`: declared members of users, which are no part of a body. */
export function sentFacts(trace: Trace, requestsTo: RequestsTo, users: ReadonlySet<Node>, evidenceOf: EvidenceOf): { facts: (DeclaredParam | UserField)[]; groups: ReadonlyMap<RawRequest, string> } {
  const queries = declaredQueries(trace, ...requestsTo('GET /users', 'GET /users/actions/count'));
  const bodies = declaredBodies(trace, ...requestsTo('POST /users')).filter((body) => ![...body.members].some((member) => users.has(member)));
  const patches = declaredPatches(trace, ...requestsTo('PATCH /users/{id}'));
  return {
    facts: [...queryFacts(trace, queries, evidenceOf), ...bodyFacts(trace, bodies, users, evidenceOf), ...patchFacts(trace, patches, evidenceOf)],
    groups: new Map([...queries, ...bodies, ...patches].flatMap(({ key, requests }) => [...requests].map((request) => [request, key] as const))),
  };
}

/** Parameters that the declared types of queries have. */
function queryFacts(trace: Trace, queries: readonly DeclaredObjects[], evidenceOf: EvidenceOf): DeclaredParam[] {
  return queries.flatMap((query) => {
    const uses = usesOf(trace, query);
    const requests = [...query.requests];
    const request = requests.find((one) => endpointOf(trace, one) === 'GET /users') ?? requests[0];
    const endpoint = request && endpointOf(trace, request);
    if (!request || !endpoint) return [];
    return [...query.members].flatMap((member) => {
      const evidence = evidenceOf(request, { node: member['key'], note: 'declared for a query', next: { node: request.call, note: `${endpoint}, by ${request.client}, is sent all of it` } });
      const param = declaredParam(trace.project.sourceOf(member), member);
      const name = param.name ?? '';
      const meaning = (rewrite: () => Rewrite): Rewrite => refused(uses.stuck(name)) ?? together([rewrite(), uses.picks(name)]);
      const fact: Omit<DeclaredParam, 'evidence'> = {
        ...param,
        kind: 'declared',
        group: query.key,
        endpoint,
        rename: (to) => refused(uses.stuck(name)) ?? together([param.rename(to), uses.renames(name, to)]),
        replace: (names, to) => meaning(() => param.replace(names, to)),
        remove: () => meaning(() => param.remove()),
      };
      return evidence ? [{ ...fact, evidence }] : [];
    });
  });
}

/** Members of the types of bodies that create users, and what reads the names again from what is sent. `users`: reads of users themselves. */
function bodyFacts(trace: Trace, bodies: readonly DeclaredObjects[], users: ReadonlySet<Node>, evidenceOf: EvidenceOf): UserField[] {
  return bodies.flatMap((body) => {
    const uses = usesOf(trace, body);
    const [request] = body.requests;
    const isOfNames = [...body.members].every((member) => listsTexts(member['typeAnnotation']['typeAnnotation']));
    const reads = isOfNames ? uses.reads('roles', 'assignedRoles') : [];
    const isAlone = isOfNames && reads.every(({ node }) => !users.has(node));
    const stuck = (): Rewrite | undefined => refused(uses.stuck('roles') ?? (isAlone ? uses.others('roles') : uses.readBy('roles')));
    const fact = (at: Node, named: Node, note: string, place: UserField['place'], rewrite: () => Rewrite): UserField[] => {
      const evidence = request && evidenceOf(request, { node: at, note, next: { node: request.call, note: `POST /users, by ${request.client}, is sent all of it` } });
      return evidence ? [{ kind: 'field', group: body.key, at: rangeOf(trace.project.sourceOf(named), named), name: 'roles', place, requests: [], evidence, rewrite: () => stuck() ?? rewrite() }] : [];
    };
    return [
      ...[...body.members].flatMap((member) => fact(member['key'], member['key'], 'declared for a new user', 'type', () => renameDeclaration(trace.project.sourceOf(member), member, 'assignedRoles', true))),
      ...reads.filter(({ node }) => !users.has(node)).flatMap(({ node, place, rewrite }) => fact(node, place === 'read' ? node['property'] : node['key'], 'read from what creates a user', place, rewrite)),
    ];
  });
}

/** `string[]`, `readonly ('A' | 'B')[]`, `Array<string> | undefined`: a list of texts, not of objects. */
function listsTexts(type: Node): boolean {
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).filter((part) => !/^TS(?:Null|Undefined)Keyword$/.test(part.type)).every(listsTexts);
  const element = elementType(type);
  const parts: readonly Node[] = element?.type === 'TSUnionType' ? element['types'] : element ? [element] : [];
  return parts.length > 0 && parts.every((part) => part.type === 'TSStringKeyword' || (part.type === 'TSLiteralType' && part['literal'].type === 'StringLiteral'));
}

/** Old words in the types of patch operations. */
function patchFacts(trace: Trace, patches: readonly DeclaredPatch[], evidenceOf: EvidenceOf): DeclaredParam[] {
  const no = (): Rewrite => ({ blocked: 'it is no parameter' });
  return patches.flatMap(({ key, requests, words }) => {
    const [request] = requests;
    return words.flatMap(({ node, text, rename }) => {
      const evidence = request && evidenceOf(request, { node, note: 'declared for an operation', next: { node: request.call, note: `PATCH /users/{id}, by ${request.client}, is sent such operations` } });
      return evidence ? [{ kind: 'declared', group: key, at: rangeOf(trace.project.sourceOf(node), node), name: text, endpoint: 'PATCH /users/{id}', evidence, rename, replace: no, remove: no } as const] : [];
    });
  });
}

const refused = (reason: string | undefined): Rewrite | undefined => (reason === undefined ? undefined : { blocked: reason });
