import type { Node } from '../ast.ts';
import type { Span } from './nodes.ts';
import type { Chars } from './shell-words.ts';

/** Some characters of a filter, and where they stand in the file. */
export interface Mark {
  readonly text: string;
  readonly at: Span;
}

/** The text of a filter, read from its start to its end. */
export class JqText {
  #at = 0;
  #end: number;

  constructor(readonly chars: Chars) {
    this.#end = chars.text.length;
  }

  /** The place of the next character that is neither blank nor in a comment. */
  get here(): Span {
    this.#skip();
    return this.#spanOf(this.#at, this.#at);
  }

  #spanOf(from: number, to: number): Span {
    const { offsets } = this.chars;
    return { start: offsets[from] ?? offsets.at(-1) ?? 0, end: offsets[to] ?? offsets.at(-1) ?? 0 };
  }

  #skip(): void {
    const blank = /(?:\s+|#[^\n]*)*/y;
    blank.lastIndex = this.#at;
    this.#at = Math.min(this.#end, this.#at + (blank.exec(this.chars.text)?.[0].length ?? 0));
  }

  #match(sign: RegExp): RegExpExecArray | undefined {
    this.#skip();
    sign.lastIndex = this.#at;
    const found = sign.exec(this.chars.text);
    return found && found.index + found[0].length <= this.#end && this.#at < this.#end ? found : undefined;
  }

  /** What comes next, if it is this; with `group`, that part of it, which ends it. */
  take(sign: RegExp, group = 0): Mark | undefined {
    const found = this.#match(sign);
    if (!found) return undefined;
    const text = found[group] ?? '';
    this.#at += found[0].length;
    return { text, at: this.#spanOf(this.#at - text.length, this.#at) };
  }

  sees(sign: RegExp): boolean {
    return this.#match(sign) !== undefined;
  }

  /** A name in quotes behind this sign; undefined, with nothing taken, where a text follows that is no name. */
  name(sign: RegExp): Mark | undefined {
    const found = this.#match(sign);
    if (!found) return undefined;
    const quoted = /"(\w*)"/y;
    quoted.lastIndex = this.#at + found[0].length;
    const name = quoted.exec(this.chars.text);
    if (!name) return undefined;
    this.#at = quoted.lastIndex;
    return { text: name[1] as string, at: this.#spanOf(this.#at - 1 - (name[1] as string).length, this.#at - 1) };
  }

  /** The pieces of the text that starts here; `inner` reads what stands in `\(…)`, with its end. */
  string(inner: () => Node): (Chars | Node)[] | undefined {
    if (!this.take(/"/y)) return undefined;
    const pieces: (Chars | Node)[] = [];
    for (;;) {
      const start = this.#at;
      while (this.#at < this.#end && !/["\\]/.test(this.chars.text[this.#at] as string)) this.#at += 1;
      if (this.#at > start) pieces.push(this.#slice(start, this.#at));
      if (this.#at >= this.#end) return undefined;
      const sign = this.chars.text[this.#at];
      this.#at += sign === '"' ? 1 : 2;
      if (sign === '"') return pieces;
      if (this.chars.text[this.#at - 1] === '(') pieces.push(inner());
      else pieces.push(this.#slice(this.#at - 1, this.#at));
    }
  }

  #slice(from: number, to: number): Chars {
    return { text: this.chars.text.slice(from, to), offsets: this.chars.offsets.slice(from, to + 1) };
  }

  /** Where this comes next, wherever that is. */
  before(sign: RegExp): number | undefined {
    sign.lastIndex = this.#at;
    return sign.exec(this.chars.text)?.index;
  }

  /** What `read` reads of the text up to this place. */
  until<T>(end: number, read: () => T): T {
    const around = this.#end;
    this.#end = end;
    const result = read();
    this.#end = around;
    return result;
  }
}
