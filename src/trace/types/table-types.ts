import type { Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';

/** Names of types are followed to this depth. */
const deepest = 5;

/** What a table has under each of its keys: `Record<Key, User[]>`, `{ [key: string]: User[] }`, `{ [K in Key]: … }`, or a name for such. */
export function heldByTable(trace: Trace, type: Node, depth = 0): Node | undefined {
  if (depth > deepest) return undefined;
  if (type.type === 'TSMappedType') return type['typeAnnotation'];
  if (type.type === 'TSParenthesizedType') return heldByTable(trace, type['typeAnnotation'], depth + 1);
  if (type.type === 'TSTypeLiteral') return (type['members'] as Node[]).find((member) => member.type === 'TSIndexSignature')?.['typeAnnotation']?.['typeAnnotation'];
  const name: string | undefined = type.type === 'TSTypeReference' ? type['typeName'].name : undefined;
  const [first, second] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (name === 'Record') return second;
  if (first && /^(?:Partial|Readonly|Required)$/.test(name ?? '')) return heldByTable(trace, first, depth + 1);
  const declaration = name === undefined ? undefined : typeDeclaration(trace, type);
  const held = declaration?.type === 'TSTypeAliasDeclaration' ? heldByTable(trace, declaration['typeAnnotation'], depth + 1) : undefined;
  return declaration && held && standingFor(held, bind(declaration, type, nothing));
}

/** `T[]` with what T stands for. */
function standingFor(type: Node, environment: Environment): Node {
  if (type.type === 'TSTypeReference') return environment.get(type['typeName'].name ?? '') ?? type;
  if (type.type !== 'TSArrayType') return type;
  const element = standingFor(type['elementType'], environment);
  return element === type['elementType'] ? type : { ...type, elementType: element };
}
