import type { Node } from '../source/ast.ts';
import type { Trace } from './trace.ts';
import { typeDeclaration } from './type-names.ts';

/** Types inside types are followed to this depth. */
const deepest = 6;

/** The type of a parameter of functions of this type, which may be a name for it; undefined when it says nothing of it. */
export function parameterType(trace: Trace, type: Node, index: number, depth = 0): Node | undefined {
  if (depth > deepest) return undefined;
  switch (type.type) {
    case 'TSFunctionType':
    case 'TSCallSignatureDeclaration': {
      const parameters: readonly Node[] = type['parameters'] ?? type['params'] ?? [];
      return parameters[index]?.['typeAnnotation']?.['typeAnnotation'];
    }
    case 'TSParenthesizedType':
      return parameterType(trace, type['typeAnnotation'], index, depth + 1);
    case 'TSUnionType':
      return firstOf(type['types'], (part) => parameterType(trace, part, index, depth + 1));
    case 'TSTypeLiteral':
      return firstOf(type['members'], (member) => parameterType(trace, member, index, depth + 1));
    case 'TSInterfaceDeclaration':
      return firstOf(type['body']['body'], (member) => parameterType(trace, member, index, depth + 1));
    case 'TSTypeAliasDeclaration':
      return type['typeParameters'] ? undefined : parameterType(trace, type['typeAnnotation'], index, depth + 1);
    case 'TSTypeReference':
    case 'TSImportType': {
      const declaration = typeDeclaration(trace, type);
      return declaration && parameterType(trace, declaration, index, depth + 1);
    }
    default:
      return undefined;
  }
}

function firstOf(parts: readonly Node[], ask: (part: Node) => Node | undefined): Node | undefined {
  for (const part of parts) {
    const found = ask(part);
    if (found) return found;
  }
  return undefined;
}
