import type { Node } from '../source/ast.ts';
import { members, type Piece, type Ref, type Value } from '../trace/value.ts';
import { addressOf, type ClientUse, findMember } from './client.ts';

/** The call itself, in its context. */
export const here = (use: ClientUse): Ref => ({ node: use.call, frame: use.frame });

/** True where an argument may be an object literal: options rather than an address or a callback. */
export const isObject = (use: ClientUse, node: Node | undefined): boolean => node !== undefined && members(use.trace.evaluate(node, use.frame)).some((value) => value.kind === 'object');

/** The pieces of an address that a setting gives. */
export const addressAt = (use: ClientUse, ref: Ref | undefined): readonly Piece[] => (ref ? addressOf(use.trace.value(ref), ref.node, ref.frame) : []);

/** A setting in the first argument of the call that made the client: `create({ baseURL })`. */
export function madeMember(use: ClientUse, made: Ref, name: string): Ref | undefined {
  const [config] = made.node['arguments'] as readonly Node[];
  return config && findMember(use.trace, use.trace.evaluate(config, made.frame), name);
}

/** Verbs whose functions take a body before the settings. */
export const verbsWithBody: ReadonlySet<string> = new Set(['post', 'put', 'patch']);

/** True for what was made by the same calls. */
export const isMadeAlike = (some: readonly Ref[], others: readonly Ref[]): boolean => some.length === others.length && some.every(({ node }, index) => node === others[index]?.node);

/** A call that no source text holds: the client itself calls a function of the project, and gives it this. */
export function ownCall({ call }: ClientUse, ask: () => Value): Node {
  const { start, end } = call;
  return { type: 'CallExpression', start, end, parent: call, callee: call['callee'], arguments: [{ type: 'Given', start, end, parent: call, ask }] };
}
