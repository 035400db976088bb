import { descendants, type Node, unwrap } from '../ast.ts';
import type { Language } from '../parse.ts';
import { attributeText, type Element, endOfRaw, readMarkup, readTag } from './markup.ts';
import { become, given, givenProperties, identifier, make, rendered } from './nodes.ts';
import type { Reader } from './reader.ts';
import { addTemplate, classOfOptions } from './vue-options.ts';
import { asMembers, asSetupNames, unref } from './vue-names.ts';
import { typeOfProps } from './vue-props.ts';
import { templateCode } from './vue-template.ts';

/** A single file component: its scripts share one scope, which the template sees. */
export function readVue(reader: Reader): Node[] {
  const blocks = blocksOf(reader.text);
  const scripts = blocks.filter(({ tag }) => tag.name === 'script');
  reader.language = languageOf(scripts.map(({ tag }) => attributeText(reader.text, tag, 'lang') ?? ''));
  const statements = scripts.flatMap(({ content }) => reader.script(content));
  const templates = blocks.filter(({ tag }) => tag.name === 'template' && /^(?:html)?$/.test(attributeText(reader.text, tag, 'lang') ?? ''));
  const isSetup = scripts.some(({ tag }) => attributeText(reader.text, tag, 'setup') !== undefined);
  // The templates of Vue 2 know no optional chaining; a component that shows that it is none of Vue 2 may get it.
  if (!isSetup && reader.language === 'js' && !/\?\.[\w[(]|\bdefineComponent\b/.test(reader.text)) reader.forbidsInMarkup = /\?\./;
  const markup = templates.flatMap(({ children }) => templateCode(reader, children));
  return isSetup || scripts.length === 0 ? setupProgram(statements, markup) : optionsProgram(statements, markup);
}

export function languageOf(names: readonly string[]): Language {
  return names.some((name) => /^tsx$/i.test(name)) ? 'tsx' : names.some((name) => /^(?:ts|typescript)$/i.test(name)) ? 'ts' : 'js';
}

/** The blocks of a component. Only a template holds markup. */
function blocksOf(text: string): Element[] {
  const blocks: Element[] = [];
  for (let at = 0; at < text.length; ) {
    if (text.startsWith('<!--', at)) at = Math.max(text.indexOf('-->', at), at) + 3;
    else if (text[at] === '<' && /[a-zA-Z]/.test(text[at + 1] ?? '')) {
      const tag = readTag(text, at, text.length, 'double');
      const { children, end } = tag.name === 'template' && !tag.isSelfClosing ? readMarkup(text, tag.end, text.length, 'double', 'template') : { children: [], end: tag.isSelfClosing ? tag.end : endOfRaw(text, tag, text.length) };
      blocks.push({ kind: 'element', tag, content: { start: tag.end, end }, children });
      at = Math.max(end, tag.end);
    } else at += 1;
  }
  return blocks;
}

/** `<script setup>`: the template sees every name of the script, refs as what they hold; other names are properties. */
function setupProgram(statements: readonly Node[], markup: readonly Node[]): Node[] {
  const types = statements.flatMap((statement) => descendants(statement).flatMap((node) => readMacro(node) ?? []));
  const at = { start: 0, end: 0 };
  const source = make('StringLiteral', at, { value: 'vue' });
  const unwrapping = make('ImportDeclaration', at, { source, specifiers: [make('ImportSpecifier', at, { imported: identifier('unref', at), local: identifier(unref, at) })] });
  const body = [unwrapping, ...statements, ...rendered(markup), ...givenProperties(types[0])];
  asSetupNames(body, markup);
  return body;
}

/** `defineProps<T>()` is what the component is given, of type T, which is returned; `withDefaults(x, …)` is x. */
function readMacro(node: Node): Node | undefined {
  if (node.type !== 'CallExpression' || node['callee'].type !== 'Identifier') return undefined;
  const { name } = node['callee'];
  const [first, ...others] = node['arguments'] as Node[];
  if (name === 'withDefaults' && first) become(node, make('SequenceExpression', node, { expressions: [...others, first] }));
  if (name !== 'defineProps') return undefined;
  const type: Node | undefined = (node['typeParameters'] ?? node['typeArguments'])?.['params'][0];
  const told = type ?? typeOfProps(first);
  const properties = identifier(given, node);
  become(node, first ? make('SequenceExpression', node, { expressions: [first, properties] }) : properties);
  return told;
}

/** A component made of options (or a class): the template sees what `this` has. */
function optionsProgram(statements: readonly Node[], markup: readonly Node[]): Node[] {
  const exported = statements.find((statement) => statement.type === 'ExportDefaultDeclaration');
  if (!exported) return [...statements, ...markup];
  const cls = exported['declaration'].type === 'ClassDeclaration' ? (exported['declaration'] as Node) : classOf(statements, exported);
  if (!cls) return [...statements, ...markup];
  addTemplate(cls, markup);
  asMembers(statements, markup);
  return [...statements];
}

/** `{…}`, `defineComponent({…})`, `Vue.extend({…})`, or the name of such a variable: as a class. */
function classOf(statements: readonly Node[], exported: Node): Node | undefined {
  const options = optionsIn(unwrap(exported['declaration']));
  if (options) return ((exported as { declaration: Node } & Node).declaration = classOfOptions(options));
  const name = exported['declaration'].type === 'Identifier' ? exported['declaration'].name : undefined;
  const declarator = statements.flatMap((statement) => (statement.type === 'VariableDeclaration' ? (statement['declarations'] as Node[]) : [])).find((candidate) => candidate['id'].name === name && candidate['init']);
  const named = declarator && optionsIn(unwrap(declarator['init']));
  return named && ((declarator as { init: Node } & Node).init = classOfOptions(named));
}

function optionsIn(node: Node): Node | undefined {
  if (node.type === 'ObjectExpression') return node;
  const [first] = node.type === 'CallExpression' ? (node['arguments'] as Node[]) : [];
  return first?.type === 'ObjectExpression' ? first : undefined;
}
