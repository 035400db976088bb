import { isCall, isFunction, type Node, unwrap } from '../source/ast.ts';
import { returnedValues } from './calls.ts';
import { inheritedResults } from './generic-classes.ts';
import type { Trace } from './trace.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { members, type Value } from './value.ts';

/** A written type, and the value it describes; `environment` says what type parameters stand for in it. */
export interface Annotated {
  readonly type: Node;
  readonly value: Value;
  readonly environment?: Environment;
}

/** The types that are written at a node, each with the value it describes. */
export function* annotated(trace: Trace, node: Node): Generator<Annotated> {
  switch (node.type) {
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSTypeAssertion':
    case 'TSSatisfiesExpression':
      yield { type: node['typeAnnotation'], value: trace.evaluate(node['expression'], undefined) };
      return;
    case 'CallExpression':
    case 'OptionalCallExpression':
    case 'NewExpression':
      yield* typeArguments(trace, node);
      return;
    case 'ClassProperty':
      if (node['typeAnnotation'] && node['value']) yield { type: node['typeAnnotation'].typeAnnotation, value: trace.evaluate(node['value'], undefined) };
      return;
    case 'ClassDeclaration':
    case 'ClassExpression':
      yield* inheritedResults(trace, node);
      return;
    default:
  }
  if (isFunction(node) && node['returnType'] && node['body']) yield* returnType(trace, node, node['returnType'].typeAnnotation);
  if (/^(?:Identifier|ObjectPattern|ArrayPattern)$/.test(node.type) && node['typeAnnotation']?.['typeAnnotation']) {
    const value = node.type === 'Identifier' && node.parent?.type === 'VariableDeclarator' ? trace.evaluate(node, undefined) : trace.evaluatePattern(node, undefined);
    yield { type: node['typeAnnotation'].typeAnnotation, value };
  }
}

/** What the function returns, or what a check (`x is User`, `asserts x is User`) makes of its parameter. */
function* returnType(trace: Trace, fn: Node, type: Node): Generator<Annotated> {
  if (type.type !== 'TSTypePredicate') {
    for (const value of returnedValues(trace, fn)) yield { type, value };
    return;
  }
  const checked = (fn['params'] as Node[]).find((parameter) => parameter['name'] === type['parameterName'].name);
  const told: Node | undefined = type['typeAnnotation']?.['typeAnnotation'];
  if (checked && told) yield { type: told, value: trace.evaluatePattern(checked, undefined) };
}

/** `get<User[]>(…)`, `ref<User[]>([])`: the argument describes what the call gives, what that holds, or the body of the answer it gives. */
function* typeArguments(trace: Trace, node: Node): Generator<Annotated> {
  const [type] = (node['typeParameters']?.['params'] ?? node['typeArguments']?.['params'] ?? []) as Node[];
  if (!type || !isCall(node)) return;
  const result = trace.evaluate(node, undefined);
  for (const fn of members(trace.evaluate(unwrap(node['callee']), undefined))) {
    const declared: Node | undefined = fn.kind === 'function' ? fn.ref.node['returnType']?.['typeAnnotation'] : undefined;
    if (declared && fn.kind === 'function') yield { type: declared, value: result, environment: bind(fn.ref.node, node, nothing) };
  }
  for (const value of members(result)) {
    if (value.kind === 'shape' || value.kind === 'list') yield { type, value };
    if (value.kind === 'response') yield { type, value: trace.bodyOf(value, node) };
    if (value.kind === 'record' && value.members['value']) yield { type, value: value.members['value'] };
  }
}
