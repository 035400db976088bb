import { schemaLibrary } from './schema-library.ts';

/** valibot: functions of schemas, steps in a pipe. */
export const valibot = schemaLibrary({
  id: 'valibot',
  packages: ['valibot'],
  object: 'object',
  objects: /^(?:object|objectAsync|looseObject|strictObject|objectWithRest)$/,
  lists: /^array(?:Async)?$/,
  extends: /^$/,
  combines: /^(?:intersect|intersectAsync|merge)$/,
  choices: /^(?:union|unionAsync|variant)$/,
  picks: /^(?:pick|omit|partial|required)$/,
  converts: /^(?:transform|transformAsync|rawTransform)$/,
  pipes: /^pipe(?:Async)?$/,
  lazy: /^lazy$/,
  compiles: /^(?:parser|safeParser|parserAsync|safeParserAsync)$/,
  anything: /^(?:any|unknown)$/,
  names: /^(?:forward|partialCheck)$/,
  defaults: /^(?:optional|nullable|nullish|fallback|undefinedable)$/,
  texts: /^(?:string|picklist|enum|enum_)$/,
  missing: /^(?:optional|nullable|nullish|undefinedable|exactOptional|partial)(?:Async)?$/,
  inferred: /^(?:InferOutput|InferInput|Output|Input)$/,
  gives: { '': [], parse: [], parseAsync: [], safeParse: ['output'], safeParseAsync: ['output'], is: undefined, assert: undefined },
});
