import { oldParameters } from '../../api.ts';
import { calleeName, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { mentionsOf } from '../../trace/changes/contents.ts';
import type { Trace } from '../../trace/trace.ts';
import { type EachValue, type Frame, literalText, members, type Ref, type Value } from '../../trace/value.ts';

/**
 * Names by which the code asks a container under a computed key: `get(key) { return this.params[key] }`, `key in params`. Undefined where it asks by
 * names that nobody knows. `contexts` says in which contexts a mention means this container.
 */
export function namesAsked(trace: Trace, { node }: Ref, contexts: (mention: Node) => readonly (Frame | undefined)[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const mention of mentionsOf(trace, node, 0)) {
    const key = keyAsked(mention);
    for (const value of key ? contexts(mention).flatMap((frame) => members(trace.evaluate(key, frame))) : []) {
      const name = literalText(value);
      if (name !== undefined) names.add(name);
      else if (value.kind !== 'each') return undefined;
    }
  }
  return names;
}

/** The key by which the container is asked, or a member of it deleted, where it is mentioned. */
function keyAsked(mention: Node): Node | undefined {
  const outer = outermost(mention);
  const { parent } = outer;
  if (!parent) return undefined;
  if (parent.type === 'BinaryExpression') return parent['operator'] === 'in' && parent['right'] === outer ? parent['left'] : undefined;
  if (isCall(parent)) return /^(?:hasOwn|call)$/.test(calleeName(parent)) && parent['arguments'][0] === outer ? parent['arguments'][1] : undefined;
  if (!isMember(parent) || parent['object'] !== outer) return undefined;
  const call = outermost(parent).parent;
  const isCalled = isCall(call) && unwrap(call?.['callee']) === parent;
  if (isCalled) return /^(?:get|has|delete|hasOwnProperty)$/.test(memberName(parent) ?? '') ? call?.['arguments'][0] : undefined;
  const isTarget = call?.type === 'AssignmentExpression' && call['left'] === outermost(parent) && call['operator'] === '=';
  return parent['computed'] && memberName(parent) === undefined && !isTarget ? parent['property'] : undefined;
}

/** True where the code does no more with the name of what it goes through than to take the value and to put it under the same name. */
export function isOnlyCopied(trace: Trace, given: Node, { of }: EachValue, target: Node | undefined): boolean {
  const key = unwrap(given);
  const references = key.type === 'Identifier' ? trace.project.sourceOf(key).scopes.bindingOf(key)?.references : undefined;
  const isSame = (object: Node): boolean => isOneOf(trace, object, of) || (target !== undefined && isSameName(object, target));
  return !!references && references.every((reference) => isCopying(outermost(reference), isSame));
}

function isCopying(key: Node, isSame: (object: Node) => boolean): boolean {
  const { parent } = key;
  if (!parent) return false;
  if (isMember(parent)) return parent['property'] === key && parent['computed'] && isSame(parent['object']);
  if (parent.type === 'ObjectProperty') return parent['key'] === key && parent['computed'];
  if (parent.type === 'BinaryExpression') return parent['operator'] === 'in' ? isSame(parent['right']) : isOfOther(parent, key);
  if (parent.type === 'SwitchStatement') return false;
  if (!isCall(parent)) return /^(?:For(?:In|Of)Statement|VariableDeclarator|ArrayPattern)$/.test(parent.type);
  const callee = unwrap(parent['callee']);
  const name = calleeName(parent);
  if (/^(?:hasOwn|call)$/.test(name)) return isSame(parent['arguments'][0]);
  return isMember(callee) && (name === 'hasOwnProperty' ? isSame(callee['object']) : /^(?:set|append)$/.test(name) && parent['arguments'][0] === key);
}

/** `key !== 'page'`: a name that is no matter of the users API. */
function isOfOther(test: Node, key: Node): boolean {
  const other = unwrap(test['left'] === key ? test['right'] : test['left']);
  return /^[!=]==?$/.test(test['operator']) && other.type === 'StringLiteral' && ![...oldParameters, 'filter', 'sort', 'next', 'prev'].includes(other['value']);
}

function isOneOf(trace: Trace, object: Node, of: Value): boolean {
  const wholes = new Set(members(of).map((value) => ('ref' in value ? value.ref.node : value)));
  return members(trace.evaluate(object, undefined)).some((value) => wholes.has('ref' in value ? value.ref.node : value));
}

const isSameName = (object: Node, target: Node): boolean => unwrap(object).type === 'Identifier' && unwrap(object)['name'] === unwrap(target)['name'];
