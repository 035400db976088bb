import { schemaLibrary } from './schema-library.ts';

/** zod, 3 and 4. */
export const zod = schemaLibrary({
  id: 'zod',
  packages: ['zod', 'zod/v3', 'zod/v4', 'zod/mini', 'zod/v4-mini', '@hono/zod-openapi'],
  object: 'object',
  objects: /^(?:object|strictObject|looseObject)$/,
  lists: /^array$/,
  listOf: /^array$/,
  extends: /^(?:extend|safeExtend|augment|merge|setKey|and)$/,
  combines: /^intersection$/,
  choices: /^(?:union|discriminatedUnion|or|pipe)$/,
  picks: /^(?:pick|omit|partial|deepPartial|required)$/,
  converts: /^(?:transform|codec|overwrite)$/,
  lazy: /^lazy$/,
  anything: /^(?:any|unknown)$/,
  names: /^path$/,
  defaults: /^(?:default|prefault|catch|_default)$/,
  texts: /^(?:string|enum|email|uuid|stringFormat|templateLiteral)$/,
  missing: /^(?:optional|nullable|nullish|exactOptional|partial|deepPartial|catch)$/,
  inferred: /^(?:infer|output|input|TypeOf)$/,
  gives: { parse: [], parseAsync: [], safeParse: ['data'], safeParseAsync: ['data'], spa: ['data'], decode: [], decodeAsync: [] },
});
