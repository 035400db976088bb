import { behind, endOfBraces } from './code-end.ts';
import type { Span } from './nodes.ts';

export interface Value extends Span {
  /** What stands around it: a quote, a brace (which then belongs to it), or nothing. */
  readonly quote: '"' | "'" | '{' | '';
}

export interface Attribute extends Span {
  /** Empty for `{…}` without a name. */
  readonly name: string;
  readonly value?: Value;
}

export interface Tag extends Span {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly isSelfClosing: boolean;
}

export interface Element {
  readonly kind: 'element';
  readonly tag: Tag;
  readonly content: Span;
  readonly children: readonly Markup[];
}
/** `{{ … }}` or `{…}`, the braces included. */
export interface Braces extends Span {
  readonly kind: 'braces';
}
/** `{#each …}` to `{/each}`; `head` is the opening braces. */
export interface Block {
  readonly kind: 'block';
  readonly name: string;
  readonly head: Span;
  readonly children: readonly Markup[];
}
export type Markup = Element | Braces | Block;

/** How a language writes expressions between tags: `{{ … }}`, `{…}`, or not at all. */
export type Style = 'double' | 'single' | 'none';

/** Elements whose content is no markup. */
export const raw = /^(?:script|style)$/i;
/** Elements whose content holds no tags. */
const plain = /^(?:textarea|title)$/i;
/** Elements without content or an end tag. */
export const empty = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** True where a tag's name may start. */
const isTagAt = (text: string, at: number): boolean => text[at] === '<' && /[a-zA-Z]/.test(text[at + 1] ?? '');

interface Open {
  readonly node: { children: Markup[]; content?: { start: number; end: number } };
  readonly name: string;
  readonly isBlock: boolean;
}

/** Reads tags and expressions from `start` to `limit`, or to the closing tag of an element that was not opened here and is called `until`. */
export function readMarkup(text: string, start: number, limit: number, style: Style, until?: string): { readonly children: readonly Markup[]; readonly end: number } {
  const top: Markup[] = [];
  const open: Open[] = [{ node: { children: top }, name: '', isBlock: false }];
  const add = (markup: Markup): void => {
    (open.at(-1) as Open).node.children.push(markup);
  };
  for (let at = start; at < limit; ) {
    if (text.startsWith('<!--', at)) at = behind(text, '-->', at + 4, limit);
    else if (text.startsWith('</', at)) {
      const name = /^[^\s>]*/.exec(text.slice(at + 2, at + 80))?.[0] ?? '';
      if (name === until && !open.some((one) => one.name === name && !one.isBlock)) return { children: top, end: at };
      closeTag(open, name, at);
      at = behind(text, '>', at + 2, limit);
    } else if (isTagAt(text, at)) at = openTag(text, at, limit, style, open, add);
    else if (text.startsWith(style === 'double' ? '{{' : '{', at) && style !== 'none') at = braces(text, at, limit, style, open, add);
    else at += 1;
  }
  return { children: top, end: limit };
}

function openTag(text: string, at: number, limit: number, style: Style, open: Open[], add: (markup: Markup) => void): number {
  const tag = readTag(text, at, limit, style);
  const isRaw = raw.test(tag.name) || (style === 'none' && plain.test(tag.name));
  const close = isRaw && !tag.isSelfClosing ? endOfRaw(text, tag, limit) : tag.end;
  const node = { kind: 'element' as const, tag, content: { start: tag.end, end: close }, children: [] as Markup[] };
  add(node);
  if (!isRaw && !tag.isSelfClosing && !empty.test(tag.name)) open.push({ node, name: tag.name, isBlock: false });
  return close;
}

/** Where the closing tag of an element that holds plain text starts. */
export function endOfRaw(text: string, tag: Tag, limit: number): number {
  const found = new RegExp(`</${tag.name.replace(/\W/g, '\\$&')}(?=[\\s/>])`, 'i').exec(text.slice(tag.end, limit));
  return found ? tag.end + found.index : limit;
}

/** An end tag closes what was opened at most so many levels above: markup is not nested deeper, and looking further takes long where nothing is ever closed. */
const deepest = 2000;

/** Closes the nearest element of this name and what was left open inside it. */
function closeTag(open: Open[], name: string, at: number): void {
  for (let index = open.length - 1; index > Math.max(0, open.length - deepest); index -= 1) {
    const one = open[index] as Open;
    if (one.isBlock) return;
    if (one.name !== name) continue;
    if (one.node.content) one.node.content.end = at;
    open.length = index;
    return;
  }
}

function braces(text: string, at: number, limit: number, style: Style, open: Open[], add: (markup: Markup) => void): number {
  const end = style === 'double' ? behind(text, '}}', at + 2, limit) : endOfBraces(text, at, limit);
  const word = style === 'single' ? /^\{([#/])(\w+)/.exec(text.slice(at, at + 20)) : null;
  const name = word?.[2] ?? '';
  if (word?.[1] === '#') {
    const node = { kind: 'block' as const, name, head: { start: at, end }, children: [] as Markup[] };
    add(node);
    open.push({ node, name, isBlock: true });
  } else if (word?.[1] === '/') {
    const index = open.slice(-deepest).findLastIndex((one) => one.isBlock && one.name === name);
    if (index >= 0) open.length = Math.max(1, open.length - Math.min(deepest, open.length) + index);
  } else add({ kind: 'braces', start: at, end });
  return end;
}

/** Reads the opening tag that starts here. */
export function readTag(text: string, start: number, limit: number, style: Style): Tag {
  const name = /^[^\s/>]*/.exec(text.slice(start + 1, start + 120))?.[0] ?? '';
  const attributes: Attribute[] = [];
  let at = start + 1 + name.length;
  while (at < limit && text[at] !== '>') {
    if (text.startsWith('/>', at)) return { name, attributes, isSelfClosing: true, start, end: at + 2 };
    if (/[\s/]/.test(text[at] as string)) at += 1;
    else {
      const found = readAttribute(text, at, limit, style);
      attributes.push(found);
      at = Math.max(found.end, at + 1);
    }
  }
  return { name, attributes, isSelfClosing: false, start, end: Math.min(at + 1, limit) };
}

function readAttribute(text: string, start: number, limit: number, style: Style): Attribute {
  if (style === 'single' && text[start] === '{') {
    const end = endOfBraces(text, start, limit);
    return { name: '', value: { start, end, quote: '{' }, start, end };
  }
  let at = start + 1;
  while (at < limit && !/[\s=>]/.test(text[at] as string) && !text.startsWith('/>', at)) at += 1;
  const name = text.slice(start, at);
  const equals = /^\s*=\s*/.exec(text.slice(at, Math.min(limit, at + 200)));
  if (!equals) return { name, start, end: at };
  const { value, end } = readValue(text, at + equals[0].length, limit, style);
  return { name, value, start, end };
}

function readValue(text: string, start: number, limit: number, style: Style): { readonly value: Value; readonly end: number } {
  const quote = text[start];
  if (quote === '"' || quote === "'") {
    const end = endOfQuoted(text, start, limit, style);
    return { value: { start: start + 1, end, quote }, end: Math.min(end + 1, limit) };
  }
  if (style === 'single' && quote === '{') {
    const end = endOfBraces(text, start, limit);
    return { value: { start, end, quote: '{' }, end };
  }
  let at = start;
  while (at < limit && !/[\s>]/.test(text[at] as string)) at += 1;
  return { value: { start, end: at, quote: '' }, end: at };
}

/** The closing quote; expressions in braces may hold quotes of their own. */
function endOfQuoted(text: string, start: number, limit: number, style: Style): number {
  for (let at = start + 1; at < limit; ) {
    if (text[at] === text[start]) return at;
    at = style === 'single' && text[at] === '{' ? endOfBraces(text, at, limit) : at + 1;
  }
  return limit;
}

/** The value of an attribute as written; an empty text when it has none, undefined when it is not there. */
export function attributeText(text: string, tag: Tag, name: string): string | undefined {
  const found = tag.attributes.find((one) => one.name.toLowerCase() === name);
  return found && (found.value ? text.slice(found.value.start, found.value.end) : '');
}
