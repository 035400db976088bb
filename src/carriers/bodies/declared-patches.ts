import type { Edit, Rewrite, RoleValue } from '../../facts.ts';
import { isCall, type Node, outermost } from '../../source/ast.ts';
import { contextType, elementType } from '../../trace/flow/expected.ts';
import { literalsOf } from '../../trace/names/listed-keys.ts';
import type { Trace } from '../../trace/trace.ts';
import { indexedType } from '../../trace/types/indexed-types.ts';
import { typeDeclaration } from '../../trace/types/type-names.ts';
import { lists, memberType } from '../../trace/types/types.ts';
import { isBlocked, replaceRange, together } from '../code.ts';
import { objectList } from '../fields/declarations.ts';

/** What an operation says now; the declared types that fit it are its own. */
interface Said {
  readonly op: string | undefined;
  readonly path: string | undefined;
}

/** Aliases and unions inside each other are followed to this depth. */
const deepest = 6;
const rolesPath = /^\/?roles$/;

/** True for the path of the roles as it was, where a type that lists these has no path of today. */
export const isOldPath = (text: string, beside: readonly string[]): boolean => rolesPath.test(text) && !beside.includes(text.replace('roles', 'assignedRoles'));

/** The names as objects, also in the declared type of the operation. `sent`: what is declared for the request as a whole. */
export function declaredRoles(trace: Trace, value: RoleValue, operation: Node, said: Said, sent: readonly Node[]): RoleValue {
  const toObjects = (): Rewrite => {
    const rewrite = value.toObjects();
    return isBlocked(rewrite) || rewrite.length === 0 ? rewrite : together([rewrite, declaredValue(trace, typesOf(trace, operation, said, sent))]);
  };
  return { ...value, toObjects };
}

/** `value: string[]` in the declared type of an operation that sends roles as objects; where it is that of other operations as well, it takes both. */
function declaredValue(trace: Trace, types: readonly Node[]): Rewrite {
  const edits: Edit[] = [];
  for (const type of types) {
    const declared = memberType(trace, type, 'value');
    const path = memberType(trace, type, 'path');
    const paths = path ? literalsOf(trace, path).map((literal) => literal.name) : [];
    const isOfRoles = paths.length === 1 || paths.some((text) => isOldPath(text, paths));
    for (const list of declared ? listsOfNames(trace, declared) : []) {
      const source = trace.project.sourceOf(list);
      const objects = objectList(source, list);
      if (isBlocked(objects)) return objects;
      edits.push(...(isOfRoles ? objects : [replaceRange(source, { start: list.end, end: list.end }, ' | { name: string }[]')]));
    }
  }
  return edits;
}

/** The parts of a type that are lists of texts; none where it takes objects as it is. */
function listsOfNames(trace: Trace, type: Node): Node[] {
  if (type.type === 'TSParenthesizedType') return listsOfNames(trace, type['typeAnnotation']);
  if (type.type === 'TSUnionType') {
    const lists = (type['types'] as Node[]).map((part) => listsOfNames(trace, part));
    return (type['types'] as Node[]).some((part) => elementType(part) && listsOfNames(trace, part).length === 0) ? [] : lists.flat();
  }
  const element = elementType(type);
  return element && (element.type === 'TSStringKeyword' || literalsOf(trace, element).length > 0) ? [type] : [];
}

/** The declared types of an operation, of several those that fit what it says. */
function typesOf(trace: Trace, operation: Node, said: Said, sent: readonly Node[]): Node[] {
  const declared = trace.project.sourceOf(operation).isTyped ? [...declaredTypes(trace, operation), ...sent] : [];
  const types = new Set(declared.flatMap((type) => operationTypes(trace, type)));
  return [...types].filter((type) => fits(trace, type, 'op', said.op) && fits(trace, type, 'path', said.path));
}

function declaredTypes(trace: Trace, operation: Node): Node[] {
  const own = contextType(trace, operation);
  if (own) return [own];
  const list = outermost(operation).parent;
  const holder = list?.type === 'ArrayExpression' ? outermost(list).parent : list;
  if (holder?.type !== 'VariableDeclarator' || holder['id'].type !== 'Identifier' || holder['id']['typeAnnotation']) return [];
  const uses = trace.project.sourceOf(holder).scopes.bindingOf(holder['id'])?.references ?? [];
  return uses.flatMap((use) => {
    const type = isCall(use.parent) ? contextType(trace, use) : undefined;
    return (list?.type === 'ArrayExpression' ? type && elementType(type) : type) ?? [];
  });
}

/** The types of single operations that a type of one operation or of a list of them stands for. */
export function operationTypes(trace: Trace, type: Node, depth = 0): Node[] {
  if (depth > deepest) return [];
  const inner = (part: Node): Node[] => operationTypes(trace, part, depth + 1);
  switch (type.type) {
    case 'TSArrayType':
      return inner(type['elementType']);
    case 'TSUnionType':
      return (type['types'] as Node[]).flatMap(inner);
    case 'TSParenthesizedType':
    case 'TSTypeOperator':
      return inner(type['typeAnnotation']);
    case 'TSIndexedAccessType': {
      const target = indexedType(trace, type);
      return target ? inner(target) : [type];
    }
    case 'TSTypeReference': {
      const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
      if (argument && (lists.test(type['typeName'].name ?? '') || /^(?:Promise|Readonly)$/.test(type['typeName'].name ?? ''))) return inner(argument);
      const declaration = typeDeclaration(trace, type);
      return declaration?.type === 'TSTypeAliasDeclaration' ? inner(declaration['typeAnnotation']) : [declaration ?? type];
    }
    default:
      return [type];
  }
}

function fits(trace: Trace, type: Node, name: string, text: string | undefined): boolean {
  const declared = memberType(trace, type, name);
  const literals = declared ? literalsOf(trace, declared) : [];
  return declared !== undefined && (literals.length === 0 || literals.some((literal) => literal.name === text));
}
