import { oldParameters } from '../../api.ts';
import type { Range } from '../../facts.ts';
import { keyName, type Node } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { typesOf, type Whole } from '../../trace/types/typed-values.ts';
import { sentMembers } from '../../trace/types/listed-members.ts';
import type { RawRequest } from '../../trace/value.ts';
import { readBody } from './body.ts';
import { wholeBodies } from './body-places.ts';
import { readQuery, wholesOf } from '../queries/query.ts';

/** Declared types of objects that users requests send as a whole; they change together with those requests. */
export interface DeclaredObjects {
  readonly key: string;
  /** The members with old names. */
  readonly members: ReadonlySet<Node>;
  readonly requests: ReadonlySet<RawRequest>;
  /** The objects themselves. */
  readonly wholes: readonly Whole[];
  /** Where they name what is sent. */
  readonly sites: readonly Range[];
}

/** A part of a request: what of it is sent as a whole, and where that names something. */
interface Part {
  readonly names: ReadonlySet<string>;
  wholes(request: RawRequest): readonly Whole[];
  sites(request: RawRequest): readonly Range[];
}

/** Types around one request: each with the members that have old names. */
export interface Typed {
  readonly request: RawRequest;
  readonly members: readonly Node[];
}

/**
 * What the types of queries declare under old names: `interface UsersQuery { sortBy?: string }`. A member that other requests are
 * sent by as well is none. `users`: requests for lists or counts of users; `others` gives the rest.
 */
export function declaredQueries(trace: Trace, users: readonly RawRequest[], others: () => readonly RawRequest[]): DeclaredObjects[] {
  return declaredObjects(trace, { names: new Set(oldParameters), wholes: (request) => wholesOf(trace, request), sites: (request) => readQuery(trace, request).params.map(({ at }) => at) }, users, others);
}

/** The same for what creates users: `interface NewUser { roles?: string[] }`. */
export function declaredBodies(trace: Trace, creating: readonly RawRequest[], others: () => readonly RawRequest[]): DeclaredObjects[] {
  return declaredObjects(trace, { names: new Set(['roles']), wholes: (request) => wholeBodies(trace, request), sites: (request) => readBody(trace, request)?.roles.map(({ at }) => at) ?? [] }, creating, others);
}

function declaredObjects(trace: Trace, part: Part, users: readonly RawRequest[], others: () => readonly RawRequest[]): DeclaredObjects[] {
  const typed = users.flatMap((request) => typedMembers(trace, part, request));
  if (typed.length === 0) return [];
  const shared = new Set(
    others()
      .flatMap((request) => typedMembers(trace, part, request))
      .flatMap((one) => one.members),
  );
  const own = typed.map((one) => ({ ...one, members: one.members.filter((member) => !shared.has(member)) })).filter((one) => one.members.length > 0);
  return connected(own).map(({ members, requests }) => {
    const [first] = members as unknown as [Node];
    return {
      key: `type:sent:${trace.project.fileOf(first)}:${first.parent?.start}`,
      members,
      requests,
      wholes: [...requests].flatMap((request) => part.wholes(request)),
      sites: [...requests].flatMap((request) => part.sites(request)),
    };
  });
}

function typedMembers(trace: Trace, part: Part, request: RawRequest): Typed[] {
  return trace.ask(() => {
    const wholes = part.wholes(request);
    if (wholes.length === 0) return [];
    const takenOut = new Set(wholes.flatMap((whole) => [...(whole.without ?? [])]));
    const isSent = (member: Node): boolean => !takenOut.has(keyName(member['key'], member['computed']) ?? '');
    const found = new Set([...typesOf(trace, wholes, request.frame)].flatMap((type) => oldMembers(trace, type, part.names)).filter(isSent));
    return found.size > 0 ? [{ request, members: [...found] }] : [];
  }, []);
}

const oldMembers = (trace: Trace, type: Node, names: ReadonlySet<string>): Node[] =>
  sentMembers(trace, type).filter((member) => /^(?:TSPropertySignature|ClassProperty)$/.test(member.type) && member['typeAnnotation'] && names.has(keyName(member['key'], member['computed']) ?? ''));

/** Types that meet in one request, and requests that meet in one type, belong together. */
export function connected(typed: readonly Typed[]): { readonly members: Set<Node>; readonly requests: Set<RawRequest> }[] {
  const groups: { members: Set<Node>; declarations: Set<Node | undefined>; requests: Set<RawRequest> }[] = [];
  for (const { request, members: own } of typed) {
    const declarations = new Set(own.map((member) => member.parent));
    const meeting = groups.filter((group) => [...declarations].some((declaration) => group.declarations.has(declaration)));
    const merged = { members: new Set(own), declarations, requests: new Set([request]) };
    for (const group of meeting) {
      groups.splice(groups.indexOf(group), 1);
      for (const member of group.members) merged.members.add(member);
      for (const declaration of group.declarations) merged.declarations.add(declaration);
      for (const other of group.requests) merged.requests.add(other);
    }
    groups.push(merged);
  }
  return groups;
}
