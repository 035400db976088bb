import { enclosingFunction, isMember, type Node, unwrap } from '../../source/ast.ts';
import { frameAround } from '../frames.ts';
import { changesTo, type PlacedChange } from '../changes/made.ts';
import { memberOf } from '../members.ts';
import { contextsOnce } from '../requests/requests.ts';
import type { Trace } from '../trace.ts';
import { turnsOfKey } from '../conditions/turns.ts';
import { absent, type Frame, literalText, type MapValue, members, type Ref, union, unknown, type Value } from '../value.ts';

/** A function with more callers than this is looked at as one. */
const most = 60;

/** What is put into a container under a name, and whether that is certain: another key may have that name as well. */
export interface Kept {
  readonly value: Value;
  readonly isCertain: boolean;
}

/**
 * `put('users', rows)` with `tables.set(name, rows)` or `tables[name] = rows` in it: what is put there under one of these names, by those of
 * its callers that give such a name or one that nobody knows. What others put there under another name is something else.
 */
export function keptUnder(trace: Trace, changes: readonly PlacedChange[], names: Iterable<string>): Kept[] {
  const wanted = new Set([...names].map(withoutCase));
  return changes.flatMap((change) => {
    if (change.kind !== 'key') return [];
    return contextsFor(trace, change).flatMap((frame) => {
      const entered = enteredUnder(trace, change, frame, names);
      if (entered) return entered;
      const key = change.key ? namesOf(trace.evaluate(change.key, frame)) : undefined;
      const isMeant = key === undefined || [...key].some((name) => wanted.has(withoutCase(name)));
      return isMeant ? [{ value: trace.evaluate(change.value, frame), isCertain: key !== undefined }] : [];
    });
  });
}

/** `for (const [name, make] of Object.entries(makers)) all.set(name, make)`: the members of these names; undefined where it is not the members of an object that are put there. */
function enteredUnder(trace: Trace, { key, value }: PlacedChange, frame: Frame | undefined, names: Iterable<string>): Kept[] | undefined {
  if (!key || !isEntry(trace, unwrap(key), unwrap(value))) return undefined;
  const objects = members(trace.evaluate(key, frame)).flatMap((name): readonly Value[] => (name.kind === 'each' && name.part === 'key' ? members(name.of) : [unknown]));
  if (!objects.every(({ kind }) => kind === 'object')) return undefined;
  return objects.flatMap((object) =>
    [...names].flatMap((name) => {
      const member = memberOf(trace, object, name, { node: value, frame });
      return member === absent ? [] : [{ value: member, isCertain: true }];
    }),
  );
}

/** `[name, make]` of one pattern, or `makers[name]` beside `name`: a member and its own name. */
function isEntry(trace: Trace, key: Node, value: Node): boolean {
  const bindingOf = (node: Node) => (node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined);
  const name = bindingOf(key);
  if (!name || name.writes.length > 0) return false;
  if (isMember(value) && value['computed']) return bindingOf(unwrap(value['property'])) === name;
  const pair = name.id.parent;
  const [first, second] = pair?.type === 'ArrayPattern' ? (pair['elements'] as (Node | null)[]) : [];
  const made = bindingOf(value);
  return first === name.id && made !== undefined && made.id === second && made.writes.length === 0;
}

/** `tables.get('users')`: what the map holds under this name. Undefined where the name is not known, or it is not seen how the map is filled. */
export function heldByName(trace: Trace, map: MapValue, get: Node, frame: Frame | undefined): Value | undefined {
  const [key] = get['arguments'] as Node[];
  const container = map.ref.node;
  if (!key || container.type !== 'NewExpression') return undefined;
  const names = namesOf(trace.evaluate(key, frame));
  const ref = { node: container, frame: frameAround(container, map.ref.frame) };
  const started = names && startOf(ref);
  if (!names || !started) return undefined;
  const changes = changesTo(trace, ref);
  const all = [...started, ...changes];
  if (all.length === 0 || all.some(({ kind }) => kind !== 'key')) return undefined;
  return union(keptUnder(trace, all, names).map(({ value }) => value));
}

/** `tables.set(name.toLowerCase(), rows)`: the trace takes a text in another case for the same. */
const withoutCase = (name: string): string => name.toLowerCase();

/** The pairs with which a map is made, where they are written: `new Map([['users', users]])`. */
function startOf(ref: Ref): readonly PlacedChange[] | undefined {
  const [given] = ref.node['arguments'] as Node[];
  const list = given && unwrap(given);
  if (!list) return [];
  if (list.type !== 'ArrayExpression') return undefined;
  const pairs = (list['elements'] as (Node | null)[]).map((element) => (element?.type === 'ArrayExpression' ? (element['elements'] as (Node | null)[]) : undefined));
  const changes = pairs.flatMap((pair): PlacedChange[] => (pair?.[0] && pair[1] ? [{ kind: 'key', key: pair[0], value: pair[1], frame: ref.frame }] : []));
  return changes.length === pairs.length ? changes : undefined;
}

/** The contexts in which something is put under its key, as far as they tell keys apart: by the calls of the function, and, of answers and of what gives them, by what is gone through. */
const contextsFor = (trace: Trace, change: PlacedChange): readonly (Frame | undefined)[] =>
  callsFor(trace, change).flatMap((frame): readonly (Frame | undefined)[] => {
    const mayAnswer = change.key && members(trace.evaluate(change.value, frame)).some(({ kind }) => kind === 'response' || kind === 'shape' || kind === 'function' || kind === 'object');
    return (change.key && mayAnswer ? turnsOfKey(trace, change.key, frame) : undefined) ?? [frame];
  });

function callsFor(trace: Trace, { key, value, frame }: PlacedChange): readonly (Frame | undefined)[] {
  const fn = enclosingFunction(value);
  if (!fn || !key || (key.type === 'StringLiteral' && !frame)) return [frame];
  const all = contextsOnce(trace, fn, [undefined]);
  const own = frame ? all.filter((one) => leadsTo(one, frame)) : all;
  return own.length > 0 && own.length <= most ? own : [frame];
}

/** True for a context inside the one in which the container was made. */
function leadsTo(frame: Frame | undefined, made: Frame): boolean {
  for (let at = frame; at; at = at.outer) if (at === made || (at.self?.kind === 'instance' && at.self.frame === made)) return true;
  return false;
}

/** All texts that a key can be; undefined where it can be something else. */
function namesOf(key: Value): ReadonlySet<string> | undefined {
  const texts = members(key).map(literalText);
  return texts.every((text) => text !== undefined) ? new Set(texts) : undefined;
}
