import { isInside, type Node } from '../source/ast.ts';
import { linkOf } from '../trace/requests/answers.ts';
import { changesTo } from '../trace/changes/made.ts';
import { memberOf } from '../trace/members.ts';
import { firstPage, pieceOfValue } from '../trace/texts/text.ts';
import type { Trace } from '../trace/trace.ts';
import { type Frame, isMissing, type LibraryValue, literalText, members, type Piece, type RawRequest, type Ref, type ResponseValue, type RolesCall, type SchemaValue, type ShapeValue, unknown, type Value } from '../trace/value.ts';
import { byEntry } from './entry-ways.ts';
import type { Inherits } from './inherits.ts';
import type { TableWords } from './state/table-words.ts';
import type { TextKey } from './data/text-keys.ts';
import type { SchemaWords } from './schemas/schema-words.ts';
import { waysOf } from './ways.ts';

export { partOfCall } from './parts-of-calls.ts';
export type { SchemaWords } from './schemas/schema-words.ts';
export type { TableWords } from './state/table-words.ts';
export type { ListUse, TextKey } from './data/text-keys.ts';

/** One call into a library, as the trace found it. */
export interface ClientUse {
  readonly trace: Trace;
  readonly call: Node;
  readonly frame: Frame | undefined;
  readonly args: readonly Node[];
  /** Member names from the package to the callee, without `default`: `axios.get` is `['get']`. */
  readonly path: readonly string[];
  /** Calls that made this client: `axios.create({…})`, outermost first. */
  readonly made: readonly Ref[];
  readonly library: LibraryValue | undefined;
  /** An address that is one of several is asked for in turn: which one this time, and how many there are. */
  readonly ways: { readonly index: number; count: number };
}

/** One way of calling an API. It reads calls and states what request they make; it decides nothing. */
export interface Client {
  readonly id: string;
  /** Packages it answers for; `global` for names of the platform. A file of the project that the configuration describes stands here with its path. */
  readonly packages: readonly string[];
  /** For such a file: the exports that this client stands for, whatever their code says. */
  readonly exports?: ReadonlySet<string>;
  /** With `global`: the names. */
  readonly globals?: readonly string[];
  /** Method names under which it makes requests, where they are not those of HTTP. */
  readonly names?: RegExp;
  /** What the call gives: an answer, a configured client, or nothing of interest. */
  call(use: ClientUse): Value | undefined;
  /** Names of methods for which `alike` is asked. */
  readonly alikeNames?: RegExp;
  /** What a call of a function of the project asks or answers that has the form of a call of a library, by which nobody means anything else. */
  alike?(use: ClientUse): ResponseValue | undefined;
  /** What parameter `parameter` of the function given as argument `argument` receives. `within`: where it stands in an object or a list that is the argument. */
  callback?(use: ClientUse, argument: number, parameter: number, within: readonly string[]): Value | undefined;
  /** What a function receives that is assigned to a member of one of these names: `channel.onmessage = (event) => …`. */
  readonly assigned?: { readonly names: RegExp; value(library: LibraryValue, parameter: number, at: Ref, trace: Trace): Value | undefined };
  /** What a function receives that stands between the tags of an element which the library draws: `<Users.Consumer>{(users) => …}</Users.Consumer>`. */
  child?(element: LibraryValue, parameter: number, trace: Trace): Value | undefined;
  /** What the default export of a file receives, by the name of the export beside it that gives it: the member of what that returns, and the member of what is received under which it stands. */
  readonly pages?: Readonly<Record<string, { readonly from?: string; readonly as?: string }>>;
  /** Types of what a page receives, with the member of what the named function returns. */
  readonly pageTypes?: Readonly<Record<string, string>>;
  /** What `this` is in a function that stands in an object given to a function of one of these names; `within`: the way to it. */
  readonly receiver?: { readonly names: RegExp; value(use: ClientUse, within: readonly string[]): Value | undefined };
  /** A function of the project that stands for the library's of the same name, as small programs and tests have one. */
  readonly standIn?: { readonly name: string; isOne(fn: Node): boolean };
  /** Functions of the project that do what one of the library does, whatever they are called: the library's name for it. */
  standsFor?(trace: Trace, fn: Node): string | undefined;
  /** What a class has that extends one of the library's. */
  readonly inherits?: Inherits;
  /** A member, or an element by its number, of something that the library made; what it is must not be asked before. */
  member?(library: LibraryValue, name: string, at: Ref, trace: Trace): Value | undefined;
  /** Any one of what something that the library made sends or holds: `for await (const user of stream)`, `users[id]`. */
  element?(library: LibraryValue, at: Ref, trace: Trace): Value | undefined;
  /** What a function of the library gives when something else calls it with these values: `users.map(prop('name'))`. */
  apply?(library: LibraryValue, given: readonly Value[], at: Ref, trace: Trace): Value | undefined;
  /** Functions that give back their first argument as something that goes on changing: the member under which it stands; empty for itself. */
  readonly keeps?: Readonly<Record<string, string>>;
  /** Functions that put the members of their other arguments into their first one: over those that it has, or under them. */
  readonly merges?: Readonly<Record<string, 'over' | 'under'>>;
  /** True for a function that changes the list it is given first, where that is. */
  changes?(library: LibraryValue): boolean;
  /** A method of (a part of) an answer's body: `user.patch([…])`. */
  onShape?(value: ShapeValue, method: string, use: ClientUse): Value | undefined;
  /** Names of members that the call is given as text: `sortBy(users, 'created')`. */
  keys?(use: ClientUse): readonly TextKey[];
  /** For libraries of tables: how columns and rows are said. */
  readonly tables?: TableWords;
  /** What a value is whose declared type is imported from the package, under this path of exported names: `(qlik: Qlik)`, `user: User`. */
  typed?(type: LibraryValue): Value | undefined;
  /** Types declared in the project that `typed` explains as well, in one file or wherever the name stands. */
  readonly declared?: readonly { readonly name: string; readonly file?: string }[];
  /** What it is given it keeps for the program alone: nobody else sees it. */
  readonly keepsState?: boolean;
  /** True for the query of a request that a server of the project is sent: its names are the server's own. */
  isIncoming?(library: LibraryValue): boolean;
  /** Names of methods that are called, or of members that are assigned, for which `mocks` is asked. */
  readonly mockNames?: RegExp;
  /** What is written in place of something real: `users.mockResolvedValue([…])`, `expect(users).toEqual([…])`. `use.library` is set when the method is the client's own. */
  mocks?(use: ClientUse): readonly Mock[];
  /** What a whole file is written in place of: `__mocks__/api.js`. */
  mockFile?(trace: Trace, file: string): readonly Mock[];
  /** A call chained to an answer that is not there yet: `.query({…})`, `.set(…)`. */
  extend?(answer: ResponseValue, method: string, use: ClientUse): Value | undefined;
  /** Names of calls by which the code adds to a request that it keeps under a name. */
  readonly adds?: RegExp;
  /** For libraries of schemas: the words in which they are written. */
  readonly schemas?: SchemaWords;
  /** A method of a schema: `.extend({…})`, `.parse(x)`. */
  onSchema?(schema: SchemaValue, method: string, use: ClientUse): Value | undefined;
  /** The value that the call holds against a schema; `handed` is that value where the function was handed over to be called. */
  checks?(use: ClientUse, handed?: Value): Check | undefined;
  /** What a function of the library makes of a value when it is handed over to be called: `.then(User.parse)`. */
  handed?(use: ClientUse, value: Value): Value | undefined;
}

/** A value held against a schema. */
export interface Check {
  readonly schema: Value;
  readonly value: Value;
}

/** Something written in place of something real. */
export interface Mock {
  readonly written: Ref;
  /** The real thing: a value, or the answer to whatever this client is asked for by the code around, or by the code under test. `of`: the function it is written in place of. */
  readonly real: Value | { readonly askedOf: string };
  readonly of?: Extract<Value, { kind: 'function' }>;
}

/** The parts of a request that clients name; the rest has defaults. */
export interface Stated {
  readonly client: string;
  readonly method?: string | undefined;
  readonly url: readonly Piece[];
  readonly query?: readonly (Ref | undefined)[];
  readonly hooks?: RawRequest['hooks'];
  readonly touches?: RawRequest['touches'];
  readonly body?: Ref | undefined;
  readonly headers?: readonly Value[];
  readonly answer: readonly (readonly string[])[];
  readonly transform?: RawRequest['transform'];
  readonly dropsUndefined?: boolean;
  readonly takes?: RawRequest['takes'];
  readonly isFlat?: boolean;
  readonly roles?: readonly RolesCall[] | undefined;
  readonly implicit?: RawRequest['implicit'];
  readonly mock?: RawRequest['mock'];
  readonly standsIn?: boolean;
  /** The type that declares paths, parameters and answers, where the client is made with one. */
  readonly contract?: Node | undefined;
  readonly configured?: string;
}

/** The answer to a request made by this call. */
export function answerOf(use: ClientUse, stated: Stated): ResponseValue {
  const ways = byEntry(use.trace, stated.url).flatMap(({ pieces, given }) => waysOf(pieces).map((way) => ({ ...way, given })));
  use.ways.count = Math.max(use.ways.count, ways.length);
  const { pieces: url, isDoubtful, given } = ways[use.ways.index] ?? (ways[0] as (typeof ways)[number]);
  const request: RawRequest = {
    client: stated.client,
    call: use.call,
    frame: use.frame,
    method: stated.method?.toUpperCase(),
    url,
    ...(isDoubtful ? { isDoubtful } : {}),
    query: (stated.query ?? []).flatMap((ref) => (ref ? [{ ref: given(ref), value: use.trace.value(given(ref)), ...(use.made.some(({ node }) => isInside(ref.node, node)) ? { isDefault: true } : {}) }] : [])),
    body: stated.body,
    headers: stated.headers ?? [],
    answer: stated.answer,
    dropsUndefined: !!stated.dropsUndefined,
    ...(stated.takes ? { takes: stated.takes } : {}),
    ...(stated.hooks?.length ? { hooks: stated.hooks } : {}),
    ...(stated.touches?.length ? { touches: stated.touches } : {}),
    ...(stated.transform ? { transform: stated.transform } : {}),
    ...(stated.isFlat ? { isFlat: true } : {}),
    ...(stated.roles ? { roles: stated.roles } : {}),
    ...(stated.implicit ? { implicit: stated.implicit } : {}),
    ...(stated.mock ? { mock: stated.mock } : {}),
    ...(stated.standsIn ? { standsIn: true } : {}),
    ...(stated.contract ? { contract: stated.contract } : {}),
    ...(stated.configured ? { configured: stated.configured } : {}),
  };
  return { kind: 'response', request, steps: [], trail: { node: use.call, note: `${stated.method ?? ''} ${describe(url)}`.trim() } };
}

/** The address as a person would write it, with `${…}` for what is not known. */
export function describe(url: readonly Piece[]): string {
  return url.map((piece) => (piece.kind === 'literal' ? piece.text : piece.kind === 'query' ? '…' : `\${${holeName(piece.value)}}`)).join('');
}

function holeName(value: Value): string {
  return value.kind === 'env' ? value.name : '…';
}

/** The client itself, configured by this call as well. */
export function configured(use: ClientUse): LibraryValue | undefined {
  return use.library && { ...use.library, path: [], made: [...use.made, { node: use.call, frame: use.frame }] };
}

/** The value of a member of the configuration, or unknown. */
export function option(use: ClientUse, config: Node | undefined, name: string): Value {
  return config ? memberOf(use.trace, use.trace.evaluate(config, use.frame), name, { node: config, frame: use.frame }) : unknown;
}

/** The expression that gives a member of a configuration object literal, wherever the literal is written. */
export function optionRef(use: ClientUse, config: Node | undefined, name: string): Ref | undefined {
  return config && findMember(use.trace, use.trace.evaluate(config, use.frame), name);
}

/** The expression behind a member of an object value: its last explicit property, a spread that has it, or what is assigned to it later. */
export function findMember(trace: Trace, value: Value, name: string, around: ReadonlySet<Node> = new Set()): Ref | undefined {
  for (const object of members(value)) {
    // `options = { ...options, url }` leads back to itself.
    if (object.kind !== 'object' || around.has(object.ref.node)) continue;
    const properties: readonly Node[] = object.ref.node['properties'] ?? [];
    for (const property of [...properties].reverse()) {
      const found =
        property.type === 'SpreadElement'
          ? findMember(trace, trace.evaluate(property['argument'], object.ref.frame), name, new Set([...around, object.ref.node]))
          : (property['key']?.name ?? property['key']?.value) === name && (property['value'] || property.type === 'ObjectMethod')
            ? { node: (property['value'] ?? property) as Node, frame: object.ref.frame }
            : undefined;
      if (found) return found;
    }
    const later = changesTo(trace, object.ref).findLast((change) => change.kind === 'member' && change.name === name && change.assignment);
    if (later) return { node: later.value, frame: later.frame };
  }
  return undefined;
}

/** The pieces of an address given as this argument. */
export function address(use: ClientUse, node: Node | undefined): readonly Piece[] {
  return node ? addressOf(firstPage(use.trace.evaluate(node, use.frame)), node, use.frame) : [];
}

export function addressOf(value: Value, node: Node, frame: Frame | undefined): readonly Piece[] {
  if (value.kind === 'unknown') return node.type === 'Identifier' || node.type.endsWith('Expression') ? pieceOfValue(value, node, frame) : [];
  return pieceOfValue(value, node, frame);
}

/** A base and a path, joined by exactly one slash; an absolute path (`https://…`, or a link of an answer) stands alone. */
export function joined(before: readonly Piece[], path: readonly Piece[]): readonly Piece[] {
  const [first] = path;
  const base = path.length > 0 ? before.filter((piece) => piece.kind !== 'query') : before;
  if (base.length === 0 || (first?.kind === 'literal' && /^[a-z][a-z\d+.-]*:\/\//i.test(first.text)) || (first?.kind === 'hole' && linkOf(first.value))) return path;
  const last = base.at(-1);
  const hasSlash = (last?.kind === 'literal' && last.text.endsWith('/')) || (first?.kind === 'literal' && /^[/?]/.test(first.text));
  return hasSlash || path.length === 0 ? [...base, ...path] : [...base, slash(base), ...path];
}

/** A slash that no source text holds; its node is that of the base, and nothing edits it. */
function slash(base: readonly Piece[]): Piece {
  const node = base.at(-1)?.kind === 'literal' ? (base.at(-1) as { node: Node }).node : ((base[0] as { ref: Ref }).ref?.node ?? (base[0] as { node: Node }).node);
  return { kind: 'literal', text: '/', node: { type: 'Joint', start: node.end, end: node.end, parent: node } };
}

/** The method as a static text, the default where none is given; undefined when it varies or nobody knows. */
export function methodOf(value: Value, otherwise?: string): string | undefined {
  const texts = new Set(members(value).map((member) => (isMissing(member) ? otherwise : literalText(member)?.toUpperCase())));
  const [only] = texts;
  return texts.size === 1 ? only : undefined;
}

/** The method in a configuration object: the default where the object has none, undefined where nobody knows. */
export function methodIn(use: ClientUse, config: Node | undefined, otherwise: string, name = 'method'): string | undefined {
  if (!config || isMissing(use.trace.evaluate(config, use.frame))) return otherwise;
  const values = members(use.trace.evaluate(config, use.frame));
  if (values.every((value) => value.kind === 'unknown')) return undefined;
  const method = option(use, config, name);
  return optionRef(use, config, name) || method.kind !== 'unknown' ? methodOf(method, otherwise) : otherwise;
}

/** An argument as an expression in the context of the call. */
export const argument = (use: ClientUse, index: number): Ref | undefined => use.args[index] && { node: use.args[index], frame: use.frame };

export const httpVerbs: ReadonlySet<string> = new Set(['get', 'delete', 'head', 'options', 'post', 'put', 'patch']);
