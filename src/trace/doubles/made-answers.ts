import type { LibraryValue, Ref, Value } from '../value.ts';

/** The names from the global object to an answer that the program makes itself. */
const path = ['Response', 'made'];

/** `new Response(text)`, `Response.json(value)`: an answer of the program's own, which holds what it is made with. */
export const madeAnswer = (body: Value, ref: Ref): LibraryValue => ({ kind: 'library', name: 'global', path, made: [], on: body, ref });

/** What an answer of the program's own holds; undefined for everything else. */
export const heldByMade = (value: Value): Value | undefined => (value.kind === 'library' && value.path[0] === path[0] && value.path[1] === path[1] ? value.on : undefined);
