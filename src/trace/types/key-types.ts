import type { OldName } from '../../facts.ts';
import { descendants, type Node } from '../../source/ast.ts';
import { elementsAreKeys, usesAreKeys } from '../names/keyed.ts';
import { distinguishedKeys, type Key, keysOf, listedKeys } from '../names/listed-keys.ts';
import { typeDeclaration } from './type-names.ts';
import type { UserTypes } from './user-types.ts';
import type { FieldPlace } from '../users.ts';
import { newNameIn } from '../shape-names.ts';
import type { ShapeValue } from '../value.ts';

/** Names of users' members that a type lists: `Record<'created', string>`, or a type that makes something else of some members of a user. */
export function keyTypes(types: UserTypes, node: Node): FieldPlace[] {
  const shape = /^TS(?:TypeReference|MappedType)$/.test(node.type) ? types.valueOf(node) : undefined;
  if (!shape) return [];
  const listed = listedKeys(types.trace, node).flatMap((key) => listedPlace(types, key, shape, node));
  return [...listed, ...mappedKeys(types, node, shape)];
}

/** The keys are what declares the members. */
function listedPlace(types: UserTypes, key: Key, shape: ShapeValue, type: Node): FieldPlace[] {
  const isOther = key.alias !== undefined && usesOf(types, key.alias).some((use) => !isKeyOfUser(types, use, 0));
  const blocked = key.name === 'roles' ? 'the type gives all members that it lists the same type' : isOther ? otherUse : undefined;
  return shape.keysOnly ? [] : place(key, shape, { declares: keysOf(type) !== undefined, ...(blocked === undefined ? {} : { blocked }) });
}

const otherUse = 'the type that names it is used for more than members of users';

/** `Dated<User>`, where `Dated` is a mapped type that tells some members apart by their names. */
function mappedKeys(types: UserTypes, reference: Node, shape: ShapeValue): FieldPlace[] {
  const declaration = reference.type === 'TSTypeReference' && reference['typeParameters'] ? typeDeclaration(types.trace, reference) : undefined;
  const mapped: Node | undefined = declaration?.type === 'TSTypeAliasDeclaration' ? declaration['typeAnnotation'] : undefined;
  if (!declaration || mapped?.type !== 'TSMappedType') return [];
  return distinguishedKeys(types.trace, mapped).flatMap((key) => {
    const isOther = usesOf(types, key.alias ?? declaration).some((use) => (key.alias ? !isKeyOfUser(types, use, 0) : !types.valueOf(use)));
    const blocked = key.name === 'roles' ? 'a type makes something else of the list, which would have to be made of objects' : isOther ? otherUse : undefined;
    return place(key, shape, { declares: key.name === 'roles', ...(blocked === undefined ? {} : { blocked }) });
  });
}

function place(key: Key, shape: ShapeValue, keyType: NonNullable<FieldPlace['keyType']>): FieldPlace[] {
  const name = key.name as OldName;
  return newNameIn(shape, name) === undefined ? [] : [{ node: key.node, name, place: 'key', shape, other: undefined, keyType }];
}

/** The places that use a declared type by its name. */
function usesOf({ trace }: UserTypes, declaration: Node): Node[] {
  const name: string = declaration['id'].name;
  return trace.project.filesWith(name).flatMap((file) => {
    const program = trace.project.source(file)?.program;
    return program ? descendants(program).filter((node) => node.type === 'TSTypeReference' && typeDeclaration(trace, node) === declaration) : [];
  });
}

/** True where a type of texts says which members of a user are meant: in a list of members, in a test for them, or under another name that is used so. */
function isKeyOfUser(types: UserTypes, use: Node, depth: number): boolean {
  let child = use;
  let at: Node | undefined = use.parent;
  while (at && /^TS(?:UnionType|ParenthesizedType)$/.test(at.type)) [child, at] = [at, at.parent];
  if (!at || depth > 3) return false;
  if (/^TS(?:TypeAnnotation|ArrayType|TypeOperator)$/.test(at.type)) return isTypeOfKeys(types, at);
  if (at.type === 'TSTypeAliasDeclaration') return usesOf(types, at).every((other) => isKeyOfUser(types, other, depth + 1));
  if (at.type === 'TSConditionalType') return at['extendsType'] === child && isUserMapped(types, at);
  const listing: Node | undefined = /^TSTypeParameter/.test(at.type) ? at.parent : at;
  return !!listing && keysOf(listing) === child && types.valueOf(listing) !== undefined;
}

/** `key: DateKey`, `const keys: readonly DateKey[]`: variables with which members are taken and nothing else is done. */
function isTypeOfKeys(types: UserTypes, given: Node): boolean {
  let at: Node | undefined = given;
  let isList = false;
  for (; at && /^TS(?:ArrayType|TypeOperator)$/.test(at.type); at = at.parent) isList ||= at.type === 'TSArrayType';
  const id = at?.type === 'TSTypeAnnotation' ? at.parent : undefined;
  return id?.type === 'Identifier' && (isList ? elementsAreKeys(types.trace, id) : usesAreKeys(types.trace, id));
}

/** True in a mapped type that is only used for users. */
function isUserMapped(types: UserTypes, inner: Node): boolean {
  let at: Node | undefined = inner;
  while (at && at.type !== 'TSMappedType') at = at.parent;
  return at?.parent?.type === 'TSTypeAliasDeclaration' && usesOf(types, at.parent).every((use) => types.valueOf(use) !== undefined);
}
