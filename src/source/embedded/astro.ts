import { descendants, isMember, memberName, type Node } from '../ast.ts';
import { markupAsJsx } from './astro-markup.ts';
import { type Element, type Markup, readMarkup } from './markup.ts';
import { become, block, given, givenProperties, identifier, make, type Span, statement } from './nodes.ts';
import type { Language } from '../parse.ts';
import { isProgram } from './html.ts';
import type { Reader } from './reader.ts';

/** A component: the script between `---`, the markup that sees its names, and scripts for the browser with scopes of their own. */
export function readAstro(reader: Reader): Node[] {
  const { inside, end: start } = frontOf(reader.text);
  const statements = start > 0 ? reader.script(inside, languageOf(reader.slice(inside))) : [];
  const scripts = elementsIn(readMarkup(reader.text, start, reader.text.length, 'single').children).filter(({ tag }) => tag.name === 'script' && isProgram(reader.text, tag));
  const browser = scripts.map(({ content }) => block(reader.script(content, languageOf(reader.slice(content))), content));
  const { code: jsx, shorthands } = markupAsJsx(reader.text, start);
  const page = reader.jsx({ start, end: reader.text.length }, jsx);
  markShorthands(reader, page, shorthands);
  const body = [...statements, ...page.map(statement), ...browser, ...givenProperties()];
  const typed = statements.find(({ type, id, declaration }) => /^TS(?:Interface|TypeAlias)Declaration$/.test(declaration?.type ?? type) && (declaration?.id ?? id)?.name === 'Props');
  for (const one of [...statements, ...page]) for (const node of descendants(one)) readProperties(node, typed?.['declaration']?.['id'] ?? typed?.['id']);
  return body;
}

/** What stands between the lines of `---`, and where the second ends. */
function frontOf(text: string): { readonly inside: Span; readonly end: number } {
  const open = /^\s*---[^\n]*\n/.exec(text)?.[0].length ?? 0;
  const close = open > 0 ? /^---[ \t]*$/m.exec(text.slice(open)) : null;
  return close ? { inside: { start: open, end: open + close.index }, end: open + close.index + close[0].length } : { inside: { start: 0, end: 0 }, end: 0 };
}

/** Types are allowed everywhere; only who writes them wants them in new code. */
const languageOf = (code: string): Language => (/\binterface\s|\btype\s+\w+\s*=|\bimport\s+type\b|\bas\s+\w/.test(code) ? 'ts' : 'js');

/** `{user}` as an attribute: where the braces are not read as such, they stay. */
function markShorthands(reader: Reader, page: readonly Node[], shorthands: readonly number[]): void {
  const containers = new Map(page.flatMap((root) => descendants(root)).flatMap((node) => (node.type === 'JSXExpressionContainer' ? [[node.start, node] as const] : [])));
  for (const start of shorthands) {
    const container = containers.get(start);
    if (container) (container as { shorthand?: boolean }).shorthand = true;
    else reader.regions.push({ start, end: reader.text.indexOf('}', start) + 1, kind: 'markup', frozen: 'the name of the attribute is the expression' });
  }
}

/** `Astro.props` is what the component is given, of the type `Props` when there is one. */
function readProperties(node: Node, type: Node | undefined): void {
  if (!isMember(node) || memberName(node) !== 'props' || node['object'].name !== 'Astro') return;
  const properties = identifier(given, node);
  become(node, type ? make('TSAsExpression', node, { expression: properties, typeAnnotation: make('TSTypeReference', type, { typeName: identifier('Props', type) }) }) : properties);
}

const elementsIn = (markup: readonly Markup[]): Element[] => markup.flatMap((one) => (one.kind === 'element' ? [one, ...elementsIn(one.children)] : one.kind === 'block' ? elementsIn(one.children) : []));
