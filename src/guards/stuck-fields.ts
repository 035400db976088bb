import { isBlocked } from '../carriers/code.ts';
import { fieldRewrite } from '../carriers/fields/fields.ts';
import { calleeName, chainRoot, descendants, enclosingFunction, isCall, isFunction, isMember, isNullish, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { type ChangedList, isOrderSeen, isPutInOrder, isSeen } from '../trace/changes/changed-lists.ts';
import type { Binding } from '../source/scope.ts';
import { homeOf } from '../trace/flow/flow.ts';
import { returnedNodes } from '../trace/calls/calls.ts';
import { exportNames } from '../trace/modules/modules.ts';
import { isChangedInPlace, isNameChanged } from '../trace/changes/mutations.ts';
import { bringsAnother, type PutIn } from '../trace/changes/put-in.ts';
import type { TakenAway } from '../trace/changes/taken-away.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import { type Frame, members, nodesOf, type RawRequest, type ShapeValue } from '../trace/value.ts';

/** What the program puts into answers, and what it takes away from them. */
interface Changes {
  readonly puts: readonly PutIn[];
  readonly taken: readonly TakenAway[];
  readonly changed: readonly ChangedList[];
}

/** Where the program itself writes the old name and that cannot be rewritten, its reads stay: by the call the user came from (or that keeps the name as a key), then by name. */
export function stuckWrites(trace: Trace, places: readonly FieldPlace[], { puts, taken, changed }: Changes, isMixed: (place: FieldPlace) => boolean, unreadOf: (place: FieldPlace) => string | undefined): Map<Node, Map<string, string>> {
  const stuck = new Map<Node, Map<string, string>>();
  const stick = (call: Node, name: string, reason: string): unknown => stuck.set(call, new Map([...(stuck.get(call) ?? []), [name, reason]]));
  const lineOf = (node: Node): number => trace.project.sourceOf(node).place(node.start).line;
  const names = new Set(places.map((place) => place.name));
  const stickAll = (of: string, reason: string): void => {
    for (const { name, shape } of places) if (name === of && shape.request) stick(shape.request.call, name, reason);
  };
  for (const put of puts) {
    for (const name of names) if (bringsAnother(trace, put, name)) stick(put.from, name, `line ${lineOf(put.node)} puts something of its own there that has \`${name}\``);
  }
  for (const { node, from, name } of taken) stick(from, name, `line ${lineOf(node)} takes away what has today's name, or puts something of its own there`);
  const sameAs = (list: ShapeValue, from: Node | undefined) => (place: FieldPlace) =>
    !isDeclared(place) && [place.shape, ...(place.alternatives ?? [])].some((shape) => shape.request?.call === list.request?.call && from === givenBy(trace, shape));
  for (const { node, origin, list } of changed) {
    const from = givenBy(trace, list);
    if (from && isSeen(places, { node, origin, list }, sameAs(list, from))) stick(from, 'roles', `line ${lineOf(node)} changes the list of roles where it is, and others read the same list`);
  }
  for (const place of places.filter((one) => isPutInOrder(one, trace))) {
    const from = givenBy(trace, place.shape);
    if (from && isOrderSeen(trace, places, place, sameAs(place.shape, from))) stick(from, 'roles', `line ${lineOf(place.node)} puts the list of roles in order where it is, and others read it in that order`);
  }
  for (const place of besideMocks(trace, places).filter(isMixed)) {
    const where = `${trace.project.fileOf(place.node).split('/').at(-1)}:${lineOf(place.node)}`;
    stickAll(place.name, `${where} reads \`${place.name}\` of what tests give it as well, and has to stay`);
  }
  for (const { mine, theirs } of halves(places)) if (isMixed(theirs) && !isMixed(mine)) stick(mine.node, mine.name, `it is compared with \`${theirs.name}\` of what may also come from another source`);
  for (const place of places) {
    const line = lineOf(place.node);
    if (place.place === 'mock' && isMixed(place)) {
      stickAll(place.name, `line ${line} has \`${place.name}\` in what stands in for answers of another API as well`);
      continue;
    }
    const isCompared = place.name === 'roles' && isComparedItself(place);
    const isChanged = isCompared || changesList(trace, place);
    const call = place.text?.keptBy ?? place.copiedBy ?? (isWritten(place) || place.act || isChanged || place.compares || place.redefines === 'itself' ? place.shape.request?.call : undefined);
    if (!call || !(isBlocked(fieldRewrite(trace, place)) || (place.compares && place.other !== undefined) || (isChanged && readsOf(trace, places, place) > 1))) continue;
    stick(isChanged ? (givenBy(trace, place.shape) ?? call) : call, place.name, isCompared ? `line ${line} asks whether this is the very same list` : reasonFor(place, line));
  }
  for (const place of places) {
    const call = place.copiedBy ?? (place.act || place.compares || isWritten(place) ? place.shape.request?.call : undefined);
    if (!call || stuck.get(call)?.has(place.name)) continue;
    const isOfCall = ({ shape, copiedBy }: FieldPlace): boolean => (place.copiedBy ? copiedBy === call || [...nodesOf(shape.trail)].includes(call) : shape.request?.call === call);
    const left = places.find((other) => other.name === place.name && isOfCall(other) && !isDeclared(other) && (isMixed(other) || isBlocked(fieldRewrite(trace, other))));
    const why = left ? `line ${lineOf(left.node)} also names \`${place.name}\`, and has to stay` : place.copiedBy || isWritten(place) ? undefined : unreadOf(place);
    if (why !== undefined) stick(call, place.name, why);
  }
  return stuck;
}

/** Reads of something else as well that stands in a file in which something stands in for users: what is tested there is one and the same. */
function besideMocks(trace: Trace, places: readonly FieldPlace[]): FieldPlace[] {
  const mocking = new Set(places.flatMap((place) => (place.place === 'mock' ? [`${place.name} ${trace.project.fileOf(place.node)}`] : [])));
  return places.filter(({ place, name, other }) => place !== 'mock' && other?.kind === 'object' && mocking.has(`${name} ${trace.project.fileOf(other.ref.node)}`));
}

/** `newest.created > user.created`: two reads of one name that are compared with each other, each with the other. */
function halves(places: readonly FieldPlace[]): { readonly mine: FieldPlace; readonly theirs: FieldPlace }[] {
  const compared = new Map<Node, FieldPlace[]>();
  for (const place of places) {
    const comparison = place.place === 'read' ? comparisonAround(place.node) : undefined;
    if (comparison) compared.set(comparison, [...(compared.get(comparison) ?? []), place]);
  }
  return [...compared.values()].flatMap((both) => both.flatMap((mine) => both.filter((other) => other !== mine && other.name === mine.name).map((theirs) => ({ mine, theirs }))));
}

/** The comparison or difference that a read is an operand of, itself or by a method or a constructor. */
function comparisonAround(read: Node): Node | undefined {
  for (let at = read.parent, depth = 0; at && depth < deepestOperand; at = at.parent, depth += 1) {
    if (isCall(at) && calleeName(at) === 'localeCompare') return at;
    if (at.type === 'BinaryExpression') return /^(?:[<>]=?|[!=]==?|-)$/.test(at['operator']) ? at : undefined;
    if (!/^(?:MemberExpression|OptionalMemberExpression|CallExpression|OptionalCallExpression|NewExpression|UnaryExpression|TSNonNullExpression|TSAsExpression|ParenthesizedExpression)$/.test(at.type)) return undefined;
  }
  return undefined;
}

/** How far inside an operand a read is looked for: `new Date(user.created).getTime()`. */
const deepestOperand = 5;

const acts = {
  removes: 'removes members by their names, `NAME` among them',
  compares: 'compares members by their names, `NAME` among them',
  selects: 'chooses members by their names, `NAME` among them',
};

function reasonFor({ act, compares, name, text }: FieldPlace, line: number): string {
  if (compares) return `line ${line} does something for members that are called \`${name}\``;
  if (act && act !== 'sets' && !text) return `line ${line} ${acts[act]}`.replace('NAME', name);
  return `line ${line} writes \`${name}\`, and what is read may be what was written there`;
}

/** The list of roles is changed where it is, so that every other reader of it sees the change. */
function changesList(trace: Trace, place: FieldPlace): boolean {
  if (place.name !== 'roles') return false;
  if (place.place === 'read') return isChangedInPlace(trace, place.node);
  const local: Node | undefined = place.place === 'destructured' ? place.node['value'] : undefined;
  return local?.type === 'Identifier' && isNameChanged(trace, local);
}

/** `user.roles !== before`: it is asked whether this is the very list that another read gave. */
function isComparedItself({ node }: FieldPlace): boolean {
  const { parent } = outermost(node);
  return parent?.type === 'BinaryExpression' && /^[!=]==?$/.test(parent['operator']) && ![parent['left'], parent['right']].some((side: Node) => isNullish(unwrap(side)) || /Literal$/.test(unwrap(side).type));
}

/** How many places read the same name of what one call gave. */
const readsOf = (trace: Trace, places: readonly FieldPlace[], place: FieldPlace): number =>
  places.filter((other) => other.name === place.name && other.shape.request?.call === place.shape.request?.call && !isDeclared(other) && !isApart(trace, place, other)).length;

/** True for places in the answers of two calls of a function that asks anew each time: what is changed in one is not seen in the other. */
function isApart(trace: Trace, one: FieldPlace, other: FieldPlace): boolean {
  const [mine, theirs] = [one, other].map(({ shape, alternatives = [] }) => [shape, ...alternatives]);
  return !!mine && !!theirs && mine.every((here) => isAnew(trace, here) && theirs.every((there) => isAnew(trace, there) && here.request?.frame !== there.request?.frame));
}

/** True for what came out of the functions that asked for it, each called as it is written and with names of its own alone: none of them keeps it for another call. */
function isAnew(trace: Trace, { request, trail }: ShapeValue): boolean {
  const frames: Frame[] = [];
  for (let at = request?.frame; at; at = at.caller) frames.push(at);
  const fns = new Set(frames.map(({ fn }) => fn));
  return frames.length > 0 && frames.every((frame) => isCalledItself(trace, frame)) && [...nodesOf(trail)].every((node) => !fns.has(enclosingFunction(node) as Node) || isOwnName(trace, node));
}

/** The call that gave an answer: that of the function which asks for it each time anew, otherwise the request. */
function givenBy(trace: Trace, shape: ShapeValue): Node | undefined {
  let frame = isAnew(trace, shape) ? shape.request?.frame : undefined;
  while (frame?.caller) frame = frame.caller;
  return frame?.call ?? shape.request?.call;
}

/** True where the call names the function, here or as a file exports it, and not what `memoize` or another makes of it; and what it gives is kept nowhere: `() => (users ??= load())`. */
function isCalledItself(trace: Trace, { fn, call, callback }: Frame): boolean {
  const callee = callback || !isCall(call) ? undefined : unwrap(call['callee']);
  const binding = callee && trace.project.sourceOf(callee).scopes.bindingOf(chainRoot(callee));
  if (keepsResult(fn)) return false;
  if (callee === fn || !callee || !binding || binding.writes.length > 0) return callee === fn;
  if (binding.kind === 'import') return isExported(trace, callee, binding, fn);
  return callee.type === 'Identifier' && (binding.declaration === fn || (binding.declaration['id'] === binding.id && unwrap(binding.declaration['init'] ?? fn) === fn));
}

const keepsResult = (fn: Node): boolean => returnedNodes(fn).some((given) => descendants(given).some(({ type }) => type === 'AssignmentExpression'));

/** True where what is imported, or taken from what is, is this function under a name by which its file exports it. */
function isExported(trace: Trace, named: Node, { declaration }: Binding, fn: Node): boolean {
  const name = isMember(named) ? memberName(named) : (declaration['imported']?.name ?? 'default');
  const holder = outermost(fn).parent;
  const declared = fn.type === 'FunctionDeclaration' ? fn : /^(?:VariableDeclarator|ExportDefaultDeclaration)$/.test(holder?.type ?? '') ? holder : undefined;
  return !!declared && name !== undefined && exportNames(trace, declared).includes(name) && members(trace.evaluate(named, undefined)).every((value) => value.kind === 'function' && value.ref.node === fn);
}

function isOwnName(trace: Trace, node: Node): boolean {
  let at = unwrap(node);
  while (isMember(at) || isCall(at) || at.type === 'AwaitExpression') at = unwrap(isCall(at) ? at['callee'] : (at['object'] ?? at['argument']));
  const binding = at.type === 'Identifier' ? trace.project.sourceOf(at).scopes.bindingOf(at) : undefined;
  return at.type === 'Identifier' && (!binding || isFunction(binding.declaration) || homeOf(binding.id) !== undefined || isConstantFunction(trace, binding));
}

/** `const get = async (path) => …`, here or where another file exports it. */
function isConstantFunction(trace: Trace, binding: Binding): boolean {
  if (binding.writes.length > 0) return false;
  if (binding.kind !== 'import') return isFunction(unwrap(binding.declaration['init'] ?? binding.id));
  return members(trace.evaluate(binding.id, undefined)).every((value) => value.kind === 'function' && isExported(trace, binding.id, binding, value.ref.node));
}

/** `user.roles = …`. */
export const isWritten = (place: FieldPlace): boolean => place.place === 'read' && place.node.parent?.type === 'AssignmentExpression' && place.node.parent['left'] === place.node;

/** True for a place whose value may be a user's, and something else as well. */
export function isMixed({ other, shape, alternatives = [] }: FieldPlace, isRefused: (request: RawRequest) => boolean): boolean {
  const foreign = [shape, ...alternatives].map(({ request }) => request !== undefined && isRefused(request));
  return foreign.includes(false) && (other !== undefined || foreign.includes(true));
}

/** A place that declares the field, by a type or a schema. */
export const isDeclared = (place: FieldPlace): boolean => place.place === 'type' || place.place === 'schema' || place.keyType?.declares === true;
