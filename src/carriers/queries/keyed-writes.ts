import type { NewValue, Rewrite } from '../../facts.ts';
import { descendants, isAssign, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { changesTo, type PlacedChange } from '../../trace/changes/made.ts';
import { contextsAt } from '../../trace/calls/own-contexts.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, literalText, type MapValue, members, type Ref, type Value } from '../../trace/value.ts';
import { rangeOf, replaceRange, stringCode, valueCode } from '../code.ts';
import { calledKey } from '../fields/common-keys.ts';
import { withTests } from './emptiness.ts';
import { isOnlyCopied, namesAsked } from '../fields/key-questions.ts';
import { objectSites, type Sites } from './object.ts';
import { valueSites } from './query.ts';
import { memberReads, refusal } from '../fields/object-reads.ts';
import { removedStatement } from '../fields/removals.ts';
import { branchOf, namedSite, type Site, stuckSite } from './site.ts';
import { plainValue, readValue } from '../values.ts';

/** Copies of copies are followed to this depth. */
const deepest = 4;

/**
 * Parameters that an object gets under a key that the code computes: those of another object (`for (const key in query) params[key] = query[key]`),
 * and those that the calls of a function name (`where(key, value) { this.params[key] = value }`).
 */
export function keyedSites(trace: Trace, made: Ref, change: PlacedChange, depth: number): Sites {
  const key = change.key && unwrap(change.key);
  if (!key) return nothing;
  const target = targetOf(change);
  const contexts = target ? contextsAt(trace, target, made, change.frame) : [change.frame];
  const found = joined(contexts.map((frame) => sitesUnder(trace, { ...change, key, frame }, target, depth)));
  return unlessNamedAgain(found, () => namesAsked(trace, made, (mention) => contextsAt(trace, mention, made, change.frame)));
}

/** A parameter that stays where the code asks for its name, or by a name that nobody knows. */
function unlessNamedAgain(found: Sites, names: () => ReadonlySet<string> | undefined): Sites {
  if (found.sites.length === 0) return found;
  const asked = names();
  return { ...found, sites: found.sites.map((site) => (!asked || asked.has(site.name) ? stuckSite(site, 'the code also reads or deletes what it set') : site)) };
}

/** `new Map([['sortBy', 'name']]).set(key, value)`: what a map starts with and what is put into it, whose pairs are sent. */
export function mapSites(trace: Trace, { ref }: MapValue): Sites {
  const given: readonly Node[] = ref.node['arguments'] ?? [];
  const started = given.map((pairs) => unlessNamedAgain(valueSites(trace, trace.evaluate(pairs, ref.frame)), () => namesAsked(trace, ref, (mention) => contextsAt(trace, mention, ref, ref.frame))));
  const found = joined([...started, ...changesTo(trace, ref).map((change) => (change.kind === 'key' ? keyedSites(trace, ref, change, 0) : open))]);
  return { ...found, sites: found.sites.map((site) => unlessAsked(trace, ref, withTests(trace, ref.node, site))) };
}

/** A parameter that stays where the code asks for its name while it goes through the map. */
function unlessAsked(trace: Trace, ref: Ref, site: Site): Site {
  const stuck = (): Rewrite | undefined => refusal(trace, ref.node, memberReads(trace, ref, site.name));
  return { ...site, rename: (to) => stuck() ?? site.rename(to), remove: () => stuck() ?? site.remove(), replace: (name, value) => stuck() ?? site.replace(name, value) };
}

/** The same of a property with a computed key: `{ ...all, [key]: query[key] }`. */
export const copiedUnder = (trace: Trace, property: Node, frame: Frame | undefined, depth: number): Sites =>
  joined(members(trace.evaluate(property['key'], frame)).map((name) => copiedSites(trace, name, { key: property['key'], value: property['value'], frame }, undefined, depth)));

/** A key, and what is put under it. */
interface Under {
  readonly key: Node;
  readonly value: Node;
  readonly frame: Frame | undefined;
}

const nothing: Sites = { sites: [], complete: true };
const open: Sites = { sites: [], complete: false };

const joined = (parts: readonly Sites[]): Sites => ({
  sites: parts.flatMap(({ sites }) => sites),
  complete: parts.every(({ complete }) => complete),
  isUnnamed: parts.some(({ isUnnamed }) => isUnnamed),
  wholes: parts.flatMap(({ wholes }) => wholes ?? []),
});

/** What is written to: `params` in `params[key] = value`. */
function targetOf({ assignment, key }: PlacedChange): Node | undefined {
  const call = key && !assignment ? (mergingCall(key) ?? outermost(key).parent) : undefined;
  if (call && key && mergingCall(key)) return call['arguments'][0];
  const member: Node | undefined = assignment ? unwrap(assignment['left']) : call && isCall(call) ? unwrap(call['callee']) : undefined;
  return member && isMember(member) ? unwrap(member['object']) : undefined;
}

/** `Object.assign(params, { [key]: value })`. */
function mergingCall(key: Node): Node | undefined {
  const property = outermost(key).parent;
  const call = property?.type === 'ObjectProperty' && property.parent ? outermost(property.parent).parent : undefined;
  return call && isCall(call) && isAssign(call['callee']) ? call : undefined;
}

export const isMerged = ({ key }: PlacedChange): boolean => key !== undefined && mergingCall(unwrap(key)) !== undefined;

function sitesUnder(trace: Trace, change: PlacedChange & Under, target: Node | undefined, depth: number): Sites {
  const names = members(trace.evaluate(change.key, change.frame));
  const [only] = names;
  const name = only && names.length === 1 ? literalText(only) : undefined;
  if (name !== undefined) return { sites: [writtenSite(trace, change, name)], complete: true };
  return joined(names.map((one) => (literalText(one) === undefined ? copiedSites(trace, one, change, target, depth) : listedName(trace, one))));
}

/** The parameters of which the key is any: those of the object whose keys the code goes through. */
function copiedSites(trace: Trace, name: Value, { key, value, frame }: Under, target: Node | undefined, depth: number): Sites {
  if (name.kind !== 'each' || name.part !== 'key') return { ...open, isUnnamed: name.kind !== 'each' };
  if (depth > deepest) return open;
  const found = joined(members(name.of).map((whole) => (whole.kind === 'object' ? objectSites(trace, whole, depth + 1) : valueSites(trace, whole))));
  const blocked =
    changesTexts(value) || !isHandedOn(trace.evaluate(value, frame))
      ? 'the code makes something else of the value before it sends it'
      : isOnlyCopied(trace, key, name, target)
        ? undefined
        : 'the code does more with the name than to send it';
  return blocked === undefined ? found : { ...found, sites: found.sites.map((site) => stuckSite(site, blocked)), complete: false };
}

/** `params[name] = value.trim()`: what the filter holds would not be changed in it. */
const changesTexts = (value: Node): boolean =>
  descendants(value).some(
    (node) => isCall(node) && isMember(unwrap(node['callee'])) && /^(?:trim\w*|to(?:Locale)?(?:Lower|Upper)Case|slice|substring|substr|replace\w*|split|pad\w+|normalize)$/.test(memberName(unwrap(node['callee'])) ?? ''),
  );

/** True for what may be the value that stands under the key, and nothing else. */
const isHandedOn = (value: Value): boolean => members(value).every((one) => (one.kind === 'text' ? one.pieces.length === 1 && one.pieces[0]?.kind === 'hole' && isHandedOn(one.pieces[0].value) : one.kind !== 'unknown'));

/** `for (const name of ['status', 'email']) params[name] = given[name]`: one of the names that may be sent. */
function listedName(trace: Trace, name: Value): Sites {
  const [piece] = name.kind === 'text' ? name.pieces : [];
  const literal = piece?.kind === 'literal' && piece.node.type === 'StringLiteral' ? piece.node : undefined;
  return { sites: literal ? [namedSite(trace, literal, 'which of these names is sent is only known at run time', false)] : [], complete: false, isUnnamed: !literal };
}

/** `params[key] = value` and `params.set(key, value)`, where the key is known. */
function writtenSite(trace: Trace, { assignment, key, value, frame }: PlacedChange & Under, name: string): Site {
  const source = trace.project.sourceOf(key);
  const written: Node = assignment ?? outermost(key).parent ?? key;
  const outer = outermost(written);
  const statement = outer.parent?.type === 'ExpressionStatement' ? outer.parent : undefined;
  const branch = branchOf(written, undefined);
  const isPlain = written.type !== 'ObjectProperty' && (statement !== undefined || isCall(written));
  const rename = (to: string): ReturnType<typeof replaceRange> => replaceRange(source, key, stringCode(source, to, key));
  const used: Rewrite = { blocked: 'the code goes on with the value that is put in here' };
  const site: Site = {
    name,
    source,
    at: rangeOf(source, key),
    value: readValue(trace, { node: value, frame }, plainValue(value)),
    given: { node: plainValue(value), frame },
    anchor: statement ?? written,
    branch,
    conditional: branch !== undefined,
    ...(assignment && assignment['operator'] !== '=' ? { isAdded: true } : {}),
    rename: (to) => (written.type === 'ObjectProperty' ? used : [rename(to)]),
    remove: () => (statement ? [removedStatement(source, statement)] : used),
    replace: (to: string, next: NewValue) => (isPlain ? [rename(to), replaceRange(source, value, valueCode(source, next, value))] : used),
  };
  return calledKey(trace, key, site, frame);
}
