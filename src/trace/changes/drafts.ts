import { isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { changeAt } from './contents.ts';
import { elementAt, memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type Ref, union, type Value } from '../value.ts';

/** How deep what is put in may stand: `draft.a.b.c.d = x`. */
const deepest = 4;

/** What a function puts into the object behind one of its names, and nothing else of that object: `draft.users = users`, `draft.pages.push(page)`, `draft.byId[id] = user`. */
export function putInto(trace: Trace, id: Node, frame: Frame | undefined): Value[] {
  return put(trace, trace.project.sourceOf(id).scopes.bindingOf(id)?.references ?? [], { node: id, frame }, 0);
}

function put(trace: Trace, mentions: readonly Node[], ref: Ref, depth: number): Value[] {
  const changes = mentions.flatMap((mention) => changeAt(mention));
  const of = (kind: string): Value[] => changes.flatMap((change) => (change.kind === kind ? [trace.evaluate(change.value, ref.frame)] : []));
  const elements = [...of('add'), ...of('spread').map((list) => elementAt(trace, list, Number.NaN, ref))];
  const keyed = of('key');
  const named = new Map<string, Value[]>();
  const add = (name: string, values: readonly Value[]): void => void (values.length > 0 && named.set(name, [...(named.get(name) ?? []), ...values]));
  for (const change of changes) if (change.name !== undefined) add(change.name, [trace.evaluate(change.value, ref.frame)]);
  for (const [name, inner] of depth < deepest ? membersOf(mentions) : []) add(name, put(trace, inner, ref, depth + 1));
  return [
    ...of('merge'),
    ...(elements.length > 0 ? [{ kind: 'list', items: [], rest: union(elements), ref } as const] : []),
    ...(keyed.length > 0 ? [{ kind: 'map', how: 'dictionary', value: union(keyed), ref } as const] : []),
    ...(named.size > 0 ? [{ kind: 'record', members: Object.fromEntries([...named].map(([name, values]) => [name, union(values)])) } as const] : []),
  ];
}

/** What is put under one name into the object that these expressions mean. */
export function putUnder(trace: Trace, mentions: readonly Node[], name: string, ref: Ref): Value[] {
  const changes = mentions.flatMap((mention) => changeAt(mention));
  const assigned = changes.flatMap((change) => (change.kind === 'member' && change.name === name ? [trace.evaluate(change.value, ref.frame)] : []));
  const merged = changes.flatMap((change) => (change.kind === 'merge' ? [memberOf(trace, trace.evaluate(change.value, ref.frame), name, ref)] : []));
  return [...assigned, ...merged, ...put(trace, membersOf(mentions).get(name) ?? [], ref, 1)];
}

/** The members of which something is done, by name: `draft.users` of `draft.users.push(user)`. */
function membersOf(mentions: readonly Node[]): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  for (const mention of mentions) {
    const member = outermost(mention).parent;
    const name = isMember(member) && member?.['object'] === outermost(mention) ? memberName(member) : undefined;
    if (member && name !== undefined) found.set(name, [...(found.get(name) ?? []), member]);
  }
  return found;
}
