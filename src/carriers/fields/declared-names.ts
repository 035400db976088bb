import { isMember, type Node, unwrap } from '../../source/ast.ts';
import { memberDeclared, takenDeclared } from '../../trace/types/declared-members.ts';
import { elementType } from '../../trace/flow/expected.ts';
import { isListOfTexts } from '../../trace/schemas/schemas.ts';
import type { Trace } from '../../trace/trace.ts';
import { typeDeclaration } from '../../trace/types/type-names.ts';
import { membersOfType } from '../../trace/types/types.ts';
import { absent, type Frame, members } from '../../trace/value.ts';
import { isGuarded } from '../queries/presence.ts';

/** What the declared type of a member says: a list of texts, whether it may be missing where it stands, or a list of something else. */
export interface DeclaredList {
  readonly isNames: boolean;
  readonly mayBeMissing: boolean;
}

/** Names of types are followed to this depth. */
const deepest = 4;

/** `change.roles` and `const { roles } = change`, where the type of `change`, or the schema that it passed, declares `roles` as a list; undefined where neither says anything of the kind. */
export function declaredList(trace: Trace, given: Node, frame?: Frame): DeclaredList | undefined {
  const node = unwrap(given);
  return typedList(trace, node) ?? checkedList(trace, node, frame);
}

/** `schema.parse(body).roles`. */
function checkedList(trace: Trace, node: Node, frame: Frame | undefined): DeclaredList | undefined {
  if (!isMember(node) && node.type !== 'Identifier') return undefined;
  const values = members(trace.evaluate(node, frame)).filter((value) => value !== absent);
  const fits = values.flatMap((value) => (value.kind === 'unknown' && value.fits ? [value.fits] : []));
  const lists = fits.map(({ schema }) => isListOfTexts(trace, schema));
  if (fits.length === 0 || fits.length < values.length || lists.includes(undefined)) return undefined;
  return { isNames: lists.every((isNames) => isNames), mayBeMissing: fits.some(({ isOptional }) => isOptional) && !isGuarded(trace, node) };
}

function typedList(trace: Trace, node: Node): DeclaredList | undefined {
  const declared = isMember(node) ? memberDeclared(trace, node) : node.type === 'Identifier' ? takenDeclared(trace, node) : undefined;
  if (!declared) return undefined;
  const parts = partsOf(trace, declared.type, 0);
  const lists = parts.filter((part) => !isNothing(part));
  if (lists.length === 0 || lists.some((list) => !elementType(list))) return undefined;
  const mayBeMissing = (declared.isOptional || lists.length < parts.length) && !isGuarded(trace, node);
  return { isNames: lists.every((list) => isText(trace, elementType(list), 0)), mayBeMissing };
}

/** True for the type of a list of texts. */
export const isTextList = (trace: Trace, type: Node): boolean => isText(trace, elementType(type), 0);

const isNothing = (type: Node): boolean => /^TS(?:Undefined|Null)Keyword$/.test(type.type);

/** The members of a union, by whatever names. */
function partsOf(trace: Trace, type: Node, depth: number): Node[] {
  if (depth > deepest) return [type];
  if (type.type === 'TSParenthesizedType') return partsOf(trace, type['typeAnnotation'], depth + 1);
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).flatMap((part) => partsOf(trace, part, depth + 1));
  const aliased = elementType(type) ? undefined : aliasedBy(trace, type);
  return aliased ? partsOf(trace, aliased, depth + 1) : [type];
}

function isText(trace: Trace, type: Node | undefined, depth: number): boolean {
  if (!type || depth > deepest) return false;
  if (type.type === 'TSStringKeyword' || type.type === 'TSTemplateLiteralType') return true;
  if (type.type === 'TSLiteralType') return /^(?:StringLiteral|TemplateLiteral)$/.test(type['literal'].type);
  if (type.type === 'TSParenthesizedType') return isText(trace, type['typeAnnotation'], depth + 1);
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).every((part) => isText(trace, part, depth + 1));
  if (type.type === 'TSIndexedAccessType') return isText(trace, indexedMember(trace, type), depth + 1);
  return isText(trace, aliasedBy(trace, type), depth + 1) || isTextEnum(trace, type);
}

/** `PersonDto['name']`. */
function indexedMember(trace: Trace, { objectType, indexType }: Node): Node | undefined {
  const name: unknown = indexType.literal?.value;
  return membersOfType(trace, objectType).find((member) => (member['key']?.name ?? member['key']?.value) === name)?.['typeAnnotation']?.['typeAnnotation'];
}

function aliasedBy(trace: Trace, type: Node): Node | undefined {
  const declaration = type.type === 'TSTypeReference' && !type['typeParameters'] ? typeDeclaration(trace, type) : undefined;
  return declaration?.type === 'TSTypeAliasDeclaration' ? declaration['typeAnnotation'] : undefined;
}

function isTextEnum(trace: Trace, type: Node): boolean {
  const declaration = type.type === 'TSTypeReference' ? typeDeclaration(trace, type) : undefined;
  const parts: readonly Node[] = declaration?.type === 'TSEnumDeclaration' ? (declaration['members'] ?? declaration['body']?.['members'] ?? []) : [];
  return parts.length > 0 && parts.every((part) => part['initializer']?.type === 'StringLiteral');
}
