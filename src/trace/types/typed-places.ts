import { renamedFields } from '../../api.ts';
import type { OldName } from '../../facts.ts';
import { descendants, isCall, isFunction, keyName, type Node, unwrap } from '../../source/ast.ts';
import { typeOfTarget } from './declared-members.ts';
import { expectedKey, expectedShape } from '../flow/expected.ts';
import { keyTypes } from './key-types.ts';
import { baseReference } from './kept-bases.ts';
import { isOnlyKey } from '../names/keyed.ts';
import { entriesOf } from '../members.ts';
import { newNameIn } from '../shape-names.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import type { FieldPlace } from '../users.ts';
import type { UserType, UserTypes } from './user-types.ts';
import { membersOfType } from './types.ts';
import { members } from '../value.ts';

/** Declared members of types that describe users. */
export function declaredFields(types: UserTypes): FieldPlace[] {
  return types.all.flatMap((type) => membersOfType(types.trace, type.declaration.type === 'TSTypeAliasDeclaration' ? type.declaration['typeAnnotation'] : type.declaration).flatMap((member) => declaredField(type, member)));
}

function declaredField(type: UserType, member: Node): FieldPlace[] {
  const name = member['key'] && keyName(member['key'], member['computed']);
  const isOld = name !== undefined && newNameIn(type.value, name) !== undefined;
  return isOld && (member['typeAnnotation'] || member.type === 'ClassProperty') ? [{ node: member, name: name as OldName, place: 'type', shape: type.value, other: undefined }] : [];
}

/** Object literals that a declared type calls users, and keys of users in `Pick`, `Omit` and indexed types. */
export function typedLiterals(types: UserTypes, program: Node): FieldPlace[] {
  const found: FieldPlace[] = [];
  for (const node of descendants(program)) {
    if (node.type === 'ObjectExpression') found.push(...literalFields(types, node));
    else if (node.type === 'JSXOpeningElement') found.push(...literalFields(types, node));
    else if (node.type === 'StringLiteral') found.push(...typedKey(types, node));
    else if (node.type === 'TSTypeReference') found.push(...pickedKeys(types, node), ...keyTypes(types, node));
    else if (node.type === 'TSExpressionWithTypeArguments') found.push(...pickedKeys(types, baseReference(node)));
    else if (node.type === 'TSMappedType') found.push(...keyTypes(types, node));
    else if (node.type === 'TSIndexedAccessType') found.push(...indexedKey(types, node));
    else if (node.type === 'TSTypeParameter' && node['default']) found.push(...keysFor(types, node, node['default']));
    else if (isInstance(node)) found.push(...constrainedKeys(types, node));
  }
  return found;
}

function literalFields(types: UserTypes, object: Node): FieldPlace[] {
  const properties = entriesOf(object).flatMap((property) => {
    const name: string | undefined = property.type === 'ObjectProperty' ? keyName(property['key'], property['computed']) : property.type === 'JSXAttribute' ? property['name'].name : undefined;
    return name === undefined ? [] : [{ property, name }];
  });
  const candidates = properties.filter(({ name }) => isOld(name));
  const shape = candidates.length > 0 ? expectedShape(types, object) : undefined;
  if (!shape) return [];
  return candidates.flatMap(({ property, name }) => (newNameIn(shape, name) === undefined ? [] : [{ node: property, name: name as OldName, place: 'mock' as const, shape, other: undefined }]));
}

/** A text where a declared type wants a key of users: `const columns: (keyof User)[] = ['created']`. */
function typedKey(types: UserTypes, literal: Node): FieldPlace[] {
  const shape = isOld(literal['value']) ? expectedKey(types, literal) : undefined;
  return shape ? keyPlace(literal, shape).map((place) => ({ ...place, isOnlyKey: isOnlyKey(types.trace, literal) })) : [];
}

const isOld = (name: string): boolean => Object.values(renamedFields).some((fields) => fields[name as OldName] !== undefined);

function pickedKeys(types: UserTypes, reference: Node): FieldPlace[] {
  const name: string = reference['typeName'].name ?? '';
  if (!/^(?:Pick|Omit|Exclude|Extract)$/.test(name)) return constrainedKeys(types, reference);
  const [target, keys] = (reference['typeParameters']?.['params'] ?? []) as Node[];
  const shape = target && (/^E/.test(name) ? types.keyedBy(target) : types.valueOf(target));
  return shape && keys ? [...keyLiterals(keys), ...namedLiterals(types.trace, keys)].flatMap((literal) => keyPlace(literal, shape)) : [];
}

/** `Omit<User, DateField | 'id'>`, where `type DateField = 'created' | 'lastUpdated'`: the texts of a union that has a name. */
function namedLiterals(trace: Trace, keys: Node): Node[] {
  const parts: readonly Node[] = keys.type === 'TSUnionType' ? keys['types'] : [keys];
  return parts.flatMap((part) => {
    const declaration = part.type === 'TSTypeReference' && !part['typeParameters'] ? typeDeclaration(trace, part) : undefined;
    const named: Node | undefined = declaration?.type === 'TSTypeAliasDeclaration' ? declaration['typeAnnotation'] : undefined;
    return named && /^TS(?:UnionType|LiteralType)$/.test(named.type) ? keyLiterals(named) : [];
  });
}

/** `Without<'created'>`, where `type Without<K extends keyof User> = …`: the texts given for a parameter that stands for keys of users. */
function constrainedKeys(types: UserTypes, reference: Node): FieldPlace[] {
  const given = (reference['typeParameters']?.['params'] ?? []) as Node[];
  const declarations = given.some((type) => /^TS(?:LiteralType|UnionType)$/.test(type.type)) ? generics(types.trace, reference) : [];
  return given.flatMap((keys, index) => declarations.map((declaration) => keysFor(types, declaration['typeParameters']?.['params'][index], keys)).find((found) => found.length > 0) ?? []);
}

/** `ask<'created'>(…)`, `new Report<'created'>(…)`, `const ask = askFor<'created'>`. */
const isInstance = (node: Node): boolean => !!node['typeParameters'] && (isCall(node) || /^(?:NewExpression|TSInstantiationExpression)$/.test(node.type));

/** What declares the parameters for which types are given: a type by its name, or the functions and classes that are called. */
function generics(trace: Trace, reference: Node): readonly Node[] {
  if (!isInstance(reference)) return [typeDeclaration(trace, reference) ?? []].flat();
  const called: Node = reference['callee'] ?? reference['expression'];
  const made = members(trace.evaluate(unwrap(called), undefined)).flatMap((value) => (value.kind === 'function' || value.kind === 'class' ? [value.ref.node] : []));
  const type = typeOfTarget(trace, called);
  const declaration = type && typeDeclaration(trace, type);
  return [...made, ...(type ? [type] : []), ...(declaration?.type === 'TSTypeAliasDeclaration' ? [declaration['typeAnnotation'] as Node] : [])].filter((node) => node['typeParameters']);
}

/** The texts that stand for a type parameter which must be keys of users. */
function keysFor(types: UserTypes, parameter: Node | undefined, keys: Node): FieldPlace[] {
  const shape = parameter?.['constraint'] ? types.keyedBy(parameter['constraint']) : undefined;
  if (!parameter || !shape) return [];
  const isOfType = /^TS/.test(parameter.parent?.parent?.type ?? '');
  return keyLiterals(keys).flatMap((literal) => {
    const isTaking = takesMembers(types, parameter, literal['value'] === 'roles', 0);
    const blocked = isTaking || isOfType ? {} : { keyType: { declares: false, blocked: 'the type parameter for which it is given stands for more than members of users' } };
    return keyPlace(literal, isTaking ? { ...shape, keysOnly: false } : shape).map((place) => ({ ...place, ...blocked }));
  });
}

/** Parameters of parameters are followed to this depth. */
const deepest = 3;

/** `(key: K)`, `(...keys: readonly K[])`: the texts that are given there are keys themselves, and are judged by what is done with them. */
function isGivenAsKey(use: Node): boolean {
  let at = use.parent;
  while (at && /^TS(?:ArrayType|TypeOperator|ParenthesizedType)$/.test(at.type)) at = at.parent;
  const id = at?.type === 'TSTypeAnnotation' ? at.parent : undefined;
  const holder = id?.parent?.type === 'AssignmentPattern' ? id.parent : id;
  const fn = holder?.parent;
  return !!fn && isFunction(fn) && (fn['params'] as Node[]).some((parameter) => parameter === holder);
}

/** True for a type parameter by which members of users are taken and nothing else is done: `Pick<User, K>`, `ask<K>(…)` where that does the same, `User[K]` unless that is a list of which names are expected. */
function takesMembers(types: UserTypes, parameter: Node, isList: boolean, depth: number): boolean {
  const name: string = parameter['name']?.name ?? parameter['name'];
  const declaration = parameter.parent?.parent;
  const uses = declaration ? descendants(declaration).filter((node) => node.type === 'TSTypeReference' && node['typeName'].name === name) : [];
  return uses.every((use) => {
    const { parent } = use;
    if (parent?.type === 'TSIndexedAccessType') return !isList && parent['indexType'] === use && types.valueOf(parent['objectType']) !== undefined;
    if (isGivenAsKey(use)) return true;
    const reference = parent?.type === 'TSTypeParameterInstantiation' ? parent.parent : undefined;
    const given = (parent?.['params'] ?? []) as Node[];
    if (!reference || !given[0]) return false;
    if (reference.type === 'TSTypeReference' && /^(?:Pick|Omit)$/.test(reference['typeName'].name ?? '')) return given[1] === use && types.valueOf(given[0]) !== undefined;
    const further = generics(types.trace, reference).map((inner): Node | undefined => inner['typeParameters']['params'][given.indexOf(use)]);
    return depth < deepest && further.length > 0 && further.every((inner) => inner !== undefined && (inner === parameter || takesMembers(types, inner, isList, depth + 1)));
  });
}

function indexedKey(types: UserTypes, access: Node): FieldPlace[] {
  const shape = types.valueOf(access['objectType']);
  return shape ? keyLiterals(access['indexType']).flatMap((literal) => keyPlace(literal, shape, declaredCode(types, access['objectType'], literal['value']) ?? packageCode(access, shape))) : [];
}

/** The type of a list of role names where a package declares it, as code that stands where the list was taken. */
function packageCode({ parent, objectType }: Node, { request }: FieldPlace['shape']): string | undefined {
  if (!request || request.configured !== undefined || !/^(?:Import|TSImportType|Program)/.test(request.call.type)) return undefined;
  const isArgument = parent?.type === 'TSTypeParameterInstantiation';
  if ((isArgument && parent.parent?.['typeName']?.name === 'NonNullable') || objectType.typeName?.name === 'Required') return 'string[]';
  return isArgument || /^TS(?:UnionType|TypeAnnotation|TypeAliasDeclaration)$/.test(parent?.type ?? '') ? 'string[] | undefined' : '(string[] | undefined)';
}

/** The type that was declared for a member, as code. */
function declaredCode(types: UserTypes, type: Node, name: string): string | undefined {
  const member = membersOfType(types.trace, type).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === name);
  const annotation: Node | undefined = member?.['typeAnnotation']?.['typeAnnotation'];
  const code = annotation && types.trace.project.sourceOf(annotation).slice(annotation);
  return code && (member?.['optional'] ? `(${code} | undefined)` : /^[\w.]+(?:<[\w.]+>|\[\])?$/.test(code) ? code : `(${code})`);
}

/** The string literals of a union of keys. */
function keyLiterals(keys: Node): Node[] {
  return descendants(keys).filter((node) => node.type === 'StringLiteral');
}

function keyPlace(literal: Node, shape: FieldPlace['shape'], namedType?: string): FieldPlace[] {
  const name = literal['value'] as OldName;
  return newNameIn(shape, name) === undefined ? [] : [{ node: literal, name, place: 'key', shape, other: undefined, ...(namedType === undefined ? {} : { namedType }) }];
}

/** `roles: user.roles` in an object that a declared type calls a user: the list goes on as it is, from one user to the other. */
export function handedOn(trace: Trace, places: readonly FieldPlace[]): Node[] {
  const reads = new Set(places.filter((place) => place.name === 'roles' && /^(?:read|destructured)$/.test(place.place)).map((place) => place.node));
  return places.flatMap((place) => {
    const given: Node | undefined = place.place === 'mock' && place.name === 'roles' ? (place.node['value']?.['expression'] ?? place.node['value']) : undefined;
    const value = given && unwrap(given);
    const pattern = value?.type === 'Identifier' ? trace.project.sourceOf(value).scopes.bindingOf(value)?.id.parent : undefined;
    return value && (reads.has(value) || (pattern && reads.has(pattern))) ? [place.node] : [];
  });
}
