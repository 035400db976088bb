import { oldFields } from '../api.ts';
import { readQuery } from '../carriers/queries/query.ts';
import { descendants, isMember, keyName, memberName, type Node } from '../source/ast.ts';
import { isVague } from '../trace/evaluate.ts';
import { isOwnMember } from '../trace/types/own-types.ts';
import { importingFiles } from '../trace/modules/reach.ts';
import type { Trace } from '../trace/trace.ts';
import type { FieldPlace } from '../trace/users.ts';
import { members, type RawRequest, type Value } from '../trace/value.ts';

/**
 * Where the code around a request reads an old member of something that nobody knows: it may be what the request gives, and its `fields`
 * must go on to ask for that member then.
 */
export class UnreadMembers {
  readonly #known: ReadonlySet<Node>;
  readonly #found = new Map<string, string | undefined>();

  constructor(
    readonly trace: Trace,
    places: readonly FieldPlace[],
  ) {
    this.#known = new Set(places.map(({ node }) => node));
  }

  /** Why `fields` of the request must stay; undefined where it has none, or nothing speaks against a change. */
  near(request: RawRequest): string | undefined {
    const files = readQuery(this.trace, request)
      .all('fields')
      .map(({ at }) => at.file);
    return files.map((file) => this.#near(file)).find(Boolean);
  }

  /** Why a key by which members change must stay: a read by its name, of what may be what the program made of them. */
  unreadOf({ node, name }: FieldPlace): string | undefined {
    const { file } = this.trace.project.sourceOf(node);
    return this.#unreadIn(file, name);
  }

  #near(file: string): string | undefined {
    if (!this.#found.has(file)) this.#found.set(file, [file, ...importingFiles(this.trace.project, file)].map((one) => this.#unreadIn(one)).find(Boolean));
    return this.#found.get(file);
  }

  #unreadIn(file: string, wanted?: string): string | undefined {
    const source = this.trace.project.source(file);
    const node = (source ? descendants(source.program) : []).find((candidate) => this.#isUnread(candidate, wanted));
    return node && source ? `${file.split('/').at(-1)}:${source.place(node.start).line} reads a member of this name, and of what is not known` : undefined;
  }

  #isUnread(node: Node, wanted?: string): boolean {
    if (this.#known.has(node)) return false;
    const { trace } = this;
    const isTaken = node.type === 'ObjectProperty' && node.parent?.type === 'ObjectPattern';
    const name = isMember(node) ? memberName(node) : isTaken ? keyName(node['key'], node['computed']) : undefined;
    if (name === undefined || !oldFields.has(name) || (wanted !== undefined && name !== wanted)) return false;
    return trace.ask(() => this.#isOpen(isTaken ? trace.evaluatePattern(node.parent as Node, undefined) : trace.evaluate(node['object'], undefined), name, wanted !== undefined), false);
  }

  /** A dictionary may be what is made of a user's members. */
  #isOpen(value: Value, name: string, isWanted: boolean): boolean {
    return (isVague(value) && !isOwnMember(this.trace, value, name)) || (isWanted && members(value).some((one) => one.kind === 'map' && one.how === 'dictionary'));
  }
}
