import { behind, skipLiteral } from './code-end.ts';
import { empty, endOfRaw, raw, readTag, type Attribute, type Tag } from './markup.ts';

/**
 * The markup from `start` on as the children of a JSX fragment, character for character in the same places:
 * elements of HTML become fragments, what is no code becomes blanks, expressions and components stay.
 */
export function markupAsJsx(text: string, start: number): { readonly code: string; readonly shorthands: readonly number[] } {
  const writer = new JsxWriter(text);
  return { code: writer.page(start), shorthands: writer.shorthands };
}

class JsxWriter {
  readonly #out: string[];
  /** Where attributes without a name start: `{user}` is short for `user={user}`. */
  readonly shorthands: number[] = [];
  constructor(readonly text: string) {
    this.#out = text.split('');
  }

  page(start: number): string {
    for (let at = start; at < this.text.length; ) {
      at = this.#children(at);
      // A closing tag that closes nothing.
      if (at < this.text.length) at = this.#blank(at, behind(this.text, '>', at, this.text.length));
    }
    return this.#out.slice(start).join('');
  }

  #blank(start: number, end: number): number {
    for (let at = start; at < end; at += 1) if (!/[\r\n]/.test(this.text[at] as string)) this.#out[at] = ' ';
    return end;
  }

  #put(at: number, code: string): void {
    for (let index = 0; index < code.length; index += 1) this.#out[at + index] = code[index] as string;
  }

  /** Reads up to a closing tag, and answers where it stands. */
  #children(start: number): number {
    const { text } = this;
    let at = start;
    while (at < text.length && !text.startsWith('</', at)) {
      if (text.startsWith('<!--', at)) at = this.#blank(at, behind(text, '-->', at + 4, text.length));
      else if (text.startsWith('<!', at)) at = this.#blank(at, behind(text, '>', at, text.length));
      else if (text[at] === '{') at = this.#code(at);
      else if (text[at] === '<' && /[a-zA-Z>]/.test(text[at + 1] ?? '')) at = this.#element(at, true);
      else at = this.#blank(at, at + 1);
    }
    return at;
  }

  /** Code in braces, which may hold markup again; answers the offset behind the closing brace. */
  #code(start: number): number {
    const { text } = this;
    let depth = 0;
    let at = start;
    while (at < text.length) {
      const literal = text[at] === '`' ? this.#template(at) : skipLiteral(text, at, text.length);
      if (literal > at) at = literal;
      else if (text[at] === '<' && /[a-zA-Z>]/.test(text[at + 1] ?? '') && this.#startsValue(start, at)) at = this.#element(at, false);
      else {
        if (text[at] === '{') depth += 1;
        if (text[at] === '}') depth -= 1;
        at += 1;
        if (depth === 0) return at;
      }
    }
    return at;
  }

  #template(start: number): number {
    for (let at = start + 1; at < this.text.length; ) {
      if (this.text[at] === '`') return at + 1;
      at = this.text[at] === '\\' ? at + 2 : this.text.startsWith('${', at) ? this.#code(at + 1) : at + 1;
    }
    return this.text.length;
  }

  /** True where a value may start: there `<` opens a tag. */
  #startsValue(from: number, at: number): boolean {
    const before = this.text.slice(Math.max(from, at - 200), at).trimEnd();
    return /(?:[({[,=?:;&|!}]|=>|\breturn)$/.test(before);
  }

  #element(start: number, isChild: boolean): number {
    const { text } = this;
    if (text[start + 1] === '>') return this.#fragment(start, start + 2, isChild);
    const tag = readTag(text, start, text.length, 'single');
    if (raw.test(tag.name)) return this.#nothing(start, behind(text, '>', tag.isSelfClosing ? tag.end - 1 : endOfRaw(text, tag, text.length), text.length), isChild);
    const isShort = tag.attributes.some(({ name, start: at }) => name === '' && !text.startsWith('{...', at));
    if (/^[A-Z]|\./.test(tag.name) && !isShort) return this.#component(tag);
    if (tag.isSelfClosing || empty.test(tag.name)) return this.#leaf(tag, isChild);
    this.#attributes(tag);
    this.#put(start, '<>');
    return this.#fragment(start, tag.end, isChild);
  }

  #nothing(start: number, end: number, isChild: boolean): number {
    this.#blank(start, end);
    if (!isChild) this.#put(start, '[]');
    return end;
  }

  /** Everything of a tag but the code in it is blanked; the code stays as children. */
  #attributes(tag: Tag): void {
    let at = tag.start;
    for (const { name, value } of tag.attributes) {
      if (value?.quote !== '{') continue;
      if (name === '' && !this.text.startsWith('{...', value.start)) this.shorthands.push(value.start);
      this.#blank(at, value.start);
      at = this.#code(value.start);
    }
    this.#blank(at, tag.end);
  }

  /** An element without children: a list of the code in it, where a value is wanted. */
  #leaf(tag: Tag, isChild: boolean): number {
    this.#attributes(tag);
    if (isChild) return tag.end;
    for (const { value } of tag.attributes) {
      if (value?.quote !== '{') continue;
      this.#put(value.start - 1, ',(');
      this.#put(value.end - 1, ')');
    }
    this.#put(tag.start, '[');
    this.#put(tag.end - 1, ']');
    return tag.end;
  }

  #fragment(start: number, behindTag: number, isChild: boolean): number {
    const { text } = this;
    const close = this.#children(behindTag);
    const name = /^<(?:\/)?([^\s/>]*)/.exec(text.slice(start, start + 80))?.[1] ?? '';
    const closing = /^<\/\s*(?:([^\s>]+)\s*)?>/.exec(text.slice(close, close + 100));
    if (closing && ((closing[1] ?? '') === name || !isChild)) {
      this.#blank(close, close + closing[0].length);
      this.#put(close, '</>');
      return close + closing[0].length;
    }
    // Left open: what it holds belongs to the element around it.
    this.#blank(start, start + 2);
    return close;
  }

  /** A component stays an element, with the attributes that JSX can write. */
  #component(tag: Tag): number {
    const { text } = this;
    for (const one of tag.attributes) {
      if (!isJsx(text, one)) this.#blank(one.start, one.end);
      else if (one.value?.quote === '{') this.#code(one.value.start);
    }
    if (tag.isSelfClosing) return tag.end;
    const close = this.#children(tag.end);
    return behind(text, '>', close, text.length);
  }
}

function isJsx(text: string, { name, value, start }: Attribute): boolean {
  if (name === '') return text.startsWith('{...', start);
  if (!/^[A-Za-z_][\w-]*(?::[A-Za-z_][\w-]*)?$/.test(name)) return false;
  return value?.quote !== '';
}
