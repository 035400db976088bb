import { isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { indexedType, memberNamed } from '../types/indexed-types.ts';
import { entriesOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from '../types/type-names.ts';
import { memberType } from '../types/types.ts';

/** Types and names are followed to this depth. */
const deepest = 6;

/**
 * True for an expression that is never more than one element of a list written with commas: its declared type, or all that it chooses from,
 * names every text that it can be, and none has a comma.
 */
export function isSingle(trace: Trace, node: Node): boolean {
  const texts = textsOf(trace, node, 0);
  return texts !== undefined && texts.length > 0 && texts.every((text) => text !== '' && !text.includes(','));
}

function textsOf(trace: Trace, given: Node, depth: number): readonly string[] | undefined {
  const node = unwrap(given);
  if (depth > deepest) return undefined;
  if (node.type === 'StringLiteral') return [node['value']];
  if (node.type === 'ConditionalExpression') return all([node['consequent'], node['alternate']].map((part) => textsOf(trace, part, depth + 1)));
  if (node.type === 'LogicalExpression' && node['operator'] !== '&&') return all([node['left'], node['right']].map((part) => textsOf(trace, part, depth + 1)));
  const type = declaredType(trace, node, depth);
  if (type) return textsOfType(trace, type, depth + 1);
  const init = node.type === 'Identifier' ? constantInit(trace, node) : undefined;
  return init ? textsOf(trace, init, depth + 1) : undefined;
}

const all = (parts: readonly (readonly string[] | undefined)[]): readonly string[] | undefined => (parts.every((part) => part !== undefined) ? parts.flat() : undefined);

function constantInit(trace: Trace, node: Node): Node | undefined {
  const declarator = trace.project.sourceOf(node).scopes.bindingOf(node);
  return declarator?.kind === 'const' && declarator.declaration['id'] === declarator.id ? declarator.declaration['init'] : undefined;
}

/** The type that TypeScript code declares for a name, for what a pattern takes, or for a member of either. A comment binds nobody. */
function declaredType(trace: Trace, given: Node, depth: number): Node | undefined {
  const node = unwrap(given);
  if (depth > deepest || !trace.project.sourceOf(node).isTyped) return undefined;
  if (isMember(node)) {
    const name = memberName(node);
    const object = declaredType(trace, node['object'], depth + 1);
    return object && name !== undefined ? memberType(trace, object, name) : undefined;
  }
  const id = node.type === 'Identifier' ? trace.project.sourceOf(node).scopes.bindingOf(node)?.id : undefined;
  return id && typeOfTarget(trace, id, depth);
}

function typeOfTarget(trace: Trace, target: Node, depth: number): Node | undefined {
  const own: Node | undefined = target['typeAnnotation']?.['typeAnnotation'];
  const { parent } = target;
  // `@Query('status') status: Status`: what comes from outside need not be what the type says.
  if (target['decorators']?.length > 0) return undefined;
  if (own || !parent || depth > deepest) return own;
  if (parent.type === 'AssignmentPattern') return parent['left'] === target ? typeOfTarget(trace, parent, depth) : undefined;
  if (parent.type === 'VariableDeclarator') return parent['id'] === target && parent['init'] && parent.parent?.['kind'] === 'const' ? declaredType(trace, parent['init'], depth + 1) : undefined;
  const pattern = parent.type === 'ObjectProperty' && parent['value'] === target && !parent['computed'] ? parent.parent : undefined;
  const whole = pattern?.type === 'ObjectPattern' ? typeOfTarget(trace, pattern, depth + 1) : undefined;
  const name: string | undefined = parent['key']?.name ?? parent['key']?.value;
  return whole && name !== undefined ? memberNamed(trace, whole, name) : undefined;
}

/** Every text that a type allows; undefined where it allows others, or something else. */
function textsOfType(trace: Trace, type: Node, depth: number): readonly string[] | undefined {
  if (depth > deepest) return undefined;
  switch (type.type) {
    case 'TSLiteralType':
      return type['literal'].type === 'StringLiteral' ? [type['literal'].value] : undefined;
    case 'TSUndefinedKeyword':
    case 'TSNullKeyword':
      return [];
    case 'TSUnionType':
      return all((type['types'] as Node[]).map((part) => textsOfType(trace, part, depth + 1)));
    case 'TSParenthesizedType':
    case 'TSTypeAliasDeclaration':
      return textsOfType(trace, type['typeAnnotation'], depth + 1);
    case 'TSEnumDeclaration':
      return all(entriesOf(type).map((member) => (member['initializer']?.type === 'StringLiteral' ? [member['initializer'].value] : undefined)));
    case 'TSIndexedAccessType': {
      const member = indexedType(trace, type);
      return member ? textsOfType(trace, member, depth + 1) : textsOfValues(trace, type['objectType']);
    }
    case 'TSTypeReference': {
      const [argument] = type['typeParameters']?.['params'] ?? [];
      const named = argument && /^(?:NonNullable|Exclude|Extract)$/.test(type['typeName'].name ?? '') ? argument : typeDeclaration(trace, type);
      return named && textsOfType(trace, named, depth + 1);
    }
    default:
      return undefined;
  }
}

/** `(typeof STATUSES)[number]`, `(typeof Status)[keyof typeof Status]`: what the list or the object holds, which is `as const`. */
function textsOfValues(trace: Trace, given: Node): readonly string[] | undefined {
  const query: Node = given.type === 'TSParenthesizedType' ? given['typeAnnotation'] : given;
  const value = query.type === 'TSTypeQuery' && query['exprName'].type === 'Identifier' ? trace.evaluate(query['exprName'], undefined) : undefined;
  const held = value?.kind === 'list' && !value.rest ? value.items.map(({ node }) => node) : value?.kind === 'object' ? entriesOf(value.ref.node).map((property) => property['value'] as Node | undefined) : [];
  return held.length === 0 ? undefined : all(held.map((node) => (node && unwrap(node).type === 'StringLiteral' ? [unwrap(node)['value'] as string] : undefined)));
}
