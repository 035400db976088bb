import { renamedFields } from '../../api.ts';
import type { OldName } from '../../facts.ts';
import { descendants, enclosingFunction, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Asked } from '../flow/asked.ts';
import { elementNames } from '../calls/callbacks.ts';
import { constantUses } from '../modules/constants.ts';
import { changesOf } from '../changes/contents.ts';
import { isElementKey } from './element-keys.ts';
import { readsThroughTable } from './key-tables.ts';
import { elementAt, entriesOf } from '../members.ts';
import { actOf, choicesAt, isUsers, type KeyAct, pairedKey, spreadUser } from './key-acts.ts';
import { isKeyMember } from './key-members.ts';
import { contextsOnce } from '../requests/requests.ts';
import { type Key, literalsOf } from './listed-keys.ts';
import { newNameIn } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { copyAround, copyBy, isCopyRead, isOnlyKeyed, type NamedCopy } from './named-copies.ts';
import { memberDeclared } from '../types/declared-members.ts';
import { valueUses } from '../modules/uses.ts';
import type { FieldPlace } from '../users.ts';
import { turnsBehind } from '../conditions/turns.ts';
import { type Frame, members, type ShapeValue, nothing, unfilled, type Value } from '../value.ts';

export { isOfOwn } from './own-keys.ts';

/** A function with more calls than this is looked at as one. */
const mostCalls = 60;
/** Through how many functions a key is handed on. */
const deepest = 3;

/** `user[key]`, `{ [key]: value } = user`: the texts, table keys and literal types that name an old field there, wherever they are written. */
export function keyedFields(trace: Trace, program: Node, asked: Asked): FieldPlace[] {
  return descendants(program).flatMap((node) => {
    const isProperty = node.type === 'ObjectProperty';
    const isTaken = isProperty && node.parent?.type === 'ObjectPattern';
    const key: Node | undefined = isMember(node) ? node['property'] : isProperty ? node['key'] : undefined;
    const pair = isCall(node) ? pairedKey(node) : undefined;
    if (pair) return trace.ask(() => keysOf(trace, { key: pair.key, act: 'sets', turn: undefined }, asked, { kind: 'object', ref: { node: pair.object, frame: undefined } }), []);
    if (!key || !node['computed'] || /Literal$/.test(key.type)) return isCall(node) || node.type === 'BinaryExpression' ? trace.ask(() => chosenKeys(trace, node), []) : [];
    if (isProperty && !isTaken) return trace.ask(() => keysOf(trace, { key, act: 'sets', turn: undefined }, asked, { kind: 'object', ref: { node: node.parent as Node, frame: undefined } }), []);
    return trace.ask(
      () =>
        (turnsBehind(trace, key) ?? callsBehind(trace, key, node)).flatMap((turn) =>
          keysOf(trace, { key, act: actOf(trace, node), turn, copy: copyBy(trace, node) }, asked, isTaken ? trace.evaluatePattern(node.parent as Node, turn) : trace.evaluate(node['object'], turn)),
        ),
      [],
    );
  });
}

/** `pick(user, 'created')`, `pick(space, 'name')`: the contexts of a function that is given the key, so that each key is asked for beside what is given with it. */
export function callsBehind(trace: Trace, key: Node, node: Node): readonly (Frame | undefined)[] {
  const binding = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key) : undefined;
  const fn = binding?.kind === 'param' && binding.writes.length === 0 ? enclosingFunction(node) : undefined;
  const calls = fn ? contextsOnce(trace, fn, [undefined]) : [undefined];
  return calls.length > mostCalls || calls.includes(undefined) ? [undefined] : calls;
}

/** `names.includes(key)` and `key === name` where the key is that of a user's member: the texts that choose members. */
function chosenKeys(trace: Trace, node: Node): FieldPlace[] {
  return choicesAt(trace, node).flatMap(({ names, user }) =>
    members(names).flatMap((value) =>
      writtenKeys(trace, value).flatMap(({ node: place, name }) =>
        newNameIn(user, name) === undefined ? [] : [{ node: place, name: name as OldName, place: 'key' as const, shape: user, other: undefined, act: 'selects' as const, isOnlyKey: false }],
      ),
    ),
  );
}

interface KeyUse {
  readonly key: Node;
  readonly act: KeyAct | undefined;
  /** The context for one of the things that the name of the key stands for. */
  readonly turn: Frame | undefined;
  /** What keeps the member under the same name. */
  readonly copy?: NamedCopy | undefined;
}

function keysOf(trace: Trace, { key, act, turn, copy }: KeyUse, asked: Asked, of: Value): FieldPlace[] {
  const whole = members(of).find(isUsers) ?? (act && members(of).flatMap((value) => spreadUser(trace, value) ?? [])[0]);
  const shape =
    whole ??
    members(of)
      .map((value) => copiedFrom(trace, value))
      .find(Boolean);
  const copies = shape ? [] : members(of).filter((value) => spreadUser(trace, value) !== undefined);
  if (!shape && copies.length === 0) return [];
  const written = members(trace.evaluate(key, turn)).flatMap((value) => writtenKeys(trace, value));
  return [...written, ...typedKeys(trace, key)].flatMap(({ node: place, name }) => {
    const user = shape ?? copies.map((copy) => spreadUser(trace, copy, name)).find(Boolean);
    if (!user || newNameIn(user, name) === undefined) return [];
    return [{ node: place, name: name as OldName, place: 'key' as const, shape: user, other: undefined, act, ...(copy ? { copiedBy: copy.made } : {}), ...(whole ? useOf(trace, place, asked) : { isOnlyKey: false }) }];
  });
}

/** `for (const key in user) cells[key] = …`: the user whose names an object of the program gets. */
function copiedFrom(trace: Trace, value: Value): ShapeValue | undefined {
  const keys = value.kind === 'object' ? changesOf(trace, value.ref.node).flatMap((change) => (change.kind === 'key' && change.assignment ? [unwrap(change.assignment['left'])['property'] as Node] : [])) : [];
  return keys.flatMap((key) => members(trace.evaluate(key, undefined)).flatMap((name) => (name.kind === 'each' && name.part === 'key' ? members(name.of) : []))).find(isUsers);
}

function useOf(trace: Trace, place: Node, asked: Asked): Pick<FieldPlace, 'isOnlyKey' | 'reads'> {
  const reads = place.type === 'StringLiteral' ? readsThroughTable(trace, place, asked) : undefined;
  return reads ? { isOnlyKey: true, reads } : { isOnlyKey: isOnlyKey(trace, place) };
}

/** A literal text, a part of one that is taken apart (`'name,created'.split(',')`), or the keys of a table that is gone through. */
function writtenKeys(trace: Trace, value: Value): Key[] {
  if (value.kind === 'text' && value.pieces.length === 1) {
    const [piece] = value.pieces;
    const isPart = piece?.kind === 'literal' && piece.node.type === 'Joint' && /^(?:StringLiteral|TemplateElement)$/.test(piece.node.parent?.type ?? '');
    return piece?.kind === 'literal' && (piece.node.type === 'StringLiteral' || isPart) ? [{ node: piece.node, name: isPart ? piece.text.trim() : piece.text }] : [];
  }
  if (value.kind === 'each' && value.part === 'value') return members(elementAt(trace, value.of, Number.NaN, value.ref)).flatMap((one) => (one.kind === 'each' ? [] : writtenKeys(trace, one)));
  if (value.kind !== 'each' || value.part !== 'key') return [];
  const tables = members(value.of).flatMap((table) => (table.kind === 'each' && table.part === 'value' ? members(elementAt(trace, table.of, Number.NaN, table.ref)) : [table]));
  return tables.flatMap((table) =>
    table.kind !== 'object'
      ? []
      : entriesOf(table.ref.node).flatMap((property) => {
          const name = property['key'] && keyName(property['key'], property['computed']);
          return name === undefined ? [] : [{ node: property['key'] as Node, name }];
        }),
  );
}

/** The literals of the type that the key is declared with: `key: 'created' | 'lastUpdated'`. */
function typedKeys(trace: Trace, given: Node): Key[] {
  const key = unwrap(given);
  const id = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key)?.id : undefined;
  const type: Node | undefined = id?.['typeAnnotation']?.['typeAnnotation'] ?? (isMember(key) ? memberDeclared(trace, key)?.type : undefined);
  return type ? literalsOf(trace, type, 0) : [];
}

/** True when the text is an argument, a constant, one of a list or a member of an object that is seen wherever it goes, and is used as the name of a member and for nothing else; types are used for nothing. */
export function isOnlyKey(trace: Trace, literal: Node, depth = 0, origin = literal): boolean {
  const outer = outermost(literal);
  const { parent } = outer;
  if (!parent || depth > deepest) return false;
  if (parent.type === 'TSLiteralType' || isElementKey(trace, outer)) return true;
  const copy = copyAround(trace, outer);
  if (copy) return contextsWith(trace, outer, origin).every((frame) => isCopyRead(trace, copy, textOf(origin), frame));
  if (isMember(parent) && parent['property'] === outer)
    return contextsWith(trace, outer, origin).every((frame) => isOfUsers(trace, parent['object'], frame) && (actOf(trace, parent) !== 'sets' || isOnlyKeyed(trace, parent['object'], textOf(origin), frame)));
  if (parent.type === 'ObjectProperty' && parent['key'] === outer && parent.parent?.type === 'ObjectPattern') return parent['computed'];
  if (parent.type === 'ArrayExpression') return isListOfKeys(trace, parent, depth, origin);
  if (parent.type === 'BinaryExpression') return parent['operator'] === 'in' && parent['left'] === outer && contextsWith(trace, outer, origin).every((frame) => isOfUsers(trace, parent['right'], frame));
  if (parent.type === 'ObjectProperty' && parent['value'] === outer) return isKeyMember(trace, parent) || isOnlyKeyByName(trace, outer, depth, origin);
  if (parent.type === 'TSEnumMember' || parent.type === 'AssignmentExpression') return isOnlyKeyByName(trace, outer, depth, origin);
  if (parent.type === 'VariableDeclarator' && parent['id'].type === 'Identifier' && parent['init'] === outer) return usesAreKeys(trace, parent['id'], depth, origin);
  return (
    isCall(parent) &&
    areParameters(trace, parent, outer, (parameter) => (parameter.type === 'RestElement' ? elementsAreKeys(trace, parameter['argument'], depth + 1, origin) : parameter.type === 'Identifier' && usesAreKeys(trace, parameter, depth, origin)))
  );
}

/** The same of a constant, by all its mentions: `ATTRIBUTES.CREATED`. */
function isOnlyKeyByName(trace: Trace, literal: Node, depth: number, origin: Node): boolean {
  const uses = literal === origin ? (constantUses(trace, literal) ?? []) : [];
  return (
    uses.length > 0 &&
    uses.every((use) => {
      const taken: Node | undefined = use.parent?.type === 'ObjectProperty' && use.parent['key'] === use ? use.parent['value'] : undefined;
      return taken ? taken.type === 'Identifier' && usesAreKeys(trace, taken, depth, origin) : isOnlyKey(trace, use, depth + 1, origin);
    })
  );
}

/** The text that a literal has as a key. */
const textOf = (literal: Node): string => String(literal['value']);

/** True when all that is called are functions of the project, and the question is true of the parameter that gets the argument. */
function areParameters(trace: Trace, call: Node, argument: Node, question: (parameter: Node) => boolean): boolean {
  const given = call['arguments'] as Node[];
  const index = given.indexOf(argument);
  const targets = members(trace.evaluate(unwrap(call['callee']), undefined));
  if (index < 0 || targets.length === 0 || given.slice(0, index).some(({ type }) => type === 'SpreadElement')) return false;
  return targets.every((target) => {
    const parameters: readonly Node[] = target.kind === 'function' ? target.ref.node['params'] : [];
    const last = parameters.at(-1);
    const parameter = parameters[index] ?? (last?.type === 'RestElement' ? last : undefined);
    return parameter !== undefined && question(parameter);
  });
}

/** The contexts in which a name stands for this very text; one without a context where they are not told apart. */
function contextsWith(trace: Trace, key: Node, origin: Node): readonly (Frame | undefined)[] {
  const all = callsBehind(trace, key, key);
  const mine = all.filter((frame) => members(trace.evaluate(key, frame)).some((value) => value.kind === 'text' && value.pieces.some((piece) => piece.kind === 'literal' && piece.node === origin)));
  return mine.length > 0 ? mine : [undefined];
}

/** False for members of something of which nobody knows that its names change: rows of another endpoint, `labels[key]` of a table in the program that has such a name itself. */
export function isOfUsers(trace: Trace, object: Node, frame: Frame | undefined): boolean {
  const names = renamedFields['User'] ?? {};
  return members(trace.evaluate(object, frame)).every((value) => {
    if (value.kind !== 'object') return value === unfilled || value === nothing || (value.kind !== 'unknown' && !(value.kind === 'shape' && renamedFields[value.shape] === undefined));
    return entriesOf(value.ref.node).every((property) => !property['key'] || !((keyName(property['key'], property['computed']) ?? '') in names));
  });
}

/** `const keys = ['created']`, or the list itself, gone through by `for … of` and by callbacks. */
function isListOfKeys(trace: Trace, list: Node, depth: number, origin: Node): boolean {
  const { parent } = outermost(list);
  return parent?.type === 'VariableDeclarator' ? elementsAreKeys(trace, parent['id'], depth, origin) : isListFine(trace, list, depth, origin);
}

/** The same of one use of a list: it is gone through, or a function of the project gets it that does so. */
function isListFine(trace: Trace, use: Node, depth: number, origin: Node): boolean {
  const outer = outermost(use);
  const spread = outer.parent?.type === 'SpreadElement' ? outer.parent : outer;
  const call = spread.parent;
  if (spread !== outer && call?.type === 'ArrayExpression') return depth <= deepest && isListOfKeys(trace, call, depth + 1, origin);
  if (depth > deepest || !isCall(call) || !call?.['arguments'].includes(spread)) return areKeys(trace, goneThrough(use), depth, origin);
  return areParameters(trace, call as Node, spread, (parameter) => {
    const isRest = parameter.type === 'RestElement';
    return isRest === (spread !== outer) && elementsAreKeys(trace, isRest ? parameter['argument'] : parameter, depth + 1, origin);
  });
}

/** True when a name holds a list, and its elements are used as the names of members and for nothing else. */
export function elementsAreKeys(trace: Trace, id: Node, depth = 0, origin = id): boolean {
  const uses = valueUses(trace, id) ?? [];
  return uses.length > 0 && uses.every((use) => isListFine(trace, use, depth, origin));
}

const areKeys = (trace: Trace, names: readonly Node[], depth: number, origin: Node): boolean => names.length > 0 && names.every((name) => usesAreKeys(trace, name, depth, origin));

/** The names of one element wherever a list is gone through; none where something else is done with it or with what is left of it. */
function goneThrough(list: Node): readonly Node[] {
  const { parent } = outermost(list);
  const call = isMember(parent) ? outermost(parent as Node).parent : undefined;
  const method = call && isCall(call) && unwrap(call['callee']) === parent ? memberName(parent as Node) : undefined;
  const names = elementNames(list);
  if (!call || method === undefined || /^(?:forEach|map|flatMap|some|every|findIndex|findLastIndex|reduce|reduceRight)$/.test(method)) return names;
  const left = /^(?:filter|slice|toReversed)$/.test(method) ? goneThrough(call) : [];
  return left.length > 0 && method === 'filter' ? [...names, ...left] : left;
}

/** True when a name is used as the name of a member and for nothing else. */
export function usesAreKeys(trace: Trace, id: Node, depth = 0, origin = id): boolean {
  const uses = valueUses(trace, id) ?? [];
  return uses.length > 0 && uses.every((use) => isOnlyKey(trace, use, depth + 1, origin));
}
