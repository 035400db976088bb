import { isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Project } from '../../trace/project.ts';
import { sentSettings } from '../../trace/requests/sent-settings.ts';
import { type FunctionValue, members, type Piece, type RawRequest, type Ref, unknown, type Value } from '../../trace/value.ts';
import { isMadeAlike } from '../arguments.ts';
import { type ClientUse, findMember } from '../client.ts';
import { throughHooks } from './request-hooks.ts';

const listed = new WeakMap<Project, readonly Node[]>();

/** The functions of `client.use({ onRequest({ request }) {…} })` for the clients that were made by these calls, each shown the address. */
export function middlewareOf(use: ClientUse, made: readonly Ref[], url: readonly Piece[]): RawRequest['hooks'] {
  const { trace } = use;
  let calls = listed.get(trace.project);
  if (!calls) listed.set(trace.project, (calls = trace.project.filesWith('use').flatMap((file) => trace.project.nodes(file).filter(isUse))));
  const own = calls.filter((call) => members(trace.evaluate(unwrap(call['callee'])['object'], undefined)).some((value) => value.kind === 'library' && isMadeAlike(value.made, made)));
  const functions = own.flatMap((call) => (call['arguments'] as Node[]).flatMap((given) => functionsOf(use, given)));
  const address: Value = url.length > 0 && url.every(({ kind }) => kind !== 'query') ? { kind: 'text', pieces: url } : unknown;
  return throughHooks(use, functions, [], (params) => sentSettings({ request: sentSettings({ url: address }), params })).hooks;
}

const isUse = (node: Node): boolean => isCall(node) && isMember(unwrap(node['callee'])) && memberName(unwrap(node['callee'])) === 'use';

function functionsOf({ trace }: ClientUse, middleware: Node): FunctionValue[] {
  const asked = findMember(trace, trace.evaluate(middleware, undefined), 'onRequest');
  return (asked ? members(trace.value(asked)) : []).filter((one): one is FunctionValue => one.kind === 'function');
}
