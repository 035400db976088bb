import { filterAttributes } from '../../api.ts';
import type { NewValue, Range, Rewrite, ValueFact } from '../../facts.ts';
import { isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { propertyName } from '../../trace/evaluate.ts';
import { changesTo, type PlacedChange, touchesTo } from '../../trace/changes/made.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Whole } from '../../trace/types/typed-values.ts';
import { isUnseen } from '../../trace/flow/unseen.ts';
import { absent, type Frame, literalText, members, type ObjectValue, type Value } from '../../trace/value.ts';
import { accumulated } from './accumulated.ts';
import { rangeOf, replaceRange, stringCode, together, valueCode } from '../code.ts';
import { again, alternatives, isPutWithin, onceSpread } from './chosen.ts';
import { withTests } from './emptiness.ts';
import { isSharedAt, unlessRead } from '../fields/object-reads.ts';
import { removedProperty, removedStatement } from '../fields/removals.ts';
import { computedKey } from './own-names.ts';
import { besideCalls } from './beside-calls.ts';
import { copiedUnder, isMerged, keyedSites } from './keyed-writes.ts';
import { branchOf, type Site, stuckSite } from './site.ts';
import { readValue } from '../values.ts';

/** Parameters written as properties of an object: literal, shorthand, computed constant, spread, assigned later. */
export interface Sites {
  readonly sites: readonly Site[];
  readonly complete: boolean;
  /** A parameter is sent whose name is only known at run time, and may be an old one. */
  readonly isUnnamed?: boolean;
  /** Names that the code also reads or deletes again from what it builds. */
  readonly again?: ReadonlySet<string | undefined>;
  /** Where it is written which of these names is read. */
  readonly asked?: readonly Node[];
  /** Of these, those that nothing else asks for. */
  readonly askedOnce?: readonly Node[];
  /** Where parameters of a request that a server is sent go on under their own names. */
  readonly forwards?: readonly Range[];
  /** What is sent with all its members: object literals, and values of which only the declared type is known. */
  readonly wholes?: readonly Whole[];
}

/** The query of a request that a server of the project is sent, as a whole or one of it. */
export function isIncoming(trace: Trace, value: Value): boolean {
  if (value.kind === 'each') return isIncoming(trace, value.of);
  return value.kind === 'library' && trace.clientOf(value)?.isIncoming?.(value) === true;
}

/** The place, when the value there is such a query. */
export function forwardedAt(trace: Trace, value: Value, at: Node): Range[] {
  return members(value).some((member) => isIncoming(trace, member)) ? [rangeOf(trace.project.sourceOf(at), at)] : [];
}

export function objectSites(trace: Trace, object: ObjectValue, depth = 0): Sites {
  const { node, frame } = object.ref;
  const found: Site[] = [];
  const forwards: Range[] = [];
  const wholes: Whole[] = [object];
  let complete = true;
  let isUnnamed = false;
  for (const property of (node['properties'] ?? []) as Node[]) {
    if (property.type === 'SpreadElement') {
      const inner = spreadSites(trace, property, frame, depth);
      found.push(...inner.sites);
      complete &&= inner.complete;
      isUnnamed ||= inner.isUnnamed === true;
      wholes.push(...(inner.wholes ?? []));
      forwards.push(...(inner.forwards ?? []), ...forwardedAt(trace, trace.evaluate(property['argument'], frame), property['argument']));
      continue;
    }
    const name = propertyName(trace, property, frame);
    if (name === undefined) {
      const copied = copiedUnder(trace, property, frame, depth);
      found.push(...copied.sites.map(unheld));
      complete = false;
      isUnnamed ||= mayBeOld(trace, property['key'], frame);
    } else if (!object.without?.has(name) && property['value'] && !isUndefined(property['value'])) found.push(propertySite(trace, property, name, frame));
  }
  for (const change of changesTo(trace, object.ref)) {
    if (change.kind === 'member' && change.assignment) found.push(...assignmentSite(trace, change.assignment, change.frame));
    if (change.kind === 'key' && (change.assignment || isMerged(change))) {
      const keyed = keyedSites(trace, object.ref, change, depth);
      found.push(...(isPutWithin(1, node, change.value, change.frame) ? keyed.sites : again(keyed.sites)).map(unheld));
      wholes.push(...(keyed.wholes ?? []));
      isUnnamed ||= keyed.isUnnamed === true;
    }
    if (change.kind === 'merge') found.push(...mergedSites(trace, node, change, depth));
    isUnnamed ||= change.kind === 'merge' && isUnseen(trace, change.value, change.frame);
    if (change.kind === 'key' || change.kind === 'merge') forwards.push(...forwardedAt(trace, trace.evaluate(change.value, change.frame), change.assignment ?? change.value));
  }
  const laid = node['fills'] ? filledSites(found) : found;
  const kept = accumulated(trace, object, laid, (whole) => objectSites(trace, whole, depth).sites);
  return { sites: kept.map((site) => withTests(trace, node, withTouches(trace, object, site))), complete, isUnnamed, forwards, wholes };
}

/** What is merged later may come from several objects. */
const unheld = (site: Site): Site => ({ ...site, holder: undefined });

/** What `Object.assign` puts into the object. */
function mergedSites(trace: Trace, into: Node, { value, frame, isFilling }: PlacedChange, depth: number): Site[] {
  const isOnce = isPutWithin(0, into, value, frame);
  const sites = valuesIn(trace, members(trace.evaluate(value, frame)), depth, isOnce ? value : undefined).flatMap((part) => part.sites.filter(({ anchor }) => !isComputedIn(anchor, value)).map(unheld));
  const put = isFilling ? sites.map(underSite) : sites;
  return isOnce ? put : again(put);
}

/** What is merged under a computed key is a change of its own. */
const isComputedIn = (property: Node, merged: Node): boolean => property.type === 'ObjectProperty' && property['computed'] && property.parent === unwrap(merged);

/** True for a name that may be one of the old filters. Names of what an object holds are read there. */
export function mayBeOld(trace: Trace, key: Node, frame: Frame | undefined): boolean {
  return members(trace.evaluate(key, frame)).some((value) => {
    if (value.kind === 'each') return false;
    const text = literalText(value);
    return text === undefined || Object.hasOwn(filterAttributes, text);
  });
}

const isUndefined = (node: Node): boolean => node.type === 'Identifier' && node['name'] === 'undefined';

/** A parameter that the code also reads or deletes goes by another name there as well; another value it cannot have. */
function withTouches(trace: Trace, { ref }: ObjectValue, given: Site): Site {
  const site = besideCalls(trace, ref.node, unlessRead(trace, ref, given));
  const touches = touchesTo(trace, ref).filter(({ name }) => name === site.name);
  if (touches.length === 0) return site;
  const stuck = (): Rewrite => ({ blocked: 'the code also reads or deletes what it set' });
  const renamed = (to: string): Rewrite[] => touches.map(({ node }) => (isMember(node) && !isSharedAt(trace, ref.node, site.name, node) ? [renamedMember(trace.project.sourceOf(node), node, to)] : stuck()));
  return { ...site, rename: (to) => together([site.rename(to), ...renamed(to)]), remove: stuck, replace: stuck };
}

function renamedMember(source: Source, member: Node, to: string): ReturnType<typeof replaceRange> {
  const property: Node = member['property'];
  return replaceRange(source, property, property.type === 'StringLiteral' ? stringCode(source, to, property) : to);
}

/** What lies under other parameters keeps its name or gets another one: another value may not fit those above. */
const underSite = (site: Site): Site => ({ ...stuckSite(site, filling), rename: (to) => site.rename(to) });

const filling = 'the code takes it only where another value is missing';

/** Of two parameters of a name, the second is only taken where it is not undefined. */
function filledSites(sites: readonly Site[]): Site[] {
  const isOpen = (site: Site): boolean => site.value.text === undefined && site.value.nullish !== 'no';
  const open = new Set(sites.flatMap((site, index) => (isOpen(site) && sites.slice(0, index).some(({ name }) => name === site.name) ? [site.name] : [])));
  return sites.map((site) => (open.has(site.name) ? underSite(site) : site));
}

/** What the objects among these values hold. */
function valuesIn(trace: Trace, values: readonly Value[], depth: number, choice?: Node): Sites[] {
  return depth > 4
    ? []
    : [
        ...alternatives(
          values.flatMap((value) => (value.kind === 'object' ? [objectSites(trace, value, depth + 1)] : [])),
          choice,
        ),
      ];
}

function spreadSites(trace: Trace, spread: Node, frame: Frame | undefined, depth: number): Sites {
  const value = trace.evaluate(spread['argument'], frame);
  if (value === absent) return { sites: [], complete: true };
  const values = depth > 4 ? [] : members(value);
  const choice = values.length > 1 ? onceSpread(trace, spread, frame) : spread;
  const taken = valuesIn(trace, values, depth, choice);
  const inner = choice ? taken : taken.map((part) => ({ ...part, sites: again(part.sites) }));
  const holders = values.flatMap((one) => (one.kind === 'object' ? [one.ref.node] : []));
  return {
    sites: inner.flatMap((part, index) => part.sites.map((site) => ({ ...site, holder: site.holder ?? holders[index] }))),
    complete: inner.length === values.length && values.length > 0 && inner.every((part) => part.complete),
    isUnnamed: inner.some((part) => part.isUnnamed) || isUnseen(trace, spread['argument'], frame),
    forwards: inner.flatMap((part) => part.forwards ?? []),
    wholes: [...values.filter((value) => value.kind === 'typed'), ...inner.flatMap((part) => part.wholes ?? [])],
  };
}

/** A parameter that a server is sent may be missing, and would then not be sent on either. */
function givenValue(trace: Trace, node: Node, frame: Frame | undefined): ValueFact {
  const fact = readValue(trace, { node, frame });
  const isOpen = fact.nullish === 'unknown' && members(trace.evaluate(node, frame)).some((value) => value.kind === 'library' && isIncoming(trace, { ...value, path: value.path.slice(0, -1) }));
  return isOpen ? { ...fact, nullish: 'maybe' } : fact;
}

/** One property of an object literal. */
function propertySite(trace: Trace, property: Node, name: string, frame: Frame | undefined): Site {
  const source = trace.project.sourceOf(property);
  const object = property.parent as Node;
  const branch = branchOf(object, undefined);
  const site: Site = {
    name,
    source,
    at: rangeOf(source, property['key']),
    value: givenValue(trace, property['value'], frame),
    given: { node: property['value'], frame },
    anchor: property,
    branch,
    conditional: branch !== undefined,
    rename: (to) => [renamedKey(source, property, to)],
    remove: () => [removedProperty(source, property)],
    replace: (to, value) => replacedProperty(source, property, to, value),
  };
  return property['computed'] ? computedKey(trace, property['key'], site, frame) : site;
}

/** The key under another name; a shorthand keeps its variable. */
export function renamedKey(source: Source, property: Node, to: string): ReturnType<typeof replaceRange> {
  const key: Node = property['key'];
  if (property['shorthand']) return replaceRange(source, { start: key.start, end: key.start }, `${to}: `);
  if (property['computed']) {
    const behind = source.text.slice(key.end, property['value'].start).replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, (comment) => ' '.repeat(comment.length));
    return replaceRange(source, { start: property.start, end: key.end + behind.indexOf(']') + 1 }, to);
  }
  return replaceRange(source, key, key.type === 'StringLiteral' ? stringCode(source, to, key) : to);
}

function replacedProperty(source: Source, property: Node, to: string, value: NewValue): Rewrite {
  const key = property['key'].type === 'StringLiteral' && !property['computed'] ? stringCode(source, to, property['key']) : to;
  const like = property['value'].type === 'StringLiteral' ? property['value'] : undefined;
  return [replaceRange(source, property, `${key}: ${valueCode(source, value, like)}`)];
}

/** `a ? (params.x = 1) : (params.y = 2);`: nothing goes on with what the assignment gives. */
function isUnused(assignment: Node): boolean {
  let at = outermost(assignment);
  while (/^(?:Conditional|Logical)Expression$/.test(at.parent?.type ?? '') && at.parent?.['test'] !== at && at.parent?.['left'] !== at) at = outermost(at.parent as Node);
  return at.parent?.type === 'ExpressionStatement';
}

/** `params.sortBy = x`. */
export function assignmentSite(trace: Trace, assignment: Node, frame: Frame | undefined): Site[] {
  const name = memberName(unwrap(assignment['left']));
  const statement = assignment.parent?.type === 'ExpressionStatement' ? assignment.parent : undefined;
  if (name === undefined) return [];
  const source = trace.project.sourceOf(assignment);
  const left: Node = unwrap(assignment['left']);
  const property: Node = left['property'];
  const branch = branchOf(assignment, undefined);
  const rename = (to: string) => renamedMember(source, left, to);
  const isSame = (value: NewValue): boolean => value.length === 1 && assignment['right'].type === 'StringLiteral' && assignment['right'].value === value[0];
  const used: Rewrite = { blocked: 'the code goes on with the value that is assigned here' };
  return [
    {
      name,
      source,
      at: rangeOf(source, property),
      value: readValue(trace, { node: assignment['right'], frame }),
      given: { node: assignment['right'], frame },
      anchor: statement ?? assignment,
      branch,
      conditional: branch !== undefined,
      ...(assignment['operator'] === '=' ? {} : { isAdded: true }),
      rename: (to) => [rename(to)],
      remove: () => (statement ? [removedStatement(source, statement)] : used),
      replace: (to, value) => (isUnused(assignment) ? [rename(to), replaceRange(source, assignment['right'], valueCode(source, value, assignment['right']))] : isSame(value) ? [rename(to)] : used),
    },
  ];
}
