import { oldParameters } from '../api.ts';
import { keyName, type Node } from '../source/ast.ts';
import { boundType, contextType } from '../trace/expected.ts';
import type { Trace } from '../trace/trace.ts';
import { membersOfType } from '../trace/types.ts';
import { type Frame, members, type RawRequest, type Value } from '../trace/value.ts';
import type { Whole } from './object.ts';
import { wholesOf } from './query.ts';

/** Declared types of objects that users requests send as a whole; they change together with those requests. */
export interface DeclaredQuery {
  readonly key: string;
  /** The members with old names. */
  readonly members: ReadonlySet<Node>;
  readonly requests: ReadonlySet<RawRequest>;
}

/** Types around one request: each with the members that have old names. */
interface Typed {
  readonly request: RawRequest;
  readonly members: readonly Node[];
}

/**
 * What the types of queries declare under old names: `interface UsersQuery { sortBy?: string }`. A member that other requests are
 * sent by as well is none. `usersOf`: requests for lists or counts of users; `others` gives the rest.
 */
export function declaredQueries(trace: Trace, users: readonly RawRequest[], others: () => readonly RawRequest[]): DeclaredQuery[] {
  const typed = users.flatMap((request) => typedQuery(trace, request));
  if (typed.length === 0) return [];
  const shared = new Set(
    others()
      .flatMap((request) => typedQuery(trace, request))
      .flatMap((one) => one.members),
  );
  return connected(
    trace,
    typed.map((one) => ({ ...one, members: one.members.filter((member) => !shared.has(member)) })).filter((one) => one.members.length > 0),
  );
}

function typedQuery(trace: Trace, request: RawRequest): Typed[] {
  return trace.ask(() => {
    const wholes = wholesOf(trace, request);
    if (wholes.length === 0) return [];
    const takenOut = new Set(wholes.flatMap((whole) => [...(whole.without ?? [])]));
    const isSent = (member: Node): boolean => !takenOut.has(keyName(member['key'], member['computed']) ?? '');
    const found = new Set([...typesOf(trace, request, wholes)].flatMap((type) => oldMembers(trace, type)).filter(isSent));
    return found.size > 0 ? [{ request, members: [...found] }] : [];
  }, []);
}

const oldMembers = (trace: Trace, type: Node): Node[] =>
  membersOfType(trace, type).filter((member) => /^(?:TSPropertySignature|ClassProperty)$/.test(member.type) && member['typeAnnotation'] && oldParameters.includes(keyName(member['key'], member['computed']) ?? ''));

/** The declared types of what a request sends as a whole: where it is written, and where it passes on its way. */
function* typesOf(trace: Trace, request: RawRequest, wholes: readonly Whole[]): Generator<Node> {
  const literals = new Set(wholes.map((whole) => (whole.kind === 'object' ? whole.ref.node : whole.type)));
  for (const whole of wholes) {
    const type = whole.kind === 'typed' ? whole.type : contextType(trace, whole.ref.node);
    if (type) yield type;
  }
  for (const frame of framesOf(request.frame)) {
    for (const parameter of frame.fn['params'] as Node[]) {
      const target: Node = parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter;
      const type: Node | undefined = target['typeAnnotation']?.['typeAnnotation'];
      if (type && target.type === 'Identifier' && isOneOf(trace.evaluatePattern(target, frame), literals)) yield boundType(frame.fn, type, frame.call);
    }
  }
}

const isOneOf = (value: Value, literals: ReadonlySet<Node>): boolean => members(value).some((member) => (member.kind === 'object' && literals.has(member.ref.node)) || (member.kind === 'typed' && literals.has(member.type)));

/** The frames through which a request is reached: the calls that lead to it, and the functions around them. */
function framesOf(start: Frame | undefined): ReadonlySet<Frame> {
  const found = new Set<Frame>();
  const next = [start];
  for (let frame = next.pop(); next.length > 0 || frame; frame = next.pop()) {
    if (!frame || found.has(frame)) continue;
    found.add(frame);
    next.push(frame.caller, frame.outer);
  }
  return found;
}

/** Types that meet in one request, and requests that meet in one type, belong together. */
function connected(trace: Trace, typed: readonly Typed[]): DeclaredQuery[] {
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
  return groups.map((group) => {
    const [first] = group.members as unknown as [Node];
    return { key: `type:query:${trace.project.fileOf(first)}:${first.parent?.start}`, members: group.members, requests: group.requests };
  });
}
