import type { RoleValue } from '../../facts.ts';
import { calleeName, isCall, isFunction, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Binding } from '../../source/scope.ts';
import { returnedNodes } from '../../trace/calls/calls.ts';
import { callSites } from '../../trace/calls/callers.ts';
import { inlineCall } from '../../trace/calls/parameters.ts';
import { frameOf } from '../../trace/frames.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Ref, type Value } from '../../trace/value.ts';
import { isCheckedList, keepsTexts } from './checked-lists.ts';
import { isComparedList, isGivenAsTexts } from './compared-lists.ts';
import { declaredList } from './declared-names.ts';
import { writtenMembers } from './role-members.ts';
import { readValue } from '../values.ts';

export type RoleForm = RoleValue['form'];

/** How far a value is followed before nobody knows. */
const deepest = 8;
/** Methods that give a list of the same elements. */
const sameElements = /^(?:filter|slice|sort|toSorted|reverse|toReversed|concat|flat|toSpliced|values|with)$/;
/** Those of them that strings do not have, or that take nothing a string would take. */
const onlyMoved = /^(?:slice|sort|toSorted|reverse|toReversed)$/;
/** Methods of strings that give a string. */
const textMethods = /^(?:trim|trimStart|trimEnd|toLowerCase|toUpperCase|replace|replaceAll|toString|slice|substring|concat|padStart|padEnd|normalize|join)$/;

/** What is written where role names belong: a list of names, one name, a list of objects, or something nobody knows. */
export function formOf(trace: Trace, ref: Ref, depth = 0): RoleForm {
  const node = unwrap(ref.node);
  if (depth > deepest) return 'unknown';
  if (node.type === 'ArrayExpression') return listForm(trace, node, ref.frame, depth);
  const known = byValue(members(trace.evaluate(node, ref.frame)).filter((value) => value.kind !== 'unknown'));
  if (known !== 'unknown') return known;
  const list = declaredList(trace, node, ref.frame);
  if (list) return list.isNames ? 'names' : byForm(trace, node, ref.frame, depth);
  const declared = readValue(trace, { node, frame: ref.frame }).type;
  const form = declared === 'array' ? 'names' : byForm(trace, node, ref.frame, depth);
  const areNames = isNames(trace, ref.frame, depth);
  return form === 'unknown' && (isCheckedList(trace, node, areNames) || isComparedList(trace, node, areNames) || isGivenAsTexts(trace, node)) ? 'names' : form;
}

const isNames =
  (trace: Trace, frame: Ref['frame'], depth: number) =>
  (node: Node): boolean =>
    formOf(trace, { node, frame }, depth + 1) === 'names';

function byValue(values: readonly Value[]): RoleForm {
  if (values.length > 0 && values.every((value) => value.kind === 'text')) return 'name';
  const lists = values.flatMap((value) => (value.kind === 'list' ? [value] : []));
  if (lists.some((list) => list.items.some((item) => unwrap(item.node).type === 'ObjectExpression') || (list.rest && members(list.rest).some((element) => element.kind === 'object')))) return 'objects';
  if (values.some((value) => value.kind === 'shape' && value.shape === 'Role[]')) return 'objects';
  const areNames = (value: Value): boolean =>
    (value.kind === 'shape' && value.shape === 'RoleNames') ||
    (value.kind === 'list' && (value.items.length > 0 || (value.rest !== undefined && members(value.rest).every((element) => element.kind === 'text' || (element.kind === 'shape' && element.shape === 'Text')))));
  return values.length > 0 && values.every((value) => areNames(value) || (value.kind === 'list' && value.items.length === 0 && !value.rest)) ? 'names' : 'unknown';
}

function listForm(trace: Trace, list: Node, frame: Ref['frame'], depth: number): RoleForm {
  const elements = (list['elements'] as (Node | null)[]).flatMap((element) => (element ? [element] : []));
  if (elements.some((element) => element.type === 'ObjectExpression')) return 'objects';
  const spreads = elements.filter((element) => element.type === 'SpreadElement').map((element) => formOf(trace, { node: element['argument'], frame }, depth + 1));
  return spreads.includes('objects') ? 'objects' : 'names';
}

/** What the code itself says where the value stays open. */
function byForm(trace: Trace, node: Node, frame: Ref['frame'], depth: number): RoleForm {
  const follow = (inner: Node, at: Ref['frame'] = frame): RoleForm => formOf(trace, { node: inner, frame: at }, depth + 1);
  switch (node.type) {
    case 'Identifier':
      return nameForm(trace, node, frame, depth);
    case 'MemberExpression':
    case 'OptionalMemberExpression':
      return writtenForm(trace, { node, frame }, depth);
    case 'LogicalExpression':
      return agreed([follow(node['left']), follow(node['right'])], node['operator'] === '&&' ? 1 : undefined);
    case 'ConditionalExpression':
      return agreed([follow(node['consequent']), follow(node['alternate'])]);
    case 'AwaitExpression':
      return follow(node['argument']);
    case 'NewExpression':
      return node['callee'].name === 'Set' && node['arguments'][0] ? follow(node['arguments'][0]) : 'unknown';
    case 'CallExpression':
    case 'OptionalCallExpression':
      return callForm(trace, node, frame, depth);
    default:
      return 'unknown';
  }
}

/** What objects of the code have where this is taken from. */
const writtenForm = (trace: Trace, ref: Ref, depth: number): RoleForm => same((writtenMembers(trace, ref) ?? []).map((written) => formOf(trace, written, depth + 1)));

function agreed(forms: readonly RoleForm[], only?: number): RoleForm {
  const [first, second] = forms as [RoleForm, RoleForm];
  if (only !== undefined) return forms[only] as RoleForm;
  return first === second ? first : 'unknown';
}

function callForm(trace: Trace, call: Node, frame: Ref['frame'], depth: number): RoleForm {
  const callee = unwrap(call['callee']);
  const method = isMember(callee) ? (memberName(callee) ?? '') : '';
  const [first] = call['arguments'] as Node[];
  if (method === 'split' || (method === 'keys' && callee['object'].name === 'Object')) return 'names';
  if (method === 'filter' && first && keepsTexts(trace, first, isNames(trace, frame, depth))) return 'names';
  if (sameElements.test(method)) return formOf(trace, { node: callee['object'], frame }, depth + 1);
  if (method === 'get') return writtenForm(trace, { node: call, frame }, depth);
  if (method === 'map' && first) return mapForm(unwrap(first));
  if (method === 'from' && callee['object'].name === 'Array' && first) return call['arguments'][1] ? mapForm(unwrap(call['arguments'][1])) : formOf(trace, { node: first, frame }, depth + 1);
  return resultForm(trace, call, callee, frame, depth);
}

/** What a function of the project returns. */
function resultForm(trace: Trace, call: Node, callee: Node, frame: Ref['frame'], depth: number): RoleForm {
  const forms = members(trace.evaluate(callee, frame)).flatMap((value) => {
    if (value.kind !== 'function') return ['unknown' as const];
    const fn = value.ref.node;
    const inner = trace.frame(fn, call, frame, value.ref.frame, value.self);
    return returnedNodes(fn).map((node) => formOf(trace, { node, frame: inner }, depth + 1));
  });
  return same(forms);
}

const same = (forms: readonly RoleForm[]): RoleForm => (forms.length > 0 && forms.every((form) => form === forms[0]) ? (forms[0] as RoleForm) : 'unknown');

/** `(x) => x.name`, `({ name }) => name`, `(x) => x.trim()`: names. `(x) => ({ … })`: objects. */
function mapForm(callback: Node): RoleForm {
  if (callback.type === 'Identifier') return callback['name'] === 'String' ? 'names' : 'unknown';
  if (!isFunction(callback)) return 'unknown';
  return same(returnedNodes(callback).map((result) => elementForm(unwrap(result))));
}

function elementForm(result: Node): RoleForm {
  if (result.type === 'ObjectExpression') return 'objects';
  if (/^(?:StringLiteral|TemplateLiteral)$/.test(result.type)) return 'names';
  if (isMember(result)) return /^(?:name|roleName)$/.test(memberName(result) ?? '') ? 'names' : 'unknown';
  if (result.type === 'Identifier') return /^(?:name|roleName)$/.test(result['name']) ? 'names' : 'unknown';
  const callee = isCall(result) ? unwrap(result['callee']) : undefined;
  return callee && ((isMember(callee) && textMethods.test(memberName(callee) ?? '')) || callee['name'] === 'String') ? 'names' : 'unknown';
}

/** A variable: what it is set to. A parameter: what this call, or every call, passes. */
function nameForm(trace: Trace, node: Node, frame: Ref['frame'], depth: number): RoleForm {
  const binding = trace.project.sourceOf(node).scopes.bindingOf(node);
  if (!binding) return 'unknown';
  const fn = binding.kind === 'param' && binding.scope.function;
  const isPlain = binding.id.parent === binding.declaration && binding.declaration['init'] && binding.writes.length === 0;
  const written = writtenForm(trace, { node, frame }, depth);
  if (written !== 'unknown') return written;
  const form = fn ? parameterForm(trace, fn, binding.declaration, frame, depth) : isPlain ? formOf(trace, { node: binding.declaration['init'], frame }, depth + 1) : 'unknown';
  return form === 'unknown' && isJoined(binding) ? 'names' : form;
}

/** `grants.join()`: a list of names, whatever it comes from, unless the code asks whether it is one. */
function isJoined({ references }: Binding): boolean {
  const uses = references.flatMap((reference) => outermost(reference).parent ?? []);
  const isAsked = uses.some((use) => (isCall(use) && /^(?:isArray|isString)$/.test(calleeName(use))) || (use.type === 'UnaryExpression' && use['operator'] === 'typeof'));
  return !isAsked && uses.some(isJoinedAt);
}

/** `.join()`, also behind methods that give a list of the same elements: `.slice().sort().join()`. */
function isJoinedAt(use: Node): boolean {
  const call = isMember(use) && !use['optional'] && isCall(use.parent) && use.parent?.['callee'] === use ? use.parent : undefined;
  if (!call) return false;
  const next = outermost(call).parent;
  return memberName(use) === 'join' || (onlyMoved.test(memberName(use) ?? '') && !!next && isJoinedAt(next));
}

function parameterForm(trace: Trace, fn: Node, parameter: Node, frame: Ref['frame'], depth: number): RoleForm {
  const index = fn['params'].indexOf(parameter);
  const own = frameOf(fn, frame);
  const passed = (call: Node, caller: Ref['frame']): RoleForm[] => (call['arguments']?.[index] ? [formOf(trace, { node: call['arguments'][index], frame: caller }, depth + 1)] : []);
  if (index < 0 || inlineCall(fn)) return 'unknown';
  if (own) return own.callback ? 'unknown' : same(passed(own.call, own.caller));
  return same(callSites(trace, fn).flatMap((site) => (site.kind === 'call' ? passed(site.node, undefined) : ['unknown'])));
}
