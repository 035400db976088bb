import { placeKey } from '../../source/ranges.ts';
import type { Rewrite } from '../../facts.ts';
import { descendants, isMember, keyName, memberName, type Node } from '../../source/ast.ts';
import { contextType } from '../../trace/flow/expected.ts';
import type { Trace } from '../../trace/trace.ts';
import { sentMembers } from '../../trace/types/listed-members.ts';
import { members, type Value } from '../../trace/value.ts';
import { replaceRange, stringCode, together } from '../code.ts';
import type { DeclaredObjects } from '../bodies/declared-objects.ts';
import { namesFromPattern, renamePatternKey } from '../fields/patterns.ts';
import { pickedIn, pickedToday } from './picked-names.ts';
import { namesFromMember, renameMember } from '../fields/role-names.ts';

/** Everything beside its declaration that names a declared parameter and is no parameter of a request itself. */
export interface DeclaredUses {
  /** Reads of it, and its name where types take it by name: the edits of a plain rename. */
  renames(name: string, to: string): Rewrite;
  /** Why it cannot change its meaning; undefined when nothing but requests uses it. */
  readBy(name: string): string | undefined;
  /** The edits where types pick it among others, and why it cannot change its meaning. */
  picks(name: string): Rewrite;
  /** Reads of a list of names that becomes one of objects, each with what keeps its value; `others` says why not all that uses it is such. */
  reads(name: string, to: string): readonly NamesRead[];
  others(name: string): string | undefined;
  /** Why it has to stay as it is. */
  stuck(name: string): string | undefined;
}

/** A place that reads the list of names from something that is sent, and nothing else. */
export interface NamesRead {
  readonly node: Node;
  readonly place: 'read' | 'destructured';
  rewrite(): Rewrite;
}

interface Use {
  readonly node: Node;
  /** Nothing comes there but objects that are seen to be sent. */
  readonly isSettled?: boolean;
  readonly how: 'member' | 'pattern' | 'key' | 'written';
}

/** How the members of such types are used, wherever the project names them. */
export function usesOf(trace: Trace, declared: DeclaredObjects): DeclaredUses {
  const { wholes } = declared;
  const literals = new Set(wholes.flatMap((whole) => (whole.kind === 'object' ? [whole.ref.node] : [])));
  const sites = new Set(declared.sites.map(placeKey));
  const isDeclaredIn = (type: Node | undefined): boolean => !!type && sentMembers(trace, type).some((member) => declared.members.has(member));
  const isSettled = (value: Value): boolean => members(value).every((member) => member.kind === 'object' && literals.has(member.ref.node));
  const isSent = (value: Value): boolean => members(value).some((member) => (member.kind === 'object' && literals.has(member.ref.node)) || (member.kind === 'typed' && isDeclaredIn(member.type)));
  const isSite = (node: Node): boolean => sites.has(`${trace.project.fileOf(node)}:${node.start}`);
  const used = new Map<string, readonly Use[]>();
  const usesOfName = (name: string): readonly Use[] => {
    let found = used.get(name);
    if (!found)
      used.set(
        name,
        (found = trace.project
          .filesWith(name)
          .flatMap((file) => nodesOf(trace, file))
          .flatMap((node) => trace.ask(() => useAt(node, name), []))),
      );
    return found;
  };
  const useAt = (node: Node, name: string): Use[] => {
    if (isMember(node)) {
      const value = memberName(node) === name && !isSite(node['property']) ? trace.evaluate(node['object'], undefined) : undefined;
      return value && isSent(value) ? [{ node, how: isTarget(node) ? 'written' : 'member', isSettled: isSettled(value) }] : [];
    }
    if (node.type === 'StringLiteral') return node['value'] === name && isDeclaredIn(keyedType(node)) ? [{ node, how: 'key' }] : [];
    if (node.type !== 'ObjectProperty' || keyName(node['key'], node['computed']) !== name || isSite(node['key'])) return [];
    if (node.parent?.type === 'ObjectPattern') {
      const value = trace.evaluatePattern(node.parent, undefined);
      return isSent(value) ? [{ node, how: 'pattern', isSettled: isSettled(value) }] : [];
    }
    return node.parent && isDeclaredIn(contextType(trace, node.parent)) ? [{ node, how: 'written' }] : [];
  };
  return {
    renames: (name, to) => together(usesOfName(name).map((use) => renamedUse(trace, use, to))),
    readBy: (name) => usesOfName(name).map((use) => alsoUsed(trace, name, use))[0],
    picks(name) {
      const stray = usesOfName(name).find((use) => !isPicked(use));
      return stray ? { blocked: alsoUsed(trace, name, stray) } : together(usesOfName(name).map((use) => picked(trace, use)));
    },
    reads: (name, to) =>
      usesOfName(name)
        .filter(isNamesRead)
        .map((use) => namesRead(trace, use, to)),
    others: (name) => usesOfName(name).flatMap((use) => (isNamesRead(use) ? [] : alsoUsed(trace, name, use)))[0],
    stuck(name) {
      if (wholes.some((whole) => whole.kind === 'typed')) return 'who fills it in is not seen; those callers have to change with it';
      if ([...declared.members].some((member) => member.type !== 'TSPropertySignature')) return 'it is a member of a class';
      const stray = usesOfName(name).find((use) => use.how === 'written');
      return stray && `${lineOf(trace, stray.node)} writes \`${name}\` into an object that is not seen to be sent`;
    },
  };
}

const lineOf = (trace: Trace, node: Node): string => `line ${trace.project.sourceOf(node).place(node.start).line}`;

const alsoUsed = (trace: Trace, name: string, { node }: Use): string => `${lineOf(trace, node)} also uses \`${name}\` of the type`;

const known = new WeakMap<Node, readonly Node[]>();

function nodesOf(trace: Trace, file: string): readonly Node[] {
  const program = file.endsWith('.json') ? undefined : trace.project.source(file)?.program;
  if (!program) return [];
  let nodes = known.get(program);
  if (!nodes) known.set(program, (nodes = descendants(program).filter((node) => isMember(node) || node.type === 'ObjectProperty' || node.type === 'StringLiteral')));
  return nodes;
}

const isNamesRead = ({ how, isSettled }: Use): boolean => isSettled === true && (how === 'member' || how === 'pattern');

function namesRead(trace: Trace, { node, how }: Use, to: string): NamesRead {
  const source = trace.project.sourceOf(node);
  return how === 'member' ? { node, place: 'read', rewrite: () => namesFromMember(source, node, to) } : { node, place: 'destructured', rewrite: () => namesFromPattern(source, node, to) };
}

const isPicked = ({ node, how }: Use): boolean => how === 'key' && pickedIn(node) !== undefined;

const picked = (trace: Trace, { node }: Use): Rewrite => pickedToday(trace.project.sourceOf(node), node, namesIn(trace, keyedType(node)));

const namesIn = (trace: Trace, type: Node | undefined): string[] => (type ? sentMembers(trace, type) : []).flatMap((member) => (member['key'] ? (keyName(member['key'], member['computed']) ?? []) : []));

const isTarget = (member: Node): boolean => member.parent?.type === 'AssignmentExpression' && member.parent['left'] === member;

/** The type from which a key is taken: `Omit<Query, 'startingAfter'>`, `Query['startingAfter']`. */
function keyedType(literal: Node): Node | undefined {
  for (let at = literal.parent, child = literal; at && /^TS/.test(at.type); child = at, at = at.parent) {
    if (at.type === 'TSIndexedAccessType') return at['indexType'] === child ? at['objectType'] : undefined;
    if (/^TS(?:TypeReference|ExpressionWithTypeArguments)$/.test(at.type)) return /^(?:Pick|Omit)$/.test((at['typeName'] ?? at['expression']).name ?? '') ? at['typeParameters']?.['params'][0] : undefined;
  }
  return undefined;
}

function renamedUse(trace: Trace, { node, how }: Use, to: string): Rewrite {
  const source = trace.project.sourceOf(node);
  if (how === 'member') return renameMember(source, node, to);
  if (how === 'pattern') return renamePatternKey(source, node, to);
  return [replaceRange(source, node, stringCode(source, to, node))];
}
