import { cursors, oldParameters } from '../api.ts';
import { isBlocked, rangeOf, together } from '../carriers/code.ts';
import { metadataPath } from '../carriers/metadata/metadata.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { endpointOf } from '../evidence.ts';
import type { Edit, Param, Query, Range, Rewrite, UsersRequest } from '../facts.ts';
import { heldBack } from './held-back.ts';
import { type ComparedText, comparedPaths, comparedQueries, comparedTexts, literalAround } from '../trace/texts/compared-texts.ts';
import type { Node } from '../source/ast.ts';
import { byPlace } from '../source/ranges.ts';
import type { Trace } from '../trace/trace.ts';
import type { RawRequest } from '../trace/value.ts';

/** Words of code that takes an address apart: what it compares is a part of it. */
const lookingInside = /\bpathname\b|\bURL\b|\.path\b|\bsplit\(\s*['"`/]\\?\?|\b[pP]arse\(\s*(?:url|uri|path|address|req)/;

/** Cursors have rules of their own: they are looked for in links. */
const names = oldParameters.filter((name) => !Object.hasOwn(cursors, name));

/**
 * Texts that the code compares with the address of a request, or keeps something under: `cache.delete('/users?status=active')`, `url === '/users?…'`.
 * One that is the same as the request's changes with it; where it is put together otherwise, the request keeps the parameters that it names.
 */
export class SameTexts {
  #compared: readonly ComparedText[] | undefined;

  constructor(
    readonly trace: Trace,
    readonly requests: readonly RawRequest[],
  ) {}

  /** The query, whose rewrites are made in the same texts as well. */
  guard(query: Query): Query {
    const olds = query.all(...names);
    if (olds.length === 0) return query;
    const held = olds.flatMap((param): [Param, string][] => {
      const reason = this.#reason(param) ?? this.#asQuery(param);
      return reason === undefined ? [] : [[param, reason]];
    });
    const open = heldBack(query, new Map(held));
    const literals = new Set(olds.map((param) => this.#literalOf(param.at)).filter((node) => node !== undefined));
    const copies = this.#all().flatMap((text) => [...literals].flatMap((literal) => (isAlike(this.trace, literal, text) ? [{ literal, text }] : [])));
    return copies.length === 0 ? open : copied(this.trace, open, copies);
  }

  /** The same request as the texts say it that are the same as its own. */
  beside(request: UsersRequest): UsersRequest[] {
    if (request.metadata) return this.#pathsBeside(request, request.metadata);
    const olds = request.query.all(...names);
    const texts = new Map<ComparedText, Node>();
    for (const param of olds) {
      const literal = this.#literalOf(param.at);
      for (const text of literal ? this.#all() : []) if (literal && isAlike(this.trace, literal, text)) texts.set(text, literal);
    }
    return [...texts].map(([text, literal]) => ({ ...this.#elsewhere(request, text.node), query: moved(this.trace, request.query, literal, text) }));
  }

  /** What is known of a request, said of a text that is the same. */
  #elsewhere(request: UsersRequest, node: Node): Omit<UsersRequest, 'query'> {
    const at = rangeOf(this.trace.project.sourceOf(node), node);
    const trail = [{ ...at, note: 'the same text as that of the request' }, ...request.evidence.trail];
    const { body: _body, metadata: _metadata, implicit: _implicit, query: _query, ...rest } = request;
    return { ...rest, at, pathAt: at, evidence: { confidence: request.evidence.confidence === 'certain' ? 'likely' : request.evidence.confidence, trail } };
  }

  /** The same path where the code compares something with it: it changes with that of the request. */
  #pathsBeside(request: UsersRequest, metadata: NonNullable<UsersRequest['metadata']>): UsersRequest[] {
    return this.#metadataPaths().map((node) => ({ ...this.#elsewhere(request, node), query: request.query, metadata: { rewrite: metadata.rewrite, reads: [] } }));
  }

  /** The rewrite of the path of the metadata, made in the same texts as well; blocked where the code compares something with the path that cannot change with it, as a stand-in does that tells by it what is asked. */
  guardMetadata(rewrite: Rewrite): Rewrite {
    const found = this.#metadataPaths();
    if (isBlocked(rewrite) || found.length === 0) return rewrite;
    const [edit, ...others] = rewrite.filter((one) => this.#saysMetadata(one));
    const open = found.find((node) => node.type !== 'StringLiteral' || lookingInside.test(this.trace.project.sourceOf(node).text));
    // What several calls ask for may change in one of them alone.
    const asking = new Set(this.requests.flatMap((request) => (!request.mock && endpointOf(this.trace, request) === 'GET /users/metadata' ? [request.call] : [])));
    const stuck = open ?? (edit && others.length === 0 && asking.size < 2 ? undefined : found[0]);
    if (stuck) {
      const source = this.trace.project.sourceOf(stuck);
      return { blocked: `${source.file.split('/').at(-1)}:${source.place(stuck.start).line} compares something with this path, and would look for what is no longer asked: change both` };
    }
    return together([rewrite, found.map((node) => ({ file: this.trace.project.fileOf(node), start: node.end - 1 - metadataPath.length, end: node.end - 1, text: (edit as Edit).text }))]);
  }

  /** True for the edit that replaces the path, where it is the end of a literal. */
  #saysMetadata({ file, start, end }: Edit): boolean {
    const literal = this.#literalOf({ file, start, end });
    return literal !== undefined && end - start === metadataPath.length && bounds(literal)[1] === end && this.#raw(literal).endsWith(metadataPath);
  }

  /** Texts that end in that path, and with which the code compares, but for those that are sent. */
  #metadataPaths(): readonly Node[] {
    const sent = new Set(this.requests.flatMap(({ url }) => url.map((piece) => (piece.kind === 'literal' ? piece.node : undefined))));
    return comparedPaths(this.trace, metadataPath).filter((node) => !sent.has(node));
  }

  /** Why a parameter stays: a text names it with which the code compares, and which is not the same as that of a request. */
  #reason(param: Param): string | undefined {
    const literals = this.requests.flatMap((request) => readQuery(this.trace, request).params.flatMap(({ at }) => this.#literalOf(at) ?? []));
    const other = this.#all().find((text) => text.names.includes(param.name) && mayName(param, text) && !literals.some((literal) => isAlike(this.trace, literal, text)));
    return other && this.#lookedFor(other.node, param);
  }

  /** Why a parameter stays: the query in which it is written stands elsewhere as a whole, as what is left of the address. */
  #asQuery(param: Param): string | undefined {
    const literal = this.#literalOf(param.at);
    this.#queries ??= comparedQueries(this.trace, names);
    const other = literal && this.#queries.find(({ node, text }) => node !== literal && /\busers\/?\?/.test(this.#raw(literal)) && this.#raw(literal).endsWith(`?${text}`));
    return other && this.#lookedFor(other.node, param);
  }

  readonly #raw = (literal: Node): string => this.trace.project.sourceOf(literal).text.slice(...bounds(literal));

  #queries: ReturnType<typeof comparedQueries> | undefined;

  #lookedFor(node: Node, param: Param): string {
    const source = this.trace.project.sourceOf(node);
    const where = source.file === param.at.file ? 'line ' : `${source.file.split('/').at(-1)}:`;
    return `${where}${source.place(node.start).line} compares something with a text that names \`${param.name}\`, and would look for what is no longer sent`;
  }

  readonly #literals = new Map<string, Node | undefined>();

  /** The literal in which a parameter of an address is written. */
  #literalOf(at: Range): Node | undefined {
    const key = `${at.file}:${at.start}`;
    if (!this.#literals.has(key)) this.#literals.set(key, literalAround(this.trace, at));
    return this.#literals.get(key);
  }

  #all(): readonly ComparedText[] {
    this.#compared ??= this.#read();
    return this.#compared;
  }

  /** Those that are no parts of requests themselves. */
  #read(): readonly ComparedText[] {
    const found = comparedTexts(this.trace, names);
    if (found.length === 0) return found;
    const sent = new Set(this.requests.flatMap((request) => [...readQuery(this.trace, request).params.map(({ at }) => this.#literalOf(at)), ...request.url.map((piece) => (piece.kind === 'literal' ? piece.node : undefined))]));
    return found.filter(({ node }) => !sent.has(node));
  }
}

/** True where both say the same from `users?` on, written in the same way. */
function isAlike(trace: Trace, literal: Node, { node, tail }: ComparedText): boolean {
  const quoteOf = (one: Node): string | undefined => (one.type === 'TemplateElement' ? undefined : trace.project.sourceOf(one).text[one.start]);
  const raw = (one: Node): string => trace.project.sourceOf(one).text.slice(...bounds(one));
  // Of templates only one that begins in the same way is sure to mean the same host.
  const before = (one: Node): string => trace.project.sourceOf(one).text.slice(one.parent?.start, one.start);
  const isOther = node.type === 'TemplateElement' && (literal.type !== node.type || before(literal) !== before(node));
  return tail !== undefined && !isOther && raw(literal).endsWith(tail) && raw(node).endsWith(tail) && (quoteOf(literal) ?? quoteOf(node)) === quoteOf(node);
}

/** False for a template that gives the parameter another value than the one that is sent. */
function mayName({ name, value }: Param, { node, tail }: ComparedText): boolean {
  if (node.type !== 'TemplateElement' || tail === undefined || value.text === undefined) return true;
  const said = new URLSearchParams(tail.slice(tail.indexOf('?'))).getAll(name);
  return said.length === 0 || said.includes(value.text);
}

const bounds = (literal: Node): [number, number] => (literal.type === 'TemplateElement' ? [literal.start, literal.end] : [literal.start + 1, literal.end - 1]);

interface Copy {
  readonly literal: Node;
  readonly text: ComparedText;
}

/** How far the text stands from the literal: both end alike. */
const distance = ({ literal, text }: Copy): number => bounds(text.node)[1] - bounds(literal)[1];

/** A query whose edits of a literal are made in its copies as well. */
function copied(trace: Trace, query: Query, copies: readonly Copy[]): Query {
  const withCopies = (rewrite: Rewrite): Rewrite => {
    if (isBlocked(rewrite)) return rewrite;
    const further = copies.flatMap((copy) => {
      const { file } = trace.project.sourceOf(copy.literal);
      const { start, end } = copy.literal;
      const inside = rewrite.filter((edit) => edit.file === file && edit.start >= start && edit.end <= end);
      return inside.map((edit): Edit => ({ file: trace.project.sourceOf(copy.text.node).file, start: edit.start + distance(copy), end: edit.end + distance(copy), text: edit.text }));
    });
    return together([rewrite, further]);
  };
  const params = new Map(query.params.map((param): [Param, Param] => [param, { ...param, rename: (name) => withCopies(param.rename(name)), remove: () => withCopies(param.remove()) }]));
  return mapped(query, params, withCopies);
}

/** The query with its parameters where the copy of the literal has them. */
function moved(trace: Trace, query: Query, literal: Node, text: ComparedText): Query {
  const source = trace.project.sourceOf(literal);
  const by = distance({ literal, text });
  const { file } = trace.project.sourceOf(text.node);
  const isInside = ({ at }: Param): boolean => at.file === source.file && at.start >= literal.start && at.end <= literal.end;
  const params = new Map(query.params.map((param): [Param, Param] => [param, isInside(param) ? { ...param, at: { file, start: param.at.start + by, end: param.at.end + by } } : param]));
  return mapped(query, params, (rewrite) => rewrite);
}

/** The query with other parameters in place of its own, whose rewrites go through `change`. */
function mapped(query: Query, params: ReadonlyMap<Param, Param>, change: (rewrite: Rewrite) => Rewrite): Query {
  const origins = new Map([...params].map(([own, other]) => [other, own]));
  const own = (param: Param): Param => origins.get(param) ?? param;
  return {
    ...query,
    params: [...params.values()].sort((a, b) => byPlace(a.at, b.at)),
    all: (...wanted) => query.all(...wanted).map((param) => params.get(param) ?? param),
    together: (given) => query.together(given.map(own)).map((group) => group.map((param) => params.get(param) ?? param)),
    replace: (replaced, name, value) => change(query.replace(replaced.map(own), name, value)),
    layers: (wanted) => query.layers(wanted.map(own))?.map((layer) => layer.map((param) => params.get(param) ?? param)),
    replaceLayers: (layers, name) =>
      change(
        query.replaceLayers(
          layers.map((layer) => ({ ...layer, params: layer.params.map(own) })),
          name,
        ),
      ),
    override: (base, over, name, values) => change(query.override(own(base), own(over), name, values)),
    combine: (terms, name) =>
      change(
        query.combine(
          terms.map((term) => ({ ...term, param: own(term.param) })),
          name,
        ),
      ),
    gather: (given, name, value) => change(query.gather(given.map(own), name, value)),
    isApart: (one, other) => query.isApart(own(one), own(other)),
    setValue: (param, value) => change(query.setValue(own(param), value)),
  };
}
