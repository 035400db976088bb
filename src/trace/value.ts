import type { ShapeName } from '../api.ts';
import type { Node } from '../source/ast.ts';
import type { RawRequest } from './requests/raw-request.ts';
import { circular, nothing, unknown } from './unknowns.ts';

/**
 * One call of one function, with the frame of the caller: what parameters mean inside it.
 * Frames are interned, so the same call in the same context is the same object.
 */
export interface Frame {
  readonly fn: Node;
  /** The call (or JSX element) whose arguments the parameters are. */
  readonly call: Node;
  readonly caller: Frame | undefined;
  /** The frame in which the function was created: its closure. */
  readonly outer: Frame | undefined;
  /** The function was handed to the call, which calls it with arguments of its own. */
  readonly callback: boolean;
  /** What `this` is inside. */
  readonly self: Value | undefined;
  readonly depth: number;
  /** Not a call, but what a name stands for in one run of its scope, where it may stand for several things. */
  readonly turn?: { readonly pattern: Node; readonly scope: Node; readonly value: Value };
}

/** An expression in a context, not evaluated yet. */
export interface Ref {
  readonly node: Node;
  readonly frame: Frame | undefined;
}

/** Steps from a value back to its origin, newest first. */
export interface Trail {
  readonly node: Node;
  readonly note: string;
  readonly next?: Trail;
}

/** What the tag of a template does with its values: it encodes them for a URL, or it does something of its own. */
export type TagWay = 'encodes' | 'own';

/** Part of a string whose pieces are known to a degree. `via`: the expressions through which it came here, innermost first. */
export type Piece =
  | { readonly kind: 'literal'; readonly text: string /** StringLiteral or TemplateElement. */; readonly node: Node; readonly via?: readonly Ref[]; readonly tag?: TagWay }
  | { readonly kind: 'hole'; readonly ref: Ref; readonly value: Value; readonly encoded: boolean; readonly via?: readonly Ref[]; readonly tag?: TagWay }
  /** A whole query string, from URLSearchParams, qs or a helper that writes every property of an object. */
  | { readonly kind: 'query'; readonly query: QueryValue; readonly ref: Ref; readonly via?: readonly Ref[] };

export interface Unknown {
  readonly kind: 'unknown';
  /** All that is known of it: the schema that it passed, and whether it may be missing. */
  readonly fits?: { readonly schema: Value; readonly isOptional: boolean };
}
export interface TextValue {
  readonly kind: 'text';
  readonly pieces: readonly Piece[];
}
export interface EnvValue {
  readonly kind: 'env';
  readonly name: string;
  readonly ref: Ref;
}
/** An object literal, `{}` plus assignments, or JSX attributes. Properties are evaluated when asked. */
export interface ObjectValue {
  readonly kind: 'object';
  readonly ref: Ref;
  /** Members that were taken out of it: `const { limit, ...rest } = …`. */
  readonly without?: ReadonlySet<string>;
  /** The request of which the program makes it, where it makes it of the answer. */
  readonly request?: RawRequest;
}
/** A list. `items` are the known elements, `rest` what all further elements are. */
export interface ListValue {
  readonly kind: 'list';
  readonly items: readonly Ref[];
  readonly rest: Value | undefined;
  readonly ref: Ref;
  /** Each element is found as the `value` of a settled promise. */
  readonly settled?: boolean;
  /** The elements may stand elsewhere than where they are written, or be left out: it is filtered, sorted or cut. */
  readonly isMoved?: boolean;
  /** The arguments of a call that a mock function has kept. */
  readonly isCall?: boolean;
}
/** A Map, or an object used as a dictionary: what it holds under any key. A Map iterates over pairs. */
export interface MapValue {
  readonly kind: 'map';
  readonly how: 'map' | 'dictionary';
  readonly value: Value;
  /** What the keys are, where they come from an answer or are all named by the code. */
  readonly key?: Value;
  /** What stands under each key, where the code names all of them. */
  readonly named?: ReadonlyMap<string, readonly Ref[]>;
  /** It holds the parameters of a query: each of its pairs is a name and what is sent under it. */
  readonly isQuery?: boolean;
  readonly ref: Ref;
}
/** Something of which only some members are known: a pair, the outcome of a check, a settled promise. */
export interface RecordValue {
  readonly kind: 'record';
  readonly members: Readonly<Record<string, Value>>;
}
/** `Object.keys(o)`, `Object.values(o)`, `Object.entries(o)` and one element of them. */
export interface EachValue {
  readonly kind: 'each';
  readonly part: 'keys' | 'values' | 'entries' | 'key' | 'value' | 'entry' | 'pair' | 'pairs';
  readonly of: Value;
  readonly ref: Ref;
}
export interface FunctionValue {
  readonly kind: 'function';
  readonly ref: Ref;
  readonly self: Value | undefined;
  /** Arguments that stand before those of a call: `f.bind(self, a)`. */
  readonly bound?: readonly Ref[];
  /** It is called without its last argument, and gives a promise of what it would hand to that: `promisify(load)`. */
  readonly isPromised?: boolean;
  /** The file that exports it as a whole, whose other exports are its members. */
  readonly file?: string;
}
export interface ClassValue {
  readonly kind: 'class';
  readonly ref: Ref;
}
export interface InstanceValue {
  readonly kind: 'instance';
  readonly cls: ClassValue;
  readonly frame: Frame | undefined;
  /** For `super`: the instance itself, whose methods its base calls. */
  readonly whole?: InstanceValue;
  /** What `this` is where nobody says of which call: an instance of the class or of one below it. */
  readonly isAny?: boolean;
}
/** Something of a package or of the platform: `axios.create` is `{ name: 'axios', path: ['default', 'create'] }`. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly name: string;
  readonly path: readonly string[];
  /** What a client of this library was made with, outermost first; the argument list of each call that configured it. */
  readonly made: readonly Ref[];
  /** The receiver, for methods of something that is not the library itself. */
  readonly on: Value | undefined;
  /** The arguments that come before those of a call: `http.get.bind(http, '/users')`. */
  readonly bound?: readonly Ref[];
  readonly ref: Ref;
}
/** `import * as x`, `require('./x')`: the exports of a file of the project. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly file: string;
}
/** An HTTP answer of a known request; the client says how its body is reached. */
export interface ResponseValue {
  readonly kind: 'response';
  readonly request: RawRequest;
  readonly steps: readonly string[];
  readonly trail: Trail;
  /** What is known to stand beside the body. */
  readonly beside?: RecordValue['members'];
}
/** (A part of) the body of an answer. */
export interface ShapeValue {
  readonly kind: 'shape';
  readonly shape: ShapeName;
  readonly request: RawRequest | undefined;
  readonly trail: Trail /** Seen through a declared type only. */;
  readonly typed?: boolean;
  /** A table with the keys of the shape, and other things under them: `{ [K in keyof User]: Check }`. */
  readonly keysOnly?: boolean;
  /** Names under which the declared type has something of its own, and the literal of which this is the declared type. */
  readonly own?: ReadonlySet<string>;
  readonly literal?: Node | undefined;
}
/** URLSearchParams, or the object behind a serialised query. */
export interface QueryValue {
  readonly kind: 'query';
  readonly ref: Ref /** The value that was serialised or that the constructor was given. */;
  readonly init: Value | undefined;
  readonly initRef: Ref | undefined;
  readonly how: 'search-params' | 'serialised' | 'each';
  /** It is written as it is, or encoded by a function that nobody knows. */
  readonly isRaw?: boolean /** A list is written as one text with commas. */;
  readonly joinsLists?: boolean;
  /** The class of the project that stands on URLSearchParams, where it is made by that. */
  readonly cls?: ClassValue;
}
export interface UrlValue {
  readonly kind: 'url';
  readonly ref: Ref;
  readonly pieces: readonly Piece[];
}
/** Only its declared type is known; its members are asked of the type. */
export interface TypedValue {
  readonly kind: 'typed';
  readonly type: Node;
  readonly without?: ReadonlySet<string>;
}
/** What a validation library calls a schema: a type in disguise, with the library's name for it. */
export interface SchemaValue {
  readonly kind: 'schema';
  /** Id of the client in whose words it is written. */
  readonly client: string;
  readonly form: SchemaForm;
  /** What was said of it since, oldest first: `.default([])`, `optional(…)`. */
  readonly steps: readonly SchemaStep[];
  /** The call that makes it. */
  readonly ref: Ref;
}
export interface SchemaStep {
  readonly name: string;
  readonly args: readonly Node[];
}
export type SchemaForm =
  /** `parts`: objects whose members are schemas, and other schemas that hold as well. `keys`: masks and lists of names that pick from them. */
  | { readonly kind: 'object'; readonly parts: readonly Value[]; readonly keys: readonly Ref[] }
  | { readonly kind: 'list'; readonly of: Value; readonly element: Ref | undefined }
  | { readonly kind: 'choice'; readonly of: readonly Value[] }
  /** What it gives is what a function makes of it. */
  | { readonly kind: 'converted'; readonly from: Value; readonly by: Ref | undefined }
  /** `name`: the function that makes it. */
  | { readonly kind: 'plain'; readonly name?: string };
export interface UnionValue {
  readonly kind: 'union';
  readonly of: readonly Value[];
}

export type Value =
  | Unknown
  | TextValue
  | EnvValue
  | ObjectValue
  | ListValue
  | MapValue
  | RecordValue
  | EachValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | LibraryValue
  | ModuleValue
  | ResponseValue
  | ShapeValue
  | QueryValue
  | UrlValue
  | TypedValue
  | SchemaValue
  | UnionValue;

export type { MockAnswer, RawRequest, RolesCall } from './requests/raw-request.ts';

export { absent, circular, isMissing, nothing, numeric, unfilled, unknown } from './unknowns.ts';

/** More possibilities than this say nothing; the rest becomes `unknown`. */
const widest = 24;

/** The union of values, flat, without duplicates; `unknown` stays as a member so that doubt is not lost. */
export function union(values: readonly Value[]): Value {
  const flat = new Set<Value>();
  for (const value of values) {
    if (value.kind === 'union') for (const member of value.of) flat.add(member);
    else flat.add(value);
  }
  if (flat.size === 2 && flat.has(circular) && flat.has(nothing)) return circular;
  if (flat.size > 1) flat.delete(circular);
  if (flat.size === 0) return unknown;
  if (flat.size > widest) return { kind: 'union', of: [...[...flat].slice(0, widest), unknown] };
  const [only] = flat;
  return flat.size === 1 ? (only as Value) : { kind: 'union', of: [...flat] };
}

/** The members of a union, or the value itself. */
export const members = (value: Value): readonly Value[] => (value.kind === 'union' ? value.of : [value]);

/** The steps on the way of a value, newest first. */
export function* nodesOf(trail: Trail): Generator<Node> {
  for (let at: Trail | undefined = trail; at; at = at.next) yield at.node;
}

export function literalText(value: Value): string | undefined {
  if (value.kind !== 'text') return undefined;
  let text = '';
  for (const piece of value.pieces) {
    if (piece.kind === 'literal') text += piece.text;
    else return undefined;
  }
  return text;
}

/** Adds one step to the trail of a value that has one. */
export function stepped(value: Value, node: Node, note: string): Value {
  switch (value.kind) {
    case 'shape':
    case 'response':
      return value.trail.node === node ? value : { ...value, trail: { node, note, next: value.trail } };
    case 'union':
      return union(value.of.map((member) => stepped(member, node, note)));
    default:
      return value;
  }
}
