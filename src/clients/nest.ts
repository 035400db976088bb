import { descendants, isCall, isMember, memberName } from '../source/ast.ts';
import type { Trace } from '../trace/trace.ts';
import type { Ref } from '../trace/value.ts';
import { axiosClient } from './axios.ts';
import type { Client } from './client.ts';

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

const known = new WeakMap<Trace, readonly Ref[]>();

/** `HttpModule.register({ baseURL })`, when the project does that once. */
function registered(trace: Trace): readonly Ref[] {
  const found = known.get(trace);
  if (found) return found;
  known.set(trace, []);
  const calls = trace.project.filesWith('HttpModule').flatMap((file) => {
    const source = trace.project.source(file);
    return source ? descendants(source.program).filter((node) => isCall(node) && isMember(node['callee']) && memberName(node['callee']) === 'register' && node['callee'].object.name === 'HttpModule') : [];
  });
  const made = calls.length === 1 ? calls.map((node) => ({ node, frame: undefined })) : [];
  known.set(trace, made);
  return made;
}
