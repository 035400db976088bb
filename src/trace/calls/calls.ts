import { boundBy, directCall, lentCall } from './bound.ts';
import { unlessCircular } from '../evaluate.ts';
import { isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { passedTo } from './callbacks.ts';
import { instanceOf } from '../classes/making.ts';
import { entersCase, toldByCall } from '../texts/branches.ts';
import { reachedIn, type Told } from '../texts/decided.ts';
import { everyWay } from '../requests/every-way.ts';
import { isIteratorKey, iteratorNamed } from './iterators.ts';
import { memberOfContext } from './contexts.ts';
import { toldByShape, unlessDiverted } from '../conditions/kind-tests.ts';
import { chosenModules, importedModule, requiredSpecifier } from '../modules/modules.ts';
import { methodResult } from '../methods.ts';
import { ownQuery } from '../classes/own-queries.ts';
import { platformCall } from '../platform.ts';
import { resultNamed } from '../types/result-types.ts';
import { callableSchema } from '../schemas/schemas.ts';
import type { Trace } from '../trace.ts';
import { turnsOf } from '../conditions/turns.ts';
import { valueOfType } from '../types/types.ts';
import { takenFrom } from '../unknowns.ts';
import { type Frame, type FunctionValue, type LibraryValue, members, stepped, union, unknown, type Value } from '../value.ts';

/** What a call or `new` gives; where the code leaves that open, what the function gives that the call names: `useLoaderData<typeof loader>()`. */
export function evaluateCall(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const value = resultOf(trace, node, frame);
  return value.kind === 'unknown' && node['typeParameters'] ? unlessCircular(value, resultNamed(trace, node) ?? value) : value;
}

function resultOf(trace: Trace, node: Node, frame: Frame | undefined): Value {
  const specifier = requiredSpecifier(node);
  if (specifier !== undefined) return importedModule(trace, trace.project.fileOf(node), specifier, node);
  const chosen = chosenModules(trace, node, frame);
  if (chosen) return chosen;
  const own = lentCall(node);
  if (own) return resultOf(trace, own, frame);
  const callee = unwrap(node['callee']);
  if (isFunction(callee)) return called(trace, { kind: 'function', ref: { node: callee, frame }, self: undefined }, node, frame);
  const method = isMember(callee) ? memberName(callee) : undefined;
  const target = trace.evaluate(callee, frame);
  const values = members(target);
  const results = values.flatMap((value) => (values.length > 1 ? turnsOfTarget(trace, value, node, frame) : [frame]).map((turn) => callOf(trace, value, node, turn))).filter((value) => value !== undefined);
  if (results.length > 0 && !(method && results.every((value) => value.kind === 'unknown'))) return union([...results, ...besideOwn(trace, node, callee, values, frame)]);
  const byMethod = method === undefined ? iteratorCall(trace, callee, node, frame) : methodResult(trace, node, callee, method, frame);
  if (byMethod && byMethod.kind !== 'unknown') return stepped(byMethod, node, `\`.${method}()\``);
  const taken = method === 'get' ? takenFromContext(trace, callee, node, frame) : undefined;
  if (taken) return stepped(taken, node, '`.get()`');
  return union(results.length > 0 ? results : [byMethod ?? (target.kind === 'unknown' ? takenFrom(target) : unknown)]);
}

/** `res.json()` where `res` is an answer, and may also be an object of the project that stands in for one: what the answer gives. */
function besideOwn(trace: Trace, node: Node, callee: Node, values: readonly Value[], frame: Frame | undefined): Value[] {
  const method = isMember(callee) && values.some(({ kind }) => kind === 'response') ? memberName(callee) : undefined;
  const given = method === undefined ? [] : members(methodResult(trace, node, callee, method, frame) ?? unknown).filter(({ kind }) => kind !== 'unknown');
  return given.map((value) => stepped(value, node, `\`.${method}()\``));
}

const turnsOfTarget = (trace: Trace, target: Value, call: Node, frame: Frame | undefined): readonly (Frame | undefined)[] =>
  (target.kind === 'function' && call['arguments'].length > 0 ? turnsOf(trace, call, target.ref.node, frame) : undefined) ?? [frame];

/** `x[Symbol.iterator]()`: what the iterator of an object of the project gives; of a list, the list. */
function iteratorCall(trace: Trace, callee: Node, node: Node, frame: Frame | undefined): Value | undefined {
  if (!isMember(callee) || !isIteratorKey(callee)) return undefined;
  const object = trace.evaluate(callee['object'], frame);
  const own = iteratorNamed(trace, object, callee);
  return own ? trace.returned(own, node, frame) : object;
}

/** `c.get('people')`: what middleware has put there. */
function takenFromContext(trace: Trace, callee: Node, call: Node, frame: Frame | undefined): Value | undefined {
  const [key] = call['arguments'] as Node[];
  return key?.type === 'StringLiteral' ? memberOfContext(trace, callee['object'], trace.evaluate(callee['object'], frame), key['value'], frame) : undefined;
}

function callOf(trace: Trace, target: Value, node: Node, frame: Frame | undefined): Value | undefined {
  switch (target.kind) {
    case 'function':
      return stepped(called(trace, target, node, frame), node, `what \`${nameOf(node)}\` returns`);
    case 'class':
      return node.type === 'NewExpression' ? (ownQuery(trace, target, { node, frame }) ?? trace.intern(instanceOf(trace, target, node, frame))) : superCall(node);
    case 'library':
      return libraryCall(trace, target, node, frame);
    case 'schema': {
      const check = callableSchema(trace, target, { node, frame });
      return check && libraryCall(trace, check, node, frame);
    }
    default:
      return undefined;
  }
}

const superCall = (node: Node): Value | undefined => (node['callee'].type === 'Super' ? unknown : undefined);

function nameOf(call: Node): string {
  const callee = unwrap(call['callee']);
  return isMember(callee) ? (memberName(callee) ?? '…') : (callee['name'] ?? '…');
}

/** What a function of the project returns for this call. */
export function called(trace: Trace, target: FunctionValue, node: Node, frame: Frame | undefined): Value {
  if (node.type === 'NewExpression' && target.ref.node.type !== 'ArrowFunctionExpression') return trace.intern(instanceOf(trace, { kind: 'class', ref: target.ref }, node, frame));
  return trace.returned(target, node, frame);
}

/** Values of the function's `return`s (or of its expression body), in this frame. */
export function returnedValue(trace: Trace, target: FunctionValue, frame: Frame | undefined): Value {
  const fn = target.ref.node;
  if (!frame) return unknown;
  if (target.isPromised) return handedBack(trace, fn, frame);
  const value = fn['generator'] ? yielded(trace, fn, frame) : bodyValue(trace, fn, frame);
  const declared = fn['returnType']?.['typeAnnotation'];
  const isOpen = members(value).every((member) => member.kind === 'unknown');
  return isOpen && declared ? unlessCircular(value, valueOfType(trace, declared, frame)) : value;
}

/** `(id, done) => done(null, user)`: what the function hands to its last parameter as the second argument. */
export function handedBack(trace: Trace, fn: Node, frame: Frame | undefined): Value {
  const done: Node | undefined = (fn['params'] as Node[]).at(-1);
  return (done?.type === 'Identifier' && passedTo(trace, done, 1, frame)) || unknown;
}

function bodyValue(trace: Trace, fn: Node, frame: Frame): Value {
  if (!fn['body']) return unknown;
  const all = returnedNodes(fn);
  const told: Told = { holds: (test) => toldByCall(trace, test, frame) ?? toldByShape(trace, test, frame), enters: (here) => entersCase(trace, here, frame) };
  const reached = all.length > 1 ? all.filter((node) => reachedIn(trace, node, fn, frame, told) !== 'never') : all;
  return union((reached.length > 0 ? reached : all).map((node) => unlessDiverted(trace, node, trace.evaluate(node, frame))));
}

/** What the `return`s of a function give, whoever calls it. */
export const returnedValues = (trace: Trace, fn: Node): Value[] => returnedNodes(fn).map((node) => trace.evaluate(node, undefined));

/** The expressions that a function returns; none of one without a body. */
export function returnedNodes(fn: Node): Node[] {
  const body: Node | undefined = fn['body'] ?? undefined;
  if (body?.type !== 'BlockStatement') return body ? [body] : [];
  return ownStatements(body, 'ReturnStatement').flatMap((statement) => (statement['argument'] ? [statement['argument'] as Node] : []));
}

/** What a generator yields, as a list. */
function yielded(trace: Trace, fn: Node, frame: Frame): Value {
  const yields = ownStatements(fn['body'], 'YieldExpression');
  const rest = yields.map((node) => {
    const value = node['argument'] ? trace.evaluate(node['argument'], frame) : unknown;
    return node['delegate'] ? trace.element(value, node, frame) : value;
  });
  return { kind: 'list', items: [], rest: union(rest), ref: { node: fn, frame } };
}

const statementsOf = new WeakMap<Node, Map<string, Node[]>>();

/** The statements (or expressions) of this type that belong to the function itself, not to functions inside it. */
export function ownStatements(body: Node, type: string): readonly Node[] {
  const known = statementsOf.get(body)?.get(type);
  if (known) return known;
  const found: Node[] = [];
  const walk = (node: Node): void => {
    if (node.type === type) found.push(node);
    for (const key in node) {
      if (key === 'parent' || key === 'loc') continue;
      for (const child of Array.isArray(node[key]) ? node[key] : [node[key]]) if (child && typeof child.type === 'string' && !isFunction(child)) walk(child);
    }
  };
  walk(body);
  const byType = statementsOf.get(body) ?? new Map<string, Node[]>();
  statementsOf.set(body, byType.set(type, found));
  return found;
}

function libraryCall(trace: Trace, target: LibraryValue, node: Node, frame: Frame | undefined): Value | undefined {
  // `fetch.bind(window)` is fetch.
  if (target.path.at(-1) === 'bind' && target.path.length > 1) return { ...target, path: target.path.slice(0, -1), ...(node['arguments'].length > 1 ? { bound: [...(target.bound ?? []), ...boundBy(node, frame)] } : {}) };
  if (target.name === 'global' && /^(?:call|apply)$/.test(target.path.at(-1) ?? '') && target.path.length > 1 && isCall(node) && isMember(unwrap(node['callee'])))
    return libraryCall(trace, { ...target, path: target.path.slice(0, -1) }, directCall(node), frame);
  const known = platformCall(trace, target, node, frame);
  if (known) return known;
  const client = trace.clientOf(target);
  if (!client) return undefined;
  return everyWay(trace.use(target, node, frame), (use) => client.call(use));
}
