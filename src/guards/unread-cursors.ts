import { cursors } from '../api.ts';
import { isBlocked } from '../carriers/code.ts';
import { renameCursor } from '../carriers/queries/links.ts';
import { readQuery } from '../carriers/queries/query.ts';
import type { Rewrite, UsersRequest } from '../facts.ts';
import { descendants, isMember, type Node } from '../source/ast.ts';
import { isLinkElsewhere } from '../trace/texts/links.ts';
import { filesAround } from '../trace/modules/reach.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import type { RawRequest } from '../trace/value.ts';

/** Texts and patterns that can only be meant for the parameters of an address. */
const named = new RegExp(`(?:^|[?&(\\]])(?:${Object.keys(cursors).join('|')})(?:$|=)|(?:${Object.keys(cursors).join('|')})=`);

/**
 * Where a file, or one beside it in the same program, looks for an old cursor in a text of which nobody knows that it is a link: the parameter of its requests
 * must keep its name, or the program would look for the wrong one.
 */
export class UnreadCursors {
  #explained: ReadonlySet<string> | undefined;
  /** By file: the line that looks for one, and why that stays. */
  readonly #found = new Map<string, string | undefined>();
  readonly #around = new Map<string, readonly string[]>();

  constructor(
    readonly trace: Trace,
    readonly requests: readonly RawRequest[],
    readonly places: readonly FieldPlace[],
  ) {}

  /** The query, in which cursors keep their names where its file reads them in an unknown way. */
  guard(query: UsersRequest['query']): UsersRequest['query'] {
    const doubt = query
      .all(...Object.keys(cursors))
      .flatMap((param) => [param.at.file, ...this.#mocking(), ...this.#beside(param.at.file)].map((file) => this.#unreadIn(file, param.at.file)))
      .find(Boolean);
    if (doubt === undefined) return query;
    const blocked = (): Rewrite => ({ blocked: doubt });
    const stuck = query.params.map((param) => (Object.hasOwn(cursors, param.name) ? { ...param, rename: blocked } : param));
    return { ...query, params: stuck, all: (...names) => stuck.filter((param) => names.includes(param.name)) };
  }

  /** Why cursors keep their names somewhere in the code: what a mock answers with must fit that. */
  doubt(from: string): string | undefined {
    const files = this.requests.filter((request) => !request.mock).flatMap((request) => readQuery(this.trace, request).params.flatMap(({ name, at }) => (Object.hasOwn(cursors, name) ? [at.file] : [])));
    return [...new Set([...files, ...this.#mocking()])]
      .sort()
      .map((file) => this.#unreadIn(file, from))
      .find(Boolean);
  }

  /** Other files of the same program that name a cursor. */
  #beside(file: string): readonly string[] {
    const known = this.#around.get(file);
    if (known) return known;
    const { project } = this.trace;
    const naming = new Set(Object.keys(cursors).flatMap((name) => project.filesWith(name)));
    const found = [...filesAround(project, [file])].filter((other) => other !== file && naming.has(other)).sort();
    this.#around.set(file, found);
    return found;
  }

  /** Files in which something answers with links in place of Qlik: what it looks for is what the program asks. */
  #mocking(): readonly string[] {
    return [...new Set(this.places.flatMap(({ node, isMocked }) => (isMocked ? [this.trace.project.fileOf(node)] : [])))].sort();
  }

  /** Lines that write a cursor into a request, of whatever endpoint, or read one out of a link. */
  #known(): ReadonlySet<string> {
    if (this.#explained) return this.#explained;
    const params = this.requests.flatMap((request) => readQuery(this.trace, request).params.filter(({ name }) => Object.hasOwn(cursors, name)));
    const lines = [
      ...params.map(({ at }) => `${at.file}:${this.trace.project.source(at.file)?.place(at.start).line}`),
      ...this.places.flatMap(({ node, place, other }) => (place === 'link' && !other && !this.#isStuck(node) ? [this.#lineOf(node)] : [])),
    ];
    this.#explained = new Set(lines);
    return this.#explained;
  }

  /** True where a link goes on being read by the old name. */
  #isStuck(node: Node): boolean {
    const place = this.places.find((one) => one.node === node);
    return !!place && isBlocked(renameCursor(this.trace.project.sourceOf(node), node, place.name));
  }

  #lineOf(node: Node): string {
    const source = this.trace.project.sourceOf(node);
    return `${source.file}:${source.place(node.start).line}`;
  }

  #unreadIn(file: string, from = file): string | undefined {
    if (!this.#found.has(file)) this.#found.set(file, this.#read(file));
    const line = this.#found.get(file);
    return line && `${file === from ? 'line ' : `${file.split('/').at(-1)}:`}${line}`;
  }

  #read(file: string): string | undefined {
    const source = this.trace.project.source(file);
    const unread = (source ? descendants(source.program) : []).find((node) => {
      const text: unknown = node.type === 'StringLiteral' ? node['value'] : node.type === 'RegExpLiteral' ? node['pattern'] : undefined;
      const isName = node.parent?.type === 'TSLiteralType' || node.parent?.['key'] === node || (isMember(node.parent) && node.parent?.['property'] === node);
      return typeof text === 'string' && named.test(text) && !isName && !this.#known().has(this.#lineOf(node)) && !isLinkElsewhere(this.trace, node);
    });
    return unread && source ? `${source.place(unread.start).line} also looks for it, ${this.#isStuck(unread) ? 'and cannot be rewritten' : 'in a text that is not known to be a link'}` : undefined;
  }
}
