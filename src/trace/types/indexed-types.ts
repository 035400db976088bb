import { keyName, type Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { lists, membersOfType } from './types.ts';
import { members } from '../value.ts';

/** Types inside types are followed to this depth. */
const deepest = 8;

/** The type that `paths['/users']['get']` or `Page['data'][number]` names; undefined when no declaration tells. */
export function indexedType(trace: Trace, access: Node, depth = 0): Node | undefined {
  const index: Node = access['indexType'];
  if (depth > deepest) return undefined;
  if (index.type === 'TSNumberKeyword') return elementType(trace, access['objectType'], depth);
  const name = index.type === 'TSLiteralType' ? keyName(index['literal'], false) : undefined;
  return name === undefined ? undefined : (parameterType(trace, access['objectType'], name) ?? memberNamed(trace, access['objectType'], name));
}

/** `Parameters<typeof show>[0]`: the type that a function of the project declares for its parameter. */
function parameterType(trace: Trace, type: Node, index: string): Node | undefined {
  const [argument] = type.type === 'TSTypeReference' && type['typeName'].name === 'Parameters' ? ((type['typeParameters']?.['params'] ?? []) as Node[]) : [];
  const name: Node | undefined = argument?.type === 'TSTypeQuery' && argument['exprName'].type === 'Identifier' ? argument['exprName'] : undefined;
  const [target, ...others] = name ? members(trace.evaluate(name, undefined)) : [];
  const parameter: Node | undefined = target?.kind === 'function' && others.length === 0 ? target.ref.node['params'][Number(index)] : undefined;
  const holder = parameter?.type === 'AssignmentPattern' ? parameter['left'] : parameter;
  return holder?.['typeAnnotation']?.['typeAnnotation'];
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
