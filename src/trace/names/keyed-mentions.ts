import { calleeName, enclosingFunction, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions, mentionsOf, targetMentions } from '../changes/contents.ts';
import { inlineCall } from '../calls/parameters.ts';
import type { Trace } from '../trace.ts';

/** Functions that make a list by what a callback gives for each element. */
const mapping = /^(?:map|flatMap|from)$/;

/** `byRole.set(name, [])`, `new Map(names.map((name) => [name, []]))`: what is asked for under such a key, where it may be this one. */
export function keyedMentions(trace: Trace, outer: Node, parent: Node, depth: number): Node[] {
  const [key, value] = (parent['arguments'] ?? parent['elements'] ?? []) as (Node | null)[];
  if (!key || value !== outer) return [];
  return lookupsIn(isCall(parent) ? ofSetting(trace, parent, depth) : ofPair(trace, parent, depth), key);
}

/** `byRole[name] = []`: the members of the table that are taken under a key. */
export const keyedTargets = (trace: Trace, target: Node): Node[] => lookupsIn(ofTable(trace, target['object'], 0), target['property']);

/** The table into which a call of `set` puts something, wherever it is mentioned. */
function ofSetting(trace: Trace, call: Node, depth: number): readonly Node[] {
  const callee = unwrap(call['callee']);
  if (!isMember(callee) || memberName(callee) !== 'set' || call['arguments'].length !== 2) return [];
  const receiver = unwrap(callee['object']);
  return isCall(receiver) || receiver.type === 'NewExpression' ? mentionsOf(trace, endOfChain(call), depth + 1) : ofTable(trace, receiver, depth);
}

/** The last call of `new Map().set(…).set(…)`. */
function endOfChain(call: Node): Node {
  const member = outermost(call).parent;
  const next = isMember(member) && memberName(member as Node) === 'set' ? member?.parent : undefined;
  return next && isCall(next) && next['callee'] === member ? endOfChain(next) : call;
}

function ofTable(trace: Trace, given: Node, depth: number): readonly Node[] {
  const table = unwrap(given);
  if (table.type !== 'Identifier') return targetMentions(trace, table);
  const binding = trace.project.sourceOf(table).scopes.bindingOf(table);
  const init: Node | undefined = binding?.declaration['id'] === binding?.id ? binding?.declaration['init'] : undefined;
  if (init) return mentionsOf(trace, unwrap(init), depth + 1);
  const fn = binding?.kind === 'param' ? binding.scope.function : undefined;
  const reduced = fn && fn['params'][0] === binding?.id ? inlineCall(fn) : undefined;
  return [...bindingMentions(trace, table), ...(reduced && /^reduce(?:Right)?$/.test(calleeName(reduced)) ? mentionsOf(trace, reduced, depth + 1) : [])];
}

/** The table that is made of pairs of which this is one, written out or given by a callback. */
function ofPair(trace: Trace, pair: Node, depth: number): readonly Node[] {
  if (pair['elements'].length !== 2) return [];
  const outer = outermost(pair);
  const around = outer.parent?.type === 'ArrayExpression' ? outer.parent : givenBack(outer);
  const list = around && outermost(around);
  const table = list?.parent;
  const isTable = table && table['arguments']?.[0] === list && (table.type === 'NewExpression' ? /^(?:Weak)?Map$/.test(table['callee'].name ?? '') : calleeName(table) === 'fromEntries');
  return isTable ? mentionsOf(trace, table, depth + 1) : [];
}

/** The call whose callback gives this back for each element. */
function givenBack(outer: Node): Node | undefined {
  const fn = enclosingFunction(outer);
  const isResult = fn && (fn['body'] === outer || (outer.parent?.type === 'ReturnStatement' && outer.parent['argument'] === outer));
  const call = isResult && isFunction(fn) ? outermost(fn).parent : undefined;
  return call && isCall(call) && mapping.test(calleeName(call)) ? call : undefined;
}

/** `table.get(key)` and `table[key]` among the mentions of a table, as far as the key may be this one. */
function lookupsIn(mentions: readonly Node[], key: Node): Node[] {
  return mentions.flatMap((mention) => {
    const outer = outermost(mention);
    const member = outer.parent;
    if (!isMember(member) || member?.['object'] !== outer) return [];
    if (member['computed']) return mayBeSame(member['property'], key) ? [member] : [];
    const call = memberName(member) === 'get' ? member.parent : undefined;
    return call && isCall(call) && call['callee'] === member && call['arguments'][0] && mayBeSame(call['arguments'][0], key) ? [call] : [];
  });
}

/** False for two keys that are written out and differ. */
const mayBeSame = (one: Node, other: Node): boolean => !isWritten(one) || !isWritten(other) || one['value'] === other['value'];

const isWritten = ({ type }: Node): boolean => type === 'StringLiteral' || type === 'NumericLiteral';
