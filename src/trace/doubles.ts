import { endpointOf, testDouble } from '../evidence.ts';
import { enclosingFunction, type Node, unwrap } from '../source/ast.ts';
import { callSites } from './callers.ts';
import { returnedNodes } from './calls.ts';
import type { Trace } from './trace.ts';
import { type FunctionValue, members, type RawRequest, type Ref, type Value } from './value.ts';

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
  for (const fn of asking) trace.ask(() => collect(trace, fn, answers), undefined, fn);
  return [...answers.values()].flatMap(({ written, real }) => (new Set(real.map((value) => kindOf(trace, value))).size === 1 ? written.flatMap((ref) => real.slice(0, 1).map((value) => ({ written: ref, real: value }))) : []));
}

/** The functions through which a request is made. */
function functionsAround(request: RawRequest): Node[] {
  const inner = enclosingFunction(request.call);
  const found = inner ? [inner] : [];
  for (let { frame } = request; frame; frame = frame.caller) found.push(frame.fn);
  return found;
}

function collect(trace: Trace, fn: Node, answers: Map<Node, Answered>): void {
  for (const { node: call, kind } of callSites(trace, fn)) {
    if (kind !== 'call' || !call['callee']) continue;
    const targets = members(trace.evaluate(unwrap(call['callee']), undefined)).filter((value): value is FunctionValue => value.kind === 'function');
    const doubles = targets.filter((target) => target.ref.node !== fn && isDouble(trace, target.ref.node));
    if (doubles.length === 0) continue;
    const real = targets.filter((target) => target.ref.node === fn && !isDouble(trace, fn)).map((target) => trace.returned(target, call, undefined));
    for (const double of doubles) {
      const known = answers.get(double.ref.node) ?? { written: [], real: [] };
      const frame = trace.frame(double.ref.node, call, undefined, double.ref.frame, double.self);
      const written = returnedNodes(double.ref.node).map((node) => ({ node: unwrap(node), frame }));
      answers.set(double.ref.node, { written: [...known.written, ...written], real: [...known.real, ...real] });
    }
  }
}

/** What of an answer must be the same wherever it is given. */
function kindOf(trace: Trace, value: Value): string {
  const kinds = members(value).map((one) => (one.kind === 'shape' ? one.shape : one.kind === 'response' ? `${endpointOf(trace, one.request)} ${one.steps.join()}` : one.kind));
  return [...new Set(kinds)].sort().join();
}

/** By its file, its class, and the variables in which it stands. */
function isDouble(trace: Trace, fn: Node): boolean {
  const names: string[] = [];
  for (let at: Node | undefined = fn; at; at = at.parent) if (/^(?:Class|VariableDeclarator|FunctionDeclaration)/.test(at.type) && typeof at['id']?.name === 'string') names.push(at['id'].name);
  return [trace.project.fileOf(fn).slice(trace.project.files.root.length + 1), ...names].some((name) => testDouble.test(name));
}
