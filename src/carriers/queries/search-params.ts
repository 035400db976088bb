import { cursors } from '../../api.ts';
import type { Range, Rewrite } from '../../facts.ts';
import { calleeName, descendants, enclosingFunction, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { thisIn } from '../../trace/classes/this-mentions.ts';
import { staticText } from '../../trace/evaluate.ts';
import { pairsAt } from '../../trace/names/named-pairs.ts';
import { isOwnQuery, makersOfQuery } from '../../trace/classes/own-queries.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Whole } from '../../trace/types/typed-values.ts';
import { type Frame, type InstanceValue, type ListValue, type MapValue, members, type QueryValue } from '../../trace/value.ts';
import { rangeOf, replaceRange, stringCode, valueCode } from '../code.ts';
import { chosenNames } from './chosen-names.ts';
import { commonKey } from '../fields/common-keys.ts';
import { computedKey } from './own-names.ts';
import { contextsAt } from '../../trace/calls/own-contexts.ts';
import { isMadeOnce } from './exclusive.ts';
import { joinsLists, withJoined } from './joined-lists.ts';
import { again as onceMore, alternatives, isPutWithin } from './chosen.ts';
import { forwardedAt, mayBeOld, type Sites } from './object.ts';
import { valueSites } from './query.ts';
import { removedStatement } from '../fields/removals.ts';
import { callsElsewhere } from './set-elsewhere.ts';
import { branchOf, namedSite, type Site } from './site.ts';
import { plainValue, readValue } from '../values.ts';

/** Parameters put on a URLSearchParams or on a URL by `append` and `set`, with what helpers put on it. */
export function appendedSites(trace: Trace, query: QueryValue): Sites {
  const found: Site[] = [];
  const forwards: Range[] = [];
  const wholes: Whole[] = [];
  let complete = true;
  let isUnnamed = false;
  const here = [...callsOn(trace, query)].flatMap((one) => byContext(trace, query, one));
  const calls = [...here, ...callsElsewhere(trace, query.ref, new Set(here.map(({ call }) => call))).map(({ call, frame }) => ({ call, frame, writes: isWrite(call) }))];
  const again = new Set(calls.filter(({ writes }) => !writes).map(({ call, frame }) => (call.type === 'AssignmentExpression' ? every : staticText(trace, call['arguments'][0], frame))));
  for (const { call, frame } of calls.filter(({ writes }) => writes)) {
    if (call.type === 'AssignmentExpression') {
      const whole = valueSites(trace, trace.evaluate(call['right'], frame));
      found.push(...whole.sites);
      wholes.push(...(whole.wholes ?? []));
      complete &&= whole.complete;
      isUnnamed ||= whole.isUnnamed === true;
      if (calls.length > 1) again.add(every);
      continue;
    }
    const name = staticText(trace, call['arguments'][0], frame);
    if (name !== undefined) {
      found.push(callSite(trace, call, name, frame));
      continue;
    }
    const each = eachWhole(trace, call['arguments'][0], frame);
    const isOnce = isPutWithin(1, query.ref.node, call, frame);
    const isWhole = isMadeOnce(trace, loopOver(trace, call['arguments'][0]), query.ref.node);
    const sites = alternatives(each.map((whole) => valueSites(trace, whole))).map((part) => ({
      ...part,
      sites: (isOnce ? part.sites : onceMore(part.sites)).map((site) => ({ ...site, holder: isWhole ? (site.holder ?? site.layer) : undefined })),
    }));
    const isListed = each.some(({ kind }) => kind === 'list') && sites.some((part) => part.sites.length > 0);
    if ((isListed || each.some(({ kind }) => kind === 'query' || kind === 'map')) && isAskedElsewhere(trace, call['arguments'][0])) again.add(every);
    wholes.push(...sites.flatMap((part) => part.wholes ?? []));
    const isJoining = joinsLists(trace, call);
    found.push(...sites.flatMap((part) => (isJoining ? part.sites.map((site) => withJoined(trace, site)) : part.sites)));
    complete &&= sites.length > 0 && sites.every((part) => part.complete);
    const allowed = allowedNames(trace, call['arguments'][0], frame);
    isUnnamed ||= sites.some((part) => part.isUnnamed) || (allowed.length === 0 && !isListed && mayBeOld(trace, call['arguments'][0], frame));
    if (each.length === 0) found.push(...chosenNames(trace, trace.evaluate(call['arguments'][0], frame)));
    found.push(...allowed.map((literal) => namedSite(trace, literal, 'which of these names is sent is only known at run time', false)));
    forwards.push(...forwardedAt(trace, trace.evaluate(call['arguments'][0], frame), call));
  }
  const asked = [...new Set(calls.flatMap(({ call }) => askedIn(call)))];
  return { sites: found, complete, isUnnamed, again, asked, askedOnce: asked.filter((literal) => isOnlyAsk(trace, calls, literal)), forwards, wholes };
}

/** `where(key, value) { this.params.set(key, value) }`: the call once for each of the contexts in which it is made on this very thing, so that each name is one. */
function byContext(trace: Trace, { ref }: QueryValue, one: Call): readonly Call[] {
  const callee = one.call.type === 'AssignmentExpression' ? undefined : unwrap(one.call['callee']);
  if (!callee || !isMember(callee) || staticText(trace, one.call['arguments'][0], one.frame) !== undefined) return [one];
  return contextsAt(trace, callee['object'], ref, one.frame).map((frame) => ({ ...one, frame }));
}

/** `set(key, value)` in a loop over the entries of objects, or of other parameters: those; in one over a list of pairs: that list. */
function eachWhole(trace: Trace, key: Node, frame: Frame | undefined): readonly (Whole | QueryValue | InstanceValue | MapValue | ListValue)[] {
  const pairs = pairsOver(trace, key, frame);
  return pairs.length > 0
    ? pairs
    : members(trace.evaluate(key, frame))
        .flatMap((value) => (value.kind === 'each' && value.part === 'key' ? members(value.of) : []))
        .flatMap((value) => (value.kind === 'object' || value.kind === 'typed' || value.kind === 'query' || value.kind === 'instance' || value.kind === 'map' ? [value] : []));
}

/** The list of pairs of which it is the first of each. */
function pairsOver(trace: Trace, given: Node, frame: Frame | undefined): readonly ListValue[] {
  const key = unwrap(given);
  const id = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key)?.id : undefined;
  return id?.parent?.type === 'ArrayPattern' && id.parent['elements'][0] === id ? pairsAt(trace, id.parent, frame) : [];
}

/** The loop in which it gets its value, or the call that calls back with it. */
function loopOver(trace: Trace, given: Node): Node | undefined {
  const key = unwrap(given);
  for (let at: Node | undefined = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key)?.id : undefined; at; at = at.parent) {
    if (/^For(?:In|Of)Statement$/.test(at.type)) return at;
    if (isFunction(at)) return isCall(at.parent) ? at.parent : undefined;
  }
  return undefined;
}

/** True for the name of a parameter that the loop does not only hand on: it may choose by it. */
function isAskedElsewhere(trace: Trace, given: Node): boolean {
  const key = unwrap(given);
  return (key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key)?.references.length : undefined) !== 1;
}

/** `if (allowed.has(name)) query.append(name, …)`: the names that are let through. */
function allowedNames(trace: Trace, given: Node, frame: Frame | undefined): Node[] {
  const key = unwrap(given);
  const binding = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key) : undefined;
  return (binding?.references ?? []).flatMap((reference) => {
    const call = reference.parent;
    const callee: Node | undefined = call && isCall(call) && call['arguments'][0] === reference ? unwrap(call['callee']) : undefined;
    const list = callee && isMember(callee) && /^(?:has|includes)$/.test(memberName(callee) ?? '') ? trace.evaluate(callee['object'], frame) : undefined;
    return list?.kind === 'list' ? list.items.map(({ node }) => unwrap(node)).filter((node) => node.type === 'StringLiteral') : [];
  });
}

const isWrite = (call: Node): boolean => /^(?:set|append)$/.test(calleeName(call));

/** `params.has('sortBy')`: the name that is asked for. */
function askedIn(call: Node): Node[] {
  const name: Node | undefined = call['arguments']?.[0];
  return name?.type === 'StringLiteral' && /^(?:get|getAll|has)$/.test(calleeName(call)) ? [name] : [];
}

const isOnlyAsk = (trace: Trace, calls: readonly Call[], literal: Node): boolean =>
  calls.every(({ call, frame, writes }) => writes || call.type === 'AssignmentExpression' || call['arguments'][0] === literal || staticText(trace, call['arguments'][0], frame) !== literal['value']);

/** Stands for all names: `url.search = …` replaces whatever was there. */
export const every = '*';

/** Through how many names and functions parameters are followed: made by one function, filled and given back by another, filled again. */
const deepest = 5;

interface Call {
  /** `append` and `set`; otherwise it reads or deletes by name. */
  readonly writes: boolean;
  readonly call: Node;
  readonly frame: Frame | undefined;
}

/** Calls of `append` and `set` on the variable that holds it, its aliases, the parameters it is handed to, and what a function that returns it gives. */
function* callsOn(trace: Trace, query: QueryValue): Generator<Call> {
  for (const { node, frame } of makersOfQuery(trace, query)) for (const self of selvesIn(node)) yield* callsOnMention(trace, self, frame, 0);
  yield* callsAfter(trace, query.ref.node, query.ref.frame, 0);
}

/** The same of an expression that gives it. */
function* callsAfter(trace: Trace, given: Node, frame: Frame | undefined, depth: number): Generator<Call> {
  const chain = [...chained(given)];
  yield* chain.map((call) => ({ call, frame, writes: true }));
  const outer = outermost(chain.at(-1) ?? given);
  const declarator = outer.parent;
  if (declarator?.type === 'VariableDeclarator' && declarator['id'].type === 'Identifier') yield* callsOnName(trace, declarator['id'], frame, depth);
  else if (declarator?.type === 'AssignmentExpression' && declarator['left'].type === 'Identifier') {
    const binding = trace.project.sourceOf(declarator).scopes.bindingOf(declarator['left']);
    if (binding) yield* callsOnName(trace, binding.id, frame, depth);
  } else if (declarator && (/^Class(?:Private)?Property$/.test(declarator.type) || (declarator.type === 'AssignmentExpression' && isMember(declarator['left'])))) {
    for (const mention of placeMentions(trace, outer, declarator, 0)) yield* callsOnMention(trace, mention, undefined, depth);
  } else if (depth <= deepest) yield* callsOnMention(trace, outer, frame, depth);
}

/** `const make = () => new URL(…)`: what is put on the result of this very call of the function. */
function* callsOnReturned(trace: Trace, outer: Node, frame: Frame | undefined, depth: number): Generator<Call> {
  const isReturned = outer.parent?.type === 'ReturnStatement' || (outer.parent?.type === 'ArrowFunctionExpression' && outer.parent['body'] === outer);
  if (!isReturned || !frame || frame.callback || enclosingFunction(outer) !== frame.fn) return;
  yield* callsAfter(trace, frame.call.parent?.type === 'AwaitExpression' ? frame.call.parent : frame.call, frame.caller, depth + 1);
}

/** `.set(…).append(…)` after an expression: parameters that cannot be changed give a copy. */
function* chained(start: Node): Generator<Node> {
  for (let at = outermost(start); isMember(at.parent) && at.parent?.['object'] === at; ) {
    const call = at.parent.parent;
    if (!call || !isCall(call) || call['callee'] !== at.parent || !/^(?:set|append)$/.test(memberName(at.parent) ?? '') || call['arguments'].length < 2) return;
    yield call;
    at = outermost(call);
  }
}

function* callsOnName(trace: Trace, id: Node, frame: Frame | undefined, depth: number): Generator<Call> {
  const binding = trace.project.sourceOf(id).scopes.bindingOf(id);
  for (const reference of depth > deepest ? [] : (binding?.references ?? [])) yield* callsOnMention(trace, reference, frame, depth);
}

function* callsOnMention(trace: Trace, mention: Node, frame: Frame | undefined, depth: number): Generator<Call> {
  const reference = outermost(mention);
  const use = memberChain(reference);
  const isBare = !isMember(reference.parent) || reference.parent?.['object'] !== reference;
  const assignment = reference.parent?.parent;
  const isSearch = isMember(reference.parent) && memberName(reference.parent as Node) === 'search';
  const replacesAll = isMember(reference.parent) && /^(?:search|href)$/.test(memberName(reference.parent as Node) ?? '') && assignment?.type === 'AssignmentExpression' && assignment['left'] === reference.parent;
  if (replacesAll) yield { call: assignment as Node, frame, writes: isSearch };
  if (use.call && (use.name === 'append' || use.name === 'set') && use.call['arguments'].length >= 2) yield* [use.call, ...chained(use.call)].map((call) => ({ call, frame, writes: true }));
  else if (use.call && /^(?:delete|get|getAll|has)$/.test(use.name ?? '') && use.call['arguments'][0]) yield { call: use.call, frame, writes: false };
  else if (use.alias) yield* callsOnName(trace, use.alias, frame, depth + 1);
  else {
    if (use.call) yield* callsInMethod(trace, use.call, frame, depth);
    yield* callsInHelper(trace, use.at, frame, depth);
    if (isBare) yield* callsOnReturned(trace, reference, frame, depth);
  }
}

/** `search.inRole('Developer').byName()` of a class that extends URLSearchParams: what its methods put on it, and those that are called on what they give back. */
function* callsInMethod(trace: Trace, call: Node, frame: Frame | undefined, depth: number): Generator<Call> {
  if (depth > deepest) return;
  for (const value of members(trace.evaluate(unwrap(call['callee']), frame))) {
    if (value.kind !== 'function' || !isOwnQuery(trace, value.self)) continue;
    const within = trace.frame(value.ref.node, call, frame, value.ref.frame, value.self);
    for (const self of selvesIn(value.ref.node)) yield* callsOnMention(trace, self, within, depth + 1);
    if (members(trace.evaluate(call, frame)).some((given) => isOwnQuery(trace, given))) yield* callsAfter(trace, call, frame, depth);
  }
}

/** `this` and `super` in a method. */
const selvesIn = (method: Node): readonly Node[] => [...thisIn(method['body']), ...descendants(method['body']).filter(({ type, parent }) => type === 'Super' && isMember(parent))];

/** `x.append(…)`, `x.searchParams.set(…)`, `const p = x.searchParams`. */
function memberChain(reference: Node): { readonly at: Node; readonly call?: Node; readonly name?: string; readonly alias?: Node } {
  let at = reference;
  if (isMember(at.parent) && at.parent?.['object'] === at && memberName(at.parent) === 'searchParams') at = outermost(at.parent);
  const declarator = at.parent;
  if (declarator?.type === 'VariableDeclarator' && declarator['init'] === at && declarator['id'].type === 'Identifier') return { at, alias: declarator['id'] };
  if (declarator?.type === 'VariableDeclarator' && declarator['init'] === at && declarator['id'].type === 'ObjectPattern') {
    const alias = holderIn(declarator['id']);
    if (alias) return { at, alias };
  }
  const member = at.parent;
  if (!isMember(member) || member?.['object'] !== at || !isCall(member.parent) || member.parent?.['callee'] !== member) return { at };
  return { at, call: member.parent as Node, name: memberName(member) ?? '' };
}

/** `addPaging(params)`, `fill(url.searchParams)`: what the function puts on its parameter. */
function* callsInHelper(trace: Trace, reference: Node, frame: Frame | undefined, depth: number): Generator<Call> {
  const call = reference.parent;
  if (!call || !isCall(call) || !call['arguments'].includes(reference)) return;
  for (const value of members(trace.evaluate(unwrap(call['callee']), frame))) {
    const given: Node | undefined = value.kind === 'function' ? value.ref.node['params'][call['arguments'].indexOf(reference)] : undefined;
    const parameter = given && holderIn(given);
    if (value.kind !== 'function' || !parameter) continue;
    yield* callsOnName(trace, parameter, trace.frame(value.ref.node, call, frame, value.ref.frame, value.self), depth + 1);
  }
}

/** The name under which a parameter holds it: `params`, `params = …`, `{ searchParams }`. */
function holderIn(parameter: Node): Node | undefined {
  if (parameter.type === 'AssignmentPattern') return holderIn(parameter['left']);
  if (parameter.type === 'Identifier') return parameter;
  const properties: readonly Node[] = parameter.type === 'ObjectPattern' ? parameter['properties'] : [];
  const member = properties.find((property) => property['key']?.name === 'searchParams');
  return member && holderIn(member['value']);
}

export function callSite(trace: Trace, call: Node, name: string, frame: Frame | undefined): Site {
  const source = trace.project.sourceOf(call);
  const [key, given] = call['arguments'] as [Node, Node];
  const branch = branchOf(call, undefined);
  const plain = plainValue(given);
  const rename = (to: string): ReturnType<typeof replaceRange> => replaceRange(source, key, stringCode(source, to, key));
  const callee = unwrap(call['callee']);
  const isAdded = isMember(callee) && memberName(callee) === 'append';
  const site: Site = {
    name,
    source,
    at: rangeOf(source, key),
    value: readValue(trace, { node: given, frame }, plain),
    given: { node: plain, frame },
    anchor: call,
    branch,
    conditional: branch !== undefined,
    ...(isAdded ? { isAdded, ...(callee['computed'] ? {} : { instead: [replaceRange(source, callee['property'], 'set')] }) } : {}),
    rename: (to) => [rename(to)],
    remove: () => removedCall(source, call),
    replace: (to, value) => [rename(to), replaceRange(source, given, valueCode(source, value, given.type === 'StringLiteral' ? given : key))],
  };
  return Object.hasOwn(cursors, name) ? computedKey(trace, key, site, frame) : commonKey(trace, key, site, frame);
}

function removedCall(source: Parameters<typeof removedStatement>[0], call: Node): Rewrite {
  const statement = outermost(call).parent;
  if (statement?.type === 'ExpressionStatement') return [removedStatement(source, statement)];
  // `params = params.set('a', 'b')` goes as a whole; one link of a longer chain goes alone.
  const callee = unwrap(call['callee']);
  const target = statement?.type === 'AssignmentExpression' && statement.parent?.type === 'ExpressionStatement' ? statement : undefined;
  if (target && target['left'].type === 'Identifier' && callee['object'].type === 'Identifier' && target['left'].name === callee['object'].name) return [removedStatement(source, target.parent as Node)];
  if (isMember(statement) || (isMember(callee) && /Call|New/.test(callee['object'].type))) return [replaceRange(source, { start: callee['object'].end, end: call.end }, '')];
  const logical = statement?.type === 'LogicalExpression' && statement.parent?.type === 'ExpressionStatement' ? statement.parent : undefined;
  if (logical) return [removedStatement(source, logical)];
  return { blocked: 'the call that sets the parameter is part of a larger expression' };
}
