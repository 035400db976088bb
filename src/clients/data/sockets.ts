import type { Node } from '../../source/ast.ts';
import type { Trace } from '../../trace/trace.ts';
import { type LibraryValue, literalText, type Ref, union, type Value } from '../../trace/value.ts';
import { here } from '../arguments.ts';
import { callsNamed } from '../called.ts';
import { type Client, type ClientUse, partOfCall } from '../client.ts';

/** Packages whose sockets send each message under a name: `socket.emit('users', users)`. */
const naming: readonly string[] = ['socket.io', 'socket.io-client'];
/** Packages whose sockets hand their listeners the message itself, not an event that has it. */
const plain: readonly string[] = ['ws', 'isomorphic-ws', ...naming];
const listening = /^(?:addEventListener|on|once|addListener)$/;

/** Web sockets and Socket.IO: what one end sends, and what listeners at any other may receive. */
export const sockets: Client = {
  id: 'sockets',
  packages: [...plain, 'global'],
  globals: ['WebSocket'],
  call(use) {
    const name = use.path.at(-1) ?? '';
    const isMade = use.call.type === 'NewExpression' || (isNaming(use.library) && /^(?:|io|connect|of|to|in)$/.test(name));
    return isMade && use.library ? { ...use.library, path: /Server$/.test(name) ? ['Server'] : ['WebSocket'], made: [here(use)] } : undefined;
  },
  callback(use, argument, parameter) {
    const event = listening.test(use.path.at(-1) ?? '') && argument === 1 && parameter === 0 ? nameOf(use) : undefined;
    if (!use.library || event === undefined) return undefined;
    if (/^connect(?:ion)?$/.test(event)) return socketOf(use.library);
    return received(use.trace, use.library, here(use), event, isPlain(use.library) && use.path.at(-1) !== 'addEventListener');
  },
  assigned: {
    names: /^onmessage$/,
    value: (library, parameter, at, trace) => (parameter === 0 ? received(trace, library, at, 'message', false) : undefined),
  },
  member: (library, name, at) => (name === 'clients' && library.path[0] === 'Server' ? { kind: 'list', items: [], rest: socketOf(library), ref: at } : undefined),
};

const isNaming = (library: LibraryValue | undefined): boolean => !!library && naming.includes(library.name);
const isSocket = ({ name, path }: LibraryValue): boolean => (plain.includes(name) || name === 'global') && /^(?:WebSocket|Server)$/.test(path[0] ?? '');
const isPlain = (library: LibraryValue): boolean => plain.includes(library.name);
const socketOf = (library: LibraryValue): LibraryValue => ({ ...library, path: ['WebSocket'] });
const nameOf = ({ args, trace, frame }: ClientUse): string | undefined => args[0] && literalText(trace.evaluate(args[0], frame));

/** What a listener is called with; undefined where nothing is seen to be sent. */
function received(trace: Trace, library: LibraryValue, at: Ref, event: string, isWhole: boolean): Value | undefined {
  const isSent = isNaming(library) || event === 'message';
  const data = isSent ? partOfCall(trace, at, `received ${event}`, () => union(callsNamed(trace, [isNaming(library) ? 'emit' : 'send'], isSocket).flatMap((call) => sentBy(trace, call, isNaming(library), event)))) : undefined;
  if (!data || data.kind === 'unknown') return undefined;
  return isWhole ? data : { kind: 'record', members: { data } };
}

/** What a call of `send`, or of `emit` with this name, sends. */
function sentBy(trace: Trace, call: Node, isNamed: boolean, event: string): Value[] {
  const [first, second] = call['arguments'] as Node[];
  const data = isNamed ? second : first;
  const isMeant = !isNamed || (!!first && literalText(trace.evaluate(first, undefined)) === event);
  return data && isMeant ? [trace.evaluate(data, undefined)] : [];
}
