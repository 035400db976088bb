import { schemaLibrary } from './schema-library.ts';

/** superstruct: functions that are given the value first. `object` refuses members that it does not name, `type` lets them be. */
export const superstruct = schemaLibrary({
  id: 'superstruct',
  packages: ['superstruct'],
  object: 'type',
  objects: /^(?:object|type)$/,
  lists: /^array$/,
  extends: /^$/,
  combines: /^(?:intersection|assign)$/,
  choices: /^union$/,
  picks: /^(?:pick|omit|partial)$/,
  converts: /^coerce$/,
  lazy: /^lazy$/,
  anything: /^(?:any|unknown)$/,
  names: /^$/,
  defaults: /^defaulted$/,
  texts: /^(?:string|enums|nonempty|pattern)$/,
  missing: /^(?:optional|nullable|partial)$/,
  inferred: /^Infer$/,
  gives: { create: [], mask: [], validate: ['1'], assert: undefined, is: undefined },
  valueFirst: true,
});
