import type { Edit, Rewrite } from '../../facts.ts';
import { descendants, isCall, isFunction, keyName, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { formOf } from '../../trace/schemas/schemas.ts';
import type { Trace } from '../../trace/trace.ts';
import type { FieldPlace } from '../../trace/users.ts';
import { members, type Ref, type SchemaStep, type Value } from '../../trace/value.ts';
import { replaceRange, together } from '../code.ts';
import { renamedKey } from '../queries/object.ts';
import { removedProperty } from './removals.ts';
import { namesFromVariable } from './role-names.ts';
import { renameMember } from './role-names.ts';
import { wholeLines } from '../queries/site.ts';

type Words = NonNullable<FieldPlace['schema']>['words'];

/** A key of a schema under its new name; a list of names becomes a list of objects, in the library's own words. Beside the new name the old one is deleted. */
export function renameInSchema(trace: Trace, place: FieldPlace, to: string, isList: boolean): Rewrite {
  const source = trace.project.sourceOf(place.node);
  if (place.schema?.blocked !== undefined) return { blocked: place.schema.blocked };
  switch (place.schema?.role) {
    case 'name':
      return renamedName(source, place.node, to);
    case 'read':
      return isList ? { blocked: 'the schema of the list is used by itself' } : renameMember(source, place.node, to);
    case 'mask':
      return [hasSibling(place.node, to) ? removedProperty(source, place.node) : renamedKey(source, place.node, to)];
    default:
      if (hasSibling(place.node, to)) return [removedProperty(source, place.node)];
      return together([[renamedKey(source, place.node, to)], isList ? objectList(trace, place) : []]);
  }
}

function hasSibling(property: Node, name: string): boolean {
  const siblings: readonly Node[] = property.parent?.['properties'] ?? [];
  return siblings.some((sibling) => sibling !== property && sibling['key'] && keyName(sibling['key'], sibling['computed']) === name);
}

/** A name in a list of names; its place in the list goes where the new name stands already. */
function renamedName(source: Source, literal: Node, to: string): Rewrite {
  const elements: (Node | null)[] = literal.parent?.['elements'] ?? [];
  if (!elements.some((element) => element?.type === 'StringLiteral' && element['value'] === to)) {
    const quote = source.text[literal.start] as string;
    return [replaceRange(source, literal, `${quote}${to}${quote}`)];
  }
  const index = elements.indexOf(literal);
  const [previous, next] = [elements[index - 1], elements[index + 1]];
  const comma = /^\s*,/.exec(source.text.slice(literal.end))?.[0].length ?? 0;
  const lines = wholeLines(source, literal.start, literal.end + comma);
  if (lines.isWhole) return [replaceRange(source, lines, '')];
  return [replaceRange(source, next ? { start: literal.start, end: next.start } : { start: previous?.end ?? literal.start, end: literal.end }, '')];
}

/** The schema of a list of names -> the schema of a list of objects with a name. */
function objectList(trace: Trace, place: FieldPlace): Rewrite {
  const { value, words } = place.schema ?? { value: undefined, words: undefined };
  const list = value && listIn(trace, value);
  if (!list) return value && isAnything(trace, place.node, words) ? [] : { blocked: 'the schema of `roles` is not that of a plain list' };
  if (!list.element || isObject(trace, list.of)) return [];
  const element = unwrap(list.element.node);
  const source = trace.project.sourceOf(element);
  const wrapped = wrap(trace, place, element, words);
  if (typeof wrapped !== 'string') return wrapped;
  if (!isOwn(trace, place.node, element)) return copied(trace, place.node, element, wrapped, list.steps);
  return together([[replaceRange(source, element, wrapped)], ...list.steps.map((step) => stepEdits(trace, step, words)), words ? [] : jsonDefaults(source, place.node)]);
}

interface List {
  readonly of: Value;
  readonly element: Ref | undefined;
  readonly steps: readonly SchemaStep[];
}

/** The one list that a schema is, or may be beside null and undefined. */
function listIn(trace: Trace, value: Value): List | undefined {
  const lists = members(value).flatMap((member): List[] => {
    const form = formOf(trace, member);
    const steps = member.kind === 'schema' ? member.steps : [];
    if (form?.kind === 'list') return [{ of: form.of, element: form.element, steps }];
    return form?.kind === 'choice' ? form.of.flatMap((choice) => listIn(trace, choice) ?? []).map((list) => ({ ...list, steps: [...list.steps, ...steps] })) : [];
  });
  return lists.length === 1 ? lists[0] : undefined;
}

const isObject = (trace: Trace, value: Value): boolean => members(value).some((member) => formOf(trace, member)?.kind === 'object');

/** `z.any()`, `mixed()`, `{ type: 'array' }`: nothing is said of what the list holds. */
function isAnything(trace: Trace, property: Node, words: Words): boolean {
  const value = unwrap(property['value']);
  if (!words) return value.type === 'ObjectExpression' && !descendants(value).some((node) => node.type === 'ObjectProperty' && /^(?:items|prefixItems|enum|const|pattern)$/.test(node['key']?.name ?? node['key']?.value ?? ''));
  const names = descendants(value).flatMap((node) => (node.type === 'Identifier' ? [String(node['name'])] : []));
  return names.some((name) => words.anything.test(name)) && trace.project.sourceOf(property) !== undefined;
}

/** True when the element is written in the property itself, or in a variable that serves nothing else. */
function isOwn(trace: Trace, property: Node, element: Node): boolean {
  for (let at: Node | undefined = element; at; at = at.parent) if (at === property) return true;
  let declarator: Node | undefined = element;
  while (declarator && declarator.type !== 'VariableDeclarator') declarator = declarator.parent;
  const binding = declarator && trace.project.sourceOf(element).scopes.bindingOf(declarator['id']);
  return !!binding && binding.references.length === 1 && declarator?.parent?.parent?.type !== 'ExportNamedDeclaration';
}

/** A list that other schemas use as well is written once more, where the member names it. */
function copied(trace: Trace, property: Node, element: Node, wrapped: string, steps: readonly SchemaStep[]): Rewrite {
  const source = trace.project.sourceOf(property);
  const name = unwrap(property['value']);
  const declarator = name.type === 'Identifier' && !property['shorthand'] ? source.scopes.bindingOf(name)?.declaration : undefined;
  const list: Node | undefined = declarator?.type === 'VariableDeclarator' ? declarator['init'] : undefined;
  const isPlain = list && element.start >= list.start && element.end <= list.end && trace.project.sourceOf(element) === source && steps.every((step) => step.args.length === 0);
  if (!isPlain) return { blocked: 'the schema of the list is written elsewhere, and others may use it' };
  return [replaceRange(source, property['value'], source.text.slice(list.start, element.start) + wrapped + source.text.slice(element.end, list.end))];
}

/** The element as the name of an object: `z.object({ name: z.string() })`. */
function wrap(trace: Trace, place: FieldPlace, element: Node, words: Words): string | { readonly blocked: string } {
  const source = trace.project.sourceOf(element);
  const code = source.slice(element);
  if (!words) return jsonObject(source, element, code);
  const spelled = spelling(trace, element, words) ?? spelling(trace, place.node['value'], words) ?? spelling(trace, place.node.parent?.parent ?? place.node, words);
  return spelled === undefined ? { blocked: `\`${words.object}\` of the library is not imported here` } : `${spelled}({ name: ${code} })${words.open ?? ''}`;
}

/** `{ type: 'string' }` as the `name` of an object, with keys and strings as the file writes them. */
function jsonObject(source: Source, element: Node, code: string): string {
  const key = element['properties']?.[0]?.['key'];
  const isQuoted = key?.type === 'StringLiteral';
  const quote = isQuoted ? (source.text[key.start] as string) : (/["']/.exec(code)?.[0] ?? source.quote);
  const named = (name: string): string => (isQuoted ? `${quote}${name}${quote}` : name);
  const text = (name: string): string => `${quote}${name}${quote}`;
  return `{ ${named('type')}: ${text('object')}, ${named('required')}: [${text('name')}], ${named('properties')}: { ${named('name')}: ${code} } }`;
}

/** How the file spells the library's function for objects: `z.object`, `object`, `yup.object`. */
function spelling(trace: Trace, within: Node, words: NonNullable<Words>): string | undefined {
  const source = trace.project.sourceOf(within);
  for (const node of descendants(within)) {
    const isName = node.type === 'Identifier' && !(node.parent?.type === 'MemberExpression' && node.parent['property'] === node && !node.parent['computed']);
    if (!isName || !source.scopes.bindingOf(node)) continue;
    const value = trace.evaluate(node, undefined);
    if (value.kind !== 'library' || trace.clientOf(value)?.schemas !== words) continue;
    const path = value.path.filter((part) => part !== 'default');
    if (path.length === 0 || /^(?:z|yup|t|v|s|Type|Joi)$/.test(path.at(-1) ?? '')) return `${node['name']}.${words.object}`;
    const found = [...source.scopes.root.bindings.values()].find((binding) => {
      const imported = /^(?:import|const)$/.test(binding.kind) ? trace.evaluate(binding.id, undefined) : undefined;
      return imported?.kind === 'library' && imported.name === value.name && imported.path.at(-1) === words.object;
    });
    if (found) return found.name;
  }
  return words.builds ? spelledCall(trace, source, words) : undefined;
}

/** How a call of the file spells the function for objects that the program has itself. */
function spelledCall(trace: Trace, source: Source, words: NonNullable<Words>): string | undefined {
  const makes = (value: Value): boolean => value.kind === 'library' && value.path.at(-1) === words.object && trace.clientOf(value)?.schemas === words;
  const call = descendants(source.program).find((node) => isCall(node) && members(trace.evaluate(node['callee'], undefined)).some(makes));
  return call && source.slice(call['callee']);
}

/** What is said of the list after it was made: defaults become objects, checks see objects and look at their names. */
function stepEdits(trace: Trace, step: SchemaStep, words: Words): Rewrite {
  return together(
    step.args.map((given): Rewrite => {
      const node = unwrap(given);
      const source = trace.project.sourceOf(node);
      if (words?.defaults.test(step.name)) return defaultEdits(source, node);
      if (!isFunction(node))
        return node.type === 'Identifier' && members(trace.evaluate(node, undefined)).some((value) => value.kind === 'function') ? { blocked: `\`${step.name}\` looks at the list in a function that is written elsewhere` } : [];
      if (step.name === 'preprocess') return { blocked: '`preprocess` makes the list' };
      const [parameter] = node['params'] as Node[];
      if (!parameter) return [];
      return parameter.type === 'Identifier' ? namesFromVariable(source, parameter) : { blocked: `\`${step.name}\` takes the list apart` };
    }),
  );
}

function defaultEdits(source: Source, node: Node): Rewrite {
  if (/^(?:BooleanLiteral|NumericLiteral|NullLiteral)$/.test(node.type) || (node.type === 'Identifier' && node['name'] === 'undefined')) return [];
  const list = isFunction(node) ? unwrap(node['body']) : node;
  if (list.type !== 'ArrayExpression') return { blocked: 'what stands for a missing list is not written here' };
  return objectNames(source, list);
}

function objectNames(source: Source, list: Node): Rewrite {
  const elements = list['elements'] as (Node | null)[];
  if (elements.some((element) => !element || element.type === 'SpreadElement')) return { blocked: 'what stands for a missing list is more than literal names' };
  return elements.flatMap((element) => (element ? [replaceRange(source, element, `{ name: ${source.slice(element)} }`)] : []));
}

/** `default: ['Developer']` of a JSON schema. */
function jsonDefaults(source: Source, property: Node): readonly Edit[] {
  const value = unwrap(property['value']);
  const given: Node | undefined = ((value['properties'] ?? []) as Node[]).find((member) => (member['key']?.name ?? member['key']?.value) === 'default')?.['value'];
  const key = ((value['properties'] ?? []) as Node[])[0]?.['key'];
  const name = key?.type === 'StringLiteral' ? `${source.text[key.start]}name${source.text[key.start]}` : 'name';
  return given?.type === 'ArrayExpression' ? (given['elements'] as (Node | null)[]).flatMap((element) => (element ? [replaceRange(source, element, `{ ${name}: ${source.slice(element)} }`)] : [])) : [];
}
