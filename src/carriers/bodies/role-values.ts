import type { Rewrite, RoleValue } from '../../facts.ts';
import { type Node, unwrap } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { members, type Ref } from '../../trace/value.ts';
import { chosenAsObjects } from '../fields/chosen-lists.ts';
import { isBlocked, rangeOf, receiverCode, replaceRange, roleObjectCode, stringCode } from '../code.ts';
import { changedAfter } from '../fields/kept-lists.ts';
import { formOf } from '../fields/role-form.ts';
import { nullishness } from '../values.ts';

/** A value that should be role names. */
export function roleValue(trace: Trace, ref: Ref): RoleValue {
  const node = unwrap(ref.node);
  const source = trace.project.sourceOf(node);
  const form = formOf(trace, { node, frame: ref.frame });
  const names = form === 'names' ? literalNames(node) : form === 'name' && node.type === 'StringLiteral' ? [String(node['value'])] : undefined;
  return { at: rangeOf(source, ref.node), code: source.slice(ref.node), ...(names ? { names } : {}), form, toObjects: () => asObjects(trace, { node, frame: ref.frame }, form, names) };
}

function literalNames(node: Node): string[] | undefined {
  const elements: (Node | null)[] = node.type === 'ArrayExpression' ? node['elements'] : [null];
  return elements.every((element) => element?.type === 'StringLiteral') ? elements.map((element) => element?.['value']) : undefined;
}

function asObjects(trace: Trace, { node, frame }: Ref, form: RoleValue['form'], names: readonly string[] | undefined): Rewrite {
  const source = trace.project.sourceOf(node);
  if (form === 'objects') return [];
  if (form === 'unknown' && node.type !== 'ArrayExpression') return { blocked: 'whether the value is a list of names is not known' };
  if (form === 'name') return names ? [replaceRange(source, node, `[${roleObjectCode(source, node, stringCode(source, names[0] as string, node))}]`)] : { blocked: 'the value is one role, not a list' };
  if (names?.some((name) => /^[0-9a-f]{24}$/.test(name))) return { blocked: 'the value holds ids of roles' };
  if (node.type === 'ArrayExpression') return elementsAsObjects(trace, node, names);
  const stays = unlessChanged(trace, node);
  if (stays) return stays;
  const rewrite = chosenAsObjects(trace, node, { elements: (list) => elementsAsObjects(trace, list, literalNames(list)), toObject: (list) => toObject(trace, list) }, frame);
  const isShorthand = node.parent?.type === 'ObjectProperty' && node.parent['shorthand'];
  return isShorthand && !isBlocked(rewrite) ? rewrite.map((edit) => ({ ...edit, text: `${node['name']}: ${edit.text}` })) : rewrite;
}

/** Why a list stays one of names: the program goes on with it after it was put where it is. */
export function unlessChanged(trace: Trace, list: Node): { readonly blocked: string } | undefined {
  const change = changedAfter(trace, list);
  return change && { blocked: `line ${trace.project.sourceOf(change).place(change.start).line} changes the list after it was put here` };
}

/** The function that makes an object of a name; its parameter is annotated where TypeScript might find no type for it. */
function toObject(trace: Trace, given: Node): string {
  const node = unwrap(given);
  const source = trace.project.sourceOf(node);
  const binding = node.type === 'Identifier' ? source.scopes.bindingOf(node) : undefined;
  const isTyped = node.type === 'ArrayExpression' || /^TS(?!AnyKeyword)/.test(binding?.id['typeAnnotation']?.['typeAnnotation'].type ?? '') || unwrap(binding?.declaration['init'] ?? source.program).type === 'ArrayExpression';
  return isTyped || source.infersNames || !source.isTypedAt(node.start) ? '(name) => ({ name })' : '(name: string) => ({ name })';
}

/** Each name of a list literal becomes an object; other elements are mapped. */
function elementsAsObjects(trace: Trace, node: Node, names: readonly string[] | undefined): Rewrite {
  const source = trace.project.sourceOf(node);
  if (names && names.length === 0) return [];
  const elements = node['elements'] as (Node | null)[];
  if (elements.some((element) => !element)) return { blocked: 'the list has gaps' };
  if (elements.some((element) => element?.type === 'SpreadElement')) return [{ file: source.file, start: node.end, end: node.end, text: '.map((name) => ({ name }))' }];
  return elements.flatMap((element) => (element ? [replaceRange(source, element, roleObjectCode(source, element, source.slice(element)))] : []));
}

/** The names as objects, also where there may be none. */
export function mappedNames(trace: Trace, given: Node, frame: Ref['frame']): string {
  const isThere = nullishness(trace, given, frame, 0) === 'no' || members(trace.evaluate(given, undefined)).every((member) => member.kind === 'list') || defaultIsList(trace, given);
  return `${receiverCode(trace.project.sourceOf(given), given)}${isThere ? '.' : '?.'}map(${toObject(trace, given)})`;
}

/** A parameter whose default is a list: it is there unless someone passes null. */
function defaultIsList(trace: Trace, given: Node): boolean {
  const binding = given.type === 'Identifier' ? trace.project.sourceOf(given).scopes.bindingOf(given) : undefined;
  const pattern = binding?.id.parent;
  return pattern?.type === 'AssignmentPattern' && pattern['left'] === binding?.id && /^(?:ArrayExpression|Identifier)$/.test(pattern['right'].type);
}
