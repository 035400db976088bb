import { isMember, keyName, memberName, type Node, unwrap } from '../../source/ast.ts';
import { classAround, inheritedType } from '../classes/inherited.ts';
import { baseReference, basesOf } from './kept-bases.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { heldByTable } from './table-types.ts';
import { membersOfType, memberType, valueOfType } from './types.ts';
import { type Frame, unknown, type Value } from '../value.ts';

/** What the declared type of an expression says of a member that its value leaves open. */
export function declaredMember(trace: Trace, given: Node, name: string, frame: Frame | undefined): Value {
  const type = declaredType(trace, given, 0);
  const member = type && memberType(trace, type, name);
  return member ? valueOfType(trace, member, frame) : unknown;
}

/** The type that the code declares for what an assignment sets: a variable, a field, a member of either. */
export const typeOfTarget = (trace: Trace, target: Node): Node | undefined => declaredType(trace, target, 0);

/** Members of members further than this are not looked up. */
const deepest = 4;

/** The type that the code declares for an expression: of a name, of `x as T`, of a field of its class, of a member of such. */
function declaredType(trace: Trace, given: Node, depth: number): Node | undefined {
  const said: Node | undefined = /^TS(?:As|Satisfies)Expression$|^TSTypeAssertion$/.test(given.type) ? given['typeAnnotation'] : undefined;
  if (said) return said;
  const node = given['expression'] && unwrap(given) !== given ? (given['expression'] as Node) : given;
  if (node !== given) return declaredType(trace, node, depth);
  if (given.type === 'SequenceExpression') return declaredType(trace, given['expressions'].at(-1), depth + 1);
  if (given.type === 'Identifier') return typeOfName(trace, given, depth);
  // `(groups[status] ??= []).push(row)`.
  if (given.type === 'AssignmentExpression') return declaredType(trace, given['left'], depth + 1);
  if (!isMember(given)) return given['typeAnnotation']?.['typeAnnotation'];
  const name = memberName(given);
  if (depth > deepest) return undefined;
  if (name === undefined) {
    const table = declaredType(trace, given['object'], depth + 1);
    return table && heldByTable(trace, table);
  }
  if (given['object'].type === 'ThisExpression') return typeOfField(trace, given, name);
  const object = declaredType(trace, given['object'], depth + 1);
  return object && memberType(trace, object, name);
}

/** The type that a variable or a parameter is declared with; without one, that of what it is once given. */
function typeOfName(trace: Trace, name: Node, depth: number): Node | undefined {
  const binding = trace.project.sourceOf(name).scopes.bindingOf(name);
  const own: Node | undefined = (binding?.id ?? name)['typeAnnotation']?.['typeAnnotation'];
  const declarator = binding?.id.parent;
  const isGivenOnce = declarator?.type === 'VariableDeclarator' && declarator['id'] === binding?.id && declarator['init'] && binding?.kind === 'const';
  return own ?? (isGivenOnce && depth <= deepest ? declaredType(trace, declarator['init'], depth + 1) : undefined);
}

/** `this.state`: what the class declares, or what it has of its base in a library. */
function typeOfField(trace: Trace, member: Node, name: string): Node | undefined {
  const cls = classAround(member);
  const fields: readonly Node[] = cls?.['body']?.['body'] ?? [];
  const own = fields.find((field) => field['key'] && field['typeAnnotation'] && keyName(field['key'], field['computed']) === name);
  return own?.['typeAnnotation']['typeAnnotation'] ?? (cls && inheritedType(trace, cls, name));
}

/** The declared type of a member, and whether the member may be missing. */
interface Declared {
  readonly type: Node;
  readonly isOptional: boolean;
}

/** The declared type of `column.key` and `this.filter.email`, and whether the member may be missing. */
export function memberDeclared(trace: Trace, member: Node): Declared | undefined {
  const name = memberName(member);
  return name === undefined ? undefined : declaredIn(trace, declaredType(trace, member['object'], 0), name);
}

/** The same of `const { email } = filter` and `({ email }: Filter) =>`; what a default stands in for is never missing. */
export function takenDeclared(trace: Trace, name: Node): Declared | undefined {
  const id = trace.project.sourceOf(name).scopes.bindingOf(name)?.id;
  const hasDefault = id?.parent?.type === 'AssignmentPattern';
  const property = hasDefault ? id.parent?.parent : id?.parent;
  const pattern = property?.type === 'ObjectProperty' && property.parent?.type === 'ObjectPattern' ? property.parent : undefined;
  const key = property && pattern ? keyName(property['key'], property['computed']) : undefined;
  const init: Node | undefined = pattern?.parent?.type === 'VariableDeclarator' ? pattern.parent['init'] : undefined;
  const whole: Node | undefined = pattern?.['typeAnnotation']?.['typeAnnotation'] ?? (init && declaredType(trace, init, 0));
  const declared = key === undefined ? undefined : declaredIn(trace, whole, key);
  return declared && { ...declared, isOptional: declared.isOptional && !hasDefault };
}

function declaredIn(trace: Trace, type: Node | undefined, name: string): Declared | undefined {
  const signature = type && membersOfType(trace, type).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === name);
  const own: Node | undefined = signature?.['typeAnnotation']?.['typeAnnotation'];
  return type && own ? { type: own, isOptional: !!signature?.['optional'] || isPartial(trace, type, 0) } : undefined;
}

/** `Partial<T>`, here or behind names, or in what such a type is made of. */
function isPartial(trace: Trace, type: Node, depth: number): boolean {
  if (depth > 4) return false;
  const inner = (part: Node): boolean => isPartial(trace, part, depth + 1);
  if (type.type === 'TSIntersectionType') return (type['types'] as Node[]).some(inner);
  if (type.type === 'TSParenthesizedType' || type.type === 'TSTypeAliasDeclaration') return inner(type['typeAnnotation']);
  if (type.type === 'TSInterfaceDeclaration') return basesOf(type).map(baseReference).some(inner);
  const name: string = (type.type === 'TSTypeReference' && type['typeName'].name) || '';
  if (name === 'Partial') return true;
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (argument && /^(?:Readonly|Pick|Omit)$/.test(name)) return inner(argument);
  const declaration = name ? typeDeclaration(trace, type) : undefined;
  return !!declaration && inner(declaration);
}
