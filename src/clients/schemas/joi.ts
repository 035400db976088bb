import { schemaLibrary } from './schema-library.ts';

/** joi. */
export const joi = schemaLibrary({
  id: 'joi',
  packages: ['joi', '@hapi/joi'],
  object: 'object',
  open: '.unknown()',
  objects: /^object$/,
  lists: /^array$/,
  elements: /^items$/,
  extends: /^(?:keys|append|concat)$/,
  combines: /^$/,
  choices: /^(?:alternatives|try)$/,
  picks: /^$/,
  converts: /^$/,
  anything: /^any$/,
  names: /^(?:when|ref|with|without|and|or|xor|nand|oxor|assert|path)$/,
  defaults: /^(?:default|failover)$/,
  texts: /^(?:string|str)$/,
  missing: /^(?:optional|allow|when|empty)$/,
  wanted: /^(?:required|exist|presence)$/,
  inferred: /^$/,
  gives: { validate: ['value'], validateAsync: [], attempt: [], assert: undefined },
  valueFirst: true,
});
