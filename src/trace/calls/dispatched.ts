import { isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { sitesOfTaken } from './dispatch.ts';
import { memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { type Frame, literalText, members, union, type Value } from '../value.ts';

/** The table that holds a function, and the name under which it does. */
function entryOfTable(fn: Node): { readonly table: Node; readonly name: string } | undefined {
  const property = fn.type === 'ObjectMethod' ? fn : outermost(fn).parent;
  const isEntry = property === fn || (property?.type === 'ObjectProperty' && property['value'] === outermost(fn));
  const name = property && isEntry && property.parent?.type === 'ObjectExpression' ? keyName(property['key'], property['computed']) : undefined;
  return name === undefined ? undefined : { table: property?.parent as Node, name };
}

/** True for a member of something that is taken by a key which is no written name. */
export const isTaken = (member: Node | undefined): boolean => isMember(member) && !!member?.['computed'] && memberName(member) === undefined;

/** The argument of such a call as the function gets it: of the messages that may be meant, those whose key is its own name. */
export function dispatchedValue(trace: Trace, fn: Node, call: Node, index: number, frame: Frame | undefined): Value | undefined {
  const argument: Node | undefined = call['arguments']?.[index];
  const name = entryOfTable(fn)?.name;
  const key = call['callee'] && takenBy(trace, call['callee']);
  if (!argument || name === undefined || !key || argument.type === 'SpreadElement') return undefined;
  const given = unwrap(argument);
  const isWhole = given.type === 'Identifier';
  const object = isWhole ? given : isMember(given) ? unwrap(given['object']) : undefined;
  if (!object || !isSame(trace, object, key.object)) return undefined;
  const all = members(trace.evaluate(object, frame));
  const fitting = all.filter((value) => mayBe(trace, value, key.name, name, object, frame));
  if (fitting.length === 0 || fitting.length === all.length) return undefined;
  const member = isWhole ? undefined : memberName(given);
  if (!isWhole && member === undefined) return undefined;
  return union(member === undefined ? fitting : fitting.map((value) => memberOf(trace, value, member, { node: given, frame })));
}

/** `handlers[message.type]`, here or under a name: the object and the member by which the function is taken. */
function takenBy(trace: Trace, callee: Node): { readonly object: Node; readonly name: string } | undefined {
  const own = unwrap(callee);
  const binding = own.type === 'Identifier' ? trace.project.sourceOf(own).scopes.bindingOf(own) : undefined;
  const member: Node = unwrap(binding?.declaration['init'] ?? own);
  const key = isTaken(member) ? unwrap(member['property']) : undefined;
  const name = key && isMember(key) ? memberName(key) : undefined;
  return name === undefined || !key ? undefined : { object: unwrap(key['object']), name };
}

function isSame(trace: Trace, one: Node, other: Node): boolean {
  const bindingOf = (node: Node): unknown => (node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node) : undefined);
  return bindingOf(one) !== undefined && bindingOf(one) === bindingOf(other);
}

/** False only for an object that is known to carry another key. */
function mayBe(trace: Trace, value: Value, key: string, name: string, node: Node, frame: Frame | undefined): boolean {
  if (value.kind !== 'object') return true;
  const texts = members(memberOf(trace, value, key, { node, frame })).map((member) => literalText(member));
  return texts.includes(undefined) || texts.includes(name);
}

/** What a call gives the function that it takes out of a table it was handed: `handlers[type]?.(message)`. */
export function givenByKey(trace: Trace, member: Node, fn: Node, index: number, frame: Frame | undefined): Value[] {
  const calls = isTaken(member) ? sitesOfTaken(trace, member).filter(({ node, kind }) => kind === 'call' && isCall(node)) : [];
  return calls.flatMap(({ node }) => {
    const own = dispatchedValue(trace, fn, node, index, frame);
    const argument: Node | undefined = node['arguments']?.[index];
    return own ? [own] : argument && !isFunction(argument) && argument.type !== 'SpreadElement' ? [trace.evaluate(argument, frame)] : [];
  });
}
