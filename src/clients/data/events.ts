import { emittedOnce } from '../../trace/calls/events.ts';
import { members, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, configured } from '../client.ts';

/** Emitters: what one part of a program sends, and another listens for by its name. The trace ties the two together. */
export const events: Client = {
  id: 'events',
  packages: ['events', 'eventemitter3', 'eventemitter2', 'mitt', 'nanoevents', 'tiny-emitter', 'global'],
  globals: ['EventTarget'],
  call(use) {
    const name = use.path.at(-1);
    if (name === 'once' && use.call.type !== 'NewExpression') return answered(use);
    const isMade = use.call.type === 'NewExpression' || name === undefined || name === 'createNanoEvents';
    return isMade && (use.library?.made.length ?? 0) === 0 ? configured(use) : undefined;
  },
};

/** `const [response] = await once(request, 'response')`: the answer of the request that is waited for; of an emitter of the program what it sends. */
function answered(use: ClientUse): Value | undefined {
  const [emitter, name] = use.args;
  if (!emitter || !name) return undefined;
  const isAnswer = name.type === 'StringLiteral' && name['value'] === 'response' && members(use.trace.evaluate(emitter, use.frame)).some(({ kind }) => kind === 'response');
  return isAnswer ? { kind: 'list', items: [{ node: emitter, frame: use.frame }], rest: undefined, ref: { node: use.call, frame: use.frame } } : emittedOnce(use.trace, emitter, name, use.frame);
}
