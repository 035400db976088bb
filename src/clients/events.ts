import { type Client, configured } from './client.ts';

/** Emitters: what one part of a program sends, and another listens for by its name. The trace ties the two together. */
export const events: Client = {
  id: 'events',
  packages: ['events', 'eventemitter3', 'eventemitter2', 'mitt', 'nanoevents', 'tiny-emitter', 'global'],
  globals: ['EventTarget'],
  call(use) {
    const name = use.path.at(-1);
    const isMade = use.call.type === 'NewExpression' || name === undefined || name === 'createNanoEvents';
    return isMade && (use.library?.made.length ?? 0) === 0 ? configured(use) : undefined;
  },
};
