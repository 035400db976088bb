import { byPlace, placeKey } from '../../source/ranges.ts';
import { distinctiveParameters, oldParameters } from '../../api.ts';
import type { NewValue, Param, Query, Range, Rewrite, ValueFact } from '../../facts.ts';
import { calleeName, descendants, enclosingFunction, isCall, isInside, isMember, memberName, type Node, outermost, statementOf, unwrap } from '../../source/ast.ts';
import { addressOf, type Unit, unitsOf } from '../../trace/texts/address.ts';
import { mergedInto } from '../../trace/classes/classes.ts';
import { exportNames } from '../../trace/modules/modules.ts';
import type { Project } from '../../trace/project.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Whole } from '../../trace/types/typed-values.ts';
import { absent, type EachValue, type InstanceValue, members, type Piece, type QueryValue, type RawRequest, type Value } from '../../trace/value.ts';
import { isBlocked, replaceRange, stringCode, together } from '../code.ts';
import { chained, layersOf, overridden } from './conditional.ts';
import { asDefault, askedAgain, asksForDefault } from './defaults.ts';
import { unlessEncoded, written } from './encoded.ts';
import { withTests } from './emptiness.ts';
import { withJoined } from './joined-lists.ts';
import { isNumberRead } from './looked-at.ts';
import { mapSites } from './keyed-writes.ts';
import { separated } from './exclusive.ts';
import { alternatives, areInSeveral, chosenOnce } from './chosen.ts';
import { gathered } from './gated.ts';
import { hookedSites } from './hooked.ts';
import { forwardedAt, objectSites, type Sites } from './object.ts';
import { appendedSites, every } from './search-params.ts';
import { pairSites } from './pairs.ts';
import { removedLink } from '../fields/removals.ts';
import { askedSite, namedSite, onePerPlace, type Site, stuckSite } from './site.ts';
import { ofSameRow } from './paired-rows.ts';
import { textSites } from './url-text.ts';
import { isVisibleAt } from '../visible.ts';

const queries = new WeakMap<RawRequest, { readonly query: Query; readonly age: number }>();

/** Everything a request sends in its query, wherever it is written. Asked once, until the trace has learned more. */
export function readQuery(trace: Trace, request: RawRequest): Query {
  const known = queries.get(request);
  if (known?.age === trace.age) return known.query;
  const query = queryOf(trace, sitesOf(trace, request));
  queries.set(request, { query, age: trace.age });
  return query;
}

/** Objects of which a request sends every member in its query, and types that are all that is known of such objects. */
export const wholesOf = (trace: Trace, request: RawRequest): readonly Whole[] => sitesOf(trace, request).wholes ?? [];

function sitesOf(trace: Trace, request: RawRequest): Sites {
  const address = addressOf(trace, request);
  const marked = [...new Set(request.url)].flatMap((piece) => (piece.kind === 'query' ? [valueSites(trace, piece.query)] : []));
  const inUrl = request.url.flatMap((piece) => (piece.kind === 'hole' && piece.value.kind === 'url' ? [valueSites(trace, piece.value)] : []));
  // The defaults of a client lie below what its call gives, and other calls are made without that.
  const isLayered = request.query.some(({ isDefault }) => isDefault) && request.query.some(({ ref }) => isInside(ref.node, request.call));
  const beside = request.query.map(({ ref, value, isApart, isDefault = false }) => {
    const whole = valueSites(trace, value, ref.node);
    const own = isLayered ? { ...whole, sites: whole.sites.map((site) => ({ ...site, layer: site.layer && request.call, isShared: isDefault })) } : whole;
    const sites = own.sites.map((site) => (isApart ? stuckSite(site, 'a loop or another function adds it to the request') : withinLink(trace, request, ref.node, site)));
    return { ...own, isUnnamed: own.isUnnamed === true || (isApart === true && !own.complete), sites: request.dropsUndefined ? sites.map(unlessMissing) : sites, forwards: [...(own.forwards ?? []), ...forwardedAt(trace, value, ref.node)] };
  });
  const read: Sites = { sites: (request.mock?.reads ?? []).map((literal) => namedSite(trace, literal, 'a mock reads it, and decides by its value', true)), complete: true };
  const parts: Sites[] = [read, { sites: textSites(trace, address.query, address.mark), complete: !address.hasTail && isWholeText(address.query) }, ...marked, ...inUrl, ...beside];
  return hookedSites(trace, request, ofSameRow(address, merged(parts)));
}

/** A parameter of a client that sends none without a value. */
function unlessMissing(site: Site): Site {
  const nullish = site.value.isInstead && site.value.nullish === 'unknown' ? 'maybe' : site.value.nullish;
  return { ...site, value: { ...site.value, nullish, isOptional: () => site.value.isOptional?.() ?? (site.value.text === undefined && nullish !== 'no' ? 'dropped' : undefined) } };
}

/** `.query({ sortOrder })`: what is no longer sent goes with the call that adds nothing else. */
function withinLink(trace: Trace, request: RawRequest, given: Node, site: Site): Site {
  const { parent } = outermost(given);
  const isLink = isCall(parent) && parent?.['arguments'].length === 1 && trace.clientNamed(request.client)?.adds?.test(calleeName(parent as Node));
  const isOnly = isLink && (unwrap(given)['properties'] as Node[] | undefined)?.length === 1 && site.anchor.parent === unwrap(given);
  return isOnly ? { ...site, remove: () => removedLink(site.source, parent as Node) } : site;
}

/** A parameter that is read or deleted again by its old name cannot be renamed alone. */
function settled(trace: Trace, holder: Node, given: Sites, { again, asked = [], askedOnce = [] }: Sites): Sites {
  const reason = 'the code also reads, deletes or replaces what it set';
  const defaults = again?.has(every) || !given.complete || given.isUnnamed ? [] : askedOnce.filter((literal) => asksForDefault(given.sites, literal));
  const isStuck = ({ name }: Site): boolean => again?.has(every) || (again?.has(name) === true && defaults.every((literal) => literal['value'] !== name));
  const sites = given.sites.map((site) => withTests(trace, holder, site)).map((site) => (isStuck(site) ? stuckSite(site, reason) : asDefault(site, defaults)));
  const reads = asked.filter((literal) => oldParameters.includes(literal['value']) && sites.some(({ name }) => name === literal['value']));
  return { ...given, sites: [...sites, ...reads.map((literal) => (defaults.includes(literal) ? askedAgain(trace, literal) : askedSite(trace, literal, reason)))] };
}

function urlSites(trace: Trace, value: Extract<Value, { kind: 'url' }>): Sites {
  const added = appendedSites(trace, { kind: 'query', ref: value.ref, init: undefined, initRef: undefined, how: 'search-params' });
  return settled(trace, value.ref.node, added, added);
}

/** A parameter by how the query that holds it writes values. */
function asSent(trace: Trace, query: QueryValue, site: Site): Site {
  if (query.isRaw) return written(site);
  if (query.how === 'each') return unlessEncoded(trace, site);
  return query.joinsLists || (query.how === 'search-params' && query.init?.kind === 'object') ? withJoined(trace, site) : site;
}

function querySites(trace: Trace, query: QueryValue): Sites {
  const given: Sites = query.init && query.init.kind !== 'url' ? held(valueSites(trace, query.init, query.initRef?.node)) : { sites: [], complete: true };
  const own = { ...given, sites: given.sites.map((site) => asSent(trace, query, site)) };
  const added: Sites = query.how === 'search-params' ? appendedSites(trace, query) : { sites: [], complete: true };
  const whole = query.init && query.initRef ? forwardedAt(trace, query.init, query.initRef.node) : [];
  return settled(trace, query.ref.node, merged([own, added, { sites: [], complete: true, forwards: whole }]), added);
}

/** The parameters in a value that is a query: an object, URLSearchParams, a text with or without its `?`. */
export function valueSites(trace: Trace, value: Value, choice?: Node): Sites {
  switch (value.kind) {
    case 'object':
      return layered(objectSites(trace, value), value.ref.node);
    case 'query':
      return layered(querySites(trace, value), value.ref.node);
    case 'url':
      return layered(urlSites(trace, value), value.ref.node);
    case 'text':
      return textValueSites(trace, value.pieces);
    case 'list':
      return merged(pairSites(trace, value, (of) => valueSites(trace, of)));
    case 'each':
      return oneOfAll(trace, value) ?? valueSites(trace, value.of);
    case 'union':
      return merged(
        alternatives(
          value.of.map((member) => valueSites(trace, member)),
          choice,
        ),
      );
    case 'map':
      return value.how === 'map' ? layered(mapSites(trace, value), value.ref.node) : { sites: [], complete: false };
    case 'instance':
      return carried(trace, value);
    case 'typed':
      return { sites: [], complete: false, wholes: [value] };
    default:
      return { sites: [], complete: value === absent };
  }
}

/** `for (const query of Object.values(filters))`: the parameters of any of the objects in there; undefined where it holds no objects. */
function oneOfAll(trace: Trace, { part, of, ref }: EachValue): Sites | undefined {
  const objects = part === 'value' ? members(trace.element(of, ref.node, ref.frame)).filter((one) => one.kind === 'object') : [];
  const { sites } = merged(objects.map((one) => valueSites(trace, one)));
  return objects.length === 0 ? undefined : { sites: sites.map((site) => stuckSite(site, 'the code goes through all objects that stand beside this one, and may do more with them')), complete: false };
}

/** `new UsersQuery({ sortBy: 'name' })`, where the class takes every member over: found, but the class may read them by their names. */
function carried(trace: Trace, instance: InstanceValue): Sites {
  const { sites } = merged(mergedInto(trace, instance, '').map((value) => valueSites(trace, value)));
  return { sites: sites.map((site) => stuckSite(site, 'an object of a class carries it under this name')), complete: false };
}

/** Sites of one object: a later one of a name takes the place of an earlier one. */
function layered(sites: Sites, layer: Node): Sites {
  return { ...sites, sites: sites.sites.map((site) => ({ ...site, layer: site.text ? undefined : layer })) };
}

/** Sites of what a query is made from. */
const held = (sites: Sites): Sites => ({ ...sites, sites: sites.sites.map((site) => ({ ...site, holder: site.holder ?? site.layer })) });

function textValueSites(trace: Trace, pieces: readonly Piece[]): Sites {
  const units = unitsOf(trace, pieces);
  const [first] = units;
  const isMark = first?.char === '?' && first.piece.kind === 'literal';
  const marked = pieces.flatMap((piece) => (piece.kind === 'query' ? [valueSites(trace, piece.query)] : []));
  return merged([{ sites: textSites(trace, isMark ? units.slice(1) : units, isMark ? first : undefined), complete: isWholeText(units) }, ...marked]);
}

/** True where every name is written out: what nobody knows stands only in values. */
function isWholeText(units: readonly Unit[]): boolean {
  let isValue = false;
  return units.every(({ char, piece }) => {
    if (piece.kind === 'hole') return isValue;
    isValue = char === '=' || (isValue && char !== '&');
    return true;
  });
}

function merged(parts: readonly Sites[]): Sites {
  return {
    sites: parts.flatMap((part) => part.sites),
    complete: parts.every((part) => part.complete),
    isUnnamed: parts.some((part) => part.isUnnamed),
    forwards: parts.flatMap((part) => part.forwards ?? []),
    wholes: parts.flatMap((part) => part.wholes ?? []),
  };
}

const oldNames = new WeakMap<Project, readonly string[]>();

/** Old names that somebody in the project calls a route with; the first, when nobody is seen doing so. */
function oldNamesIn({ project }: Trace): readonly string[] {
  let known = oldNames.get(project);
  if (!known) oldNames.set(project, (known = oldNamesUsed(project)));
  return known;
}

function oldNamesUsed(project: Project): readonly string[] {
  const isUsed = (name: string): boolean => project.filesWith(name).some((file) => distinctiveParameters.includes(name) || new RegExp(`[?&]${name}=`).test(project.files.read(file) ?? ''));
  const used = oldParameters.filter(isUsed);
  return used.length > 0 ? used : oldParameters.slice(0, 1);
}

/** The facts about sites that rules see. */
function queryOf(trace: Trace, { sites: given, complete, isUnnamed, forwards }: Sites): Query {
  const sites = [...onePerPlace(chosenOnce(given, ({ at }) => placeKey(at)))].sort((a, b) => byPlace(a.at, b.at));
  const params = new Map<Param, Site>(sites.map((site) => [{ name: site.name, at: site.at, value: site.value, conditional: site.conditional, rename: site.rename, remove: site.remove }, site]));
  const list = [...params.keys()];
  const siteOf = (param: Param): Site => sites.find((site) => placeKey(site.at) === placeKey(param.at)) as Site;
  const order = (param: Param): number => given.findIndex((site) => placeKey(site.at) === placeKey(param.at));
  const replace = (replaced: readonly Param[], name: string, value: NewValue): Rewrite => replacedTogether(trace, replaced.map(siteOf), name, value);
  return {
    params: list,
    complete,
    isUnnamed: isUnnamed === true,
    forwards: (forwards ?? []).map((at) => ({ ...at, names: oldNamesIn(trace) })),
    all: (...names) => list.filter((param) => names.includes(param.name)),
    replace,
    override: (base, over, name, values) => overridden(trace, { site: siteOf(base), order: order(base) }, { site: siteOf(over), order: order(over) }, name, values),
    layers: (wanted) => layersOf(wanted.map((param) => ({ param, site: siteOf(param), order: order(param) }))),
    replaceLayers: (layers, name) => together(layers.map((layer) => replace(layer.params, name, layer.value))),
    combine: (terms, name) => {
      const value = terms.flatMap((term, index) => (index > 0 ? [' and ', ...term.value] : term.value));
      const params = list.filter((param) => terms.some((term) => term.param === param));
      const whole = replace(params, name, value);
      if (!isBlocked(whole) || terms.length < 2) return whole;
      const chain = chained(
        trace,
        terms.map((term) => ({ site: siteOf(term.param), value: term.value })),
        name,
      );
      return isBlocked(chain) && whole.blocked === counted ? whole : chain;
    },
    gather: (wanted, name, value) => gathered(trace, wanted.map(siteOf), sites, name, value),
    together: (params) => separated(trace, params.map(siteOf)).map((group) => params.filter((param) => group.some((site) => placeKey(site.at) === placeKey(param.at)))),
    isApart: (one, other) => one.at.file !== other.at.file || statementOf(siteOf(one).anchor) !== statementOf(siteOf(other).anchor),
    setValue: (param, value) => partsReplaced(trace, param.value, value) ?? params.get(param)?.replace(param.name, value) ?? { blocked: 'the parameter is not part of this request' },
  };
}

/** A list that is joined by commas changes where its elements are written, when nothing else uses it. */
function partsReplaced(trace: Trace, { parts, text }: ValueFact, value: NewValue): Rewrite | undefined {
  const names = value.every((part) => typeof part === 'string') ? value.join('').split(',') : [];
  const [only] = parts ?? [];
  if (only && parts?.length === 1 && only.text === text) return namedOnce(trace, only, names.join(','));
  if (!parts || text === undefined || parts.map((part) => part.text).join(',') !== text) return undefined;
  if (names.length !== text.split(',').length || parts.length !== names.length) return undefined;
  const literals = parts.map((part) => literalAt(trace, part));
  if (literals.some((literal) => !literal || !isOnlyJoined(trace, literal))) return { blocked: 'the list of names is used for something else as well' };
  return literals.flatMap((literal, index) => (literal && literal['value'] !== names[index] ? [replaceRange(trace.project.sourceOf(literal), literal, stringCode(trace.project.sourceOf(literal), names[index] as string, literal))] : []));
}

/** A text under a name that is used here and nowhere else. */
function namedOnce(trace: Trace, place: Range, text: string): Rewrite | undefined {
  const literal = literalAt(trace, place);
  const declarator = literal && outermost(literal).parent;
  const binding = literal && declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier' ? trace.project.sourceOf(literal).scopes.bindingOf(declarator['id']) : undefined;
  if (!literal || text === '' || binding?.references.length !== 1 || binding.writes.length > 0 || exportNames(trace, binding.declaration).length > 0) return undefined;
  const source = trace.project.sourceOf(literal);
  return [replaceRange(source, literal, stringCode(source, text, literal))];
}

/** Where a value of a parameter is written: as a whole, each that it may be, and its parts. */
export const placesOfValue = (value: ValueFact): readonly Range[] => [value.at, ...(value.choicesAt ?? []), ...(value.parts ?? [])];

/** The text that is written at a place. */
export function literalAt(trace: Trace, { file, start }: Range): Node | undefined {
  const program = trace.project.source(file)?.program;
  return program && descendants(program).find((node) => node.type === 'StringLiteral' && node.start === start);
}

/** An element of a list that is joined where it stands, or has a name that is only used for joining it. */
function isOnlyJoined(trace: Trace, literal: Node): boolean {
  const list = literal.parent?.type === 'ArrayExpression' ? outermost(literal.parent) : undefined;
  const isJoined = (node: Node): boolean => isMember(node.parent) && node.parent?.['object'] === node && memberName(node.parent) === 'join';
  if (!list || isJoined(list)) return !!list;
  const declarator = list.parent;
  const binding = declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier' ? trace.project.sourceOf(list).scopes.bindingOf(declarator['id']) : undefined;
  return !!binding && exportNames(trace, binding.declaration).length === 0 && binding.references.every(isJoined);
}

const counted = 'the code goes by the number of parameters';

function replacedTogether(trace: Trace, sites: readonly Site[], name: string, value: NewValue): Rewrite {
  const [first] = sites;
  if (!first) return [];
  if (sites.some((site) => site.branch !== first.branch)) return { blocked: 'the parameters are sent under different conditions' };
  if (areInSeveral(sites) || new Set(sites.flatMap(({ isShared }) => isShared ?? [])).size > 1) return { blocked: 'some of the parameters stand in an object that may also be sent without the others' };
  if (sites.some((site) => site.source !== first.source || enclosingFunction(site.anchor) !== enclosingFunction(first.anchor))) return { blocked: 'the parameters are put together in different functions' };
  if (sites.length > 1 && isNumberRead(sites)) return { blocked: counted };
  const target = sites.find((site) => sites.every((other) => isVisibleAt(trace, other, site.anchor)));
  if (!target) return { blocked: 'the values are not known at one place' };
  return together([target.replace(name, value), ...sites.filter((site) => site !== target).map((site) => site.remove())]);
}
