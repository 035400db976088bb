/**
 * The vocabulary. Clients and the trace state facts in these words, rules read them, fixes and reporters carry them.
 * Types only; this file imports nothing.
 */

/** Half-open range of character offsets in the original text of one file. `file` is absolute, with `/`. */
export interface Range {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** Replace the characters of the range by `text`. */
export interface Edit extends Range {
  readonly text: string;
}

/** Either the edits that, applied together, make the change, or the reason why nobody may make it unasked. */
export type Rewrite = readonly Edit[] | { readonly blocked: string };

export type Confidence = 'certain' | 'likely' | 'possible';

/** One step of a trail: a place and what was learned there. Steps run from the finding back to its origin. */
export interface TrailStep extends Range {
  readonly note: string;
}

/** Why a fact is believed. */
export interface Evidence {
  readonly confidence: Confidence;
  readonly trail: readonly TrailStep[];
}

/** Ids of the endpoints that the facts table in `api.ts` describes. */
export type EndpointId =
  | 'GET /users'
  | 'POST /users'
  | 'GET /users/{id}'
  | 'PATCH /users/{id}'
  | 'DELETE /users/{id}'
  | 'GET /users/me'
  | 'GET /users/metadata'
  | 'GET /users/actions/count'
  | 'POST /users/actions/filter'
  | 'POST /users/actions/invite';

/**
 * A piece of code and what is known of the string it yields.
 * `text`: the value where it is one literal string. `code`: source of an expression with the plain (not URL-encoded) value.
 */
export interface ValueFact {
  readonly at: Range;
  readonly text?: string;
  readonly code?: string;
  /** The expression as it stands inside a URL text, with the encoding that the code gives it. */
  readonly urlCode?: string;
  /** All strings it can be, where they are known (`a ? 'x' : 'y'`). */
  readonly choices?: readonly string[];
  /** The literal texts that any caller of the code around gives. */
  readonly named?: readonly string[];
  /** Where the literal texts among them are written. */
  readonly choicesAt?: readonly (Range & { readonly text: string })[];
  /** Where the elements of a list are written of which the text is joined. */
  readonly parts?: readonly (Range & { readonly text: string })[];
  /** `maybe` when the code says that it can be undefined or null. */
  readonly nullish: 'no' | 'maybe' | 'unknown';
  /** It is what the code takes where another value is missing, and nothing is known of it: `given.role || config.role`. */
  readonly isInstead?: boolean;
  /** The code tests the values that it sends, and may leave this one out: because it is empty, or because it is a text with which they are compared. `changed`: it tries them by their letters, or sends them with other letters. */
  leftOut?(): 'empty' | 'compared' | 'changed' | undefined;
  /** It may be missing, and is then not sent: the code that puts the parameters together tests for that, or the client drops it. */
  isOptional?(): 'tested' | 'dropped' | undefined;
  /** It is each element of a list in turn, or a member of it. */
  isOneOfMany?(): boolean;
  /** Evaluating it twice, or not at all, changes nothing. */
  readonly pure: boolean;
  /** `number` also for what is one only sometimes. */
  readonly type: 'string' | 'number' | 'array' | 'other' | 'unknown';
  /** No list: one of texts that the code names, none of which has a comma. */
  readonly isSingle?: boolean;
  /** Where the value comes from when that matters: a link of a response, or a user's id. */
  readonly origin?: 'link' | 'user-id' | 'unknown';
}

/**
 * What a rule wants written: literal text and expressions, in order. `{ code }` yields a plain string;
 * `urlCode` is the same for a place inside a URL, where it needs no further encoding.
 */
export type NewValue = readonly (string | { readonly code: string; readonly urlCode?: string })[];

/** One query parameter of one request, wherever and however it is written. */
export interface Param {
  readonly name: string;
  readonly at: Range;
  readonly value: ValueFact;
  /** Only sent when something in the code says so (`if`, `&&`, conditional spread). */
  readonly conditional: boolean;
  rename(name: string): Rewrite;
  remove(): Rewrite;
}

export interface Query {
  /** Every parameter that could be read, in source order. */
  readonly params: readonly Param[];
  /** False when parts of the query come from where the trace cannot see. */
  readonly complete: boolean;
  /** A parameter is sent whose name is only known at run time, and may be an old one. */
  readonly isUnnamed: boolean;
  /** Places where a route hands on whatever parameters it is called with, and the old names among those that its callers use. */
  readonly forwards: readonly (Range & { readonly names: readonly string[] })[];
  all(...names: string[]): readonly Param[];
  /**
   * Replaces the given parameters by one, which stands where the first of them stood.
   * Blocked when they stand in different branches or their values are not in scope there.
   */
  replace(params: readonly Param[], name: string, value: NewValue): Rewrite;
  /**
   * One parameter in place of two, of which the second is sent only sometimes or is set elsewhere and wins:
   * `alone` is its value where only the first is sent, `both` where both are.
   */
  override(base: Param, over: Param, name: string, values: { readonly alone: NewValue; readonly both: NewValue }): Rewrite;
  /**
   * The parameters by the objects that lie over each other (`{ ...defaults, ...query }`), the lowest first; undefined where they are sent in another way.
   * What one of them says takes the place of what those below it say under the same name.
   */
  layers(params: readonly Param[]): readonly (readonly Param[])[] | undefined;
  /** One parameter in each of these layers, in place of those that it has. */
  replaceLayers(layers: readonly { readonly params: readonly Param[]; readonly value: NewValue }[], name: string): Rewrite;
  /** One parameter in place of several that may be sent under different conditions, with the terms of those that are sent, joined by ` and `. */
  combine(terms: readonly { readonly param: Param; readonly value: NewValue }[], name: string): Rewrite;
  /**
   * One parameter in place of several of which each is sent where a test of its own holds. `value` is given the code of those tests, in the order of the parameters,
   * ready to stand in front of `&&` and `?`; undefined for a parameter that is always sent.
   */
  gather(params: readonly Param[], name: string, value: (tests: readonly (string | undefined)[]) => NewValue): Rewrite;
  /** The given parameters in groups, of which only one is ever sent: each stands in another branch of the same choice. One group where nothing tells them apart. */
  together(params: readonly Param[]): readonly (readonly Param[])[];
  /** True when the two are written in different statements. */
  isApart(one: Param, other: Param): boolean;
  /** Replaces the value only. */
  setValue(param: Param, value: NewValue): Rewrite;
}

/** One operation of a JSON Patch body. */
export interface PatchOp {
  readonly at: Range;
  readonly op: ValueFact;
  readonly path: ValueFact;
  /** Every path that it can be, where the code says all of them: none where the operation is never made. */
  readonly paths: readonly string[] | undefined;
  /** The key of the path, where the operation is one literal. */
  readonly pathKey?: Range;
  /** The key of the path in a literal to which callers give the operation. */
  readonly pathApart?: Range;
  /** Where the path is written, when that is not beside the operation: an argument of a helper. */
  readonly pathAt?: Range;
  /** Absent when the operation has no value. */
  readonly value?: RoleValue;
  setOp(op: string): Rewrite;
  setPath(path: string): Rewrite;
  /** Adds a `value` property with this code. */
  addValue(code: string): Rewrite;
  /** Replaces the whole operation by these, written in the file's style. */
  replaceWith(ops: readonly { readonly op: string; readonly path: string; readonly role: string }[]): Rewrite;
}

/** A value that should be a list of role names, in a request body. */
export interface RoleValue {
  readonly at: Range;
  readonly code: string;
  /** The names where all are literal; otherwise undefined. */
  readonly names?: readonly string[];
  readonly form: 'names' | 'name' | 'objects' | 'unknown';
  /** Rewrites the value to `[{ name }]`. */
  toObjects(): Rewrite;
}

/** A place where a user body holds `roles`. */
export interface BodyRoles {
  readonly at: Range;
  /** The body holds the new name as well. */
  readonly hasNewName: boolean;
  rename(): Rewrite;
}

export interface Body {
  /** Every place where a user body holds `roles`. */
  readonly roles: readonly BodyRoles[];
  /** The operations of a patch body that could be read. */
  readonly ops: readonly PatchOp[];
  readonly complete: boolean;
}

/** A call known to reach the users API. */
export interface UsersRequest {
  readonly kind: 'request';
  /** Same for all facts about one request; problems with one group are fixed together or not at all. */
  readonly group: string;
  readonly at: Range;
  readonly client: string;
  readonly endpoint: EndpointId;
  /** Where the endpoint's path is written. */
  readonly pathAt: Range;
  readonly query: Query;
  readonly body?: Body;
  readonly evidence: Evidence;
  /** `GET /users/metadata` only: the swap to `GET /roles` together with every reader of `valid_roles`. */
  readonly metadata?: { readonly rewrite: () => Rewrite; readonly reads: readonly Range[] };
  /** The statement of a mock: it changes when the code changes for which it stands. `open`: what that code sends with values that only the run knows. */
  readonly mockOf?: { readonly open: ReadonlySet<string> };
  /** Set when the client itself sends old parameters that the code does not show, with the edits that ask for the same in today's words. */
  readonly implicit?: { readonly names: readonly string[]; readonly rewrite: () => Rewrite };
}

export type OldName = 'roles' | 'created' | 'lastUpdated' | 'valid_roles' | 'startingAfter' | 'endingBefore';

/** A place that names a deprecated field of a user, of the metadata body, or of a page link. */
export interface UserField {
  readonly kind: 'field';
  readonly group?: string;
  readonly at: Range;
  readonly name: OldName;
  readonly place: 'read' | 'destructured' | 'type' | 'written' | 'mock' | 'schema' | 'key' | 'link';
  /** The groups of the requests that may have answered with it. */
  readonly requests: readonly string[];
  readonly evidence: Evidence;
  /** The rewrite that keeps what the program does. Shared by all places that must change together. */
  rewrite(): Rewrite;
}

/** A query parameter of a users endpoint, the path itself, or a word of a patch operation, as a type declares it. */
export interface DeclaredParam {
  readonly kind: 'declared';
  /** Changes together with the requests that the type describes. */
  readonly group: string;
  readonly at: Range;
  /** The parameter, or the text of an operation's `op` or `path`; undefined for the path of the endpoint. */
  readonly name: string | undefined;
  readonly endpoint: EndpointId;
  readonly evidence: Evidence;
  /** The member under another name, with its type; deleted where that name is declared as well. Of a path: it and its answer as they are today. */
  rename(name: string): Rewrite;
  /** One text parameter in place of all these, where the first of them is declared. */
  replace(names: readonly string[], name: string): Rewrite;
  remove(): Rewrite;
}

export type Fact = UsersRequest | UserField | DeclaredParam;
