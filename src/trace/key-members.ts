import { isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../source/ast.ts';
import { attributeName } from './mentions.ts';
import { bindingMentions } from './contents.ts';
import { isOnlyKey, usesAreKeys } from './keyed.ts';
import type { Trace } from './trace.ts';
import { members } from './value.ts';

/** Through how many names, lists and functions an object is followed. */
const deepest = 12;
/** Methods that hand the elements of a list to a function of the program, and methods that give a list or one of its elements. */
const perElement = /^(?:map|flatMap|forEach|filter|find|findLast|findIndex|some|every)$/;
const sameElements = /^(?:filter|find|findLast|slice|at|concat|toReversed|toSorted|sort|reverse)$/;

/** The walk after one object: the member that is asked for, and what has been looked at. */
interface Walk {
  readonly trace: Trace;
  readonly name: string;
  readonly seen: Set<Node>;
}

/**
 * `{ key: 'created', label: 'Since' }` as a column of a table: true when every place that gets the object is seen, and all of them
 * take members of something by the text, or name an element of React by it, which shows nothing.
 */
export function isKeyMember(trace: Trace, property: Node): boolean {
  const name = keyName(property['key'], property['computed']);
  return name !== undefined && property.parent?.type === 'ObjectExpression' && isSeen({ trace, name, seen: new Set() }, property.parent, false, 0);
}

/** True when what happens to the object, or to a list of such objects, is seen and fits. */
function isSeen(walk: Walk, given: Node, isList: boolean, depth: number): boolean {
  const at = outermost(given);
  const { parent } = at;
  if (!parent || depth > deepest) return false;
  if (walk.seen.has(at)) return true;
  walk.seen.add(at);
  switch (parent.type) {
    case 'ArrayExpression':
      return !isList && isSeen(walk, parent, true, depth + 1);
    case 'SpreadElement':
      return isList && parent.parent?.type === 'ArrayExpression' && isSeen(walk, parent.parent, true, depth + 1);
    case 'ConditionalExpression':
    case 'LogicalExpression':
      return parent['test'] === at || isSeen(walk, parent, isList, depth + 1);
    case 'IfStatement':
    case 'ExportSpecifier':
    case 'TSTypeQuery':
      return true;
    case 'BinaryExpression':
      return parent['operator'] === 'in' && parent['right'] === at;
    case 'VariableDeclarator':
      return parent['init'] === at && isTargetSeen(walk, parent['id'], isList, depth);
    case 'ForOfStatement':
      return isList && parent['right'] === at && isTargetSeen(walk, parent['left'].declarations?.[0]?.id, false, depth);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return parent['object'] === at && (isList ? isListReadSeen(walk, parent, depth) : isMemberSeen(walk, parent));
    case 'JSXExpressionContainer':
      return isAttributeSeen(walk, parent, isList, depth);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return isArgumentSeen(walk, parent, at, isList, depth);
    default:
      return false;
  }
}

/** `column.key`: only ever the name of a member; of its other members nothing is asked. */
function isMemberSeen(walk: Walk, member: Node): boolean {
  const name = memberName(member);
  return name !== undefined && (name !== walk.name || isOnlyKey(walk.trace, member, 1) || isElementKey(member));
}

/** `<th key={column.key}>`. */
function isElementKey(member: Node): boolean {
  const container = outermost(member).parent;
  return container?.type === 'JSXExpressionContainer' && attributeName(container) === 'key';
}

function isListReadSeen(walk: Walk, member: Node, depth: number): boolean {
  const name = memberName(member);
  if (name === 'length') return true;
  if (name === undefined || /^\d+$/.test(name)) return isSeen(walk, member, false, depth + 1);
  const call = member.parent;
  if (!isCall(call) || call?.['callee'] !== member || !(perElement.test(name) || sameElements.test(name))) return false;
  const callback = unwrap(call['arguments'][0] ?? call);
  if (perElement.test(name) && !(isFunction(callback) && isParameterSeen(walk, callback['params'][0], false, depth) && !callback['params'].some((parameter: Node, index: number) => index > 1 || parameter.type === 'RestElement')))
    return false;
  if (!perElement.test(name) && call['arguments'].length > 0 && name !== 'slice' && name !== 'at') return false;
  return !sameElements.test(name) || call.parent?.type === 'ExpressionStatement' || isSeen(walk, call, !/^(?:find|findLast|at)$/.test(name), depth + 1);
}

/** What a parameter does with it; nothing when there is none. */
const isParameterSeen = (walk: Walk, parameter: Node | undefined, isList: boolean, depth: number): boolean => !parameter || isTargetSeen(walk, parameter, isList, depth);

/** A name, or a pattern that takes members of it. */
function isTargetSeen(walk: Walk, given: Node | undefined, isList: boolean, depth: number): boolean {
  const target: Node | undefined = given?.type === 'AssignmentPattern' ? given['left'] : given;
  if (target?.type === 'Identifier') {
    const binding = walk.trace.project.sourceOf(target).scopes.bindingOf(target);
    return !!binding && binding.writes.length === 0 && bindingMentions(walk.trace, target).every((mention) => mention === target || isSeen(walk, mention, isList, depth + 1));
  }
  if (target?.type !== 'ObjectPattern' || isList) return false;
  return (target['properties'] as Node[]).every((property) => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    return name !== undefined && (name !== walk.name || (property['value'].type === 'Identifier' && usesAreKeys(walk.trace, property['value'])));
  });
}

/** `<Table columns={columns} />`: what the component does with the attribute. */
function isAttributeSeen(walk: Walk, container: Node, isList: boolean, depth: number): boolean {
  const name = attributeName(container);
  const element = container.parent?.parent;
  if (name === undefined || element?.type !== 'JSXOpeningElement') return false;
  return areTargetsSeen(walk, element['name'], (fn) => {
    const props: Node | undefined = fn['params'][0];
    if (props?.type === 'ObjectPattern') {
      const property = (props['properties'] as Node[]).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === name);
      return property ? isTargetSeen(walk, property['value'], isList, depth) : !(props['properties'] as Node[]).some((candidate) => candidate.type === 'RestElement');
    }
    const mentions = props?.type === 'Identifier' ? (walk.trace.project.sourceOf(props).scopes.bindingOf(props)?.references ?? []) : undefined;
    return !!mentions?.every((mention) => isMember(mention.parent) && memberName(mention.parent as Node) !== undefined && (memberName(mention.parent as Node) !== name || isSeen(walk, mention.parent as Node, isList, depth + 1)));
  });
}

function isArgumentSeen(walk: Walk, call: Node, argument: Node, isList: boolean, depth: number): boolean {
  const index = (call['arguments'] as Node[]).indexOf(argument);
  return index >= 0 && areTargetsSeen(walk, call['callee'], (fn) => isParameterSeen(walk, fn['params'][index], isList, depth) && !(fn['params'] as Node[]).some((parameter) => parameter.type === 'RestElement'));
}

/** True when all that is called are functions of the project, and the question is true of each. */
function areTargetsSeen({ trace }: Walk, callee: Node, question: (fn: Node) => boolean): boolean {
  const targets = members(trace.evaluate(unwrap(callee), undefined));
  return targets.length > 0 && targets.every((target) => target.kind === 'function' && question(target.ref.node));
}
