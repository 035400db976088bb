import { filterAttributes } from '../../api.ts';
import { enclosingFunction, type Node } from '../../source/ast.ts';
import { changesTo, type PlacedChange } from '../../trace/changes/made.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, members, type ObjectValue, type Value } from '../../trace/value.ts';
import { type Site, stuckSite } from './site.ts';

/** Parameters that one new parameter takes the place of. */
const families: readonly ReadonlySet<string>[] = [new Set(Object.keys(filterAttributes)), new Set(['sortBy', 'sortOrder'])];

const wholes = new WeakMap<Node, { readonly age: number; readonly taken: ReadonlySet<string> }>();
const asking = new Set<Node>();

/**
 * Parameters of an object that keeps what earlier calls put into it: `last = { ...last, ...patch }`.
 * What several calls give under names of their own stands side by side there, and would overwrite each other under one name.
 */
export function accumulated(trace: Trace, object: ObjectValue, sites: readonly Site[], ask: (whole: ObjectValue) => readonly Site[]): readonly Site[] {
  const { node } = object.ref;
  if (!sites.some(({ name }) => families.some((family) => family.has(name))) || !isAccumulating(trace, object)) return sites;
  const taken = takenApart(trace, node, () => ask({ ...object, ref: { node, frame: undefined } }));
  const blocked = `the object in line ${trace.project.sourceOf(node).place(node.start).line} keeps what earlier calls put into it, and what several of them give would overwrite each other`;
  return sites.map((site) => (taken.has(site.name) ? stuckSite(site, blocked) : site));
}

/** Names that, with others of their family, are given at several places. */
function takenApart(trace: Trace, node: Node, ask: () => readonly Site[]): ReadonlySet<string> {
  const known = wholes.get(node);
  if (known?.age === trace.age) return known.taken;
  if (asking.has(node)) return new Set();
  asking.add(node);
  try {
    const all = ask();
    const apart = families.filter((family) => {
      const own = all.filter(({ name }) => family.has(name));
      return new Set(own.map(({ name }) => name)).size > 1 && new Set(own.map(({ anchor }) => anchor.parent ?? anchor)).size > 1;
    });
    const taken = new Set(apart.flatMap((family) => [...family]));
    wholes.set(node, { age: trace.age, taken });
    return taken;
  } finally {
    asking.delete(node);
  }
}

/** True for a literal that is spread into itself, also by way of the function that gives it, and for one into which another function merges. */
function isAccumulating(trace: Trace, { ref }: ObjectValue): boolean {
  const { node, frame } = ref;
  const holdsIt = (value: Value): boolean => members(value).some((member) => member.kind === 'object' && member.ref.node === node);
  const leadsBack = (given: Node, at: Frame | undefined): boolean => holdsIt(trace.evaluate(given, at)) || holdsIt(trace.evaluate(given, undefined));
  if (((node['properties'] ?? []) as Node[]).some((property) => property.type === 'SpreadElement' && leadsBack(property['argument'], frame))) return true;
  return changesTo(trace, ref).some((change) => change.kind === 'merge' && (isOfOtherCall(change, node) || leadsBack(change.value, change.frame)));
}

/** True for what a function merges into an object that was there before it was called. */
function isOfOtherCall({ value }: PlacedChange, made: Node): boolean {
  const fn = enclosingFunction(value);
  if (!fn || fn['kind'] === 'constructor') return false;
  for (let at: Node | undefined = made; at; at = at.parent) if (at === fn) return false;
  return true;
}
