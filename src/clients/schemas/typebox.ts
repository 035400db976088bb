import { schemaLibrary } from './schema-library.ts';

/** TypeBox: JSON schemas made by functions, checked by `Value`, by a compiled check, or by a validator of JSON schemas. */
export const typebox = schemaLibrary({
  id: 'typebox',
  packages: ['@sinclair/typebox', '@sinclair/typebox/value', '@sinclair/typebox/compiler', 'typebox', 'typebox/value', 'typebox/compile'],
  object: 'Object',
  objects: /^(?:Object|Interface)$/,
  lists: /^Array$/,
  extends: /^$/,
  combines: /^(?:Composite|Intersect)$/,
  choices: /^Union$/,
  picks: /^(?:Pick|Omit|Partial|Required)$/,
  converts: /^Transform$/,
  compiles: /^Compile$/,
  anything: /^(?:Any|Unknown|Unsafe)$/,
  names: /^Index$/,
  defaults: /^$/,
  texts: /^(?:String|TemplateLiteral)$/,
  missing: /^(?:Optional|Partial)$/,
  inferred: /^(?:Static|StaticDecode|StaticEncode)$/,
  gives: { Parse: [], Decode: [], Cast: [], Convert: [], Clean: [], Default: [], Check: undefined, Assert: undefined, Errors: undefined },
});
