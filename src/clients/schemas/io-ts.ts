import { schemaLibrary } from './schema-library.ts';

/** io-ts: codecs, which decode to `Either`. */
export const ioTs = schemaLibrary({
  id: 'io-ts',
  packages: ['io-ts'],
  object: 'type',
  objects: /^(?:type|interface|partial|strict)$/,
  lists: /^(?:array|readonlyArray|UnknownArray)$/,
  extends: /^$/,
  combines: /^intersection$/,
  choices: /^union$/,
  picks: /^$/,
  converts: /^$/,
  lazy: /^recursion$/,
  anything: /^(?:any|unknown)$/,
  names: /^$/,
  defaults: /^$/,
  texts: /^string$/,
  missing: /^partial$/,
  inferred: /^(?:TypeOf|OutputOf)$/,
  gives: { decode: ['right'], validate: ['right'], is: undefined },
});
