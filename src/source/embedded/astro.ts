import { descendants, isMember, memberName, type Node } from '../ast.ts';
import { markupAsJsx } from './astro-markup.ts';
import { type Element, type Markup, readMarkup } from './markup.ts';
import { become, block, given, givenProperties, identifier, make, statement } from './nodes.ts';
import { isProgram } from './html.ts';
import type { Reader } from './reader.ts';

/** A component: the script between `---`, the markup that sees its names, and scripts for the browser with scopes of their own. */
export function readAstro(reader: Reader): Node[] {
  const fence = /^\s*---[^\n]*\n([\s\S]*?)^---[ \t]*$/m.exec(reader.text);
  const isFirst = fence !== null && fence.index === 0;
  const inside = isFirst ? { start: fence[0].indexOf('\n', fence[0].indexOf('---')) + 1, end: fence[0].lastIndexOf('---') } : { start: 0, end: 0 };
  const start = isFirst ? fence[0].length : 0;
  reader.language = 'tsx';
  const statements = isFirst ? reader.script(inside, 'ts') : [];
  const code = reader.slice(inside);
  const scripts = elementsIn(readMarkup(reader.text, start, reader.text.length, 'single').children).filter(({ tag }) => tag.name === 'script' && isProgram(reader.text, tag));
  const browser = scripts.map(({ content }) => block(reader.script(content, 'ts'), content));
  const page = reader.jsx({ start, end: reader.text.length }, markupAsJsx(reader.text, start));
  // Types are allowed everywhere; only who writes them wants them in new code.
  if (!/\binterface\s|\btype\s+\w+\s*=|\bimport\s+type\b/.test(code)) reader.language = 'js';
  const body = [...statements, ...(page ? [statement(page)] : []), ...browser, ...givenProperties()];
  const typed = statements.find(({ type, id, declaration }) => /^TS(?:Interface|TypeAlias)Declaration$/.test(declaration?.type ?? type) && (declaration?.id ?? id)?.name === 'Props');
  for (const one of [...statements, ...(page ? [page] : [])]) for (const node of descendants(one)) readProperties(node, typed !== undefined);
  return body;
}

/** `Astro.props` is what the component is given, of the type `Props` when there is one. */
function readProperties(node: Node, isTyped: boolean): void {
  if (!isMember(node) || memberName(node) !== 'props' || node['object'].name !== 'Astro') return;
  const type = (): Node => make('TSTypeReference', node, { typeName: identifier('Props', node) });
  become(node, isTyped ? make('TSAsExpression', node, { expression: identifier(given, node), typeAnnotation: type() }) : identifier(given, node));
}

const elementsIn = (markup: readonly Markup[]): Element[] => markup.flatMap((one) => (one.kind === 'element' ? [one, ...elementsIn(one.children)] : one.kind === 'block' ? elementsIn(one.children) : []));
