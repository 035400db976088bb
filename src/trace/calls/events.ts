import { descendants, isCall, isMember, memberName, type Node, unwrap } from '../../source/ast.ts';
import type { Source } from '../../source/source.ts';
import { staticText } from '../evaluate.ts';
import type { Trace } from '../trace.ts';
import { type Frame, members, union, type Value } from '../value.ts';

/** Methods by which one listens to a named event, and by which one sends it. */
const listening = /^(?:on|once|addListener|prependListener|subscribe|listen|addEventListener)$/;
const sending = /^(?:emit|publish|trigger|fire|dispatch|dispatchEvent)$/;
/** The words of `sending` by which files are found. */
const sendingWords = ['emit', 'publish', 'trigger', 'fire', 'dispatch', 'dispatchEvent'];

/** `emitter.on('user', (user) => …)`: what `emitter.emit('user', …)` sends, anywhere in the project; undefined when nothing does. */
export function emitted(trace: Trace, call: Node, method: string, position: number, index: number, frame: Frame | undefined): Value | undefined {
  const [name] = call['arguments'] as Node[];
  if (!listening.test(method) || position !== 1 || !name) return undefined;
  const sent = sentTo(trace, unwrap(call['callee'])['object'], name, frame);
  return sent.length > 0 ? union(sent.map((sender) => payload(trace, sender, index))) : undefined;
}

/** `await once(emitter, 'user')`: the lists of what is sent with the event, anywhere in the project; undefined when nothing is. */
export function emittedOnce(trace: Trace, emitter: Node, name: Node, frame: Frame | undefined): Value | undefined {
  const sent = sentTo(trace, emitter, name, frame).filter((sender) => !isEvent(sender['arguments'][0]));
  return sent.length > 0
    ? union(sent.map((node): Value => ({ kind: 'list', items: (node['arguments'] as Node[]).slice(1).map((argument) => ({ node: argument, frame: undefined })), rest: undefined, ref: { node, frame: undefined } })))
    : undefined;
}

/** The calls that send this event by this emitter. */
function sentTo(trace: Trace, emitter: Node, name: Node, frame: Frame | undefined): Node[] {
  const event = staticText(trace, name, frame);
  const receiver = identities(trace.evaluate(emitter, frame));
  if (event === undefined || receiver.size === 0) return [];
  return senders(trace).filter((sender) => isSameEvent(trace, sender, event) && [...identities(trace.evaluate(unwrap(sender['callee'])['object'], undefined))].some((identity) => receiver.has(identity)));
}

/** What tells one emitter from another: the class of an instance, the place where an emitter or an object was made. */
function identities(value: Value): Set<unknown> {
  return new Set(
    members(value).flatMap((member): unknown[] => {
      if (member.kind === 'instance') return [member.cls.ref.node];
      if (member.kind === 'object') return [member.ref.node];
      if (member.kind === 'module') return [member.file];
      if (member.kind !== 'library') return [];
      return member.name === 'global' ? [`global ${member.path.join('.')}`] : member.made.map((made) => made.node);
    }),
  );
}

function isSameEvent(trace: Trace, sender: Node, event: string): boolean {
  const [first] = sender['arguments'] as Node[];
  if (!first) return false;
  const name = isEvent(first) ? first['arguments'][0] : first;
  return !!name && staticText(trace, name, undefined) === event;
}

/** `new CustomEvent('name', { detail })`. */
const isEvent = (node: Node): boolean => node.type === 'NewExpression' && /Event$/.test(node['callee'].name ?? '');

function payload(trace: Trace, sender: Node, index: number): Value {
  const [first] = sender['arguments'] as Node[];
  if (first && isEvent(first)) return first['arguments'][1] ? trace.evaluate(first['arguments'][1], undefined) : { kind: 'unknown' };
  const argument: Node | undefined = sender['arguments'][index + 1];
  return argument ? trace.evaluate(argument, undefined) : { kind: 'unknown' };
}

const known = new WeakMap<Source, readonly Node[]>();

/** Every call of the project that sends an event. */
function senders(trace: Trace): Node[] {
  const files = new Set(sendingWords.flatMap((word) => trace.project.filesWith(word)));
  return [...files].flatMap((file) => {
    const source = trace.project.source(file);
    if (!source) return [];
    let found = known.get(source);
    if (!found) known.set(source, (found = descendants(source.program).filter(isSender)));
    return found;
  });
}

function isSender(node: Node): boolean {
  const callee = isCall(node) ? unwrap(node['callee']) : undefined;
  return !!callee && isMember(callee) && sending.test(memberName(callee) ?? '') && node['arguments'].length > 0;
}
