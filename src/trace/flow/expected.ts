import { shapes } from '../../api.ts';
import { calleeName, enclosingFunction, isAssign, isCall, isMember, keyName, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { typeOfTarget } from '../types/declared-members.ts';
import { resultType } from '../types/function-types.ts';
import { boundInside, boundType } from '../types/inferred-types.ts';
import { typeOfClass, withoutPromise } from '../types/keyed-types.ts';
import { constructorFor } from '../classes/making.ts';
import type { Trace } from '../trace.ts';
import { tableElement } from '../shape-names.ts';
import { memberType } from '../types/types.ts';
import { heldByTable } from '../types/table-types.ts';
import type { UserTypes } from '../types/user-types.ts';
import { members, type ShapeValue, type Value } from '../value.ts';

/** What the context of an object literal says it is: `const u: User = { … }`, `as User`, an argument, a return value. */
export function expectedShape(types: UserTypes, node: Node, depth = 0): ShapeValue | undefined {
  const parent = node.parent;
  if (!parent || depth > 8) return undefined;
  if (node.type === 'JSXOpeningElement') return propsShape(types, node);
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
      return returned(types, enclosingFunction(parent), depth);
    case 'YieldExpression': {
      const type = yieldedType(types.trace, parent, depth);
      return type && types.valueOf(type);
    }
    case 'ArrowFunctionExpression':
      return parent['body'] === node ? returned(types, parent, depth) : undefined;
    case 'ObjectProperty':
      return memberShape(types, parent, depth);
    case 'NewExpression':
      return parameterShape(types, parent, node);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return parameterShape(types, parent, node) ?? givenShape(types, parent, node, depth);
    default:
      return undefined;
  }
}

/** What the context of an object literal says it is, as the value of this very literal. */
export function expectedLiteral(trace: Trace, literal: Node): ShapeValue | undefined {
  const shape = trace.userTypes && expectedShape(trace.userTypes, literal);
  return shape && { ...shape, literal };
}

function annotated(types: UserTypes, target: Node): ShapeValue | undefined {
  const type: Node | undefined = target['typeAnnotation']?.['typeAnnotation'];
  return type && types.valueOf(type);
}

/** `this.user = { … }`: what the field or the variable is declared as. */
const assignedType = (trace: Trace, assignment: Node, node: Node): Node | undefined => (assignment['right'] === node && /^(?:=|\?\?=|\|\|=|&&=)$/.test(assignment['operator']) ? typeOfTarget(trace, assignment['left']) : undefined);

function returned(types: UserTypes, fn: Node | undefined, depth: number): ShapeValue | undefined {
  const list = fn && mappingCall(fn);
  if (list) return element(expectedShape(types, list, depth + 1));
  const type = returnType(types.trace, fn, depth);
  return type && types.valueOf(type);
}

/** What a function must give back: as it says itself, or as the declared type of its place says. */
function returnType(trace: Trace, fn: Node | undefined, depth: number): Node | undefined {
  if (!fn || fn['returnType']) return fn?.['returnType'] && withoutPromise(fn['returnType'].typeAnnotation);
  const list = mappingCall(fn);
  if (list) return elementType(contextType(trace, list, depth + 1));
  const type = contextType(trace, outermost(fn), depth + 1);
  const result = type && resultType(trace, type);
  return result && withoutPromise(result);
}

/** What a generator gives at each step: `Operation` of `Generator<Operation>`. */
function yieldedType(trace: Trace, node: Node, depth: number): Node | undefined {
  const type = node['delegate'] ? undefined : returnType(trace, enclosingFunction(node), depth);
  return /^(?:Async)?(?:Generator|Iterable|IterableIterator|Iterator)$/.test(type?.['typeName']?.name ?? '') ? type?.['typeParameters']?.['params']?.[0] : undefined;
}

/** `users.map(fn)`: the call whose result is the list of what the function gives back. */
function mappingCall(fn: Node): Node | undefined {
  const outer = outermost(fn);
  const call = fn['returnType'] || fn['async'] ? undefined : outer.parent;
  return call && isCall(call) && call['arguments'][0] === outer && calleeName(call) === 'map' ? call : undefined;
}

/** What the object around a property says of it, as a part of the users API or as a member of a declared type. */
function memberShape(types: UserTypes, property: Node, depth: number): ShapeValue | undefined {
  const outer = property.parent && expectedShape(types, property.parent, depth + 1);
  const name = keyName(property['key'], property['computed']);
  const shape = outer && ((name === undefined ? undefined : shapes[outer.shape]?.[name]) ?? tableElement(outer.shape));
  if (outer) return shape === undefined ? undefined : { ...outer, shape };
  const type = contextType(types.trace, property['value'], depth);
  return type && types.valueOf(type);
}

/** `<UserCard roles={…} />`, where `UserCard = ({ roles }: Pick<User, 'roles'>) => …`: the attributes of an element are what its component declares. */
function propsShape(types: UserTypes, element: Node): ShapeValue | undefined {
  for (const value of members(types.trace.evaluate(element['name'], undefined))) {
    const fn = value.kind === 'function' ? value.ref.node : undefined;
    const [parameter] = (fn?.['params'] ?? []) as Node[];
    const component = fn && outermost(fn).parent;
    const declared: Node | undefined = component?.type === 'VariableDeclarator' ? component['id']['typeAnnotation']?.['typeAnnotation'] : undefined;
    const isComponent = /^(?:FC|VFC|FunctionComponent)$/.test(declared?.['typeName']?.name ?? declared?.['typeName']?.right?.name ?? '');
    const props: Node | undefined = isComponent ? declared?.['typeParameters']?.['params']?.[0] : undefined;
    const found = (parameter && annotated(types, parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter)) ?? (props && types.valueOf(props));
    if (found) return found;
  }
  return undefined;
}

function parameterShape(types: UserTypes, call: Node, node: Node): ShapeValue | undefined {
  const index = (call['arguments'] as Node[]).indexOf(node);
  for (const value of members(types.trace.evaluate(unwrap(call['callee']), undefined))) {
    const parameter = parameterAt(types.trace, value, index);
    const found = parameter && annotated(types, parameter);
    if (found) return found;
  }
  return undefined;
}

/** The parameter of a function, or of the constructor of a class. */
function parameterAt(trace: Trace, value: Value, index: number): Node | undefined {
  const fn = value.kind === 'function' ? value.ref.node : value.kind === 'class' ? constructorFor(trace, value).ctor : undefined;
  const given: Node | undefined = fn?.['params']?.[index];
  const parameter: Node | undefined = given?.type === 'TSParameterProperty' ? given['parameter'] : given;
  return parameter?.type === 'AssignmentPattern' ? parameter['left'] : parameter;
}

/** `users.push({ … })`, `Object.assign({}, user, { … })`: what the list holds, or what the whole has to be. */
function givenShape(types: UserTypes, call: Node, node: Node, depth: number): ShapeValue | undefined {
  const type = givenType(types.trace, call, node, depth);
  return type && types.valueOf(type);
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
      const name: string | undefined = parent['key']?.name ?? parent['key']?.value;
      const own = outer && name !== undefined ? typesIn(outer).flatMap((type) => memberType(trace, type, name) ?? [])[0] : undefined;
      return own ? boundInside(trace, own, node) : outer ? heldByTable(trace, outer) : propsOfPage(trace, parent);
    }
    case 'ReturnStatement':
      return returnType(trace, enclosingFunction(parent), depth);
    case 'YieldExpression':
      return yieldedType(trace, parent, depth);
    case 'ArrowFunctionExpression':
      return parent['body'] === node ? returnType(trace, parent, depth) : undefined;
    case 'NewExpression':
      return argumentType(trace, parent, node);
    case 'CallExpression':
    case 'OptionalCallExpression':
      return argumentType(trace, parent, node) ?? givenType(trace, parent, node, depth);
    default:
      return undefined;
  }
}

/** `{ props: P } | { notFound: true }`: each of them. */
const typesIn = (type: Node): readonly Node[] => (type.type === 'TSUnionType' ? type['types'] : [type]);

/** `export const getServerSideProps: GetServerSideProps<Props> = async () => ({ props: … })`: what the page beside it receives, as the type of a package says. */
function propsOfPage(trace: Trace, property: Node): Node | undefined {
  const fn = enclosingFunction(property);
  const declarator = fn && outermost(fn).parent;
  const name: string | undefined = declarator?.type === 'VariableDeclarator' ? declarator['id'].name : undefined;
  const object = outermost(property.parent as Node).parent;
  const isGiven = object === fn || (object?.type === 'ReturnStatement' && enclosingFunction(object) === fn);
  const page = isGiven && name !== undefined ? trace.clients.map(({ pages }) => pages?.[name]).find(Boolean) : undefined;
  const isProps = page?.from !== undefined && keyName(property['key'], property['computed']) === page.from;
  return isProps ? declarator?.['id']['typeAnnotation']?.['typeAnnotation']['typeParameters']?.['params']?.[0] : undefined;
}

/** `list.push(…)`, `table.set(key, …)`: what the list or the table is declared to hold; of an `Object.assign`, what the whole has to be. */
function givenType(trace: Trace, call: Node, node: Node, depth: number): Node | undefined {
  const callee = unwrap(call['callee']);
  if (isAssign(callee)) return contextType(trace, call, depth + 1);
  const target = isMember(callee) ? callee['object'] : undefined;
  if (target && /^(?:push|unshift)$/.test(memberName(callee) ?? '')) return elementType(typeOfTarget(trace, target));
  return target && memberName(callee) === 'set' && call['arguments'][1] === node ? mapType(trace, target)?.['typeParameters']?.['params']?.[1] : undefined;
}

/** The declared type of a Map, or of the one of which it is a copy. */
function mapType(trace: Trace, target: Node): Node | undefined {
  const node = unwrap(target);
  const isMade = node.type === 'NewExpression' && node['callee'].name === 'Map';
  const type = isMade && node['typeParameters'] ? node : isMade ? node['arguments'][0] && typeOfTarget(trace, node['arguments'][0]) : typeOfTarget(trace, node);
  return type && (type === node || /^(?:Readonly)?Map$/.test(type['typeName']?.name ?? '')) ? type : undefined;
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
    const type: Node | undefined = parameterAt(trace, value, index)?.['typeAnnotation']?.['typeAnnotation'];
    if (type && value.kind === 'class') return type;
    if (type && value.kind === 'function') return typeOfClass(trace, value, boundType(trace, value.ref.node, type, call, value.ref.frame));
  }
  return undefined;
}
