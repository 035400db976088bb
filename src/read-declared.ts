import { rangeOf, together } from './carriers/code.ts';
import { declaredParam } from './carriers/declared-params.ts';
import { renameDeclaration } from './carriers/declarations.ts';
import { type DeclaredPatch, declaredPatches } from './carriers/declared-operations.ts';
import { declaredBodies, type DeclaredObjects, declaredQueries } from './carriers/declared-objects.ts';
import { usesOf } from './carriers/declared-uses.ts';
import { endpointOf } from './evidence.ts';
import type { DeclaredParam, EndpointId, Evidence, Rewrite, UserField } from './facts.ts';
import { contractGroup } from './read-requests.ts';
import type { Node } from './source/ast.ts';
import type { DeclaredOperation } from './trace/contracts.ts';
import type { Trace } from './trace/trace.ts';
import type { RawRequest, Trail } from './trace/value.ts';

/** Evidence for what a request says, along a trail; undefined when the request is none for Qlik's users. */
export type EvidenceOf = (request: RawRequest, trail: Trail) => Evidence | undefined;

/** Parameters and paths that the type of a client declares for the users API. */
export function operationFacts(trace: Trace, operations: readonly DeclaredOperation[], evidenceOf: EvidenceOf): DeclaredParam[] {
  return operations.flatMap(({ contract, endpoint, path, query, request }) => {
    const evidence = evidenceOf(request, { node: path['key'], note: `${endpoint}, as the type of the client declares it`, next: { node: request.call, note: 'a request of that client' } });
    if (!evidence) return [];
    const group = contractGroup(trace, contract);
    const fact = (member: Node): DeclaredParam => ({ kind: 'declared', group, endpoint, evidence, ...declaredParam(trace.project.sourceOf(member), member) });
    return endpoint === 'GET /users/metadata' ? [{ ...fact(path), name: undefined, group: `${group}:${path.start}` }] : query.map(fact);
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
    facts: [...queryFacts(trace, queries, evidenceOf), ...bodyFacts(trace, bodies, evidenceOf), ...patchFacts(trace, patches, evidenceOf)],
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
      const meaning = (rewrite: () => Rewrite): Rewrite => refused(uses.stuck(name) ?? uses.readBy(name)) ?? rewrite();
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

/** Members of the types of bodies that create users. */
function bodyFacts(trace: Trace, bodies: readonly DeclaredObjects[], evidenceOf: EvidenceOf): UserField[] {
  return bodies.flatMap((body) => {
    const uses = usesOf(trace, body);
    const [request] = body.requests;
    return [...body.members].flatMap((member) => {
      const source = trace.project.sourceOf(member);
      const evidence = request && evidenceOf(request, { node: member['key'], note: 'declared for a new user', next: { node: request.call, note: `POST /users, by ${request.client}, is sent all of it` } });
      const rewrite = (): Rewrite => refused(uses.stuck('roles') ?? uses.readBy('roles')) ?? renameDeclaration(source, member, 'assignedRoles', true);
      return evidence ? [{ kind: 'field', group: body.key, at: rangeOf(source, member['key']), name: 'roles', place: 'type', evidence, rewrite } as const] : [];
    });
  });
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
