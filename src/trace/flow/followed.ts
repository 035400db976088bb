import { enclosingFunction, isCall, isFunction, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { bindingMentions } from '../changes/contents.ts';
import { frameOf } from '../frames.ts';
import { attributeName } from './mentions.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members } from '../value.ts';

/** Through how many names, lists and functions an object is followed. */
const deepest = 12;
/** Methods that hand the elements of a list to a function of the program, and methods that give a list or one of its elements. */
const perElement = /^(?:map|flatMap|forEach|filter|find|findLast|findIndex|findLastIndex|some|every)$/;
const sameElements = /^(?:filter|find|findLast|slice|at|concat|toReversed|toSorted|sort|reverse)$/;
const comparing = /^(?:sort|toSorted)$/;
const folding = /^reduce(?:Right)?$/;

/** What is asked of every place that reads a member of the object. */
export interface Question {
  readonly trace: Trace;
  /** Also of one whose name only the run knows. */
  isReadFine(member: Node): boolean;
  /** The same of a member that a pattern takes by its name. */
  isTakenFine(property: Node, name: string): boolean;
  /** Whether `key in object` fits. */
  readonly mayAskFor: boolean;
  /** The context in which the object was made: functions of it give their results to these calls alone. */
  readonly frame?: Frame | undefined;
}

interface Walk extends Question {
  readonly seen: Set<Node>;
}

/** True when what happens to the object is seen wherever it goes, and it is nothing but reads of members that fit. */
export const isFollowed = (question: Question, object: Node): boolean => isSeen({ ...question, seen: new Set() }, object, false, 0);

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
    case 'AwaitExpression':
      return isSeen(walk, parent, isList, depth + 1);
    case 'IfStatement':
    case 'ExportSpecifier':
    case 'ExpressionStatement':
    case 'TSTypeQuery':
      return true;
    case 'UnaryExpression':
      return parent['operator'] === '!';
    case 'BinaryExpression':
      return parent['operator'] === 'in' ? walk.mayAskFor && parent['right'] === at : /^[!=]==?$/.test(parent['operator']);
    case 'VariableDeclarator':
      return parent['init'] === at && isTargetSeen(walk, parent['id'], isList, depth);
    case 'ForOfStatement':
      return isList && parent['right'] === at && isTargetSeen(walk, parent['left'].declarations?.[0]?.id, false, depth);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return parent['object'] === at && (isList ? isListReadSeen(walk, parent, depth) : walk.isReadFine(parent));
    case 'JSXExpressionContainer':
      return isAttributeSeen(walk, parent, isList, depth);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return isArgumentSeen(walk, parent, at, isList, depth);
    case 'ReturnStatement':
      return isResultSeen(walk, enclosingFunction(parent), isList, depth);
    case 'ArrowFunctionExpression':
      return parent['body'] === at && isResultSeen(walk, parent, isList, depth);
    default:
      return false;
  }
}

function isListReadSeen(walk: Walk, member: Node, depth: number): boolean {
  const name = memberName(member);
  if (name === 'length') return true;
  if (name === undefined || /^\d+$/.test(name)) return isSeen(walk, member, false, depth + 1);
  const call = member.parent as Node;
  if (!isCall(call) || call['callee'] !== member) return false;
  if (folding.test(name)) return isFoldSeen(walk, call, depth);
  if (!(perElement.test(name) || sameElements.test(name))) return false;
  const [callback] = call['arguments'] as Node[];
  if (perElement.test(name) && !isCallbackSeen(walk, callback, 1, depth)) return false;
  if (comparing.test(name) && callback && !isCallbackSeen(walk, callback, 2, depth)) return false;
  if (!perElement.test(name) && callback && !comparing.test(name) && name !== 'slice' && name !== 'at') return false;
  return !sameElements.test(name) || isSeen(walk, call, !/^(?:find|findLast|at)$/.test(name), depth + 1);
}

/** True for a function of the program of which the first parameters get elements, and none gets the list. */
function isCallbackSeen(walk: Walk, callback: Node | undefined, elements: number, depth: number): boolean {
  if (!callback) return false;
  const isFine = (fn: Node): boolean =>
    (fn['params'] as Node[]).every((parameter, index) => (index < elements ? parameter.type !== 'RestElement' && isTargetSeen(walk, parameter, false, depth) : index === 1 && parameter.type !== 'RestElement'));
  const inner = unwrap(callback);
  return isFunction(inner) ? isFine(inner) : areTargetsSeen(walk, inner, isFine);
}

/** `list.reduce((best, one) => (one.since < best.since ? one : best))`: both parameters are elements, and so is what comes out of it, unless it starts with something else. */
function isFoldSeen(walk: Walk, call: Node, depth: number): boolean {
  const [callback, start] = call['arguments'] as Node[];
  const fn = unwrap(callback ?? call);
  if (!isFunction(fn) || (fn['params'] as Node[]).some((parameter, index) => index > 2 || parameter.type === 'RestElement')) return false;
  const [first, second] = fn['params'] as (Node | undefined)[];
  return isParameterSeen(walk, second, false, depth) && (start !== undefined || (isParameterSeen(walk, first, false, depth) && isSeen(walk, call, false, depth + 1)));
}

/** What a function gives back: to the method of a list that calls it, or to those who call it. */
function isResultSeen(walk: Walk, fn: Node | undefined, isList: boolean, depth: number): boolean {
  if (!fn || fn['generator']) return false;
  const own = frameOf(fn, walk.frame);
  const outer = outermost(fn);
  const call = outer.parent;
  if (isCall(call) && call?.['arguments'].includes(outer)) return isGivenBackSeen(walk, call as Node, outer, isList, depth);
  const calls = own && !own.callback ? [own.call] : callSites(walk.trace, fn).map((site) => site.node);
  return calls.length > 0 && calls.every((site) => isCall(site) && (!fn['async'] || outermost(site).parent?.type === 'AwaitExpression') && isSeen(walk, site, isList, depth + 1));
}

/** The element that a callback gives back becomes part of a list, the result of a fold, or nothing but a test. */
function isGivenBackSeen(walk: Walk, call: Node, callback: Node, isList: boolean, depth: number): boolean {
  const callee = unwrap(call['callee']);
  const fn = unwrap(callback);
  const name = isMember(callee) ? (memberName(callee) ?? '') : '';
  const isOwn = members(walk.trace.evaluate(callee, undefined)).some(({ kind }) => kind === 'function');
  if (call['arguments'][0] !== callback || isOwn || fn['async']) return false;
  if (name === 'map' || name === 'flatMap') return (name === 'flatMap' || !isList) && isSeen(walk, call, true, depth + 1);
  if (folding.test(name)) return isParameterSeen(walk, fn['params'][0], isList, depth) && isSeen(walk, call, isList, depth + 1);
  return perElement.test(name);
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
  if (target?.type === 'ArrayPattern')
    return isList && (target['elements'] as (Node | null)[]).every((element) => !element || isTargetSeen(walk, element.type === 'RestElement' ? element['argument'] : element, element.type === 'RestElement', depth + 1));
  if (target?.type !== 'ObjectPattern' || isList) return false;
  return (target['properties'] as Node[]).every((property) => {
    const name = property['key'] && keyName(property['key'], property['computed']);
    return name !== undefined && walk.isTakenFine(property, name);
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
