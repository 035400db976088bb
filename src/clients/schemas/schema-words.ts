/** How a library of schemas words what the edits of a schema need. */
export interface SchemaWords {
  /** The function that makes a schema of an object, and lets members be there that it does not name. */
  readonly object: string;
  /** What lets an object have members that its schema does not name, where it may not by itself: `.unknown()`. */
  readonly open?: string;
  /** Functions and methods that hold a value against a schema. */
  readonly checks: RegExp;
  /** Generic types that say what a schema gives. */
  readonly inferred: RegExp;
  /** Schemas that anything fits. */
  readonly anything: RegExp;
  /** Functions and properties that are given the names of other members: `when('created', …)`. */
  readonly names: RegExp;
  /** What a check gives is put together of the members that the schema names, by code of the program. */
  readonly builds?: boolean;
  /** Steps that are given what stands for a missing value. */
  readonly defaults: RegExp;
  /** What makes a schema of a text. */
  readonly texts: RegExp;
  /** Steps after which a value may be missing. */
  readonly missing: RegExp;
  /** Steps after which it may not, in libraries in which it otherwise may. */
  readonly wanted?: RegExp;
  /** There, elements of a list may be missing as well. */
  readonly hasGaps?: boolean;
}
