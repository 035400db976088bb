import type { Node } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { bind, type Environment, namesParameter, nothing } from './type-parameters.ts';

/** Types inside types are followed to this depth. */
const deepest = 6;

/** The type of a parameter of functions of this type, which may be a name for it; undefined when it says nothing of it. */
export const parameterType = (trace: Trace, type: Node, index: number, environment: Environment = nothing): Node | undefined =>
  partOf(trace, type, (signature) => (signature['parameters'] ?? signature['params'] ?? [])[index], environment, 0);

/** The type of what functions of this type give back. */
export const resultType = (trace: Trace, type: Node): Node | undefined => partOf(trace, type, (signature) => signature, nothing, 0);

/** The annotation of a part of a function's type. */
function partOf(trace: Trace, type: Node, part: (signature: Node) => Node | undefined, environment: Environment, depth: number): Node | undefined {
  const inner = (other: Node): Node | undefined => partOf(trace, other, part, environment, depth + 1);
  if (depth > deepest) return undefined;
  switch (type.type) {
    case 'TSFunctionType':
    case 'TSCallSignatureDeclaration':
      return standsFor(part(type)?.['typeAnnotation']?.['typeAnnotation'], type, environment);
    case 'TSParenthesizedType':
    case 'TSTypeAliasDeclaration':
      return inner(type['typeAnnotation']);
    case 'TSUnionType':
      return firstOf(type['types'], inner);
    case 'TSTypeLiteral':
      return firstOf(type['members'], inner);
    case 'TSInterfaceDeclaration':
      return firstOf(type['body']['body'], inner);
    case 'TSTypeReference':
    case 'TSImportType': {
      const declaration = typeDeclaration(trace, type);
      return declaration && partOf(trace, declaration, part, bind(declaration, type, environment), depth + 1);
    }
    default:
      return undefined;
  }
}

/** What a type parameter stands for; undefined for one of which nothing is said, because a declared type may have the same name. */
function standsFor(type: Node | undefined, from: Node, environment: Environment): Node | undefined {
  const name: string | undefined = type?.type === 'TSTypeReference' ? type['typeName'].name : undefined;
  if (!type || name === undefined) return type;
  const given = environment.get(name);
  if (given) return given;
  for (let at: Node | undefined = from; at; at = at.parent) if (namesParameter(at, name)) return undefined;
  return type;
}

function firstOf(parts: readonly Node[], ask: (part: Node) => Node | undefined): Node | undefined {
  for (const part of parts) {
    const found = ask(part);
    if (found) return found;
  }
  return undefined;
}
