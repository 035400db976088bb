import { calleeName, isCall, isMember, memberName, type Node, outermost, unwrap } from '../../source/ast.ts';
import { isMockFunction, recordNames, recordOf } from '../../trace/doubles/called-doubles.ts';
import { givesFunction, givesValue } from '../../trace/doubles/doubles.ts';
import { callbackResult } from '../../trace/methods.ts';
import { type Frame, type FunctionValue, members, type Ref, unknown, type Value } from '../../trace/value.ts';
import { functionsOf, resultsOf } from '../chain.ts';
import type { Client, ClientUse, Mock } from '../client.ts';
import { declaring, partOfRow, tableOfTests } from './test-tables.ts';
import { doubled, expectations, spiedOn, stubbedFor } from './expectations.ts';
import { classMocks, fileMocks, moduleMocks, realOfDouble } from './module-doubles.ts';

/** Calls on the way to it that only say when. */
const when = /^(?:withArgs|onCall|on(?:First|Second|Third)Call)$/;
/** What makes a mock function of an implementation. */
const makes = /^(?:fn|fake|mock)$/;
const wrappers = /^(?:mocked|spyOn|fn|stub)$/;

/** Mock functions and mocked modules of vitest and jest, `mock.fn` and `mock.method` of node:test, fakes of sinon. */
export const testDoubles: Client = {
  id: 'test-doubles',
  packages: ['vitest', '@jest/globals', 'jest-mock', 'node:test', 'test', 'bun:test', 'sinon', 'global'],
  globals: ['vi', 'jest', ...declaring],
  mockNames: /^(?:mock(?:Resolved|Return)Value(?:Once)?|mockImplementation(?:Once)?|resolves|returns|callsFake|mock|doMock|stubGlobal|method|fetch)$/,
  call(use) {
    const name = use.path.at(-1) ?? '';
    const [first] = use.args;
    if (use.path[0] === 'expect') return expectations.call(use);
    if (declaring.includes(use.path[0] ?? '') || use.path[0] === 'suite') return tableOfTests(use);
    if (name === 'mocked' && first) return use.trace.evaluate(first, use.frame);
    if (name === 'spyOn' || name === 'method' || (name === 'stub' && first)) return spiedOn(use, use.call);
    if (name === 'hoisted') return first && callbackResult(use.trace, first, use.call, use.frame);
    if (makes.test(name) || name === 'stub') return first ? use.trace.evaluate(first, use.frame) : use.library && { ...use.library, path: ['double'], made: [{ node: use.call, frame: use.frame }] };
    if (givesFunction.test(name)) return first && use.trace.evaluate(first, use.frame);
    return first && givesValue.test(name) ? giving(use.call, first, use.frame) : undefined;
  },
  member: (value, name, _at, trace) => (isMockFunction(value) && recordNames.test(name) ? recordOf(trace, value, name) : undefined),
  callback: (use, _argument, parameter) => partOfRow(use, parameter),
  mocks(use): readonly Mock[] {
    return /^(?:mock|doMock)$/.test(use.path.at(-1) ?? '') && use.library ? moduleMocks(use) : answersOfDoubles(use, use.call);
  },
  mockFile: (trace, file) => fileMocks(trace, file),
};

const given = new WeakMap<Node, Node>();

/** `vi.fn().mockResolvedValue(x)` is a function that gives x. */
function giving(call: Node, body: Node, frame: Frame | undefined): FunctionValue {
  const node = given.get(call) ?? { type: 'ArrowFunctionExpression', params: [], body, start: call.start, end: call.end, parent: call };
  given.set(call, node);
  return { kind: 'function', ref: { node, frame }, self: undefined };
}

/** `f.mockResolvedValue(x)` and its kin, whatever `f` is; `global.fetch = async () => x`. */
function answersOfDoubles(use: ClientUse, node: Node): Mock[] {
  if (node.type === 'AssignmentExpression') return assignedDouble(use, node);
  const callee = unwrap(node['callee']);
  const name = isMember(callee) ? (memberName(callee) ?? '') : '';
  const [first] = node['arguments'] as Node[];
  if (!first) return [];
  if (name === 'stubGlobal' && node['arguments'][1]) return implementation(use, stubbedFor(node['arguments'][1], use), node['arguments'][1]);
  if (name === 'method' && node['arguments'][2]) return implementation(use, members(spiedOn(use, node)), node['arguments'][2]);
  if (!givesValue.test(name) && !givesFunction.test(name)) return [];
  const targets = targetsOf(use, callee['object'], node).flatMap((target) => (isMockFunction(target) ? realOfDouble(use, target) : [target]));
  return givesFunction.test(name) ? implementation(use, targets, first) : targets.flatMap((target) => standsFor(use, target, { node: first, frame: use.frame }));
}

function assignedDouble(use: ClientUse, assignment: Node): Mock[] {
  const targets = members(use.trace.evaluate(assignment['left'], use.frame)).filter((value) => value.kind === 'library');
  return implementation(use, targets, assignment['right']);
}

/** What the mock function stands in for: at the root of a chain of answers, a wrapper, a variable, or the place it is put in. */
function targetsOf(use: ClientUse, receiver: Node, call: Node): readonly Value[] {
  const node = unwrap(receiver);
  if (!isCall(node)) return doubled(use, node);
  const callee = unwrap(node['callee']);
  const name = calleeName(node);
  if (givesValue.test(name) || givesFunction.test(name) || when.test(name)) return targetsOf(use, callee['object'], call);
  if (!wrappers.test(name)) return [];
  if (name === 'spyOn' || (name === 'stub' && node['arguments'].length > 0)) return members(spiedOn(use, node));
  if (name === 'mocked') return node['arguments'][0] ? doubled(use, node['arguments'][0]) : [];
  return placedIn(use, call);
}

/** `vi.fn()` is what it is put in the place of: `global.fetch = vi.fn()…`, or a variable that is put there. */
function placedIn(use: ClientUse, call: Node): readonly Value[] {
  const outer = outermost(call);
  const next = outer.parent;
  if (isMember(next) && next?.['object'] === outer && isCall(next.parent)) return placedIn(use, next.parent as Node);
  if (next?.type === 'VariableDeclarator' && next['id'].type === 'Identifier') return doubled(use, next['id']);
  return stubbedFor(outer, use);
}

/** What each result of a function stands for; `vi.fn(impl)` is its implementation. */
export function implementation(use: ClientUse, targets: readonly Value[], given: Node): Mock[] {
  const inner = unwrap(given);
  const wrapped: Node | undefined = isCall(inner) && /^(?:fn)$/.test(calleeName(inner)) ? inner['arguments'][0] : undefined;
  return functionsOf(use, wrapped ?? inner).flatMap((fn) => resultsOf(fn.node).flatMap((result) => targets.flatMap((target) => standsFor(use, target, { node: result, frame: fn.frame }))));
}

/** The written answer stands for what a call of the target gives. */
export function standsFor(use: ClientUse, target: Value, written: Ref): Mock[] {
  const client = target.kind === 'library' ? use.trace.clientOf(target) : undefined;
  if (target.kind === 'function') {
    const call: Node = { type: 'CallExpression', start: use.call.start, end: use.call.end, callee: use.call, arguments: [], ...(use.call.parent ? { parent: use.call.parent } : {}) };
    return [{ written, real: use.trace.returned(target, call, undefined), of: target }];
  }
  if (target.kind === 'class') return classMocks(use, target, written);
  if (target.kind !== 'library' || !client) return [];
  const given = client.call({ ...use, args: [], library: target, path: target.path.filter((part) => part !== 'default'), made: target.made }) ?? unknown;
  const isOpen = given.kind === 'response' && !given.request.url.some((piece) => piece.kind === 'literal' && piece.node.type === 'Joint' && piece.text.includes('/users'));
  return [{ written, real: isOpen ? { askedOf: client.id } : given }];
}
