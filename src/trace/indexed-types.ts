import { keyName, type Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { typeDeclaration } from './type-names.ts';
import { lists, membersOfType } from './types.ts';

/** Types inside types are followed to this depth. */
const deepest = 8;

/** The type that `paths['/users']['get']` or `Page['data'][number]` names; undefined when no declaration tells. */
export function indexedType(trace: Trace, access: Node, depth = 0): Node | undefined {
  const index: Node = access['indexType'];
  if (depth > deepest) return undefined;
  if (index.type === 'TSNumberKeyword') return elementType(trace, access['objectType'], depth);
  const name = index.type === 'TSLiteralType' ? keyName(index['literal'], false) : undefined;
  return name === undefined ? undefined : memberNamed(trace, access['objectType'], name);
}

/** The declared type of a member, by its name as the type writes it: a word, a text, a number. */
export function memberNamed(trace: Trace, type: Node, name: string): Node | undefined {
  return membersOfType(trace, type).find((member) => member['key'] && keyName(member['key'], member['computed']) === name)?.['typeAnnotation']?.['typeAnnotation'];
}

function elementType(trace: Trace, type: Node, depth: number): Node | undefined {
  if (depth > deepest) return undefined;
  switch (type.type) {
    case 'TSArrayType':
      return type['elementType'];
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return elementType(trace, type['typeAnnotation'], depth + 1);
    case 'TSIndexedAccessType': {
      const target = indexedType(trace, type, depth + 1);
      return target && elementType(trace, target, depth + 1);
    }
    case 'TSTypeReference':
      return referencedElement(trace, type, depth);
    default:
      return undefined;
  }
}

function referencedElement(trace: Trace, type: Node, depth: number): Node | undefined {
  const name: string = type['typeName'].name ?? '';
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (argument && lists.test(name)) return argument;
  if (argument && /^(?:NonNullable|Readonly|Required)$/.test(name)) return elementType(trace, argument, depth + 1);
  const declaration = typeDeclaration(trace, type);
  return declaration?.type === 'TSTypeAliasDeclaration' ? elementType(trace, declaration['typeAnnotation'], depth + 1) : undefined;
}
