import { shapes } from '../api.ts';
import { enclosingFunction, type Node, unwrap } from '../source/ast.ts';
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
    case 'TSNonNullExpression':
    case 'AwaitExpression':
      return expectedShape(types, parent, depth + 1);
    case 'VariableDeclarator':
    case 'ClassProperty':
      return annotated(types, parent.type === 'VariableDeclarator' ? parent['id'] : parent);
    case 'AssignmentPattern':
      return annotated(types, parent['left']);
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
