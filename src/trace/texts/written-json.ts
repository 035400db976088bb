import { oldFields } from '../../api.ts';
import { hasKey, type Node } from '../../source/ast.ts';
import { answerStep, memberOf } from '../members.ts';
import type { Trace } from '../trace.ts';
import { storedList, storedText } from '../shape-names.ts';
import { readFrom } from './text.ts';
import { literalText, members, type RawRequest, type Ref, union, unknown, type Value } from '../value.ts';

/** What stands in the text when a value is written as JSON: the value itself; where its class or its literal says by `toJSON` how it is written, what that gives. */
export function writtenJson(trace: Trace, value: Value, at: Ref): Value {
  const all = members(value);
  const written = all.map((one) => ownJson(trace, one, at) ?? one);
  return written.every((one, index) => one === all[index]) ? value : union(written);
}

function ownJson(trace: Trace, value: Value, at: Ref): Value | undefined {
  const own = value.kind === 'instance' || (value.kind === 'object' && hasKey(value.ref.node, 'toJSON')) ? memberOf(trace, value, 'toJSON', at) : unknown;
  return own.kind === 'function' ? trace.returned(own, at.node, at.frame) : undefined;
}

/** What a request sends as its body. */
export const sentBody = (trace: Trace, { body }: RawRequest): Value | undefined => body && writtenJson(trace, trace.value(body), body);

/** `JSON.parse(text)` of an answer's text is its body; of `JSON.stringify(x)`, x again; of a text that the code writes with an old name in it, something of the program's own. */
export function parsedJson(trace: Trace, value: Value, call: Node): Value {
  const parsed = (member: Value): Value => {
    if (member.kind === 'response') return answerStep(trace, member, 'JSON.parse()', call);
    if (member.kind === 'shape' && member.shape === storedText) return { ...member, shape: storedList };
    const names = [...(literalText(member) ?? '').matchAll(/"(\w+)"\s*:/g)].map(([, name = '']) => name);
    return names.some((name) => oldFields.has(name)) ? { kind: 'shape', shape: 'Other', request: undefined, trail: { node: call, note: 'a text of the program' } } : member;
  };
  return union(members(value).flatMap((member) => collected(member).map(parsed)));
}

/** `text = text + chunk`: the answer of which a text is put together by and by. */
function collected(value: Value): readonly Value[] {
  const parts = readFrom(value);
  return parts.every(({ kind }) => kind === 'response') ? parts : [value];
}
