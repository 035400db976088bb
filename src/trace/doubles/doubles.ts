import { endpointOf } from '../../evidence.ts';
import { asserts, testDouble } from '../../evidence-words.ts';
import { chainRoot, enclosingFunction, isCall, isInside, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { callSites } from '../calls/callers.ts';
import { returnedNodes } from '../calls/calls.ts';
import { isMockFunction, madeBy } from './called-doubles.ts';
import { bindingMentions, placeMentions } from '../changes/contents.ts';
import { samplesOfCall } from './sample-addresses.ts';
import { ToldAnswers } from './told-answers.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type FunctionValue, members, type RawRequest, type Ref, type Value } from '../value.ts';

/** Methods that give a mock function its answer. */
export const givesValue = /^(?:mock(?:Resolved|Return)Value(?:Once)?|resolves|returns)$/;
export const givesFunction = /^(?:mockImplementation(?:Once)?|callsFake)$/;

/** What a function of a test gives, and what the real one gives there. */
interface Answered {
  readonly written: readonly Ref[];
  readonly real: readonly Value[];
}

/**
 * What tests give in place of what functions of the project give that make requests: `sync({ tenant: new FakeTenant() })`, where the program
 * has `sync({ tenant: new Tenant() })`. A call that reaches the one reaches the other. One that stands for several kinds of answers says of none what it is.
 */
export function doubledAnswers(trace: Trace, requests: readonly RawRequest[]): { readonly written: Ref; readonly real: Value }[] {
  const asking = new Set(requests.flatMap((request) => (request.mock || request.standsIn || endpointOf(trace, request) === undefined ? [] : functionsAround(request))));
  const answers = new Map<Node, Answered>();
  const mocked = new Map<Node, Reached[]>();
  for (const fn of asking) trace.ask(() => collect(trace, fn, answers, mocked), undefined, fn);
  for (const [made, calls] of mocked) trace.ask(() => addTold(trace, made, calls, answers), undefined, made);
  return [...answers.values()].flatMap(({ written, real }) => (new Set(real.map((value) => kindOf(trace, value))).size === 1 ? written.flatMap((ref) => real.slice(0, 1).map((value) => ({ written: ref, real: value }))) : []));
}

/** The functions through which a request is made. */
function functionsAround(request: RawRequest): Node[] {
  const inner = enclosingFunction(request.call);
  const found = inner ? [inner] : [];
  for (let { frame } = request; frame; frame = frame.caller) found.push(frame.fn);
  return found;
}

/** A call that reaches a mock function as well as what really asks, and what that gives. */
interface Reached {
  readonly call: Node;
  readonly real: readonly Value[];
}

function collect(trace: Trace, fn: Node, answers: Map<Node, Answered>, mocked: Map<Node, Reached[]>): void {
  for (const { node: call, kind } of callSites(trace, fn)) {
    if (kind !== 'call' || !call['callee']) continue;
    const targets = members(trace.evaluate(unwrap(call['callee']), undefined)).filter((value): value is FunctionValue => value.kind === 'function');
    const asking = targets.filter((target) => target.ref.node === fn);
    for (const double of members(trace.evaluate(unwrap(call['callee']), undefined)).filter(isMockFunction)) {
      const made = madeBy(double);
      if (made && asking.length > 0) mocked.set(made, [...(mocked.get(made) ?? []), { call, real: asking.map((target) => trace.returned(target, call, undefined)) }]);
    }
    const doubles = targets.filter((target) => target.ref.node !== fn && (isDouble(trace, target.ref.node) || toldTo(trace, target).length > 0));
    if (doubles.length === 0) continue;
    for (const double of doubles) {
      const told = toldTo(trace, double);
      // What makes the request itself is no double, wherever it stands, of one that is only told what to give.
      const real = (told.length > 0 || !isDouble(trace, fn) ? asking : []).map((target) => trace.returned(target, call, undefined));
      const add = (key: Node, written: readonly Ref[]): void => {
        const known = answers.get(key) ?? { written: [], real: [] };
        answers.set(key, { written: [...known.written, ...written], real: [...known.real, ...real] });
      };
      if (told.length > 0) add(double.ref.frame?.call ?? double.ref.node, told);
      else for (const written of answersTo(trace, call, double)) add(written.node, [written]);
    }
  }
}

/** What a function gives when it is asked by this call, as far as the path decides it. */
function answersTo(trace: Trace, call: Node, double: FunctionValue): Ref[] {
  const frame = trace.frame(double.ref.node, call, undefined, double.ref.frame, double.self);
  const all = returnedNodes(double.ref.node).map((node) => ({ node: unwrap(node), frame }));
  const samples = samplesOfCall(trace, call);
  const told = samples.length > 0 ? new ToldAnswers(trace, samples, double.ref.node) : undefined;
  const decided = told ? all.filter(({ node }) => told.fits(node)).flatMap((written) => told.leaves(written)) : [];
  return decided.length > 0 ? decided : all;
}

/** `{ get: vi.fn() }` in the place of a client: what it is told to give, for the calls that are made in the same test, or else in those around it. */
function addTold(trace: Trace, made: Node, calls: readonly Reached[], answers: Map<Node, Answered>): void {
  for (const told of toldAlong(trace, outermost(made), undefined)) {
    const { program } = trace.project.sourceOf(told.node);
    for (let scope: Node | undefined = enclosingFunction(told.node) ?? program; scope; scope = scope === program ? undefined : (enclosingFunction(scope) ?? program)) {
      const within = scope;
      const run = calls.filter(({ call }) => isRunIn(trace, call, within, 0));
      if (run.length === 0) continue;
      answers.set(told.node, { written: [told], real: run.flatMap(({ real }) => real) });
      break;
    }
  }
}

/** Through how many functions a call is followed to the test that leads to it. */
const farthest = 4;

/** True for a call that stands there, or in a function to which a call leads that does. */
function isRunIn(trace: Trace, call: Node, scope: Node, depth: number): boolean {
  if (trace.project.fileOf(call) === trace.project.fileOf(scope) && isInside(call, scope)) return true;
  const fn = enclosingFunction(call);
  return !!fn && depth < farthest && callSites(trace, fn).some((site) => isRunIn(trace, site.node, scope, depth + 1));
}

/** `fn().mockResolvedValueOnce(rows)` of a project's own `fn`: what the function that the call made was told to give. */
function toldTo(trace: Trace, { ref }: FunctionValue): readonly Ref[] {
  const made = ref.frame?.call;
  if (!made || !isCall(made) || ref.frame?.callback) return [];
  return trace.once(toldOf, made, [], () => toldAlong(trace, outermost(made), ref.frame?.caller));
}

const toldOf = new WeakMap<Node, readonly Ref[]>();

/** Along a chain of calls, and where the name is used that it is given. */
function toldAlong(trace: Trace, start: Node, frame: Frame | undefined): Ref[] {
  const found: Ref[] = [];
  for (let at = start; ; ) {
    const { parent } = at;
    if (parent?.type === 'VariableDeclarator' && parent['init'] === at && parent['id'].type === 'Identifier') return [...found, ...bindingMentions(trace, parent['id']).flatMap((mention) => toldAlong(trace, outermost(mention), frame))];
    if (parent?.type === 'ObjectProperty' && parent['value'] === at && found.length === 0) return placeMentions(trace, at, parent, 0).flatMap((mention) => toldAlong(trace, outermost(mention), frame));
    const call = isMember(parent) && parent?.['object'] === at ? outermost(parent as Node).parent : undefined;
    if (!call || !isCall(call) || unwrap(call['callee']) !== parent) return found;
    const name = memberName(parent as Node) ?? '';
    const [given] = call['arguments'] as Node[];
    if (given && givesValue.test(name)) found.push({ node: unwrap(given), frame });
    if (given && givesFunction.test(name))
      found.push(...members(trace.evaluate(given, frame)).flatMap((value) => (value.kind === 'function' ? returnedNodes(value.ref.node).map((node) => ({ node: unwrap(node), frame: value.ref.frame })) : [])));
    at = outermost(call);
  }
}

/** What of an answer must be the same wherever it is given. */
function kindOf(trace: Trace, value: Value): string {
  const kinds = members(value).map((one) => (one.kind === 'shape' ? one.shape : one.kind === 'response' ? `${endpointOf(trace, one.request)} ${one.steps.join()}` : one.kind));
  return [...new Set(kinds)].sort().join();
}

/** True for what is written in the place of something: by its file, its class, and the variables in which it stands. */
export function isDouble(trace: Trace, node: Node): boolean {
  const names: string[] = [];
  for (let at: Node | undefined = node; at; at = at.parent) if (/^(?:Class|VariableDeclarator|FunctionDeclaration)/.test(at.type) && typeof at['id']?.name === 'string') names.push(at['id'].name);
  return [trace.project.fileOf(node).slice(trace.project.files.root.length + 1), ...names].some((name) => testDouble.test(name));
}

/** `const rehearse = report(async () => [{ … }])`, `report({ list: () => [{ … }] })`: true for what a function makes that is handed to something of which a test looks at the outcome. */
export function isHandedIn(trace: Trace, literal: Node): boolean {
  if (!asserts.test(trace.project.sourceOf(literal).text)) return false;
  for (let fn = enclosingFunction(literal); fn; fn = enclosingFunction(fn)) {
    let at = outermost(fn);
    while (at.parent && /^Object(?:Property|Expression)$/.test(at.parent.type)) at = outermost(at.parent);
    const call = at.parent;
    if (call && (isCall(call) || call.type === 'NewExpression') && (call['arguments'] as Node[]).includes(at) && isAsserted(trace, call, 0)) return true;
  }
  return false;
}

/** Through how many names an outcome is followed. */
const deepestOutcome = 3;

/** True for what stands in the arguments of an assertion, itself or under a name. */
function isAsserted(trace: Trace, node: Node, depth: number): boolean {
  for (let child = node, at = node.parent; at && depth <= deepestOutcome; child = at, at = at.parent) {
    if (isCall(at) && (at['arguments'] as Node[]).includes(child) && /^(?:assert|expect)$/.test(calledBy(at))) return true;
    const names: readonly (Node | undefined)[] = at.type !== 'VariableDeclarator' ? [] : at['id'].type === 'Identifier' ? [at['id']] : (at['id']['properties'] ?? []).map((property: Node) => property['value']);
    if (names.some((id) => id?.type === 'Identifier' && bindingMentions(trace, id).some((mention) => mention !== id && isAsserted(trace, mention, depth + 1)))) return true;
    if (/Statement$|Function|Declarator$|Method/.test(at.type)) return false;
  }
  return false;
}

/** The name at the start of what is called: `assert` in `assert.deepEqual(…)`, `expect` in `expect(…).toEqual(…)`. */
const calledBy = (call: Node): string => chainRoot(call)['name'] ?? '';
