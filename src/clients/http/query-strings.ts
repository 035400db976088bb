import { members, unknown, type Value } from '../../trace/value.ts';
import { type Client, type ClientUse, findMember } from '../client.ts';

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
    return {
      kind: 'query',
      ref: { node: use.call, frame: use.frame },
      init: use.trace.evaluate(object, use.frame) ?? unknown,
      initRef: { node: object, frame: use.frame },
      how: 'serialised',
      ...(isRaw(use) ? { isRaw: true } : {}),
      ...(joinsLists(use) ? { joinsLists: true } : {}),
    };
  },
};

/** What settings call the function that encodes. */
const encoders = ['encodeURIComponent', 'encoder'];
const encodes = (value: Value): boolean => value.kind === 'library' && /^(?:encodeURIComponent|escape)$/.test(value.path.at(-1) ?? '');

/** `stringify(query, null, null, { encodeURIComponent: (text) => text })`, `qs.stringify(query, { encode: false })`. */
function isRaw(use: ClientUse): boolean {
  const options = use.args.slice(1).map((argument) => use.trace.evaluate(argument, use.frame));
  const isOff = options.some((option) => findMember(use.trace, option, 'encode')?.node['value'] === false);
  const own = options.flatMap((option) => encoders.flatMap((name) => findMember(use.trace, option, name) ?? []));
  return isOff || own.some((ref) => !members(use.trace.value(ref)).every(encodes));
}

/** `stringify(query, { arrayFormat: 'comma' })`. */
const joinsLists = (use: ClientUse): boolean => use.args.slice(1).some((argument) => findMember(use.trace, use.trace.evaluate(argument, use.frame), 'arrayFormat')?.node['value'] === 'comma');
