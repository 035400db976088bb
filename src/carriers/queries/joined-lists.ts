import { calleeName, descendants, enclosingFunction, isCall, isMember, type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Frame, literalText } from '../../trace/value.ts';
import type { Site } from './site.ts';
import { isConstantList, plainValue } from '../values.ts';

/** A parameter whose list the code writes with commas between its elements: the text that is sent. */
export function withJoined(trace: Trace, site: Site): Site {
  const text = site.given && site.value.type === 'array' && isConstantList(trace, site.given.node) ? textOf(trace, site.given.node, site.given.frame) : undefined;
  return text === undefined ? site : { ...site, value: { ...site.value, text, type: 'string', nullish: 'no' } };
}

function textOf(trace: Trace, list: Node, frame: Frame | undefined): string | undefined {
  const value = trace.evaluate(list, frame);
  const texts = value.kind === 'list' && !value.rest ? value.items.map((item) => literalText(trace.value(item))) : [];
  return texts.length > 0 && texts.every((text) => text !== undefined) ? texts.join(',') : undefined;
}

/**
 * `search.append(name, Array.isArray(value) ? value.join(',') : String(value))` in a loop over an object: a list is one text with commas, as it is where the
 * value is only made a text. False where the code does something else with lists.
 */
export function joinsLists(trace: Trace, call: Node): boolean {
  const [key, given] = call['arguments'] as [Node, Node];
  const around = loopAround(call);
  const asks = around ? descendants(around).filter((node) => isCall(node) && /^is_?array$/i.test(calleeName(node)) && !(node.start >= given.start && node.end <= given.end)) : [];
  return asks.length === 0 && isJoined(trace, given, unwrap(key));
}

/** The loop or the callback that goes through the parameters. */
function loopAround(call: Node): Node | undefined {
  for (let at = call.parent; at; at = at.parent) if (/^For\w*Statement$/.test(at.type)) return at;
  return enclosingFunction(call);
}

function isJoined(trace: Trace, given: Node, key: Node): boolean {
  const node = unwrap(plainValue(given));
  if (node.type === 'ConditionalExpression') return isCall(unwrap(node['test'])) && /^is_?array$/i.test(calleeName(unwrap(node['test']))) && isJoined(trace, node['consequent'], key);
  const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
  return callee ? isMember(callee) && joins(node) && isOfKey(trace, unwrap(callee['object']), key) : isOfKey(trace, node, key);
}

/** `.join(',')`, `.join()`, `.toString()`. */
function joins(call: Node): boolean {
  const [separator] = call['arguments'] as Node[];
  return calleeName(call) === 'toString' || (calleeName(call) === 'join' && (!separator || (separator.type === 'StringLiteral' && separator['value'] === ',')));
}

/** What stands in the object under the name: `query[name]`, the second of a pair. */
function isOfKey(trace: Trace, node: Node, key: Node): boolean {
  if (isMember(node)) return node['computed'] && key.type === 'Identifier' && unwrap(node['property'])['name'] === key['name'];
  const binding = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const pair = binding?.id.parent;
  return pair?.type === 'ArrayPattern' && pair['elements'][1] === binding?.id && binding?.writes.length === 0;
}
