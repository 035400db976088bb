import { isFunction, type Node, unwrap } from '../../source/ast.ts';
import { changesOf } from '../../trace/changes/contents.ts';
import { memberOf } from '../../trace/members.ts';
import { callbackResult } from '../../trace/methods.ts';
import { members, type RecordValue, union, unknown, type Value } from '../../trace/value.ts';
import { argument, type Client, type ClientUse } from '../client.ts';

/** Functions that give their argument back, watched. */
const same = /^(?:reactive|shallowReactive|readonly|shallowReadonly|markRaw|toRaw)$/;
const boxes = /^(?:ref|shallowRef)$/;

/** Vue's reactivity: a ref holds what it starts with and what is assigned to its `value`; a computed ref what its function returns. */
export const vue: Client = {
  id: 'vue',
  keepsState: true,
  packages: ['vue', '@vue/composition-api', '@vue/reactivity', 'vue-demi', 'nuxt/app', '#imports', 'global'],
  globals: ['Vue', 'ref', 'shallowRef', 'reactive', 'shallowReactive', 'readonly', 'computed', 'unref', 'toValue', 'toRef', 'toRefs', 'watch'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const [first, second] = use.args;
    if (boxes.test(name)) return box(use, first ? [use.trace.evaluate(first, use.frame)] : []);
    if (!first) return undefined;
    if (name === 'computed') return { kind: 'record', members: { value: computed(use, first) } };
    if (name === 'proxyRefs') return use.library && { ...use.library, path: [name], made: [{ node: use.call, frame: use.frame }] };
    if (same.test(name)) return use.trace.evaluate(first, use.frame);
    if (name === 'unref' || name === 'toValue') return held(use, first);
    if (name === 'toRef') return second?.type === 'StringLiteral' ? box(use, [memberOf(use.trace, use.trace.evaluate(first, use.frame), second['value'], { node: use.call, frame: use.frame })]) : undefined;
    return name === 'toRefs' ? eachAsRef(use, first) : undefined;
  },
  member(library, name, at, trace) {
    const [made] = library.made;
    const [refs] = library.path[0] === 'proxyRefs' && made ? (made.node['arguments'] as Node[]) : [];
    return refs && made ? unboxed(memberOf(trace, trace.evaluate(refs, made.frame), name, at)) : undefined;
  },
  keeps: { ref: 'value', shallowRef: 'value', reactive: '', shallowReactive: '', readonly: '' },
  callback(use, position, index) {
    const [first] = use.args;
    return use.path.at(-1) === 'watch' && position === 1 && index <= 1 && first ? held(use, first) : undefined;
  },
};

function box(use: ClientUse, initial: readonly Value[]): RecordValue {
  const later = changesOf(use.trace, use.call).flatMap((change) => (change.kind === 'member' && change.name === 'value' ? [use.trace.evaluate(change.value, use.frame)] : []));
  return { kind: 'record', members: { value: union([...initial, ...later]) } };
}

/** `computed(() => …)`, `computed({ get: () => …, set })`. */
function computed(use: ClientUse, given: Node): Value {
  const getter = (unwrap(given)['properties'] as Node[] | undefined)?.find((property) => property['key']?.name === 'get');
  const fn = getter?.type === 'ObjectMethod' ? getter : (getter?.['value'] ?? given);
  return callbackResult(use.trace, fn, use.call, use.frame) ?? unknown;
}

/** What a ref, a getter, or something that is neither stands for. */
function held(use: ClientUse, node: Node): Value {
  const value = isFunction(unwrap(node)) ? (callbackResult(use.trace, node, use.call, use.frame) ?? unknown) : use.trace.evaluate(node, use.frame);
  return unboxed(value);
}

export const unboxed = (value: Value): Value => union(members(value).map((member) => (member.kind === 'record' ? (member.members['value'] ?? member) : member)));

/** `toRefs(state)`: each member as a ref. */
function eachAsRef(use: ClientUse, node: Node): Value {
  const ref = argument(use, 0);
  const value = use.trace.evaluate(node, use.frame);
  const names = members(value).flatMap((member) => (member.kind === 'object' ? ((member.ref.node['properties'] ?? []) as Node[]).flatMap((property) => property['key']?.name ?? []) : []));
  return ref ? { kind: 'record', members: Object.fromEntries(names.map((name: string) => [name, { kind: 'record' as const, members: { value: memberOf(use.trace, value, name, ref) } }])) } : unknown;
}
