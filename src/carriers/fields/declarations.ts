import type { Rewrite } from '../../facts.ts';
import { calleeName, isCall, isFunction, isNullish, keyName, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import type { Trace } from '../../trace/trace.ts';
import { chosenAsObjects } from './chosen-lists.ts';
import { isBlocked, receiverCode, replaceRange, roleObjectCode, together } from '../code.ts';
import { renamedKey } from '../queries/object.ts';
import { removedProperty } from './removals.ts';
import { describedFrom, docLines, wholeLines } from '../queries/site.ts';

/** A declared member under its new name; roles become objects with a name. Beside the new name the old one is deleted. */
export function renameDeclaration(source: Source, member: Node, newName: string, isList: boolean): Rewrite {
  const siblings: readonly Node[] = member.parent?.['members'] ?? member.parent?.['body'] ?? [];
  const today = siblings.filter((sibling) => sibling !== member && sibling['key'] && keyName(sibling['key'], sibling['computed']) === newName);
  const decorated = decoratedName(member, isList);
  if (decorated !== undefined) return { blocked: `the decorator \`${decorated}\` is told of the member as it is` };
  if (today.some(isFunction)) return { blocked: `the class has a \`${newName}\` of its own` };
  if (today.length > 0) return [deletedMember(source, member)];
  const key: Node = member['key'];
  const quote = key.type === 'StringLiteral' ? (source.text[key.start] as string) : '';
  const renamed = replaceRange(source, key, `${quote}${newName}${quote}`);
  if (!isList) return [renamed];
  const declared: Node | undefined = member['typeAnnotation']?.['typeAnnotation'];
  const first: Node | undefined = member['value'] ?? undefined;
  return together([[renamed], declared ? objectList(source, declared) : [], first ? firstRoles(source, first) : []]);
}

/** What a field holds before it is given the roles of a user: names that are written out become objects. */
function firstRoles(source: Source, value: Node): Rewrite {
  const list = unwrap(value);
  if (isNullish(list)) return [];
  const elements: readonly (Node | null)[] = list.type === 'ArrayExpression' ? list['elements'] : [null];
  const names = elements.flatMap((element) => (element?.type === 'StringLiteral' ? [element] : []));
  return names.length < elements.length ? { blocked: 'what the field holds first is no list of names that is written out' } : names.map((name) => replaceRange(source, name, roleObjectCode(source, name, source.slice(name))));
}

/** Decorators that take any name of a member, and those of them that take any list. Others keep it under its name, or look into what it holds. */
const anyName = /^(?:Expose|Type|Transform|Is[A-Z]\w{1,30}|Array[A-Z]\w{1,30}|Allow|Min|Max|Length|Matches|Validate\w{0,30}|Api\w{1,30})$/;
const anyList = /^(?:Expose|Is(?:Array|Optional|Defined|NotEmpty)|Array(?:NotEmpty|MinSize|MaxSize)|Allow|Api\w{1,30})$/;

/** The decorator for which a member of a class has to stay as it is. */
function decoratedName(member: Node, isList: boolean): string | undefined {
  const decorators = ((member['decorators'] ?? []) as Node[]).map((decorator) => decorator['expression'] as Node);
  const isNamed = (call: Node): boolean => isCall(call) && (call['arguments'] as Node[]).some((argument) => argument.type === 'ObjectExpression' && (argument['properties'] as Node[]).some((property) => property['key']?.name === 'name'));
  const nameOf = (one: Node): string => (isCall(one) ? calleeName(one) : (one['name'] ?? ''));
  return decorators.map((one) => ({ one, name: nameOf(one) })).find(({ one, name }) => !(isList ? anyList : anyName).test(name) || isNamed(one))?.name;
}

function deletedMember(source: Source, member: Node): ReturnType<typeof replaceRange> {
  if (member['isDoc']) return replaceRange(source, docLines(source, member), '');
  const separator = /^\s*[;,]/.exec(source.text.slice(member.end))?.[0].length ?? 0;
  const lines = wholeLines(source, describedFrom(source, member.start), member.end + separator);
  return replaceRange(source, lines, '');
}

/** `string[]` -> `{ name: string }[]`, in every way a list is written. */
export function objectList(source: Source, type: Node): Rewrite {
  if (type.type === 'TSArrayType') {
    const element: Node = type['elementType'];
    return [replaceRange(source, element, `{ name: ${bareType(source, element)} }`)];
  }
  if (type.type === 'TSTypeOperator' || type.type === 'TSParenthesizedType') return objectList(source, type['typeAnnotation']);
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (type.type === 'TSTypeReference' && /^(?:Readonly)?Array$/.test(type['typeName'].name ?? '') && argument) return [replaceRange(source, argument, `{ name: ${source.slice(argument)} }`)];
  const list = type.type === 'TSUnionType' ? (type['types'] as Node[]).filter((part) => !/^TS(?:Null|Undefined)Keyword$/.test(part.type)) : [];
  return list.length === 1 && list[0] ? objectList(source, list[0]) : { blocked: 'the type of `roles` is not a plain list' };
}

const bareType = (source: Source, type: Node): string => (type.type === 'TSParenthesizedType' ? source.slice(type['typeAnnotation']) : source.slice(type));

/** A property of an object that stands for a user: `roles: ['A']` -> `assignedRoles: [{ name: 'A' }]`. What is no list, as `undefined`, stays. */
export function renameLiteral(trace: Trace, property: Node, newName: string, isList: boolean): Rewrite {
  const source = trace.project.sourceOf(property);
  if (property.type === 'JSXAttribute') return renameAttribute(trace, property, newName, isList);
  const siblings: readonly Node[] = property.parent?.['properties'] ?? [];
  if (siblings.some((sibling) => sibling !== property && sibling['key'] && keyName(sibling['key'], sibling['computed']) === newName)) return [removedProperty(source, property)];
  if (!isList || source.takesRoles.has(property)) return [renamedKey(source, property, newName)];
  const value: Node = property['value'];
  const written = rolesAsObjects(trace, source, value);
  if (isBlocked(written)) return written;
  return property['shorthand'] ? [replaceRange(source, property, `${newName}: ${written[0]?.text ?? source.slice(value)}`)] : [renamedKey(source, property, newName), ...written];
}

/** `created={user.created}` of an element whose component declares it as a member of a user. */
function renameAttribute(trace: Trace, attribute: Node, newName: string, isList: boolean): Rewrite {
  const source = trace.project.sourceOf(attribute);
  const renamed = [replaceRange(source, attribute['name'], newName)];
  if (((attribute.parent?.['attributes'] ?? []) as readonly Node[]).some((other) => other['name']?.name === newName)) return { blocked: `\`${newName}\` is given as well` };
  if (!isList || source.takesRoles.has(attribute)) return renamed;
  const value: Node | undefined = attribute['value']?.['expression'];
  return value ? together([renamed, rolesAsObjects(trace, source, value)]) : { blocked: 'the list is not written here' };
}

function rolesAsObjects(trace: Trace, source: Source, value: Node): Rewrite {
  const toObject = (): string => '(name) => ({ name })';
  const elements = (list: Node): Rewrite => {
    const all = list['elements'] as (Node | null)[];
    if (all.every((element) => element && element.type !== 'SpreadElement')) return all.flatMap((element) => (element ? [replaceRange(source, element, roleObjectCode(source, element, source.slice(element)))] : []));
    return [replaceRange(source, list, `${receiverCode(source, list)}.map(${toObject()})`)];
  };
  return chosenAsObjects(trace, value, { elements, toObject });
}

/** A key written as a string: `'created'` in `Pick<User, 'created'>` or in `'created' in user`. */
export function renameKeyText(source: Source, literal: Node, newName: string, isList: boolean, namedType: string | undefined): Rewrite {
  const access = literal.parent?.parent;
  if (literal.type === 'Identifier') return [replaceRange(source, literal, newName)];
  const quote = source.text[literal.start] as string;
  // The type stays that of names, because everything that reads the list goes on to use names.
  if (isList && access?.type === 'TSIndexedAccessType' && access['indexType'] === literal.parent) {
    const element = elementAccess(access);
    if (element) return [replaceRange(source, literal, `${quote}${newName}${quote}`), replaceRange(source, { start: element.end, end: element.end }, `[${quote}name${quote}]`)];
    const around = access.parent?.parent;
    const isDefined = namedType === 'string[]' && access.parent?.type === 'TSTypeParameterInstantiation' && around?.['typeName']?.name === 'NonNullable';
    if (namedType !== undefined) return [replaceRange(source, isDefined && around ? around : access, namedType)];
  }
  const isType = /^TS/.test(literal.parent?.type ?? '');
  return !isList || isType || isAskedFor(literal) ? [replaceRange(source, literal, `${quote}${newName}${quote}`)] : { blocked: 'the list is read by a name in a string, and what follows expects names' };
}

/** `'roles' in user`, `Object.hasOwn(user, 'roles')`: what is asked is whether the member is there, and nothing of what it holds. */
function isAskedFor(literal: Node): boolean {
  const { parent } = literal;
  if (parent?.type === 'BinaryExpression') return parent['operator'] === 'in' && parent['left'] === literal;
  return isCall(parent) && /^(?:hasOwn|hasOwnProperty)$/.test(calleeName(parent as Node));
}

/** `User['roles'][number]`, `NonNullable<User['roles']>[number]`: the type of one of the list. */
function elementAccess(list: Node): Node | undefined {
  const { parent } = list;
  if (parent?.type === 'TSIndexedAccessType') return parent['objectType'] === list && isPlace(parent['indexType']) ? parent : undefined;
  if (parent?.type === 'TSParenthesizedType') return elementAccess(parent);
  const isFirst = parent?.type === 'TSTypeParameterInstantiation' && parent['params'][0] === list;
  return isFirst && sameList.test(parent.parent?.['typeName']?.name ?? '') ? elementAccess(parent.parent as Node) : undefined;
}

/** Types that give the list which they are given. */
const sameList = /^(?:NonNullable|Readonly|Required|Exclude|Extract)$/;
const isPlace = (index: Node): boolean => index.type === 'TSNumberKeyword' || (index.type === 'TSLiteralType' && index['literal'].type === 'NumericLiteral');
