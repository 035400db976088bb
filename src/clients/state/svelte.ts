import type { Node } from '../../source/ast.ts';
import { changesOf } from '../../trace/changes/contents.ts';
import { callbackResult } from '../../trace/methods.ts';
import { members, union, unknown, type Value } from '../../trace/value.ts';
import type { Client, ClientUse } from '../client.ts';

/** Svelte: state and derived values are what they start with; a store holds what it starts with and what it is set to. */
export const svelte: Client = {
  id: 'svelte',
  keepsState: true,
  packages: ['svelte/store', 'global'],
  globals: ['$state', '$derived', '$bindable'],
  call(use) {
    const name = use.path.join('.');
    const [first] = use.args;
    if (name === 'writable' || name === 'readable') return { kind: 'record', members: { value: union([first ? use.trace.evaluate(first, use.frame) : unknown, ...setLater(use)]) } };
    if (!first) return undefined;
    if (/^\$(?:state|state\.raw|derived|bindable)$/.test(name)) return use.trace.evaluate(first, use.frame);
    if (name === '$derived.by') return callbackResult(use.trace, first, use.call, use.frame);
    if (name === 'derived') return use.args[1] ? { kind: 'record', members: { value: callbackResult(use.trace, use.args[1], use.call, use.frame) ?? unknown } } : undefined;
    return name === 'get' ? held(use, first) : undefined;
  },
  keeps: { writable: 'value', $state: '' },
  callback(use, position, index) {
    const [first] = use.args;
    return use.path.join('.') === 'derived' && position === 1 && index === 0 && first ? held(use, first) : undefined;
  },
};

/** `store.set(users)`, `$store = users`. */
function setLater(use: ClientUse): Value[] {
  return changesOf(use.trace, use.call).flatMap((change) => (change.kind === 'member' && change.name === 'value' ? [use.trace.evaluate(change.value, use.frame)] : []));
}

function held(use: ClientUse, store: Node): Value {
  return union(members(use.trace.evaluate(store, use.frame)).map((member) => (member.kind === 'record' ? (member.members['value'] ?? unknown) : unknown)));
}
