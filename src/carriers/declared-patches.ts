import type { Edit, Rewrite, RoleValue } from '../facts.ts';
import { isCall, type Node, outermost } from '../source/ast.ts';
import { contextType, elementType } from '../trace/expected.ts';
import { literalsOf } from '../trace/listed-keys.ts';
import type { Trace } from '../trace/trace.ts';
import { typeDeclaration } from '../trace/type-names.ts';
import { memberType } from '../trace/types.ts';
import { isBlocked, replaceRange, together } from './code.ts';
import { objectList } from './declarations.ts';

/** What an operation says now; the declared types that fit it are its own. */
interface Said {
  readonly op: string | undefined;
  readonly path: string | undefined;
}

const deepest = 4;

/** The names as objects, also in the declared type of the operation. */
export function declaredRoles(trace: Trace, value: RoleValue, operation: Node, said: Said): RoleValue {
  const toObjects = (): Rewrite => {
    const rewrite = value.toObjects();
    return isBlocked(rewrite) || rewrite.length === 0 ? rewrite : together([rewrite, declaredValue(trace, operation, said)]);
  };
  return { ...value, toObjects };
}

/** `value: string[]` in the declared type of an operation that sends roles as objects; where it is that of other operations as well, it takes both. */
function declaredValue(trace: Trace, operation: Node, said: Said): Rewrite {
  const edits: Edit[] = [];
  for (const type of typesOf(trace, operation, said)) {
    const declared = memberType(trace, type, 'value');
    const path = memberType(trace, type, 'path');
    const isOnlyRoles = !!path && literalsOf(trace, path).length === 1;
    for (const list of declared ? listsOfNames(trace, declared) : []) {
      const source = trace.project.sourceOf(list);
      const objects = objectList(source, list);
      if (isBlocked(objects)) return objects;
      edits.push(...(isOnlyRoles ? objects : [replaceRange(source, { start: list.end, end: list.end }, ' | { name: string }[]')]));
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
function typesOf(trace: Trace, operation: Node, said: Said): Node[] {
  const declared = trace.project.sourceOf(operation).isTyped ? declaredTypes(trace, operation) : [];
  return declared.flatMap((type) => alternatives(trace, type, 0)).filter((type) => fits(trace, type, 'op', said.op) && fits(trace, type, 'path', said.path));
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

/** The members of a union, by whatever names. */
function alternatives(trace: Trace, type: Node, depth: number): Node[] {
  if (depth > deepest) return [];
  if (type.type === 'TSParenthesizedType') return alternatives(trace, type['typeAnnotation'], depth + 1);
  if (type.type === 'TSUnionType') return (type['types'] as Node[]).flatMap((part) => alternatives(trace, part, depth + 1));
  const declaration = type.type === 'TSTypeReference' ? typeDeclaration(trace, type) : undefined;
  return declaration?.type === 'TSTypeAliasDeclaration' ? alternatives(trace, declaration['typeAnnotation'], depth + 1) : [type];
}

function fits(trace: Trace, type: Node, name: string, text: string | undefined): boolean {
  const declared = memberType(trace, type, name);
  const literals = declared ? literalsOf(trace, declared) : [];
  return declared !== undefined && (literals.length === 0 || literals.some((literal) => literal.name === text));
}
