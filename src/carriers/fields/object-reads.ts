import type { Rewrite } from '../../facts.ts';
import { hasKey, keyName, type Node } from '../../source/ast.ts';
import { contextType } from '../../trace/flow/expected.ts';
import { isPickedFrom, type MemberRead, readsOf } from '../../trace/flow/member-reads.ts';
import { callersOf, changesTo, touchesTo } from '../../trace/changes/made.ts';
import type { Trace } from '../../trace/trace.ts';
import { membersOfType } from '../../trace/types/types.ts';
import type { Ref } from '../../trace/value.ts';
import { isBlocked, together } from '../code.ts';
import { renamePatternKey } from './patterns.ts';
import { printedAt } from '../queries/printed-names.ts';
import { renameMember } from './role-names.ts';
import type { Site } from '../queries/site.ts';

/**
 * A parameter of an object that goes through other functions, which read it by its name: they would no longer find it. Under a new name
 * with the same value they are renamed with it, where nothing else comes there. What a declared type says is the matter of that type.
 */
export function unlessRead(trace: Trace, ref: Ref, site: Site): Site {
  const object = ref.node;
  // What its own mentions show is looked after where the parameter is read.
  const shown = new Set(touchesTo(trace, ref).map(({ node }) => node));
  const callers = callersOf(trace, object);
  const isByCaller = [...callers.members].some((member) => member['property'].start === site.at.start && trace.project.fileOf(member) === site.at.file);
  const reads = (): readonly MemberRead[] => memberReads(trace, ref, site.name).filter((read) => !shown.has(read.node) && !(isByCaller && callers.members.has(read.node)));
  const printed = printedAt(trace, object);
  const shows = printed && { blocked: `line ${trace.project.sourceOf(printed).place(printed.start).line} prints the names of what is sent` };
  const stuck = (): Rewrite | undefined => refusal(trace, object, reads()) ?? shows;
  return {
    ...site,
    rename: (to) => {
      const found = reads();
      const isAlone = (!isByCaller || callers.count === 1) && found.every((read) => /^(?:member|pattern)$/.test(read.how) && isAloneAt(read, object, site.name));
      return (found.length === 0 || isAlone) && !isPickedFrom(trace, object) && !shows ? together([site.rename(to), ...found.map((read) => renamedRead(trace, read, to))]) : (stuck() ?? site.rename(to));
    },
    remove: () => stuck() ?? site.remove(),
    replace: (name, value) => stuck() ?? site.replace(name, value),
  };
}

/** The places that ask the object for this member, beyond those that set it where it is seen to grow. What a declared type says is the matter of that type. */
export function memberReads(trace: Trace, ref: Ref, name: string): readonly MemberRead[] {
  const type = contextType(trace, ref.node);
  return type && membersOfType(trace, type).some((member) => member['key'] && keyName(member['key'], member['computed']) === name) ? [] : allReads(trace, ref, name);
}

/** The same whatever type is declared: for members whose names stay, and whose values change. */
export function allReads(trace: Trace, ref: Ref, name: string): readonly MemberRead[] {
  const object = ref.node;
  const written = new Set(changesTo(trace, ref).flatMap(({ assignment }) => (assignment ? [assignment['left'] as Node] : [])));
  return readsOf(trace, name).filter((read) => read.objects.has(object) && !written.has(read.node));
}

/** The rewrite, unless the program may do something else where it reads the member of what it sends. `but`: places that change with it. */
export function unlessNamed(trace: Trace, object: Ref, name: string, rewrite: Rewrite, but: ReadonlySet<Node> = new Set()): Rewrite {
  if (isBlocked(rewrite) || rewrite.length === 0) return rewrite;
  const reads = memberReads(trace, object, name).filter((read) => !but.has(read.node));
  return refusal(trace, object.node, reads) ?? rewrite;
}

/** The rewrite of the value of a member, unless the program reads that value again. */
export function unlessReadAgain(trace: Trace, object: Ref, name: string, rewrite: Rewrite): Rewrite {
  return isBlocked(rewrite) || rewrite.length === 0 ? rewrite : (refusal(trace, object.node, allReads(trace, object, name)) ?? rewrite);
}

/** Why the object has to keep a name that these places use. */
export function refusal(trace: Trace, object: Node, [first]: readonly MemberRead[]): { readonly blocked: string } | undefined {
  if (first) return { blocked: `line ${trace.project.sourceOf(first.node).place(first.node.start).line} also ${first.how === 'written' ? 'sets' : 'reads'} it by its name` };
  return isPickedFrom(trace, object) ? { blocked: 'the code decides by their names which members of the object are sent' } : undefined;
}

/** True when no other object that has the name comes to the place. */
const isAloneAt = (read: MemberRead, object: Node, name: string): boolean => read.isSettled && [...read.objects].every((other) => other === object || !hasKey(other, name));

/** True for a place that another object with the name comes to as well. */
export const isSharedAt = (trace: Trace, object: Node, name: string, node: Node): boolean => readsOf(trace, name).some((read) => read.node === node && !isAloneAt(read, object, name));

function renamedRead(trace: Trace, { node, how }: MemberRead, to: string): Rewrite {
  const source = trace.project.sourceOf(node);
  return how === 'pattern' ? renamePatternKey(source, node, to) : renameMember(source, node, to);
}
