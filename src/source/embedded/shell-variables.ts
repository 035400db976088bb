import type { Function as ShellFunction } from 'unbash';
import type { Node } from '../ast.ts';
import { assign, block, identifier, make, member, type Span, statement } from './nodes.ts';
import type { ShellNames } from './shell-names.ts';
import { unseen } from './shell-words.ts';

/** Where the variables of the script, or of one function, are declared, and what that function is given. */
interface Home {
  readonly fn: ShellFunction | undefined;
  readonly body: Node[];
  readonly declared: Set<string>;
  readonly hoisted: Node[];
  /** How many arguments are known by a number, and where lists of all others are named, with the number of the first in them. */
  count: number;
  readonly lists: { readonly elements: Node[]; readonly from: number; readonly at: Span }[];
  /** Arguments taken away so far. */
  shifted: number;
}

const nowhere: Span = { start: 0, end: 0 };
const homeOf = (fn: ShellFunction | undefined): Home => ({ fn, body: [], declared: new Set(), hoisted: [], count: 0, lists: [], shifted: 0 });
const declaration = (name: string, init: Node | null, at: Span): Node => make('VariableDeclaration', at, { kind: 'var', declarations: [make('VariableDeclarator', at, { id: identifier(name, at), init })] });
const rest = '$@';
const read = 'what it reads';

/** The statements of a script as they are written, and what its variables mean at each place. */
export class ShellVariables {
  readonly #program = homeOf(undefined);
  #home = this.#program;
  #out: Node[] = this.#home.body;
  /** The variable that is being given its first value. */
  #beginning: string | undefined;
  #bound = 0;

  constructor(readonly names: ShellNames) {}

  get program(): readonly Node[] {
    return [...this.#program.hoisted, ...this.#program.body];
  }

  add(node: Node): void {
    this.#out.push(node);
  }

  /** The statements that `write` adds, apart from those around them. */
  apart(write: () => void): Node[] {
    const around = this.#out;
    const inner: Node[] = [];
    this.#out = inner;
    write();
    this.#out = around;
    return inner;
  }

  /** A function of the script, with what `write` adds as its body. What it reads is the first thing that it is given. */
  function(fn: ShellFunction, name: Node, write: (input: () => Node) => void, at: Span): void {
    const [home, out] = [this.#home, this.#out];
    this.#home = homeOf(fn);
    this.#out = this.#home.body;
    write(() => identifier(read, name));
    const { count, lists, hoisted, body } = this.#home;
    const known = Math.max(count, ...lists.map(({ from }) => from));
    for (const { elements, from, at: place } of lists) {
      for (let index = from; index < known; index += 1) elements.push(identifier(`$${index + 1}`, place));
      elements.push(make('SpreadElement', place, { argument: identifier(rest, place) }));
    }
    const params = Array.from({ length: known }, (_, index) => identifier(`$${index + 1}`, name));
    const others = lists.length > 0 ? [make('RestElement', name, { argument: identifier(rest, name) })] : [];
    [this.#home, this.#out] = [home, out];
    this.#program.body.push(make('FunctionDeclaration', at, { id: name, params: [identifier(read, name), ...params, ...others], body: block([...hoisted, ...body], at), generator: false, async: false }));
  }

  /** `shift 2`. */
  shift(by: number): void {
    this.#home.shifted += by;
  }

  /** `$1`; outside of functions, and where arguments are taken away in a loop, nobody knows. */
  positional(number: number, at: Span): Node {
    const home = this.#home;
    if (!this.#isCounted || number === 0) return unseen(at);
    home.count = Math.max(home.count, number + home.shifted);
    return identifier(`$${number + home.shifted}`, at);
  }

  /** `"$@"`, from the argument with this number on: a list. */
  positionals(from: number, at: Span): Node {
    const elements: Node[] = [];
    if (this.#isCounted) this.#home.lists.push({ elements, from: from - 1 + this.#home.shifted, at });
    else elements.push(make('SpreadElement', at, { argument: unseen(at) }));
    return make('ArrayExpression', at, { elements });
  }

  get #isCounted(): boolean {
    return this.#home.fn !== undefined && !this.names.shifting.has(this.#home.fn);
  }

  /** What a name stands for: a variable of the script, or of what calls it. */
  variable(name: string, at: Span): Node {
    const isOwn = this.#isLocal(name) || this.names.variables.has(name);
    return isOwn && this.#beginning !== name ? identifier(name, at) : member(member(identifier('process', at), 'env', at), name, at);
  }

  #isLocal(name: string): boolean {
    return this.#home.fn !== undefined && this.names.locals.get(this.#home.fn)?.has(name) === true;
  }

  /** Gives a variable what `value` says, which is `true` for more of what it has. */
  assign(name: string, value: () => Node, at: Span, isMore = false): void {
    const home = this.#isLocal(name) ? this.#home : this.#program;
    const isFirst = !home.declared.has(name);
    home.declared.add(name);
    const before = this.#beginning;
    if (isFirst && !isMore) this.#beginning = name;
    const given = value();
    this.#beginning = before;
    if (isFirst && this.#out === home.body && !isMore) this.add(declaration(name, given, at));
    else {
      if (isFirst) home.hoisted.push(declaration(name, null, nowhere));
      this.add(statement({ ...assign(identifier(name, at), given), ...at, operator: isMore ? '+=' : '=' }));
    }
  }

  /** A name of a loop. */
  looped(name: string, at: Span): Node {
    const home = this.#isLocal(name) ? this.#home : this.#program;
    if (!home.declared.has(name)) home.hoisted.push(declaration(name, null, nowhere));
    home.declared.add(name);
    return identifier(name, at);
  }

  /** Keeps a value that is needed in several places. */
  bound(value: Node): () => Node {
    if (value.type === 'Identifier') return () => identifier(value['name'], value);
    const name = `piped ${(this.#bound += 1)}`;
    this.add(declaration(name, value, value));
    return () => identifier(name, value);
  }
}
