import { isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { bindingMentions, passedOn, placeMentions } from '../changes/contents.ts';
import { sitesOfTaken } from './dispatch.ts';
import { type CallSite, sitesAt } from './sites.ts';
import type { Trace } from '../trace.ts';
import { members } from '../value.ts';

/** Where an element of a collection stands in what goes through it: `''` for the element, `1` for the second of a pair. */
type Place = '' | '1';

/** Places that call the functions of a list, or of an object that is gone through, in which a function stands, or hand them on: `for (const section of [people, seats]) section(context)`, `for (const step of [sort, group]) rows = rows.map(step)`. */
export function sitesOfListed(trace: Trace, mention: Node): CallSite[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (parent?.type === 'ArrayExpression') {
    const pairs = outermost(parent).parent;
    const isSecond = (parent['elements'] as (Node | null)[])[1] === outer && pairs?.type === 'ArrayExpression';
    return isSecond ? sitesIn(trace, pairs, '1') : sitesIn(trace, parent, '');
  }
  const list = parent && isCall(parent) ? addedList(trace, parent, outer) : [];
  if (list.length > 0) return list.flatMap((one) => sitesIn(trace, one, ''));
  const entry = mention.type === 'ObjectMethod' ? mention : parent?.type === 'ObjectProperty' && parent['value'] === outer ? parent : undefined;
  const table = entry?.parent?.type === 'ObjectExpression' ? entry.parent : undefined;
  return table ? mentionsOf(trace, table).flatMap((one) => throughObject(trace, one)) : [];
}

/** `hooks.push((request) => …)`: where the list is made that the function is added to. */
function addedList(trace: Trace, call: Node, given: Node): readonly Node[] {
  const callee = unwrap(call['callee']);
  const isAdded = isMember(callee) && /^(?:push|unshift|add)$/.test(memberName(callee) ?? '') && (call['arguments'] as Node[]).includes(given);
  return isAdded ? trace.ask(() => members(trace.evaluate(callee['object'], undefined)).flatMap((value) => (value.kind === 'list' && /^(?:Array|New)Expression$/.test(value.ref.node.type) ? [value.ref.node] : [])), []) : [];
}

const sitesIn = (trace: Trace, list: Node, place: Place): CallSite[] => mentionsOf(trace, list).flatMap((mention) => throughList(trace, mention, place));

/** The list itself, and the expressions that mean it. */
function mentionsOf(trace: Trace, list: Node): Node[] {
  const outer = outermost(list);
  const named = outer.parent ? [list, ...placeMentions(trace, outer, outer.parent, 0)] : [];
  return named.flatMap((mention) => [mention, ...passedOn(trace, mention, 0)]);
}

/** `Object.values(table)`, `Object.entries(table)`: what goes through that. */
function throughObject(trace: Trace, table: Node): CallSite[] {
  const outer = outermost(table);
  const call = outer.parent;
  const callee = call && isCall(call) && call['arguments'][0] === outer ? unwrap(call['callee']) : undefined;
  const method = isMember(callee) && callee?.['object'].name === 'Object' ? memberName(callee as Node) : undefined;
  return call && (method === 'values' || method === 'entries') ? throughList(trace, call, method === 'values' ? '' : '1') : [];
}

/** Methods that hand each element to a callback, and those that give a list of the same elements. */
const perElement = /^(?:map|forEach|flatMap|filter|some|every|find)$/;
const sameList = /^(?:filter|slice|sort|reverse|concat|toSorted|toReversed|values)$/;

function throughList(trace: Trace, mention: Node, place: Place): CallSite[] {
  const outer = outermost(mention);
  const { parent } = outer;
  if (!parent) return [];
  if (parent.type === 'ForOfStatement' && parent['right'] === outer) return called(trace, parent['left'].declarations?.[0]?.id, place);
  const isNamed = parent.type === 'VariableDeclarator' && isCall(unwrap(mention)) && parent['id'].type === 'Identifier';
  if (isNamed) return bindingMentions(trace, parent['id']).flatMap((later) => throughList(trace, later, place));
  if (!isMember(parent) || parent['object'] !== outer) return [];
  if (parent['computed']) return place === '' ? sitesOfTaken(trace, parent) : [];
  const call = parent.parent;
  const method = memberName(parent) ?? '';
  if (!call || !isCall(call) || call['callee'] !== parent) return [];
  const callback = perElement.test(method) ? unwrap(call['arguments'][0] ?? call) : undefined;
  return [...(callback && isFunction(callback) ? called(trace, callback['params'][0], place) : []), ...(sameList.test(method) ? throughList(trace, call, place) : [])];
}

/** Places that call what a name stands for, or a name in the pattern of a pair (`[, read]`, `column[1]`), or hand it on. */
function called(trace: Trace, pattern: Node | undefined, place: Place): CallSite[] {
  const isPattern = place === '1' && pattern?.type === 'ArrayPattern';
  const id: Node | null | undefined = isPattern ? pattern?.['elements'][1] : pattern;
  const mentions = id?.type === 'Identifier' ? bindingMentions(trace, id) : [];
  return (place === '' || isPattern ? mentions : mentions.flatMap(secondOf)).flatMap(sitesAt);
}

function secondOf(pair: Node): Node[] {
  const member = outermost(pair).parent;
  return isMember(member) && member?.['computed'] && unwrap(member['property'])['value'] === 1 ? [member] : [];
}
