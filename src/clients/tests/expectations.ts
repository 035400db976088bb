import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { sentBody } from '../../trace/requests/answers.ts';
import { calledWith, expectedArguments } from '../../trace/doubles/called-doubles.ts';
import { memberOf } from '../../trace/members.ts';
import { members, type LibraryValue, union, unknown, type Value } from '../../trace/value.ts';
import type { Client, ClientUse, Mock } from '../client.ts';

/** Matchers that compare with a value that is written out. */
const compares = /^(?:toEqual|toStrictEqual|toMatchObject|toContainEqual|toBe|toContain|toMatch)$/;
/** Matchers that stand inside another value: the value itself is what they hold. */
const asymmetric = /^(?:objectContaining|arrayContaining|stringContaining|stringMatching)$/;

/** Chai's, after `deep`; `eql` is deep by itself. */
const chaiCompares = /^(?:equals?|eq|includes?|contains?|eqls?)$/;

const asserts = /^(?:deepEqual|deepStrictEqual|partialDeepStrictEqual)$/;

/** `expect` of vitest, jest, Playwright and chai, and `assert` of node and chai: a call that was expected is read like that call, a value that was expected like what it is compared with. */
export const expectations: Client = {
  id: 'expectations',
  packages: ['vitest', '@jest/globals', '@playwright/test', 'expect', 'assert', 'assert/strict', 'chai', 'global'],
  globals: ['expect'],
  names:
    /^(?:to(?:HaveBeen|Be)\w*CalledWith|lastCalledWith|nthCalledWith|toBe|toEqual|toStrictEqual|toMatchObject|toContain|toMatch|toHaveBeenCalledExactlyOnceWith|equals?|eq|includes?|contains?|eqls?|deepEqual|deepStrictEqual|partialDeepStrictEqual)$/,
  mockNames:
    /^(?:to(?:HaveBeen|Be)\w*CalledWith|lastCalledWith|nthCalledWith|toHaveBeenCalledExactlyOnceWith|equals?|eq|includes?|contains?|eqls?|toEqual|toStrictEqual|toMatchObject|toContainEqual|deepEqual|deepStrictEqual|partialDeepStrictEqual)$/,
  call(use) {
    const [root, name] = [use.path[0], use.path.at(-1) ?? ''];
    const { actual, expected } = comparison(use);
    const sent = actual && expected ? sentBodies(use, actual, expected) : [];
    if (sent.length > 0) return union(sent);
    if (root !== 'expect') return undefined;
    if (use.path.length === 1) return use.library && { ...use.library, made: [{ node: use.call, frame: use.frame }] };
    const [first] = use.args;
    if (asymmetric.test(name) && use.made.length === 0) return first && use.trace.evaluate(first, use.frame);
    const double: Node | undefined = use.made[0]?.node['arguments'][0];
    if (!double) return undefined;
    const start = calledWith.get(name);
    if (start !== undefined) return expectedCall(use, double, use.args.slice(start));
    const recorded = actual && recordedCall(actual);
    return recorded && first ? expectedCall(use, recorded, [first]) : undefined;
  },
  mocks(use): Mock[] {
    // `Point.prototype.equals = …` compares nothing.
    if (!isCall(use.call)) return [];
    const given = expectedArguments(use.trace, use.call).filter(({ written }) => mayNameFields(use, written.node));
    if (given.length > 0) return given;
    const { actual, expected } = comparison(use);
    if (!actual || !expected || !mayNameFields(use, expected)) return [];
    const real = use.trace.evaluate(actual, use.frame);
    return [{ written: { node: expected, frame: use.frame }, real: use.path.at(-1) === 'toContainEqual' ? use.trace.element(real, use.call, use.frame) : real }];
  },
};

/** `expect(actual).toEqual(expected)`, `assert.deepEqual(actual, expected)`. */
function comparison(use: ClientUse): { actual?: Node | undefined; expected?: Node | undefined } {
  const name = use.path.at(-1) ?? '';
  const [first, second] = use.args;
  if (use.path[0] === 'expect') return isComparing(use.path) && use.path.length > 1 ? { actual: use.made[0]?.node['arguments'][0], expected: first } : {};
  return asserts.test(name) && (use.library?.name.startsWith('assert') || (use.library?.name === 'chai' && use.path[0] === 'assert')) ? { actual: first, expected: second } : {};
}

function isComparing(path: readonly string[]): boolean {
  const name = path.at(-1) ?? '';
  return compares.test(name) || (chaiCompares.test(name) && (name.startsWith('eql') || path.includes('deep')));
}

/** False for a value that is written out and names neither an old field nor an operation. */
function mayNameFields(use: ClientUse, value: Node): boolean {
  const isOpen = !/^(?:Object|Array)Expression$/.test(value.type) || descendants(value).some((node) => /^(?:SpreadElement|CallExpression)$/.test(node.type) || (node.type === 'Identifier' && node.parent?.['key'] !== node));
  return isOpen || /\b(?:roles|created|lastUpdated|valid_roles|op)\b/.test(use.trace.project.sourceOf(value).slice(value));
}

/** What a mock was sent, compared with what is written out: the body of that request. */
function sentBodies(use: ClientUse, actual: Node, written: Node): Value[] {
  return members(use.trace.evaluate(actual, use.frame)).flatMap((value): Value[] => {
    if (value.kind !== 'shape' || value.shape !== sentBody || !value.request) return [];
    const { isSent: _isSent, ...request } = value.request;
    return [{ kind: 'response', steps: [], trail: value.trail, request: { ...request, call: use.call, frame: use.frame, body: { node: written, frame: use.frame }, answer: [], mock: { bodies: [] } } }];
  });
}

/** The function of `fetch.mock.calls[0][0]`. */
function recordedCall(node: Node): Node | undefined {
  const inner = unwrap(node);
  const argument = isMember(inner) && memberName(inner) === '0' ? unwrap(inner['object']) : undefined;
  const call = argument && (isMember(argument) ? unwrap(argument['object']) : undefined);
  const calls = call && isMember(call) && memberName(call) === 'calls' ? unwrap(call['object']) : undefined;
  return calls && isMember(calls) && memberName(calls) === 'mock' ? calls['object'] : undefined;
}

/** The request that a call of this function with these arguments makes, as a mock's statement. */
function expectedCall(use: ClientUse, target: Node, args: readonly Node[]): Value | undefined {
  const made = doubled(use, target).flatMap((value): Value[] => {
    const client = value.kind === 'library' ? use.trace.clientOf(value) : undefined;
    if (value.kind !== 'library' || !client) return [];
    const given = client.call({ ...use, args, library: value, path: value.path.filter((part) => part !== 'default'), made: value.made });
    return given && (given.kind === 'response' || given.kind === 'shape') && given.request ? [{ ...given, request: { ...given.request, mock: { bodies: [] } } }] : [];
  });
  return made.length === 0 ? undefined : union(made);
}

/** What a mock function stands in for: `vi.mocked(f)`, `vi.spyOn(o, 'f')`, a variable that is put in the place of `fetch`, or the function itself. */
export function doubled(use: ClientUse, target: Node): readonly Value[] {
  const node = unwrap(target);
  const binding = node.type === 'Identifier' ? use.trace.project.sourceOf(node).scopes.bindingOf(node) : undefined;
  const places = binding && binding.kind !== 'import' ? [...binding.references, ...(binding.declaration['init'] ? startsOf(binding.declaration['init']) : [])] : [];
  const stubbed = places.flatMap((place) => stubbedFor(place, use));
  return stubbed.length > 0 ? stubbed : members(use.trace.evaluate(node, use.frame)).filter((value) => value.kind !== 'unknown');
}

/** The calls of a chain, the last first: `vi.spyOn(…).mockResolvedValue(…)`. */
function startsOf(given: Node): Node[] {
  const node = unwrap(given);
  const callee: Node | undefined = isCall(node) ? unwrap(node['callee']) : undefined;
  return [node, ...(callee && isMember(callee) ? startsOf(callee['object']) : [])];
}

/** `global.fetch = double`, `vi.stubGlobal('fetch', double)`, `vi.spyOn(global, 'fetch')`: the function of the platform. */
export function stubbedFor(place: Node, use: ClientUse): Value[] {
  const parent = place.parent;
  const left: Node | undefined = parent?.type === 'AssignmentExpression' && parent['right'] === place ? unwrap(parent['left']) : undefined;
  if (left) return members(use.trace.evaluate(left, use.frame)).filter((value) => value.kind === 'library');
  const [name, double] = (parent?.['arguments'] ?? []) as Node[];
  const callee: Node | undefined = parent?.['callee'];
  if (callee && isMember(callee) && memberName(callee) === 'stubGlobal' && double === place && name?.type === 'StringLiteral') return [globalFunction(name['value'], place)];
  const inner = unwrap(place);
  const spied: Node | undefined = inner['callee'];
  if (!spied || !isMember(spied) || memberName(spied) !== 'spyOn' || inner['arguments'][1]?.type !== 'StringLiteral') return [];
  return [spiedOn(use, inner)];
}

const globalFunction = (name: string, node: Node): LibraryValue => ({ kind: 'library', name: 'global', path: [name], made: [], on: undefined, ref: { node, frame: undefined } });

/** The member that `spyOn(object, 'name')` watches. */
export function spiedOn(use: ClientUse, call: Node): Value {
  const [object, name] = call['arguments'] as Node[];
  return object && name?.type === 'StringLiteral' ? memberOf(use.trace, use.trace.evaluate(object, use.frame), name['value'], { node: call, frame: use.frame }) : unknown;
}
