import { descendants, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from '../types/type-names.ts';

/** Names of names are followed to this depth. */
const deepest = 3;

/** A text that is the name of a member. */
export interface Key {
  readonly node: Node;
  readonly name: string;
  /** The declaration that lists it under a name of its own. */
  readonly alias?: Node;
}

/** The texts of a type of texts: `'created' | 'lastUpdated'`, or the name of such a type. */
export function literalsOf(trace: Trace, type: Node, depth = 0, alias?: Node): Key[] {
  if (depth > deepest) return [];
  if (type.type === 'TSLiteralType') return type['literal'].type === 'StringLiteral' ? [{ node: type['literal'], name: type['literal'].value, ...(alias ? { alias } : {}) }] : [];
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).flatMap((part) => literalsOf(trace, part, depth + 1, alias));
  if (type.type !== 'TSTypeReference') return [];
  const declaration = typeDeclaration(trace, type);
  return declaration?.type === 'TSTypeAliasDeclaration' ? literalsOf(trace, declaration['typeAnnotation'], depth + 1, declaration) : [];
}

/** The type in which a mapped type or `Record<…>` lists the names of its members. */
export function keysOf(type: Node): Node | undefined {
  if (type.type === 'TSMappedType') return type['typeParameter']?.['constraint'] ?? type['constraint'];
  return type.type === 'TSTypeReference' && type['typeName'].name === 'Record' ? type['typeParameters']?.['params']?.[0] : undefined;
}

/** The names of its members that a mapped type or `Record<…>` lists. */
export function listedKeys(trace: Trace, type: Node): Key[] {
  const keys = keysOf(type);
  return keys ? literalsOf(trace, keys) : [];
}

/** `{ [K in keyof T]: K extends 'created' ? Date : T[K] }`: the names by which a mapped type tells members apart. */
export function distinguishedKeys(trace: Trace, mapped: Node): Key[] {
  const own: unknown = mapped['typeParameter']?.['name'] ?? mapped['key']?.['name'];
  const tests = descendants(mapped).filter((node) => node.type === 'TSConditionalType' && node['checkType'].type === 'TSTypeReference' && node['checkType'].typeName.name === own);
  return tests.flatMap((test) => literalsOf(trace, test['extendsType']));
}
