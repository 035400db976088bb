import { isCall, isFunction, isMember, type Node, outermost, unwrap } from '../../source/ast.ts';
import { returnedValues } from '../calls/calls.ts';
import { parameterType, resultType } from './function-types.ts';
import { madeResults } from './generic-makers.ts';
import { inheritedResults, instanceResults } from './generic-classes.ts';
import type { Trace } from '../trace.ts';
import { bind, type Environment, nothing } from './type-parameters.ts';
import { members, type Value } from '../value.ts';

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
      if (node['typeAnnotation'] && node['value']) yield* described(trace, node, node['typeAnnotation'].typeAnnotation, trace.evaluate(node['value'], undefined));
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
    yield* described(trace, node, node['typeAnnotation'].typeAnnotation, value);
  }
}

/** `users: Resource<User>` describes what the methods of the instance give as well. */
function* described(trace: Trace, node: Node, type: Node, value: Value): Generator<Annotated> {
  yield { type, value };
  if (type.type === 'TSTypeReference' && type['typeParameters']) yield* instanceResults(trace, value, type, node);
}

/** `AxiosPromise<Page>`, `Promise<AxiosResponse<Page>>`: the type of what the answer brings. */
function typeOfBody(type: Node): Node | undefined {
  const name: string = type['typeName']?.['name'] ?? '';
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (name === 'Promise' && argument) return typeOfBody(argument);
  return /^Axios(?:Promise|Response)$/.test(name) ? argument : undefined;
}

/** What the function returns, or what a check (`x is User`, `asserts x is User`) makes of its parameter. */
function* returnType(trace: Trace, fn: Node, type: Node): Generator<Annotated> {
  if (type.type !== 'TSTypePredicate') {
    const body = typeOfBody(type);
    for (const value of returnedValues(trace, fn)) {
      yield { type, value };
      for (const answer of body ? members(value) : []) if (body && answer.kind === 'response' && answer.steps.length === 0) yield { type: body, value: trace.bodyOf(answer, fn) };
    }
    return;
  }
  const checked = (fn['params'] as Node[]).find((parameter) => parameter['name'] === type['parameterName'].name);
  const told: Node | undefined = type['typeAnnotation']?.['typeAnnotation'];
  if (checked && told) yield { type: told, value: trace.evaluatePattern(checked, undefined) };
}

/** `get<User[]>(…)`, `ref<User[]>([])`: the argument describes what the call gives, what that holds, or the body of the answer it gives. */
function* typeArguments(trace: Trace, node: Node): Generator<Annotated> {
  const [type] = (node['typeParameters']?.['params'] ?? node['typeArguments']?.['params'] ?? []) as Node[];
  if (type && node.type === 'NewExpression') yield* instanceResults(trace, trace.evaluate(node, undefined), node, node);
  if (!type || !isCall(node)) return;
  const result = trace.evaluate(node, undefined);
  for (const fn of members(trace.evaluate(unwrap(node['callee']), undefined))) {
    const declared: Node | undefined = fn.kind === 'function' ? fn.ref.node['returnType']?.['typeAnnotation'] : undefined;
    if (declared && fn.kind === 'function') yield { type: declared, value: result, environment: bind(fn.ref.node, node, nothing) };
    if (fn.kind === 'function') yield* handedResults(trace, node, fn.ref.node);
  }
  yield* madeResults(trace, node);
  yield* heldType(trace, node, type);
  for (const value of members(result)) {
    if (value.kind === 'shape' || value.kind === 'list') yield { type, value };
    if (value.kind === 'response') yield { type, value: trace.bodyOf(value, node) };
    if (value.kind === 'record' && value.members['value']) yield { type, value: value.members['value'] };
  }
}

/** `resource<User[]>(async () => …)`, where the function is declared to take `load: () => Promise<T>`: the argument describes what that gives. */
function* handedResults(trace: Trace, call: Node, fn: Node): Generator<Annotated> {
  for (const [index, argument] of (call['arguments'] as Node[]).entries()) {
    const declared: Node | undefined = isFunction(unwrap(argument)) ? fn['params'][index]?.['typeAnnotation']?.['typeAnnotation'] : undefined;
    const type = declared && resultType(trace, declared);
    for (const value of type ? returnedValues(trace, unwrap(argument)) : []) if (type) yield { type, value, environment: bind(fn, call, nothing) };
  }
}

/** `http.get<Page>(…).map((page) => …)`: of a class of the project that holds what the argument names, and hands it to the function. */
function heldType(trace: Trace, node: Node, type: Node): Annotated[] {
  const member = outermost(node).parent;
  const call = isMember(member) && member?.['object'] === outermost(node) && isCall(member.parent) && member.parent?.['callee'] === member ? (member.parent as Node) : undefined;
  const callback = call?.['arguments'][0] ? unwrap(call['arguments'][0]) : undefined;
  const received: Node | undefined = isFunction(callback) ? callback?.['params'][0] : undefined;
  if (!call || !received || received['typeAnnotation']) return [];
  const makers = members(trace.evaluate(unwrap(node['callee']), undefined));
  const methods = members(trace.evaluate(unwrap(call['callee']), undefined));
  const isHanded = makers.some((maker) => methods.some((method) => maker.kind === 'function' && method.kind === 'function' && handsOn(trace, maker.ref.node, method.ref.node)));
  return isHanded ? [{ type, value: trace.evaluatePattern(received, undefined) }] : [];
}

/** True when the first type parameter of `maker` is that of the class it gives, and the method calls its function with it. */
function handsOn(trace: Trace, maker: Node, method: Node): boolean {
  const nameOf = (reference: Node | undefined): unknown => reference?.['typeName']?.['name'];
  const own: Node | undefined = maker['typeParameters']?.['params'][0];
  const given: readonly Node[] = maker['returnType']?.['typeAnnotation']?.['typeParameters']?.['params'] ?? [];
  const index = given.findIndex((argument) => own !== undefined && nameOf(argument) === (own['name']?.name ?? own['name']));
  const held: Node | undefined = method.parent?.parent?.['typeParameters']?.['params']?.[index];
  const parameter: Node | undefined = method['params'][0]?.['typeAnnotation']?.['typeAnnotation'];
  // The type parameter stands for itself, so that it can be told from a declared type of the same name.
  return !!held && !!parameter && parameterType(trace, parameter, 0, new Map([[held['name']?.name ?? held['name'], held]])) === held;
}
