import type { Rewrite } from '../../facts.ts';
import { isCall, isMember, isNullish, memberName, type Node, statementOf, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import { inlineCall } from '../../trace/calls/parameters.ts';
import type { Trace } from '../../trace/trace.ts';
import { absent, type Frame, members } from '../../trace/value.ts';
import { receiverCode, replaceRange, together } from '../code.ts';
import { isCheckedIfThere } from './checked-lists.ts';
import { declaredList } from './declared-names.ts';
import { isGuarded } from '../queries/presence.ts';

/** What a value may be that is not the list which is wanted. */
interface Otherwise {
  /** `undefined` or `null`. */
  readonly isMissing: boolean;
  /** An empty text, `false` or another thing that has no `map`. */
  readonly isOther: boolean;
}

const always: Otherwise = { isMissing: false, isOther: false };
const either = (all: readonly Otherwise[]): Otherwise => ({ isMissing: all.some((one) => one.isMissing), isOther: all.some((one) => one.isOther) });

interface Writing {
  /** Each name of a list that is written out as an object. */
  elements(list: Node): Rewrite;
  /** The function that makes an object of a name. */
  toObject(list: Node): string;
}

/** Role names as objects where the value is a list, and what stands in place of a list as it is: `admin ? ['A'] : null`, `text && text.split(',')`. */
export function chosenAsObjects(trace: Trace, given: Node, writing: Writing, frame?: Frame): Rewrite {
  const node = unwrap(given);
  const follow = (...parts: readonly Node[]): Rewrite => together(parts.map((part) => chosenAsObjects(trace, part, writing, frame)));
  if (isNothing(node)) return [];
  if (node.type === 'ArrayExpression') return writing.elements(node);
  const { isOther, ...one } = otherwise(trace, node, 0);
  const isOpen = one.isMissing || declaredList(trace, node, frame)?.mayBeMissing === true || isCheckedIfThere(trace, node);
  const isMissing = isOpen && !isGuarded(trace, node);
  if ((isMissing || isOther) && node.type === 'ConditionalExpression') return follow(node['consequent'], node['alternate']);
  if ((isMissing || isOther) && node.type === 'LogicalExpression') return node['operator'] === '&&' ? follow(node['right']) : follow(node['left'], node['right']);
  if (isOther) return { blocked: 'the value may also be something that is no list' };
  const source = trace.project.sourceOf(node);
  // What follows an optional call is left out with it.
  const dot = isMissing && !/^Optional/.test(node.type) ? '?.' : '.';
  return [replaceRange(source, node, `${receiverCode(source, node)}${dot}map(${writing.toObject(node)})`)];
}

/** True where the expression may give something that has no `map`, and is not just missing. */
export const mayBeOther = (trace: Trace, given: Node): boolean => otherwise(trace, unwrap(given), 0).isOther;

const isMissingNode = (node: Node): boolean => isNullish(node) || (node.type === 'UnaryExpression' && node['operator'] === 'void');
const isOtherNode = (node: Node): boolean => /^(?:Boolean|Numeric)Literal$/.test(node.type) || (node.type === 'StringLiteral' && node['value'] === '');
const isNothing = (node: Node): boolean => isMissingNode(node) || isOtherNode(node);

/** `wanted[mail]`, `wanted.get(mail)` of what is made empty and filled while the program runs: there may be nothing under the key. */
function isFilledLookup(trace: Trace, taken: Node): boolean {
  const member: Node = isCall(taken) ? unwrap(taken['callee']) : taken;
  if (!isMember(member) || (member === taken ? memberName(member) !== undefined : memberName(member) !== 'get')) return false;
  return members(trace.evaluate(member['object'], undefined)).some((value) => value.kind === 'map' || (value.kind === 'object' && value.ref.node['properties']?.length === 0));
}

function otherwise(trace: Trace, given: Node, depth: number): Otherwise {
  const node = unwrap(given);
  if (depth > 5) return always;
  const follow = (part: Node): Otherwise => otherwise(trace, part, depth + 1);
  switch (node.type) {
    case 'ConditionalExpression':
      return either([follow(node['consequent']), follow(node['alternate'])]);
    case 'LogicalExpression':
      return ofLogical(trace, node, depth);
    case 'OptionalCallExpression':
    case 'OptionalMemberExpression':
      return { isMissing: true, isOther: false };
    case 'MemberExpression':
      return { isMissing: declaredList(trace, node)?.mayBeMissing === true || isFilledLookup(trace, node), isOther: false };
    case 'CallExpression':
      if (isFilledLookup(trace, node)) return { isMissing: true, isOther: false };
      return either(resultsOf(trace, node).map(follow));
    case 'AwaitExpression':
      return follow(node['argument']);
    case 'Identifier':
      return isNothing(node) ? { isMissing: true, isOther: false } : ofName(trace, node, depth);
    default:
      return { isMissing: isMissingNode(node), isOther: isOtherNode(node) };
  }
}

/** `a && b` is a where that does not hold; `a || b` is never what does not hold, but for b. */
function ofLogical(trace: Trace, node: Node, depth: number): Otherwise {
  const [left, right] = [node['left'], node['right']].map((part: Node) => otherwise(trace, part, depth + 1)) as [Otherwise, Otherwise];
  if (node['operator'] === '||') return right;
  if (node['operator'] === '??') return either([{ ...left, isMissing: false }, right]);
  return either([{ isMissing: true, isOther: left.isOther || !isListOrMissing(trace, node['left']) }, right]);
}

/** True for what is a list wherever it is there. */
function isListOrMissing(trace: Trace, given: Node): boolean {
  const values = members(trace.evaluate(given, undefined)).filter((value) => value.kind !== 'unknown');
  return values.length > 0 && values.every((value) => value.kind === 'list');
}

/** What functions of the project give. */
const resultsOf = (trace: Trace, call: Node): readonly Node[] => members(trace.evaluate(call['callee'], undefined)).flatMap((value) => (value.kind === 'function' ? returnedNodes(value.ref.node) : []));

/** `let roles; if (…) roles = …`: declared with nothing, and set where something in the code says so. */
function isSetAtTimes({ declaration, writes }: Binding): boolean {
  const isBare = declaration.type === 'VariableDeclarator' && !declaration['init'] && !/^For/.test(declaration.parent?.parent?.type ?? '');
  return isBare && !writes.some((write) => statementOf(write).parent === declaration.parent?.parent);
}

/** A name: what it is made with, what is given for the parameter, and what it is set to later. */
function ofName(trace: Trace, node: Node, depth: number): Otherwise {
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  if (!binding) return always;
  const { declaration, id } = binding;
  const hasDefault = id.parent?.type === 'AssignmentPattern' && id.parent['left'] === id && !isNothing(unwrap(id.parent['right']));
  const isMissing = !hasDefault && (members(trace.evaluate(node, undefined)).includes(absent) || declaredList(trace, node)?.mayBeMissing === true);
  const own = declaration.type === 'VariableDeclarator' && declaration['id'] === id && declaration['init'] ? [otherwise(trace, declaration['init'], depth + 1)] : [];
  const later = binding.writes.flatMap((write) => (write.type === 'AssignmentExpression' ? [write] : write.parent?.type === 'AssignmentExpression' ? [write.parent] : [])).map((write) => otherwise(trace, write['right'], depth + 1));
  return either([{ isMissing: isMissing || isSetAtTimes(binding), isOther: false }, ...own, ...later, ...(binding.kind === 'param' && declaration === id ? givenFor(trace, binding.scope.function, id, depth) : [])]);
}

function givenFor(trace: Trace, fn: Node | undefined, id: Node, depth: number): Otherwise[] {
  const index: number = fn ? fn['params'].indexOf(id) : -1;
  if (!fn || index < 0 || inlineCall(fn)) return [];
  return callSites(trace, fn).flatMap(({ node, kind }) => {
    if (kind !== 'call' || !isCall(node)) return [];
    const argument: Node | undefined = node['arguments'][index];
    return argument ? (argument.type === 'SpreadElement' ? [] : [otherwise(trace, argument, depth + 1)]) : [{ isMissing: !node['arguments'].some(({ type }: Node) => type === 'SpreadElement'), isOther: false }];
  });
}
