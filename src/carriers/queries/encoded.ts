import type { NewValue } from '../../facts.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Site } from './site.ts';

/** A parameter whose value nobody encodes: it can only get one that needs no encoding. */
export function written(site: Site): Site {
  const isPlain = (value: NewValue): boolean => value.every((part) => typeof part === 'string' && /^[\w.~-]*$/.test(part));
  return { ...site, replace: (name, value) => (isPlain(value) ? site.replace(name, value) : { blocked: 'the query is not seen to be encoded, and the new value needs it' }) };
}

/** A parameter of an object that is written pair by pair, where the code gives a value that it has encoded: as a part of another one it would be encoded too early. */
export function unlessEncoded(trace: Trace, site: Site): Site {
  const value = site.given ? trace.value(site.given) : undefined;
  const isEncoded = /^encodeURI(?:Component)?\(/.test(site.value.code ?? '') || (value?.kind === 'text' && value.pieces.some((piece) => piece.kind === 'hole' && piece.encoded));
  return isEncoded ? { ...site, replace: () => ({ blocked: 'the value is encoded before it is put into the query' }) } : site;
}
