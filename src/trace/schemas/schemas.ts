import { shapes } from '../../api.ts';
import { keyName, type Node } from '../../source/ast.ts';
import { memberOf } from '../members.ts';
import { asList, callbackResult } from '../methods.ts';
import type { Trace } from '../trace.ts';
import { type LibraryValue, members, type ObjectValue, type Ref, type SchemaForm, type SchemaValue, union, unknown, type Value } from '../value.ts';

/** Schemas inside schemas are read to this depth. */
const deepest = 10;

/** What kind of structure a value describes: a library's schema, or a JSON schema, which is a plain object. */
export function formOf(trace: Trace, value: Value): SchemaForm | undefined {
  if (value.kind === 'schema') return value.form;
  return value.kind === 'object' ? jsonForm(trace, value) : undefined;
}

/** The members that a library's schema shows: `user.shape`, `Schema.entries`, `Schema.properties`; and what checks a value, `user.parse`. */
export function schemaMember(trace: Trace, schema: SchemaValue, name: string, at: Ref): Value {
  const { form } = schema;
  const client = trace.clientNamed(schema.client);
  if (client?.schemas?.checks.test(name)) return { kind: 'library', name: client.packages[0] ?? client.id, path: [name], made: [], on: schema, ref: at };
  if (form.kind === 'object' && /^(?:shape|entries|fields|properties|props|schema)$/.test(name)) return union(literalsOf(trace, schema));
  return form.kind === 'list' && /^(?:element|item|items|innerType)$/.test(name) ? form.of : unknown;
}

/** A schema that is a function of the value which it checks, as what is called. */
export function callableSchema(trace: Trace, schema: SchemaValue, at: Ref): LibraryValue | undefined {
  const client = trace.clientNamed(schema.client);
  return client?.schemas?.builds ? { kind: 'library', name: client.packages[0] ?? client.id, path: [''], made: [], on: schema, ref: at } : undefined;
}

const isBuilding = (trace: Trace, schema: Value): boolean => schema.kind === 'schema' && trace.clientNamed(schema.client)?.schemas?.builds === true;

/** The object literals whose members are the members of the schema. */
export function literalsOf(trace: Trace, schema: Value, depth = 0): ObjectValue[] {
  const form = formOf(trace, schema);
  if (form?.kind !== 'object' || depth > deepest) return [];
  return form.parts.flatMap((part) => members(part)).flatMap((part) => (part.kind === 'object' ? [part] : literalsOf(trace, part, depth + 1)));
}

/** One member of an object of schemas. */
export interface SchemaMember {
  readonly name: string;
  readonly property: Node;
  readonly value: Value;
}

/** The members that stand in an object of schemas itself, and the objects that are spread into it. */
export function ownMembers(trace: Trace, object: ObjectValue): { readonly named: SchemaMember[]; readonly spread: Value[] } {
  const { node, frame } = object.ref;
  const named: SchemaMember[] = [];
  const spread: Value[] = [];
  for (const property of (node['properties'] ?? []) as Node[]) {
    if (property.type === 'SpreadElement') spread.push(...members(trace.evaluate(property['argument'], frame)));
    const name = property.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : undefined;
    if (name !== undefined) named.push({ name, property, value: trace.evaluate(property['value'], frame) });
  }
  return { named, spread };
}

/** A member of what passed a schema: something that passed the schema of the member, or what that makes of it. */
export function fittingMember(trace: Trace, schema: Value, name: string, at: Ref): Value {
  const found = literalsOf(trace, schema).flatMap((literal) => memberNamed(trace, literal, name, 0));
  const [member] = found.slice(-1);
  if (!member) return unknown;
  return checkedValue(trace, member, { kind: 'unknown', fits: { schema: member, isOptional: mayBeMissing(trace, member) || isPartial(trace, schema) } }, at);
}

/** The schemas of a member, those of objects that are spread into it included. */
function memberNamed(trace: Trace, object: ObjectValue, name: string, depth: number): Value[] {
  const { named, spread } = ownMembers(trace, object);
  const inner = depth > deepest ? [] : spread.flatMap((value) => (value.kind === 'object' ? memberNamed(trace, value, name, depth + 1) : []));
  return [...inner, ...named.flatMap((member) => (member.name === name ? [member.value] : []))];
}

/** What a member may be missing by: what is said of its schema, or what nothing said. */
function mayBeMissing(trace: Trace, schema: Value): boolean {
  const words = schema.kind === 'schema' ? trace.clientNamed(schema.client)?.schemas : undefined;
  const steps = schema.kind === 'schema' ? schema.steps : [];
  const isWanted = !words?.wanted || steps.some(({ name }) => words.wanted?.test(name) || words.defaults.test(name));
  return !words || !isWanted || steps.some(({ name }) => words.missing.test(name));
}

/** `schema.partial()`. */
const isPartial = (trace: Trace, schema: Value): boolean => schema.kind === 'schema' && schema.steps.some(({ name }) => trace.clientNamed(schema.client)?.schemas?.missing.test(name));

/** True for a schema of a list of texts, false for one of a list of something else. */
export function isListOfTexts(trace: Trace, schema: Value): boolean | undefined {
  const form = formOf(trace, schema);
  return form?.kind === 'list' ? members(form.of).every((element) => isText(trace, element) && !isGap(trace, element)) : undefined;
}

/** An element that may be missing. */
const isGap = (trace: Trace, schema: Value): boolean => schema.kind === 'schema' && trace.clientNamed(schema.client)?.schemas?.hasGaps === true && mayBeMissing(trace, schema);

function isText(trace: Trace, schema: Value): boolean {
  const client = schema.kind === 'schema' ? trace.clientNamed(schema.client) : schema.kind === 'library' ? trace.clientOf(schema) : undefined;
  const name = schema.kind === 'library' ? schema.path.at(-1) : schema.kind === 'schema' && schema.form.kind === 'plain' ? schema.form.name : undefined;
  return name !== undefined && client?.schemas?.texts.test(name) === true;
}

/** `{ type: 'object', properties: {…}, required: […] }`, `{ type: 'array', items: {…} }`, `{ $ref: '#/$defs/user' }`. */
function jsonForm(trace: Trace, object: ObjectValue): SchemaForm | undefined {
  const at = (name: string): Node | undefined => jsonMember(object.ref.node, name);
  const frame = object.ref.frame;
  const properties = at('properties');
  if (properties) {
    const values = members(trace.evaluate(properties, frame)).filter((value) => value.kind === 'object');
    const keys = at('required') ? [{ node: at('required') as Node, frame }] : [];
    return values.length > 0 ? { kind: 'object', parts: values, keys } : undefined;
  }
  const items = at('items');
  if (items) return { kind: 'list', of: trace.evaluate(items, frame), element: { node: items, frame } };
  const reference = at('$ref');
  if (reference?.type === 'StringLiteral') {
    const target = referenced(reference);
    return target && formOf(trace, trace.evaluate(target, frame));
  }
  const several = at('allOf') ?? at('anyOf') ?? at('oneOf');
  if (several?.type === 'ArrayExpression') return { kind: 'choice', of: (several['elements'] as (Node | null)[]).flatMap((element) => (element ? [trace.evaluate(element, frame)] : [])) };
  return undefined;
}

function jsonMember(object: Node, name: string): Node | undefined {
  return ((object['properties'] ?? []) as Node[]).find((property) => property.type === 'ObjectProperty' && keyName(property['key'], property['computed']) === name)?.['value'];
}

/** What `#/definitions/user` names in the outermost literal around it. */
function referenced(reference: Node): Node | undefined {
  const path = /^#\/(.+)$/.exec(reference['value'])?.[1]?.split('/') ?? [];
  let root: Node | undefined;
  for (let at: Node | undefined = reference; at; at = at.parent) if (at.type === 'ObjectExpression') root = at;
  return path.length === 0 ? undefined : path.reduce<Node | undefined>((node, name) => node && jsonMember(node, name), root);
}

/** What a value is after it was held against the schema: itself, but for what the schema converts. What code of the program makes of a part by itself is not known. */
export function checkedValue(trace: Trace, schema: Value, value: Value, at: Ref, depth = 0, isPart = false): Value {
  const form = formOf(trace, schema);
  const builds = isPart || isBuilding(trace, schema);
  if (!form || depth > deepest) return builds ? unknown : value;
  switch (form.kind) {
    case 'converted':
      return (form.by && callbackResult(trace, form.by.node, converterCall(form.by.node) ?? at.node, form.by.frame)) ?? unknown;
    case 'list': {
      if (!converts(trace, form.of, 0, builds)) return value;
      return asList(checkedValue(trace, form.of, trace.element(value, at.node, at.frame), at, depth + 1, builds), at);
    }
    case 'choice':
      return form.of.some((choice) => converts(trace, choice, 0, builds)) ? union(form.of.map((choice) => checkedValue(trace, choice, value, at, depth + 1))) : value;
    case 'object':
      return convertedMembers(trace, schema, value, at, depth, builds);
    default:
      return value;
  }
}

/** The call that the converting function is an argument of. */
const converterCall = (fn: Node): Node | undefined => (fn.parent?.['arguments']?.includes(fn) ? fn.parent : undefined);

/** Members that are lists or objects themselves, and that the schema converts, are something else afterwards. */
function convertedMembers(trace: Trace, schema: Value, value: Value, at: Ref, depth: number, builds: boolean): Value {
  const structures = literalsOf(trace, schema).flatMap((literal) => ownMembers(trace, literal).named.filter((member) => converts(trace, member.value, 0, builds)));
  const shape = members(value).find((member) => member.kind === 'shape');
  const inner = structures.filter(({ name }) => isStructure(shapes[shape?.shape ?? '']?.[name]));
  if (inner.length === 0 || !shape) return value;
  const kept = Object.keys(shapes[shape.shape] ?? {}).map((name) => [name, memberOf(trace, value, name, at)] as const);
  const changed = inner.map((member) => [member.name, checkedValue(trace, member.value, memberOf(trace, value, member.name, at), at, depth + 1, builds)] as const);
  return { kind: 'record', members: Object.fromEntries([...kept, ...changed]) };
}

/** True for shapes with members of their own. */
export function isStructure(shape: string | undefined): boolean {
  return shape !== undefined && shapes[shape.replaceAll('[]', '')] !== undefined;
}

/** True when the schema, or one inside it, gives something else than what it is given. */
function converts(trace: Trace, schema: Value, depth: number, builds: boolean): boolean {
  const form = formOf(trace, schema);
  if (!form || depth > deepest) return builds;
  if (form.kind === 'converted') return true;
  if (form.kind === 'list') return converts(trace, form.of, depth + 1, builds);
  if (form.kind === 'choice') return form.of.some((choice) => converts(trace, choice, depth + 1, builds));
  return form.kind === 'object' && literalsOf(trace, schema).some((literal) => ownMembers(trace, literal).named.some((member) => converts(trace, member.value, depth + 1, builds)));
}
