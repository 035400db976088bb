import { isCall, keyName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { genericBases } from './generic-classes.ts';
import { memberDeclaredFor } from './method-results.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { bind, type Environment, nothing, parameterNames } from './type-parameters.ts';
import { lists } from './types.ts';
import { type FunctionValue, members, type Value } from '../value.ts';

/** A type, and what the type parameters in it stand for. */
interface Bound {
  readonly type: Node;
  readonly environment: Environment;
}

/** Types inside types are followed to this depth. */
const deepest = 8;
/** Types that have the members of their argument. */
const sameMembers = /^(?:Partial|Required|Readonly|NonNullable|Promise|Awaited)$/;

/** True for `api.call('GET /users', …)`: a text by which types may be told apart is the first argument. */
export const isKeyedCall = (node: Node): boolean => isCall(node) && node['arguments'][0]?.type === 'StringLiteral' && /users/i.test(node['arguments'][0].value);

/** What such a call gives, with the type that a table of types has under its text: `call<K extends keyof Routes>(key: K): Promise<Routes[K]['reply']>`. */
export function keyedResults(trace: Trace, call: Node): { readonly type: Node; readonly value: Value }[] {
  return calledFunctions(trace, call).flatMap((fn) => {
    const signature = signatureOf(trace, fn);
    const declared = signature.result;
    const type = declared && concrete(trace, { type: withoutPromise(declared), environment: environmentOf(trace, fn, signature, call) }, 0);
    return type && type !== declared ? [{ type, value: trace.evaluate(call, undefined) }] : [];
  });
}

/** The type of an expression inside an argument of such a call: `{ sortBy: 'name' }` in `call('GET /users', { query: { sortBy: 'name' } })`. */
export function keyedContext(trace: Trace, node: Node): Node | undefined {
  const steps: (string | number)[] = [];
  let at = outermost(node);
  for (; at.parent && !isCall(at.parent); at = outermost(at.parent)) {
    const parent = at.parent;
    if (parent.type === 'ArrayExpression') steps.unshift(Number.NaN);
    else if (parent.type === 'ObjectProperty' && parent['value'] === at && keyName(parent['key'], parent['computed']) !== undefined) steps.unshift(keyName(parent['key'], parent['computed']) as string);
    else if (parent.type !== 'ObjectExpression' && parent.type !== 'ConditionalExpression') return undefined;
  }
  const call = at.parent;
  if (!call || !isKeyedCall(call)) return undefined;
  const index = (call['arguments'] as Node[]).indexOf(at);
  for (const fn of calledFunctions(trace, call)) {
    const signature = signatureOf(trace, fn);
    const parameter = signature.parameters[index];
    const type: Node | undefined = (parameter?.type === 'AssignmentPattern' ? parameter['left'] : parameter)?.['typeAnnotation']?.['typeAnnotation'];
    const start: Bound | undefined = type && { type, environment: environmentOf(trace, fn, signature, call) };
    const found = steps.reduce<Bound | undefined>((bound, step) => bound && (typeof step === 'string' ? memberIn(trace, bound, step, 0) : elementIn(trace, bound)), start);
    const result = found && concrete(trace, found, 0);
    if (result) return result;
  }
  return undefined;
}

const calledFunctions = (trace: Trace, call: Node): FunctionValue[] => members(trace.evaluate(unwrap(call['callee']), undefined)).filter((value) => value.kind === 'function');
/** `User` of `Promise<User>`: what a function gives that is waited for. */
export const withoutPromise = (type: Node): Node => (type.type === 'TSTypeReference' && type['typeName'].name === 'Promise' ? (type['typeParameters']?.['params']?.[0] ?? type) : type);

/** What is declared of a function: by itself, or by the type of the object whose member it is. */
interface Signature {
  readonly node: Node;
  readonly parameters: readonly Node[];
  readonly result: Node | undefined;
}

/** `const client: Client = { call: (key, params) => … }`: what the type says of the member, where the function says nothing itself. */
function signatureOf(trace: Trace, { ref: { node } }: FunctionValue): Signature {
  const declared = node['returnType'] || node['typeParameters'] ? undefined : memberDeclaredFor(trace, node);
  return declared?.type === 'TSMethodSignature'
    ? { node: declared, parameters: declared['parameters'], result: declared['typeAnnotation']?.['typeAnnotation'] }
    : { node, parameters: node['params'], result: node['returnType']?.['typeAnnotation'] };
}

/** What the type parameters of a function, and of the class whose method it is, stand for in a call: types that are written there, and the texts of its arguments. */
function environmentOf(trace: Trace, fn: FunctionValue, { node, parameters }: Signature, call: Node): Environment {
  const own = bind(node, call, nothing);
  const inferred = parameterNames(node).flatMap((name) => {
    const index = parameters.findIndex((candidate) => candidate['typeAnnotation']?.['typeAnnotation']?.['typeName']?.['name'] === name);
    const argument: Node | undefined = call['arguments'][index];
    return argument?.type === 'StringLiteral' ? [[name, { type: 'TSLiteralType', literal: argument, start: argument.start, end: argument.end, parent: argument } as Node] as const] : [];
  });
  return new Map([...ofClass(trace, fn), ...inferred, ...own]);
}

/** `query: Q` of a method, where `Q` is a type parameter of its class: the type that stands for it in the class or the instance whose method it is. */
export function typeOfClass(trace: Trace, fn: FunctionValue, type: Node): Node {
  const [inner] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (type.type !== 'TSTypeReference') return type;
  if (inner && sameMembers.test(type['typeName'].name ?? '')) {
    const own = typeOfClass(trace, fn, inner);
    return own === inner ? type : own;
  }
  return ofClass(trace, fn).get(type['typeName'].name ?? '') ?? type;
}

/** `new Client<Routes>(…)`, `class Tenant extends Client<Routes>`. */
function ofClass(trace: Trace, { ref, self }: FunctionValue): Environment {
  if (self?.kind !== 'instance') return nothing;
  const { cls, frame } = self.whole ?? self;
  // A method, or an arrow function that is a field.
  const body = ref.node.parent?.type === 'ClassBody' ? ref.node.parent : outermost(ref.node).parent?.parent;
  const owner = body?.parent;
  if (owner !== cls.ref.node) return [...genericBases(trace, cls.ref.node)].find(({ base }) => base.ref.node === owner)?.environment ?? nothing;
  return frame?.call.type === 'NewExpression' ? bind(cls.ref.node, frame.call, nothing) : nothing;
}

/** The type without type parameters and without ways through other types, as far as these are known. */
function concrete(trace: Trace, { type, environment }: Bound, depth: number): Node | undefined {
  if (depth > deepest) return undefined;
  const inner = (part: Node): Node | undefined => concrete(trace, { type: part, environment }, depth + 1);
  if (type.type === 'TSParenthesizedType') return inner(type['typeAnnotation']);
  if (type.type === 'TSTypeReference') return environment.get(type['typeName'].name ?? '') ?? indexedBy(trace, { type, environment }, depth) ?? type;
  if (type.type !== 'TSIndexedAccessType') return type;
  const index = inner(type['indexType']);
  const name = index?.type === 'TSLiteralType' ? keyName(index['literal'], false) : undefined;
  const member = name === undefined ? undefined : memberIn(trace, { type: type['objectType'], environment }, name, depth + 1);
  return member && concrete(trace, member, depth + 1);
}

/** `Params<K>` of `type Params<K> = Routes[K]['params']`: what it stands for. */
function indexedBy(trace: Trace, { type, environment }: Bound, depth: number): Node | undefined {
  const declaration = type['typeParameters'] ? typeDeclaration(trace, type) : undefined;
  const target: Node | undefined = declaration?.type === 'TSTypeAliasDeclaration' ? declaration['typeAnnotation'] : undefined;
  return declaration && target?.type === 'TSIndexedAccessType' ? concrete(trace, { type: target, environment: argumentsOf(trace, declaration, type, environment, depth) }, depth + 1) : undefined;
}

/** The member of this name, in the type or in what it stands for. */
function memberIn(trace: Trace, bound: Bound, name: string, depth: number): Bound | undefined {
  const { environment } = bound;
  const type = depth > deepest ? undefined : concrete(trace, bound, depth);
  if (!type) return undefined;
  const signatures: readonly Node[] | undefined = type.type === 'TSTypeLiteral' ? type['members'] : type.type === 'TSInterfaceDeclaration' ? type['body']['body'] : undefined;
  const own: Node | undefined = signatures?.find((member) => member['key'] && keyName(member['key'], member['computed']) === name)?.['typeAnnotation']?.['typeAnnotation'];
  if (signatures) return own && { type: own, environment };
  if (type.type === 'TSUnionType' || type.type === 'TSIntersectionType') return (type['types'] as Node[]).map((part) => memberIn(trace, { type: part, environment }, name, depth + 1)).find(Boolean);
  if (type.type !== 'TSTypeReference') return undefined;
  const [argument] = (type['typeParameters']?.['params'] ?? []) as Node[];
  if (argument && sameMembers.test(type['typeName'].name ?? '')) return memberIn(trace, { type: argument, environment }, name, depth + 1);
  const declaration = typeDeclaration(trace, type);
  if (!declaration) return undefined;
  const target: Node = declaration.type === 'TSTypeAliasDeclaration' ? declaration['typeAnnotation'] : declaration;
  return memberIn(trace, { type: target, environment: argumentsOf(trace, declaration, type, environment, depth) }, name, depth + 1);
}

/** The parameters of a declaration, with what a reference gives for them. */
function argumentsOf(trace: Trace, declaration: Node, reference: Node, environment: Environment, depth: number): Environment {
  return new Map(
    [...bind(declaration, reference, nothing)].flatMap(([name, type]) => {
      const given = concrete(trace, { type, environment }, depth + 1);
      return given ? [[name, given] as const] : [];
    }),
  );
}

/** One of a list. */
function elementIn(trace: Trace, bound: Bound): Bound | undefined {
  const type = concrete(trace, bound, 0);
  const isNamed = type?.type === 'TSTypeReference' && lists.test(type['typeName'].name ?? '');
  const element: Node | undefined = type?.type === 'TSArrayType' ? type['elementType'] : isNamed ? type?.['typeParameters']?.['params']?.[0] : undefined;
  return element && { type: element, environment: bound.environment };
}
