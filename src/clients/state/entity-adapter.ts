import { isCall, isMember, keyName, memberName, type Node, outermost } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import { elementAt, memberOf } from '../../trace/members.ts';
import { asList } from '../../trace/methods.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, members, type Ref, union, unknown, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, partOfCall } from '../client.ts';

const putting = /^(?:add|set|upsert)(?:One|Many|All)$/;

/** Redux Toolkit's `createEntityAdapter`: a table of what its methods put in, in whatever state it stands. */
export const entityAdapter: Pick<Client, 'call' | 'callback'> & { readonly apply: (library: LibraryValue, trace: Trace) => Value | undefined } = {
  call(use) {
    const last = use.path.at(-1) ?? '';
    if (last === 'createEntityAdapter') return use.library && { ...use.library, path: ['adapter'], made: [{ node: use.call, frame: use.frame }] };
    if (last === 'getSelectors') return use.library && { ...use.library, path: ['adapter', 'selectors'] };
    if (last === 'getInitialState') return started(use);
    if (putting.test(last) || last === 'removeAll') return use.args[0] && use.trace.evaluate(use.args[0], use.frame);
    return use.library && entityAdapter.apply(use.library, use.trace);
  },
  /** `sortComparer: (a, b) => …`, `selectId: (user) => …`. */
  callback(use, argument, parameter, [within]) {
    const isOption = argument === 0 && ((within === 'sortComparer' && parameter <= 1) || (within === 'selectId' && parameter === 0));
    const made: Ref = { node: use.call, frame: use.frame };
    return isOption ? partOfCall(use.trace, made, 'entity', () => entityOf(use.trace, made)) : undefined;
  },
  apply(library, trace) {
    const [made] = library.made;
    if (!made || library.path[1] !== 'selectors') return undefined;
    const entity = partOfCall(trace, made, 'entity', () => entityOf(trace, made));
    const selector = library.path.at(-1) ?? '';
    if (selector === 'selectAll') return asList(entity, made);
    return selector === 'selectById' ? entity : selector === 'selectEntities' ? { kind: 'map', how: 'dictionary', value: entity, ref: made } : undefined;
  },
};

/** The empty table, with what else the state starts with. */
function started(use: ClientUse): Value | undefined {
  const [made] = use.made;
  if (!made) return undefined;
  const table: Value = { kind: 'record', members: { entities: { kind: 'map', how: 'dictionary', value: partOfCall(use.trace, made, 'entity', () => entityOf(use.trace, made)), ref: made } } };
  return use.args[0] ? union([table, use.trace.evaluate(use.args[0], use.frame)]) : table;
}

/** One of what is put in: by calls of a method, or by a method that stands where a reducer would. */
function entityOf(trace: Trace, made: Ref): Value {
  const outer = outermost(made.node);
  const mentions = outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
  const put = mentions.flatMap((mention) => {
    const method = isMember(mention.parent) && putting.test(memberName(mention.parent as Node) ?? '') ? outermost(mention.parent as Node) : undefined;
    const parent = method?.parent;
    if (!method || !parent) return [];
    const at = { node: parent, frame: undefined };
    if (isCall(parent) && parent['callee'] === method) return parent['arguments'][1] ? [carried(trace, trace.evaluate(parent['arguments'][1], undefined), at)] : [];
    if (isCall(parent)) return [memberOf(trace, trace.evaluate(parent['arguments'][0], undefined), 'payload', at)];
    return parent.type === 'ObjectProperty' ? [byReducer(trace, parent)] : [];
  });
  return union(put.flatMap((value) => members(value)).map((value) => elements(trace, value, made)));
}

/** What an action carries; anything else as it is. */
function carried(trace: Trace, given: Value, at: Ref): Value {
  const payload = given.kind === 'record' ? memberOf(trace, given, 'payload', at) : unknown;
  return payload.kind === 'unknown' ? given : payload;
}

/** `createSlice({ reducers: { received: adapter.setAll } })`: what the action of that name carries. */
function byReducer(trace: Trace, property: Node): Value {
  const name = keyName(property['key'], property['computed']);
  const slice = property.parent?.parent?.parent?.parent;
  const made = slice && isCall(slice) ? members(trace.evaluate(slice, undefined)).find((value): value is LibraryValue => value.kind === 'library' && value.path[0] === 'slice') : undefined;
  return made && name !== undefined ? memberOf(trace, { ...made, path: ['action', name] }, 'payload', { node: property, frame: undefined }) : unknown;
}

function elements(trace: Trace, value: Value, at: Ref): Value {
  const one = elementAt(trace, value, Number.NaN, at);
  return one.kind === 'unknown' || value.kind === 'object' ? value : one;
}
