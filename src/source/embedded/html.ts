import type { Node } from '../ast.ts';
import type { Language } from '../parse.ts';
import { alpineCode } from './alpine.ts';
import { attributeText, type Element, type Markup, readMarkup, type Tag } from './markup.ts';
import { arrow, block, identifier, type Span, statement } from './nodes.ts';
import type { Reader } from './reader.ts';
import { readApps } from './vue-page.ts';
import { tableOf } from '../../table.ts';

/** Inline scripts of a page, and of a template for pages. Classic scripts share one scope, each further module has its own. */
export function readHtml(reader: Reader, file: string): Node[] {
  const markup = readMarkup(reader.text, 0, reader.text.length, 'none').children;
  const elements = flat(markup);
  const scripts = elements.filter(({ tag }) => tag.name.toLowerCase() === 'script' && isProgram(reader.text, tag));
  const filled = filledIn[file.slice(file.lastIndexOf('.') + 1)];
  let modules = 0;
  const bodies = scripts.map(({ tag, content }) => {
    const body = reader.script(content, languageOf(reader.text, tag), filled ? emptied(reader, content, filled) : reader.slice(content));
    const isModule = attributeText(reader.text, tag, 'type')?.trim().toLowerCase() === 'module';
    return isModule && (modules += 1) > 1 ? [block(body, content)] : body;
  });
  if (!filled) readApps(reader, elements, bodies.flat());
  const shown = filled ? [] : alpineCode(reader, markup, bodies.flat());
  return [...bodies.flat(), ...elements.flatMap(({ tag }) => handlers(reader, tag, filled)), ...shown];
}

const flat = (markup: readonly Markup[]): Element[] => markup.flatMap((one) => (one.kind === 'element' ? [one, ...flat(one.children)] : []));

const programTypes = /^(?:|module|(?:text|application)\/(?:x-)?(?:javascript|ecmascript|babel|jsx|typescript))$/;

/** Data, templates and whatever else no browser (or Babel) runs is left alone. */
export function isProgram(text: string, tag: Tag): boolean {
  const [type = ''] = (attributeText(text, tag, 'type') ?? '').toLowerCase().split(';');
  return programTypes.test(type.trim());
}

const languageOf = (text: string, tag: Tag): Language => (/typescript|^tsx?$/i.test(attributeText(text, tag, 'type') ?? '') || /^tsx?$/i.test(attributeText(text, tag, 'lang') ?? '') ? 'tsx' : 'js');

/** How a template engine marks what it fills in, by the end of the file's name: `value` marks stand for something, others leave nothing. */
interface Marks {
  /** What opens a mark and what closes it, the longest first. */
  readonly pairs: readonly (readonly [string, string])[];
  readonly value: RegExp;
}
const handlebars: Marks = {
  pairs: [
    ['{{{', '}}}'],
    ['{{!--', '--}}'],
    ['{{', '}}'],
  ],
  value: /^\{\{\{?(?![#/!>^]|~?\s*else\b)/,
};
const filledIn: Readonly<Record<string, Marks>> = tableOf({ hbs: handlebars, handlebars, ejs: { pairs: [['<%', '%>']], value: /^<%[=-]/ } });

/** Where the marks stand in a text. What is not closed is none; it is looked for once only. */
function marksIn(text: string, { pairs }: Marks): Span[] {
  const found: Span[] = [];
  const missing = new Set<string>();
  const [shortest] = pairs.at(-1) as readonly [string, string];
  for (let start = text.indexOf(shortest); start >= 0; start = text.indexOf(shortest, found.at(-1)?.start === start ? (found.at(-1)?.end ?? 0) : start + 1)) {
    for (const [open, close] of pairs) {
      const at = text.startsWith(open, start) && !missing.has(close) ? text.indexOf(close, start + open.length) : -1;
      if (at < 0 && text.startsWith(open, start)) missing.add(close);
      if (at < 0) continue;
      found.push({ start, end: at + close.length });
      break;
    }
  }
  return found;
}

/** The same length as the script: a name stands for each value that is filled in, blanks for the rest. */
function emptied(reader: Reader, span: Span, marks: Marks): string {
  const code = reader.slice(span);
  let at = 0;
  const parts = marksIn(code, marks).flatMap(({ start, end }) => {
    const [before, mark] = [code.slice(at, start), code.slice(start, end)];
    at = end;
    reader.holes.push({ start: span.start + start, end: span.start + end });
    return [before, marks.value.test(mark) ? '_'.repeat(mark.length) : mark.replace(/[^\r\n]/g, ' ')];
  });
  return [...parts, code.slice(at)].join('');
}

/** `onclick="…"`. */
function handlers(reader: Reader, tag: Tag, filled: Marks | undefined): Node[] {
  return tag.attributes.flatMap(({ name, value }) => {
    if (!/^on[a-z]+$/i.test(name) || !value || (filled && marksIn(reader.slice(value), filled).length > 0)) return [];
    const body = reader.handler(value, { start: value.start, end: value.end, forbids: value.quote === '"' ? /"/ : value.quote === "'" ? /'/ : /[\s"'=<>`]/ });
    return body.length > 0 ? [statement(arrow([identifier('event', value)], block(body, value), value))] : [];
  });
}
