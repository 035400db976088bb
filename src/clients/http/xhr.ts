import { isCall, isMember, memberName, type Node, outermost } from '../../source/ast.ts';
import { placeMentions } from '../../trace/changes/contents.ts';
import type { Trace } from '../../trace/trace.ts';
import { type Ref, type ResponseValue, union, type Value } from '../../trace/value.ts';
import { address, answerOf, type Client, type ClientUse, methodOf, partOfCall } from '../client.ts';

/** XMLHttpRequest: `open` names the request, `send` its body, `responseText` and `response` its answer. */
export const xhrClient: Client = {
  id: 'xhr',
  packages: ['global', 'xmlhttprequest', 'xhr2'],
  globals: ['XMLHttpRequest'],
  names: /^open$/,
  call(use) {
    if (use.call.type === 'NewExpression') return use.library && { ...use.library, path: ['XMLHttpRequest'], made: [{ node: use.call, frame: use.frame }] };
    return use.path.at(-1) === 'open' && use.made[0] ? opened(use, use.made[0]) : undefined;
  },
  member(library, name, _at, trace) {
    const [made] = library.made;
    if (!made || !/^response(?:Text)?$/.test(name)) return undefined;
    return partOfCall(trace, made, name, () => union(callsOn(trace, made, 'open').flatMap((call) => answersOf(trace, call, made, name))));
  },
};

function answersOf(trace: Trace, call: Node, made: Ref, name: string): Value[] {
  const value = trace.evaluate(call, made.frame);
  if (value.kind !== 'response') return [];
  const text: ResponseValue = { ...value, steps: ['text'] };
  return name === 'responseText' ? [text] : [text, trace.answered(value, 'response', call)];
}

/** Calls of a method of the object, where it has a name. */
function callsOn(trace: Trace, made: Ref, method: string): Node[] {
  const outer = outermost(made.node);
  const mentions = outer.parent ? placeMentions(trace, outer, outer.parent, 0) : [];
  return mentions.flatMap(({ parent }) => (isMember(parent) && memberName(parent as Node) === method && isCall(parent?.parent) ? [parent?.parent as Node] : []));
}

function opened(use: ClientUse, made: Ref): ResponseValue {
  const [method, url] = use.args;
  const [send] = callsOn(use.trace, made, 'send');
  const sent: Node | undefined = send?.['arguments'][0];
  const headers = callsOn(use.trace, made, 'setRequestHeader').map(
    (call): Value => ({ kind: 'list', items: (call['arguments'] as Node[]).map((node) => ({ node, frame: use.frame })), rest: undefined, ref: { node: call, frame: use.frame } }),
  );
  return answerOf(use, {
    client: 'xhr',
    method: method && methodOf(use.trace.evaluate(method, use.frame)),
    url: address(use, url),
    body: sent && sent.type !== 'NullLiteral' ? { node: sent, frame: use.frame } : undefined,
    headers,
    answer: [['text', 'JSON.parse()'], ['response']],
  });
}
