import { shapes } from '../api.ts';
import { enclosingFunction, isMember, memberName, type Node, unwrap } from '../source/ast.ts';
import { typeOfTarget } from './declared-members.ts';
import { boundInside, boundType } from './inferred-types.ts';
import type { Trace } from './trace.ts';
import { memberType } from './types.ts';
import type { UserTypes } from './user-types.ts';
import { members, type ShapeValue } from './value.ts';

/** What the context of an object literal says it is: `const u: User = { … }`, `as User`, an argument, a return value. */
export function expectedShape(types: UserTypes, node: Node, depth = 0): ShapeValue | undefined {
  const parent = node.parent;
  if (!parent || depth > 8) return undefined;
  switch (parent.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return types.valueOf(parent['typeAnnotation']) ?? expectedShape(types, parent, depth + 1);
    case 'ParenthesizedExpression':
      return (parent['typeAnnotation'] && types.valueOf(parent['typeAnnotation'])) ?? expectedShape(types, parent, depth + 1);
    case 'TSNonNullExpression':
    case 'AwaitExpression':
      return expectedShape(types, parent, depth + 1);
    case 'VariableDeclarator':
    case 'ClassProperty':
    case 'ClassPrivateProperty':
      return annotated(types, parent.type === 'VariableDeclarator' ? parent['id'] : parent);
    case 'AssignmentPattern':
      return annotated(types, parent['left']);
    case 'AssignmentExpression': {
      const type = assignedType(types.trace, parent, node);
      return type && types.valueOf(type);
    }
    case 'ArrayExpression':
      return element(expectedShape(types, parent, depth + 1));
    case 'ConditionalExpression':
      return parent['test'] === node ? undefined : expectedShape(types, parent, depth + 1);
    case 'LogicalExpression':
      return expectedShape(types, parent, depth + 1);
    case 'ReturnStatement':
      return returned(types, enclosingFunction(parent));
    case 'ArrowFunctionExpression':
      return parent['body'] === node ? returned(types, parent) : undefined;
    case 'ObjectProperty':
      return memberShape(types, parent, depth);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return parameterShape(types, parent, node);
    default:
      return undefined;
  }
}

function annotated(types: UserTypes, target: Node): ShapeValue | undefined {
  const type: Node | undefined = target['typeAnnotation']?.['typeAnnotation'];
  return type && types.valueOf(type);
}

/** `this.user = { … }`: what the field or the variable is declared as. */
const assignedType = (trace: Trace, assignment: Node, node: Node): Node | undefined => (assignment['right'] === node && /^(?:=|\?\?=|\|\|=|&&=)$/.test(assignment['operator']) ? typeOfTarget(trace, assignment['left']) : undefined);

function returned(types: UserTypes, fn: Node | undefined): ShapeValue | undefined {
  const type: Node | undefined = fn?.['returnType']?.['typeAnnotation'];
  return type && types.valueOf(type);
}

function memberShape(types: UserTypes, property: Node, depth: number): ShapeValue | undefined {
  const outer = property.parent && expectedShape(types, property.parent, depth + 1);
  const name: string | undefined = property['key']?.name ?? property['key']?.value;
  const shape = outer && name !== undefined ? (shapes[outer.shape]?.[name] ?? /^(.+)\{\}$/.exec(outer.shape)?.[1]) : undefined;
  return outer && shape ? { ...outer, shape } : undefined;
}

function parameterShape(types: UserTypes, call: Node, node: Node): ShapeValue | undefined {
  const index = (call['arguments'] as Node[]).indexOf(node);
  for (const value of members(types.trace.evaluate(unwrap(call['callee']), undefined))) {
    const parameter: Node | undefined = value.kind === 'function' ? value.ref.node['params'][index] : undefined;
    const found = parameter && annotated(types, parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter);
    if (found) return found;
  }
  return undefined;
}

const element = (shape: ShapeValue | undefined): ShapeValue | undefined => (shape?.shape.endsWith('[]') ? { ...shape, shape: shape.shape.slice(0, -2) } : undefined);

/** The user whose key a text must be, as the declared type around it says. */
export function expectedKey(types: UserTypes, literal: Node): ShapeValue | undefined {
  const type = contextType(types.trace, literal);
  return type && types.keyedBy(type);
}

/** The declared type of the place where an expression stands. */
export function contextType(trace: Trace, node: Node, depth = 0): Node | undefined {
  const { parent } = node;
  if (!parent || depth > 6) return undefined;
  switch (parent.type) {
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return isConst(parent['typeAnnotation']) ? contextType(trace, parent, depth + 1) : parent['typeAnnotation'];
    case 'ParenthesizedExpression':
      return parent['typeAnnotation'] ?? contextType(trace, parent, depth + 1);
    case 'LogicalExpression':
    case 'ConditionalExpression':
      return contextType(trace, parent, depth + 1);
    case 'VariableDeclarator':
      return parent['id']['typeAnnotation']?.['typeAnnotation'];
    case 'ClassProperty':
    case 'ClassPrivateProperty':
      return parent['typeAnnotation']?.['typeAnnotation'];
    case 'AssignmentExpression':
      return assignedType(trace, parent, node);
    case 'AssignmentPattern':
      return parent['left']['typeAnnotation']?.['typeAnnotation'];
    case 'ArrayExpression':
      return elementType(contextType(trace, parent, depth + 1));
    case 'ObjectProperty': {
      const outer = parent['value'] === node && parent.parent ? contextType(trace, parent.parent, depth + 1) : undefined;
      const own = outer && memberType(trace, outer, parent['key']?.name ?? parent['key']?.value);
      return own ? boundInside(trace, own, node) : outer && heldByTable(outer);
    }
    case 'ReturnStatement':
      return enclosingFunction(parent)?.['returnType']?.['typeAnnotation'];
    case 'ArrowFunctionExpression':
      return parent['body'] === node ? parent['returnType']?.['typeAnnotation'] : undefined;
    case 'CallExpression':
    case 'OptionalCallExpression':
      return argumentType(trace, parent, node) ?? pushedType(trace, parent);
    default:
      return undefined;
  }
}

/** What a table has under each of its keys: `Record<Key, (user: User) => string>`, `{ [K in Key]: … }`. */
function heldByTable(type: Node): Node | undefined {
  const [first, second] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (type.type === 'TSMappedType') return type['typeAnnotation'];
  const name: string | undefined = type.type === 'TSTypeReference' ? type['typeName'].name : undefined;
  if (name === 'Record') return second;
  return first && /^(?:Partial|Readonly|Required)$/.test(name ?? '') ? heldByTable(first) : undefined;
}

/** `list.push(…)`: the element of what the list is declared as. */
function pushedType(trace: Trace, call: Node): Node | undefined {
  const callee = unwrap(call['callee']);
  const list = isMember(callee) && /^(?:push|unshift)$/.test(memberName(callee) ?? '') ? unwrap(callee['object']) : undefined;
  const binding = list?.type === 'Identifier' ? trace.project.sourceOf(list).scopes.bindingOf(list) : undefined;
  return elementType(binding?.id['typeAnnotation']?.['typeAnnotation']);
}

const isConst = (type: Node): boolean => type.type === 'TSTypeReference' && type['typeName'].name === 'const';

/** The type of what a list holds. */
export function elementType(type: Node | undefined): Node | undefined {
  if (type?.type === 'TSArrayType') return type['elementType'].type === 'TSParenthesizedType' ? type['elementType'].typeAnnotation : type['elementType'];
  if (type?.type === 'TSTypeOperator') return elementType(type['typeAnnotation']);
  return type?.type === 'TSTypeReference' && /^(?:Readonly)?Array$/.test(type['typeName'].name ?? '') ? type['typeParameters']?.['params']?.[0] : undefined;
}

function argumentType(trace: Trace, call: Node, node: Node): Node | undefined {
  const index = (call['arguments'] as Node[]).indexOf(node);
  for (const value of members(trace.evaluate(unwrap(call['callee']), undefined))) {
    const parameter: Node | undefined = value.kind === 'function' ? value.ref.node['params'][index] : undefined;
    const type = (parameter?.type === 'AssignmentPattern' ? parameter['left'] : parameter)?.['typeAnnotation']?.['typeAnnotation'];
    if (type && value.kind === 'function') return boundType(trace, value.ref.node, type, call, value.ref.frame);
  }
  return undefined;
}
