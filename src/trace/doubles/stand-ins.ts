import type { Client } from '../../clients/client.ts';
import { calleeName, isCall, keyName, type Node, outermost, unwrap } from '../../source/ast.ts';
import type { Trace } from '../trace.ts';
import { type Frame, type LibraryValue, members, type Value } from '../value.ts';

/** The function of a library for which a function of the project stands: it has its name, and takes what that takes. */
export function standInFor(trace: Trace, fn: Node): LibraryValue | undefined {
  const parent = outermost(fn).parent;
  const name: string | undefined = fn['id']?.name ?? (parent?.type === 'VariableDeclarator' ? parent['id'].name : undefined);
  const client = name === undefined ? undefined : trace.clients.find(({ standIn }) => standIn?.name === name && standIn.isOne(fn));
  if (client && name !== undefined) return ofLibrary(client, name, fn);
  for (const other of trace.clients) {
    const word = other.standsFor?.(trace, fn);
    if (word !== undefined) return ofLibrary(other, word, fn);
  }
  return undefined;
}

const ofLibrary = ({ packages }: Client, name: string, fn: Node): LibraryValue => ({ kind: 'library', name: packages[0] as string, path: [name], made: [], on: undefined, ref: { node: fn, frame: undefined } });

/** What a library makes of `this` in a function that stands in an object that it is given: `defineStore('users', { actions: { load() { this.users = … } } })`. */
export function receiverGiven(trace: Trace, fn: Node, frame: Frame | undefined): Value | undefined {
  const { call, within } = givenIn(fn);
  const listening = call ? trace.clients.filter(({ receiver }) => receiver?.names.test(calleeName(call))) : [];
  if (!call || listening.length === 0) return undefined;
  for (const value of members(trace.evaluate(unwrap(call['callee']), frame))) {
    const client = value.kind === 'library' ? trace.clientOf(value) : undefined;
    const receiver = value.kind === 'library' && client && listening.includes(client) ? client.receiver?.value(trace.use(value, call, frame), within) : undefined;
    if (receiver) return receiver;
  }
  return undefined;
}

/** The call in whose argument the function stands, and the way to it there. */
function givenIn(fn: Node): { readonly call: Node | undefined; readonly within: readonly string[] } {
  const within: string[] = [];
  let at = fn.type === 'ObjectMethod' ? fn : (outermost(fn).parent as Node);
  while (/^Object(?:Property|Method)$/.test(at?.type) && at.parent?.type === 'ObjectExpression') {
    within.unshift(keyName(at['key'], at['computed']) ?? '');
    const object = outermost(at.parent);
    if (object.parent && isCall(object.parent)) return { call: object.parent, within };
    at = object.parent as Node;
  }
  return { call: undefined, within };
}
