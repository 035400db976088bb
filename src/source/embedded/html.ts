import type { Node } from '../ast.ts';
import type { Language } from '../parse.ts';
import { attributeText, type Element, type Markup, readMarkup, type Tag } from './markup.ts';
import { arrow, block, identifier, type Span, statement } from './nodes.ts';
import type { Reader } from './reader.ts';

/** Inline scripts of a page, and of a template for pages. Classic scripts share one scope, each further module has its own. */
export function readHtml(reader: Reader, file: string): Node[] {
  const elements = flat(readMarkup(reader.text, 0, reader.text.length, 'none').children);
  const scripts = elements.filter(({ tag }) => tag.name.toLowerCase() === 'script' && isProgram(reader.text, tag));
  const filled = filledIn[file.slice(file.lastIndexOf('.') + 1)];
  let modules = 0;
  const bodies = scripts.map(({ tag, content }) => {
    const body = reader.script(content, languageOf(reader.text, tag), filled ? emptied(reader, content, filled) : reader.slice(content));
    const isModule = attributeText(reader.text, tag, 'type')?.trim().toLowerCase() === 'module';
    return isModule && (modules += 1) > 1 ? [block(body, content)] : body;
  });
  return [...bodies.flat(), ...elements.flatMap(({ tag }) => handlers(reader, tag, filled))];
}

const flat = (markup: readonly Markup[]): Element[] => markup.flatMap((one) => (one.kind === 'element' ? [one, ...flat(one.children)] : []));

const programTypes = /^(?:|module|(?:text|application)\/(?:x-)?(?:javascript|ecmascript|babel|jsx|typescript))$/;

/** Data, templates and whatever else no browser (or Babel) runs is left alone. */
export function isProgram(text: string, tag: Tag): boolean {
  return programTypes.test(
    (attributeText(text, tag, 'type') ?? '')
      .trim()
      .toLowerCase()
      .replace(/\s*;.*$/, ''),
  );
}

const languageOf = (text: string, tag: Tag): Language => (/typescript|^tsx?$/i.test(attributeText(text, tag, 'type') ?? '') || /^tsx?$/i.test(attributeText(text, tag, 'lang') ?? '') ? 'tsx' : 'js');

/** How a template engine marks what it fills in, by the end of the file's name: `value` marks stand for something, others leave nothing. */
const handlebars = { all: /\{\{\{[\s\S]*?\}\}\}|\{\{!--[\s\S]*?--\}\}|\{\{[\s\S]*?\}\}/g, value: /^\{\{\{?(?![#/!>^]|~?\s*else\b)/ };
const filledIn: Readonly<Record<string, typeof handlebars>> = { hbs: handlebars, handlebars, ejs: { all: /<%[\s\S]*?%>/g, value: /^<%[=-]/ } };

/** The same length as the script: a name stands for each value that is filled in, blanks for the rest. */
function emptied(reader: Reader, span: Span, { all, value }: typeof handlebars): string {
  return reader.slice(span).replace(all, (mark: string, at: number) => {
    reader.holes.push({ start: span.start + at, end: span.start + at + mark.length });
    return value.test(mark) ? '_'.repeat(mark.length) : mark.replace(/[^\r\n]/g, ' ');
  });
}

/** `onclick="…"`. */
function handlers(reader: Reader, tag: Tag, filled: typeof handlebars | undefined): Node[] {
  return tag.attributes.flatMap(({ name, value }) => {
    if (!/^on[a-z]+$/i.test(name) || !value || (filled && reader.slice(value).search(filled.all) >= 0)) return [];
    const body = reader.handler(value, { start: value.start, end: value.end, forbids: value.quote === '"' ? /"/ : value.quote === "'" ? /'/ : /[\s"'=<>`]/ });
    return body.length > 0 ? [statement(arrow([identifier('event', value)], block(body, value), value))] : [];
  });
}
