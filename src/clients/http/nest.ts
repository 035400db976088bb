import { descendants, isCall, isMember, memberName, type Node } from '../../source/ast.ts';
import { memberOf } from '../../trace/members.ts';
import type { Trace } from '../../trace/trace.ts';
import { literalText, members, type Ref } from '../../trace/value.ts';
import { axiosClient } from './axios.ts';
import { resultsOf } from '../chain.ts';
import { type Client, findMember } from '../client.ts';

/** NestJS's `HttpService`: axios, whose answers come as streams, or by promise from `axiosRef`. */
export const nest: Client = {
  id: 'nest',
  packages: ['@nestjs/axios'],
  call(use) {
    const path = use.path.filter((part) => part !== 'axiosRef' && part !== 'HttpService');
    const made = use.made.length > 0 ? use.made : registered(use.trace);
    return axiosClient.call({ ...use, path, made, library: use.library && { ...use.library, path, made } });
  },
  typed: (type) => (type.path.at(-1) === 'HttpService' ? { ...type, path: [] } : undefined),
};

/** NestJS's `ConfigService`: what the environment says, by name. */
export const nestConfig: Client = {
  id: 'nest-config',
  packages: ['@nestjs/config'],
  call(use) {
    const name = use.args[0] && literalText(use.trace.evaluate(use.args[0], use.frame));
    return /^(?:get|getOrThrow)$/.test(use.path.join('.')) && name !== undefined ? { kind: 'env', name, ref: { node: use.call, frame: use.frame } } : undefined;
  },
  typed: (type) => (type.path.at(-1) === 'ConfigService' ? { ...type, path: [] } : undefined),
};

const known = new WeakMap<Trace, readonly Ref[]>();

/** `HttpModule.register({ baseURL })`, when the project does that once. */
function registered(trace: Trace): readonly Ref[] {
  const found = known.get(trace);
  if (found) return found;
  known.set(trace, []);
  const calls = trace.project.filesWith('HttpModule').flatMap((file) => {
    const source = trace.project.source(file);
    return source ? descendants(source.program).filter((node) => isCall(node) && isMember(node['callee']) && /^register(?:Async)?$/.test(memberName(node['callee']) ?? '') && node['callee'].object.name === 'HttpModule') : [];
  });
  const [only] = calls;
  const made = !only || calls.length > 1 ? [] : memberName(only['callee']) === 'register' ? [{ node: only, frame: undefined }] : madeLater(trace, only);
  known.set(trace, made);
  return made;
}

/** `registerAsync({ useFactory: (config) => ({ baseURL }) })`, or `useClass` with a method that gives the same: as if it were registered with what the function returns. */
function madeLater(trace: Trace, call: Node): Ref[] {
  const options = trace.evaluate(call['arguments'][0] ?? call, undefined);
  const given = ['useFactory', 'useClass', 'useExisting'].flatMap((name) => findMember(trace, options, name) ?? []);
  const factories = given.flatMap((ref) =>
    members(trace.value(ref)).flatMap((value) => (value.kind === 'class' ? members(memberOf(trace, trace.intern({ kind: 'instance', cls: value, frame: undefined }), 'createHttpOptions', ref)) : [value])),
  );
  const results = factories.flatMap((value) => (value.kind === 'function' ? resultsOf(value.ref.node) : []));
  return results.map((result) => ({ node: { type: 'CallExpression', start: result.start, end: result.end, arguments: [result] }, frame: undefined }));
}
