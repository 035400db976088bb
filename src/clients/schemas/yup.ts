import { schemaLibrary } from './schema-library.ts';

/** yup. */
export const yup = schemaLibrary({
  id: 'yup',
  packages: ['yup'],
  object: 'object',
  objects: /^object$/,
  lists: /^array$/,
  elements: /^of$/,
  extends: /^(?:shape|concat)$/,
  combines: /^$/,
  choices: /^$/,
  picks: /^(?:pick|omit)$/,
  converts: /^transform$/,
  lazy: /^lazy$/,
  anything: /^mixed$/,
  names: /^(?:when|ref)$/,
  defaults: /^default$/,
  texts: /^string$/,
  missing: /^(?:optional|nullable|notRequired|partial|deepPartial)$/,
  wanted: /^(?:required|defined|ensure)$/,
  hasGaps: true,
  inferred: /^(?:InferType|Asserts|TypeOf)$/,
  gives: { cast: [], validate: [], validateSync: [], isValid: undefined, isValidSync: undefined, isType: undefined, validateAt: undefined },
});
