import { isCall, isFunction, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import { isMockFunction, madeBy } from '../../trace/doubles/called-doubles.ts';
import { givesFunction, givesValue } from '../../trace/doubles/doubles.ts';
import { memberOf } from '../../trace/members.ts';
import { nodesByName } from '../../trace/flow/mentions.ts';
import { exportedValue, exportNamesOf, importedModule, requiredSpecifier } from '../../trace/modules/modules.ts';
import type { Trace } from '../../trace/trace.ts';
import { type ClassValue, type Frame, type InstanceValue, type LibraryValue, members, type Ref, type Value } from '../../trace/value.ts';
import { functionsOf, resultsOf } from '../chain.ts';
import type { ClientUse, Mock } from '../client.ts';
import { implementation, standsFor } from './test-doubles.ts';

/** What a factory writes in place of a module. */
interface MockedModule {
  readonly result: Node;
  readonly real: Value;
  readonly frame: Frame | undefined;
}

function mockedModule(use: ClientUse): MockedModule[] {
  const [named, factory] = use.args;
  const specifier: string | undefined = named && (named.type === 'StringLiteral' ? named['value'] : requiredSpecifier(named));
  if (specifier === undefined || !factory) return [];
  const real = importedModule(use.trace, use.trace.project.fileOf(use.call), specifier, use.call);
  return functionsOf(use, factory).flatMap((fn) => resultsOf(fn.node).map((result) => ({ result, real, frame: fn.frame })));
}

/** `vi.mock('./users', () => ({ listUsers: async () => [...] }))`: each member stands for the export of that name. */
export function moduleMocks(use: ClientUse): Mock[] {
  return mockedModule(use).flatMap(({ result, real, frame }) => memberMocks({ ...use, frame }, result, real, 0));
}

function memberMocks(use: ClientUse, object: Node, real: Value, depth: number): Mock[] {
  const properties: readonly Node[] = depth > 3 ? [] : (unwrap(object)['properties'] ?? []);
  return properties.flatMap((property) => {
    const name: string | undefined = property['key']?.name ?? property['key']?.value;
    if (name === undefined) return [];
    const target = memberOf(use.trace, real, name, { node: property, frame: use.frame });
    if (property.type === 'ObjectMethod') return members(target).flatMap((one) => resultsOf(property).flatMap((result) => standsFor(use, one, { node: result, frame: use.frame })));
    const value: Node = unwrap(property['value']);
    if (value.type === 'ObjectExpression') return memberMocks(use, value, target, depth + 1);
    if (value.type === 'ClassExpression') return members(target).flatMap((one) => (one.kind === 'class' ? methodMocks(use, value, instanceOf(one)) : []));
    const answers = isCall(value) ? chainAnswers(value) : [];
    return members(target).flatMap((one) => [...implementation(use, [one], value), ...answers.flatMap(({ node, isFunction }) => (isFunction ? implementation(use, [one], node) : standsFor(use, one, { node, frame: use.frame })))]);
  });
}

/** The answers given along a chain: `vi.fn().mockResolvedValueOnce(a).mockResolvedValue(b)`. */
function chainAnswers(call: Node): { node: Node; isFunction: boolean }[] {
  const callee = unwrap(call['callee']);
  const name = isMember(callee) ? (memberName(callee) ?? '') : '';
  const [first] = call['arguments'] as Node[];
  const inner = isMember(callee) && isCall(unwrap(callee['object'])) ? chainAnswers(unwrap(callee['object'])) : [];
  return first && (givesValue.test(name) || givesFunction.test(name)) ? [...inner, { node: first, isFunction: givesFunction.test(name) }] : inner;
}

const instanceOf = (cls: ClassValue): InstanceValue => ({ kind: 'instance', cls, frame: undefined });

/** A function that is called with `new` in place of a class gives an object: each member stands for that of an instance. */
export function classMocks(use: ClientUse, cls: ClassValue, written: Ref): Mock[] {
  const node = unwrap(written.node);
  return node.type === 'ObjectExpression' ? memberMocks({ ...use, frame: written.frame }, node, instanceOf(cls), 0) : [];
}

/** A class in place of a class, method by method. */
function methodMocks(use: ClientUse, written: Node, real: InstanceValue): Mock[] {
  return (written['body']['body'] as Node[]).flatMap((member) => {
    const name: string | undefined = member['key']?.name ?? member['key']?.value;
    const targets = name === undefined ? [] : members(memberOf(use.trace, real, name, { node: member, frame: use.frame }));
    if (isFunction(member)) return targets.flatMap((target) => resultsOf(member).flatMap((node) => standsFor(use, target, { node, frame: use.frame })));
    return member['value'] ? implementation(use, targets, member['value']) : [];
  });
}

/** What a mock function stands for: the export in whose place a module's factory in the same file puts it, as it is or called by a function. */
export function realOfDouble(use: ClientUse, double: LibraryValue): Value[] {
  const source = use.trace.project.sourceOf(use.call);
  const isIt = (node: Node, frame: Frame | undefined): boolean => members(use.trace.evaluate(node, frame)).some((value) => isMockFunction(value) && madeBy(value) === madeBy(double));
  const mocking = nodesByName(source, new Set(['mock', 'doMock'])).flatMap((name) => (isMember(name.parent) && isCall(name.parent?.parent) ? [name.parent?.parent as Node] : []));
  return mocking.flatMap((call) =>
    mockedModule(use.trace.use(undefined, call, undefined)).flatMap(({ result, real, frame }) =>
      ((unwrap(result)['properties'] ?? []) as Node[]).flatMap((property) => {
        const name: string | undefined = property['key']?.name ?? property['key']?.value;
        const value: Node | undefined = property['value'] && unwrap(property['value']);
        const called = value && isFunction(value) ? resultsOf(value).find(isCall) : undefined;
        const isPlaced = !!value && (isIt(value, frame) || (!!called && isIt(unwrap(called['callee']), frame)));
        return name !== undefined && isPlaced ? members(memberOf(use.trace, real, name, { node: property, frame })) : [];
      }),
    ),
  );
}

/** `__mocks__/api.js`: each export stands for the export of that name of the file beside the folder. */
export function fileMocks(trace: Trace, file: string): Mock[] {
  const real = /\/__mocks__\//.test(file) ? file.replace('/__mocks__/', '/') : undefined;
  const program = real !== undefined && trace.project.files.exists(real) ? trace.project.source(file)?.program : undefined;
  if (real === undefined || !program) return [];
  const use = trace.use(undefined, program, undefined);
  return exportNamesOf(trace, file).flatMap((name) =>
    members(exportedValue(trace, real, name)).flatMap((target) =>
      members(exportedValue(trace, file, name)).flatMap((mock) => (mock.kind === 'function' ? resultsOf(mock.ref.node).flatMap((node) => standsFor(use, target, { node, frame: mock.ref.frame })) : [])),
    ),
  );
}
