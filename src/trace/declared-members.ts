import { isMember, keyName, memberName, type Node, unwrap } from '../source/ast.ts';
import { classAround, inheritedType } from './inherited.ts';
import type { Trace } from './trace.ts';
import { typeDeclaration } from './type-names.ts';
import { membersOfType, memberType, valueOfType } from './types.ts';
import { type Frame, unknown, type Value } from './value.ts';

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
  if (!isMember(given)) return given['typeAnnotation']?.['typeAnnotation'];
  const name = memberName(given);
  if (name === undefined || depth > deepest) return undefined;
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

/** The declared type of `column.key` and `this.filter.email`, and whether the member may be missing. */
export function memberDeclared(trace: Trace, member: Node): { readonly type: Node; readonly isOptional: boolean } | undefined {
  const name = memberName(member);
  const type = name === undefined ? undefined : declaredType(trace, member['object'], 0);
  const signature = type && membersOfType(trace, type).find((candidate) => candidate['key'] && keyName(candidate['key'], candidate['computed']) === name);
  const own: Node | undefined = signature?.['typeAnnotation']?.['typeAnnotation'];
  return type && own ? { type: own, isOptional: !!signature?.['optional'] || isPartial(trace, type, 0) } : undefined;
}

/** `Partial<T>`, here or behind names. */
function isPartial(trace: Trace, type: Node, depth: number): boolean {
  if (type.type !== 'TSTypeReference' || depth > 4) return false;
  if (type['typeName'].name === 'Partial') return true;
  const declaration = typeDeclaration(trace, type);
  return declaration?.type === 'TSTypeAliasDeclaration' && isPartial(trace, declaration['typeAnnotation'], depth + 1);
}
