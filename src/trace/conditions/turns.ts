import { descendants, isCall, isFunction, isInside, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { type Binding, patternNames } from '../../source/scope.ts';
import { listOfParameter } from '../calls/callbacks.ts';
import { frameAround } from '../frames.ts';
import { isSetThroughList } from '../changes/outside-writes.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Piece, type Value } from '../value.ts';
import { runsOf } from '../written-tables.ts';

/** More things than this that a name can stand for are looked at as one. */
const most = 8;

const known = new WeakMap<Node, Frame[]>();

/**
 * `for (const source of sources) source.show(await source.find(name))`: in one turn the name stands for one of them, in the call and in what the call is given.
 * The contexts of a call in which its callee is this function, one for each thing that the name may be; undefined where no such choice is seen.
 */
export function turnsOf(trace: Trace, call: Node, fn: Node, frame: Frame | undefined): readonly Frame[] | undefined {
  return call['callee'] ? turnsOfMention(trace, unwrap(call['callee']), fn, frame) : undefined;
}

/** The same where the function is handed to the call: `for (const { pages, toRow } of exports) for (const page of pages()) page.map(toRow)`. */
export function turnsOfHanded(trace: Trace, call: Node, fn: Node, frame: Frame | undefined): readonly Frame[] | undefined {
  for (const argument of (call['arguments'] ?? []) as Node[]) {
    const turns = turnsOfMention(trace, unwrap(argument), fn, frame);
    if (turns) return turns;
  }
  return undefined;
}

function turnsOfMention(trace: Trace, mention: Node, fn: Node, frame: Frame | undefined): readonly Frame[] | undefined {
  const choice = choiceBehind(trace, mention, frame);
  if (!choice) return undefined;
  const fitting = choice.turns.filter((turn) => isUntold(turn) || members(trace.evaluate(mention, turn)).some((value) => value.kind === 'function' && value.ref.node === fn));
  return fitting.some((turn) => !isUntold(turn)) && fitting.length < choice.turns.length ? fitting : undefined;
}

/** The contexts for the things that the name behind an expression stands for, one after the other; undefined where it stands for one, or for any. */
export const turnsBehind = (trace: Trace, expression: Node): readonly Frame[] | undefined => choiceBehind(trace, expression, undefined)?.turns;

const isUntold = (turn: Frame): boolean => turn.turn?.value.kind === 'unknown';

/** What a pattern stands for in this context, where that is one of several. */
export function valueOfTurn(pattern: Node, frame: Frame | undefined): Value | undefined {
  for (let at = frame; at; at = at.outer) if (at.turn?.pattern === pattern) return at.turn.value;
  return undefined;
}

/** The context in which a name is asked: what is declared outside of a turn may come from another one. */
export function withoutTurns(id: Node, frame: Frame | undefined): Frame | undefined {
  for (let at = frame; at; at = at.outer) if (at.turn && !isInside(id, at.turn.scope)) return frameAround(id, frame);
  return frame;
}

/** `get(job.path, job.params)`: the contexts of a call that is given several things of one turn; undefined where it is given one at most. */
export function turnsOfGiven(trace: Trace, call: Node, frame: Frame | undefined): readonly Frame[] | undefined {
  const named = ((call['arguments'] ?? []) as Node[]).flatMap((argument) => (isFunction(argument) ? [] : namesIn(argument)));
  const given = [...named, ...named.flatMap((name) => filledWith(trace, name))];
  const behind = given.length < 2 ? [] : given.map((node) => patternsBehind(trace, node, 0));
  for (const choice of behind.flat()) {
    // What a callback in an argument goes through is all in what this one call is given.
    if (isInside(choice.pattern, call) || behind.filter((choices) => choices.some(({ pattern }) => pattern === choice.pattern)).length < 2) continue;
    const turns = turnsOfPattern(trace, choice, call, frame);
    if (turns !== 'one') return turns;
  }
  return undefined;
}

const namesIn = (node: Node): Node[] => descendants(node).filter((inner) => inner.type === 'Identifier' && !isNameOnly(inner));

/** `const params = new URLSearchParams(query); params.set(name, value)`: what the thing behind a name is made of, and what is put into it. */
function filledWith(trace: Trace, name: Node): Node[] {
  const binding = trace.project.sourceOf(name).scopes.bindingOf(name);
  const made: Node | null | undefined = binding?.kind === 'const' ? binding.declaration['init'] : undefined;
  if (!binding || made?.type !== 'NewExpression') return [];
  const put = binding.references.flatMap((reference) => {
    let at = reference;
    while (isMember(at.parent) && at.parent?.['object'] === at) at = at.parent as Node;
    const call = at === reference || !/^(?:set|append)$/.test(memberName(at) ?? '') ? undefined : at.parent;
    return call && isCall(call) && call['callee'] === at ? (call['arguments'] as Node[]) : [];
  });
  return [...(made['arguments'] as Node[]), ...put].flatMap((argument) => (isFunction(argument) ? [] : namesIn(argument)));
}

const isNameOnly = (node: Node): boolean =>
  !!node.parent && !node.parent['computed'] && ((isMember(node.parent) && node.parent['property'] === node) || (node.parent.type === 'ObjectProperty' && node.parent['key'] === node && !node.parent['shorthand']));

/** `for (const [name, path] of Object.entries(paths)) results[name] = await get(path)`: the contexts of a key, one for each element that the code writes out; undefined where they are not told apart. */
export function turnsOfKey(trace: Trace, key: Node, frame: Frame | undefined): readonly Frame[] | undefined {
  for (const { pattern, binding } of patternsBehind(trace, key, 0)) {
    const around = frameAround(pattern, frame);
    const runs = runsOf(trace, pattern, around);
    if (runs && runs.length > 0) return runs.map((value) => turnOf(pattern, binding.scope.node, value, around));
  }
  return undefined;
}

/** The name that a callee starts with, or the name of which it was taken, as far as it is one of several things that stays the same. */
function choiceBehind(trace: Trace, callee: Node, frame: Frame | undefined): { readonly turns: readonly Frame[] } | undefined {
  for (const choice of patternsBehind(trace, callee, 0)) {
    const { pattern, binding } = choice;
    if (pattern === binding.id && unwrap(callee) === callee && callee.type === 'Identifier' && trace.project.sourceOf(callee).scopes.bindingOf(callee) === binding) continue;
    const turns = turnsOfPattern(trace, choice, callee, frame);
    if (turns !== 'one') return turns && { turns };
  }
  return undefined;
}

/** One context for each thing that a pattern stands for; undefined where there are too many, `one` where it is not one of several. */
function turnsOfPattern(trace: Trace, { pattern, binding }: Choice, at: Node, frame: Frame | undefined): readonly Frame[] | 'one' | undefined {
  const { scopes } = trace.project.sourceOf(pattern);
  const uses = patternNames(pattern).reduce((sum, id) => sum + (scopes.bindingOf(id)?.references.length ?? 0), 0);
  const around = frameAround(pattern, frame);
  if (uses < 2 || (frame && around !== frameAround(at, frame))) return 'one';
  const values = members(trace.evaluatePattern(pattern, around)).flatMap((value) => (value.kind === 'each' && value.part === 'value' ? members(trace.element(value.of, pattern, around)) : [value]));
  if (values.length < 2 || values.some((value) => value.kind === 'object' && isSetThroughList(trace, value.ref))) return 'one';
  return values.length > most ? undefined : values.map((value) => turnOf(pattern, binding.scope.node, value, around));
}

interface Choice {
  readonly pattern: Node;
  readonly binding: Binding;
}

/** The patterns around a name, outermost first; before them those of the name that its value was taken of: `const { find } = source`. */
function patternsBehind(trace: Trace, expression: Node, depth: number): Choice[] {
  let root = unwrap(expression);
  while (isMember(root)) root = unwrap(root['object']);
  const binding = root.type === 'Identifier' ? trace.project.sourceOf(root).scopes.bindingOf(root) : undefined;
  if (!binding || binding.writes.length > 0 || !/^(?:const|let|param)$/.test(binding.kind)) return [];
  const patterns: Choice[] = [];
  for (let at = binding.id; ; at = at.parent as Node) {
    if (/^(?:Identifier|ObjectPattern|ArrayPattern)$/.test(at.type)) patterns.unshift({ pattern: at, binding });
    if (!/^(?:ObjectProperty|ObjectPattern|ArrayPattern|AssignmentPattern)$/.test(at.parent?.type ?? '')) break;
  }
  const init = binding.declaration['init'] ?? listOfParameter(binding.id);
  return init && depth < 4 ? [...patternsBehind(trace, init, depth + 1), ...patterns] : patterns;
}

/** The context around a pattern in which it stands for this value; always the same for the same. */
function turnOf(pattern: Node, scope: Node, value: Value, around: Frame | undefined): Frame {
  const turns = known.get(pattern) ?? [];
  const found = turns.find(({ outer, turn }) => outer === around && turn && isSame(turn.value, value));
  if (found) return found;
  const made: Frame = {
    fn: around?.fn ?? scope,
    call: around?.call ?? pattern,
    caller: around?.caller,
    outer: around,
    self: around?.self,
    callback: around?.callback ?? true,
    depth: around?.depth ?? 0,
    turn: { pattern, scope, value },
  };
  known.set(pattern, [...turns, made]);
  return made;
}

function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if ((one.kind === 'object' && other.kind === 'object') || (one.kind === 'class' && other.kind === 'class')) return one.ref.node === other.ref.node && one.ref.frame === other.ref.frame;
  if (one.kind === 'list' && other.kind === 'list') return !one.rest && !other.rest && one.items.length > 0 && one.ref.node === other.ref.node && one.ref.frame === other.ref.frame;
  if (one.kind === 'text' && other.kind === 'text') return isSameLiteral(one.pieces, other.pieces);
  return one.kind === 'module' && other.kind === 'module' && one.file === other.file;
}

function isSameLiteral([one, ...others]: readonly Piece[], [other, ...more]: readonly Piece[]): boolean {
  return others.length + more.length === 0 && one?.kind === 'literal' && other?.kind === 'literal' && one.node === other.node && one.text === other.text;
}
