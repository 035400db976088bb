import { unknown } from '../trace/value.ts';
import type { Client } from './client.ts';

/** Libraries that write an object as a query string: qs, node:querystring, query-string. */
export const queryStrings: Client = {
  id: 'query-strings',
  packages: ['qs', 'querystring', 'query-string', 'fast-querystring', 'picoquery'],
  call(use) {
    const name = use.path.at(-1);
    const [object] = use.args;
    if (object && name === 'escape') return { kind: 'text', pieces: [{ kind: 'hole', ref: { node: use.call, frame: use.frame }, value: use.trace.evaluate(object, use.frame), encoded: true }] };
    // The parameters of a link stay those of the link.
    if (object && (name === 'parse' || name === 'decode' || name === 'parseUrl')) return use.trace.evaluate(object, use.frame);
    if (!object || (name !== 'stringify' && name !== 'encode')) return undefined;
    return { kind: 'query', ref: { node: use.call, frame: use.frame }, init: use.trace.evaluate(object, use.frame) ?? unknown, initRef: { node: object, frame: use.frame }, how: 'serialised' };
  },
};
