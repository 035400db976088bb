import { renamedFields } from '../../api.ts';
import { descendants, isCall, isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { OldName } from '../../facts.ts';
import type { Asked } from '../flow/asked.ts';
import { shownKeys } from './schema-keys.ts';
import { ownMembers } from './schemas.ts';
import type { FieldPlace } from '../users.ts';
import type { KnownSchema, UserSchemas } from './user-schemas.ts';
import { members, unknown } from '../value.ts';

/** Every place where a schema of users names an old field: its members, the lists of names that pick from it, the samples held against it. */
export function schemaFields(schemas: UserSchemas, asked: Asked): FieldPlace[] {
  const shown = shownKeys(schemas, asked);
  const samples = schemas.samples.flatMap(({ literal, shape }) => keysOf(literal, shape).map(({ property, name }): FieldPlace => ({ node: property, name, place: 'mock', shape, other: undefined })));
  return [...schemas.all.flatMap((known) => (known.role === 'keys' ? pickedNames(schemas, known) : [...memberPlaces(schemas, known, shown.get(known.node)), ...siblingNames(schemas, known)])), ...samples];
}

function keysOf(object: Node, shape: FieldPlace['shape']): { property: Node; name: OldName }[] {
  return ((object['properties'] ?? []) as Node[]).flatMap((property) => {
    const name = property.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : undefined;
    return name !== undefined && renamedFields[shape.shape]?.[name as OldName] !== undefined ? [{ property, name: name as OldName }] : [];
  });
}

function memberPlaces(schemas: UserSchemas, known: KnownSchema, blocked: string | undefined): FieldPlace[] {
  const { named } = ownMembers(schemas.trace, { kind: 'object', ref: { node: known.node, frame: known.frame } });
  return keysOf(known.node, known.shape).map(({ property, name }) => {
    const value = named.find((member) => member.property === property)?.value ?? unknown;
    return { ...placeOf(schemas, known, property, name), schema: { role: 'member', value, words: known.words, blocked } };
  });
}

/** `{ created: true }` and `['created']`: what `pick`, `omit` and `required` name. */
function pickedNames(schemas: UserSchemas, known: KnownSchema): FieldPlace[] {
  if (known.node.type === 'ObjectExpression') return keysOf(known.node, known.shape).map(({ property, name }) => ({ ...placeOf(schemas, known, property, name), schema: { role: 'mask', value: unknown, words: known.words } }));
  const list = listNode(schemas, known);
  const texts = list ? descendants(list).filter((node) => node.type === 'StringLiteral' && renamedFields[known.shape.shape]?.[node['value'] as OldName] !== undefined) : [];
  return texts.map((node) => ({ ...placeOf(schemas, known, node, node['value']), schema: { role: 'name', value: unknown, words: known.words } }));
}

/** `when('created', …)`, `ref('created')`, `path: ['created']`: what one member says of another by its name. */
function siblingNames(schemas: UserSchemas, known: KnownSchema): FieldPlace[] {
  const { words } = known;
  if (!words || renamedFields[known.shape.shape] === undefined) return [];
  const named = (node: Node | undefined): boolean => {
    if (node?.type === 'ArrayExpression') return named(node.parent);
    const key = node?.type === 'ObjectProperty' ? node['key'] : node && isCall(node) ? unwrap(node['callee']) : undefined;
    return !!key && words.names.test((isMember(key) ? memberName(key) : (key['name'] ?? key['value'])) ?? '');
  };
  const texts = descendants(chainAround(known.node)).filter((node) => node.type === 'StringLiteral' && renamedFields[known.shape.shape]?.[node['value'] as OldName] !== undefined && named(node.parent));
  return texts.map((node) => ({ ...placeOf(schemas, known, node, node['value']), schema: { role: 'name', value: unknown, words } }));
}

/** The whole expression that makes the schema: the call that is given the members, and what is said of it after. */
function chainAround(members: Node): Node {
  let at = members;
  for (let up = at.parent; up && (isCall(up) || isMember(up)); up = up.parent) at = up;
  return at;
}

/** The list itself, where a name stands for it. */
function listNode(schemas: UserSchemas, known: KnownSchema): Node | undefined {
  const node = unwrap(known.node);
  if (node.type !== 'Identifier' && !isMember(node)) return node;
  const [value] = members(schemas.trace.evaluate(node, known.frame));
  return value?.kind === 'list' ? value.ref.node : undefined;
}

function placeOf(schemas: UserSchemas, known: KnownSchema, node: Node, name: OldName): Omit<FieldPlace, 'schema'> {
  return { node, name, place: 'schema', shape: known.shape, other: schemas.isShared(known.node) ? unknown : undefined };
}

/** `user.shape.created`: a member of the schema itself. */
export function schemaReads(schemas: UserSchemas, program: Node): FieldPlace[] {
  return descendants(program).flatMap((node): FieldPlace[] => {
    const name = isMember(node) ? memberName(node) : undefined;
    const isOld = name !== undefined && Object.values(renamedFields).some((fields) => fields[name as OldName] !== undefined);
    if (!isOld) return [];
    const objects = schemas.trace.ask(() => members(schemas.trace.evaluate(node['object'], undefined)), []);
    const known = schemas.all.find((schema) => schema.role === 'members' && objects.some((value) => value.kind === 'object' && value.ref.node === schema.node));
    return known && renamedFields[known.shape.shape]?.[name as OldName] !== undefined ? [{ ...placeOf(schemas, known, node, name as OldName), schema: { role: 'read', value: unknown, words: known.words } }] : [];
  });
}
