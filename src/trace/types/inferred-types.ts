import { enclosingFunction, isCall, isFunction, type Node, unwrap } from '../../source/ast.ts';
import { contextType } from '../flow/expected.ts';
import { frameOf } from '../frames.ts';
import type { Trace } from '../trace.ts';
import { typeDeclaration } from './type-names.ts';
import { bind, type Environment, namesParameter, nothing, parameterNames } from './type-parameters.ts';
import { type Frame, members, type Value } from '../value.ts';

/** `params: P` of a generic function, or of one that a generic function makes: what P stands for in the call. The type itself where it is none of their parameters. */
export function boundType(trace: Trace, fn: Node, type: Node, call: Node, outer?: Frame): Node {
  const name = nameOf(type);
  if (name === undefined) return type;
  for (let at: Pick<Frame, 'fn' | 'call' | 'outer'> | undefined = { fn, call, outer }; at; at = at.outer) {
    if (namesParameter(at.fn, name)) return bind(at.fn, at.call, nothing).get(name) ?? inferred(trace, at.fn, name, at.call) ?? type;
  }
  return type;
}

/** The same for a type that is written inside of a parameter: `options: { params?: P }`; or of a declared type: `type Load<P> = () => Promise<{ props: P }>`. `node` stands in the call, or where the type is named. */
export function boundInside(trace: Trace, type: Node, node: Node): Node {
  const name = nameOf(type);
  const owner = name === undefined ? undefined : ownerOf(type, name);
  if (!owner || name === undefined) return type;
  if (!isFunction(owner)) return namedAround(trace, node, owner, name) ?? type;
  const call = callAround(trace, node, owner);
  return call ? boundType(trace, owner, type, call) : type;
}

/** A call that names no types and is given something that may be declared with some. */
export const mayInfer = (node: Node): boolean => isCall(node) && !node['typeParameters'] && (node['arguments'] as Node[]).some((argument) => /^(?:Identifier|MemberExpression|CallExpression)$/.test(argument.type));

/** `send(users)` of `send<Answer>(target: Endpoint<Answer>): Promise<Answer>`: the declared type of the argument says what the call gives. */
export function* inferredResults(trace: Trace, call: Node): Generator<{ readonly type: Node; readonly value: Value; readonly environment: Environment }> {
  for (const target of members(trace.evaluate(unwrap(call['callee']), undefined))) {
    const fn = target.kind === 'function' ? target.ref.node : undefined;
    const type: Node | undefined = fn?.['returnType']?.['typeAnnotation'];
    const names = fn && type ? parameterNames(fn) : [];
    const environment = new Map(
      names.flatMap((name) => {
        const known = fn && inferred(trace, fn, name, call);
        return known ? [[name, known] as const] : [];
      }),
    );
    if (type && environment.size > 0) yield { type, value: trace.evaluate(call, undefined), environment };
  }
}

const nameOf = (type: Node): string | undefined => (type.type === 'TSTypeReference' && !type['typeParameters'] ? type['typeName'].name : undefined);
const typeOfParameter = (parameter: Node): Node | undefined => (parameter.type === 'AssignmentPattern' ? parameter['left'] : parameter)['typeAnnotation']?.['typeAnnotation'];

/** The function or the declared type whose type parameter the name is, at this place. */
function ownerOf(type: Node, name: string): Node | undefined {
  for (let at = type.parent; at; at = at.parent) if (namesParameter(at, name)) return at;
  return undefined;
}

/** `const load: Load<Props> = …` around the node: what the name stands for there. */
function namedAround(trace: Trace, node: Node, declaration: Node, name: string): Node | undefined {
  for (let at = node.parent; at; at = at.parent) {
    const reference: Node | undefined = (at.type === 'VariableDeclarator' ? at['id'] : at)['typeAnnotation']?.['typeAnnotation'];
    if (reference?.type === 'TSTypeReference' && typeDeclaration(trace, reference) === declaration) return bind(declaration, reference, nothing).get(name);
  }
  return undefined;
}

/** The call of this function of which the node is a part; functions in between are further away. */
function callAround(trace: Trace, node: Node, fn: Node): Node | undefined {
  for (let at = node.parent; at && !isFunction(at); at = at.parent) {
    if (isCall(at)) return members(trace.evaluate(unwrap(at['callee']), undefined)).some((value) => value.kind === 'function' && value.ref.node === fn) ? at : undefined;
  }
  return undefined;
}

/** `call(listUsers, …)` of `call<P>(target: Endpoint<P>, …)`: what the declared type of the argument has in place of P. Undefined where arguments disagree. */
function inferred(trace: Trace, fn: Node, name: string, call: Node): Node | undefined {
  const found = (fn['params'] as Node[]).flatMap((parameter, index) => {
    const type = typeOfParameter(parameter);
    const given: Node | undefined = call['arguments'][index];
    const places = ((type?.['typeParameters']?.['params'] ?? []) as Node[]).flatMap((argument, place) => (nameOf(argument) === name ? [place] : []));
    if (!type || !given || given.type === 'SpreadElement' || places.length === 0) return [];
    return members(trace.evaluate(given, undefined)).flatMap((value) => places.map((place) => argumentsOf(trace, value, type)?.[place]));
  });
  return new Set(found).size === 1 ? found[0] : undefined;
}

/** The types that a value is declared to have for the parameters of the type. */
function argumentsOf(trace: Trace, value: Value, type: Node): readonly (Node | undefined)[] | undefined {
  if (value.kind !== 'object') return undefined;
  const { node, frame } = value.ref;
  const written = contextType(trace, node);
  const declaration = written?.type === 'TSTypeReference' ? typeDeclaration(trace, written) : undefined;
  if (!declaration || declaration !== typeDeclaration(trace, type)) return undefined;
  const fn = enclosingFunction(node);
  const own = fn && frameOf(fn, frame);
  const environment: Environment = fn && own ? bind(fn, own.call, nothing) : nothing;
  return ((written?.['typeParameters']?.['params'] ?? []) as Node[]).map((argument) => {
    const inner = nameOf(argument);
    return inner !== undefined && fn && namesParameter(fn, inner) ? environment.get(inner) : argument;
  });
}
