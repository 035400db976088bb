import { enclosingFunction, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { closedTexts } from '../texts/closed-texts.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, type Ref } from '../value.ts';

/**
 * `listOf(key).push(row)`: calls of the functions that give out a container which outlives the call: one that is made elsewhere, or that the function keeps.
 * What a function makes anew for every caller is another one each time. `mentions` are expressions that mean the container.
 */
export function givenOut(trace: Trace, container: Node, mentions: readonly Node[]): Node[] {
  const home = enclosingFunction(container);
  const isKept = [container, ...mentions].some((mention) => isKeptAt(trace, mention, home));
  const givers = new Set(
    mentions.flatMap((mention) => {
      const fn = isGivenBack(mention) ? enclosingFunction(mention) : undefined;
      return fn && ((isKept && fn === home) || isOutside(trace, mention, fn)) ? [fn] : [];
    }),
  );
  return [...givers].flatMap((fn) => callSites(trace, fn).flatMap(({ kind, node }) => (kind === 'call' && isCall(node) ? [node] : [])));
}

/** `listsOf('keys').push(row)` puts nothing into what `listsOf('users')` gave: the texts under which the function keeps its lists are known, and differ. */
export function isUnderOtherKey(trace: Trace, { node, frame }: Ref, added: Node): boolean {
  const entry = outermost(node).parent;
  if (entry?.type === 'ObjectProperty' && !entry['computed']) return isNotGivenAs(trace, keyName(entry['key'], false), added);
  const fn = enclosingFunction(node);
  const own = fn && frameOf(fn, frame);
  const giver = receiverOf(added);
  if (!fn || !own || !giver || own.call === giver || giverOf(trace, giver) !== fn) return false;
  const [mine, other] = [keysGiven(trace, fn, own.call, own.caller), keysGiven(trace, fn, giver, undefined)];
  return !!mine && !!other && !mine.some((text) => other.includes(text));
}

/** `lists: { users: [], own: [] }`: false for what the call gives that puts something into it, as far as the key that it is given may be this one. */
function isNotGivenAs(trace: Trace, name: string | undefined, added: Node): boolean {
  const giver = receiverOf(added);
  const fn = giver && giverOf(trace, giver);
  const texts = giver && fn && keysGiven(trace, fn, giver, undefined);
  return name !== undefined && !!texts && !texts.includes(name);
}

/** The one function that the call may lead to. */
function giverOf(trace: Trace, giver: Node): Node | undefined {
  const [fn, ...others] = members(trace.evaluate(unwrap(giver['callee']), undefined));
  return fn?.kind === 'function' && others.every((other) => other.kind === 'function' && other.ref.node === fn.ref.node) ? fn.ref.node : undefined;
}

/** The texts that a call gives the function as its key, where all of them are known. */
function keysGiven(trace: Trace, fn: Node, call: Node, caller: Frame | undefined): readonly string[] | undefined {
  const index = (fn['params'] as Node[]).findIndex((parameter) => isKey(trace, parameter));
  const key: Node | undefined = index < 0 ? undefined : call['arguments']?.[index];
  return key && closedTexts(trace, trace.evaluate(key, caller));
}

/** The call that gave the list to which this is added. */
function receiverOf(added: Node): Node | undefined {
  const outer = outermost(added);
  const call = outer.parent?.type === 'SpreadElement' ? outer.parent.parent : outer.parent;
  const callee = call && isCall(call) ? unwrap(call['callee']) : undefined;
  const receiver = isMember(callee) ? unwrap(callee?.['object']) : undefined;
  return receiver && isCall(receiver) ? receiver : undefined;
}

/** `lists[key]`, `lists.get(key)`: true for a parameter under which the function keeps something. */
function isKey(trace: Trace, parameter: Node): boolean {
  const uses = parameter.type === 'Identifier' ? (trace.project.sourceOf(parameter).scopes.bindingOf(parameter)?.references ?? []) : [];
  return uses.some((use) => {
    const parent = use.parent as Node;
    if (isMember(parent)) return parent['computed'] && parent['property'] === use;
    const callee = isCall(parent) && parent['arguments'][0] === use ? unwrap(parent['callee']) : undefined;
    return isMember(callee) && /^(?:get|set|has)$/.test(memberName(callee as Node) ?? '');
  });
}

/** `return list`, `(key) => lists[key] ?? []`: what stands here is a result of the function around it. */
export function isGivenBack(mention: Node): boolean {
  const outer = outermost(mention);
  const { parent } = outer;
  const isPart = parent?.type === 'LogicalExpression' || (parent?.type === 'ConditionalExpression' && parent['test'] !== outer) || (parent?.type === 'AssignmentExpression' && parent['right'] === outer);
  if (isPart) return isGivenBack(parent as Node);
  return parent?.type === 'ReturnStatement' || (parent?.type === 'ArrowFunctionExpression' && parent['body'] === outer);
}

/** `lists[key] ??= []`, `lists.set(key, [])`: it is put into something that stays when the function is left. */
function isKeptAt(trace: Trace, mention: Node, home: Node | undefined): boolean {
  const outer = outermost(mention);
  const { parent } = outer;
  if (parent?.type === 'AssignmentExpression') return parent['right'] === outer && isOutside(trace, parent['left'], home);
  const callee = isCall(parent) && parent?.['arguments'][1] === outer ? unwrap(parent['callee']) : undefined;
  return isMember(callee) && memberName(callee as Node) === 'set' && isOutside(trace, callee?.['object'], home);
}

/** True for `this`, for a variable of a scope around the function, and for members of these, also by calls: `lists.get(key)`. */
function isOutside(trace: Trace, given: Node, home: Node | undefined): boolean {
  const node = unwrap(given);
  if (isMember(node)) return isOutside(trace, node['object'], home);
  if (isCall(node)) return isMember(unwrap(node['callee'])) && isOutside(trace, node['callee'], home);
  if (node.type === 'ThisExpression') return true;
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  return binding !== undefined && binding.scope.function !== home;
}
