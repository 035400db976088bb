import { link, type Node } from '../ast.ts';
import { patternNames, readScopes } from '../scope.ts';
import { attributeText, type Element, readMarkup } from './markup.ts';
import { assign, become, call, component, declare, exchange, given, identifier, make, member, rendered, type Span } from './nodes.ts';
import { identifiersIn, type Reader } from './reader.ts';
import { markupCode } from './svelte-markup.ts';
import { languageOf } from './vue.ts';

/** The name under which stores are read. No program can write it. */
const storeValue = "svelte's get";

/** A component: module and instance scripts and the markup share one scope. */
export function readSvelte(reader: Reader): Node[] {
  const { children } = readMarkup(reader.text, 0, reader.text.length, 'single');
  const scripts = children.filter((one): one is Element => one.kind === 'element' && one.tag.name === 'script');
  reader.language = languageOf(scripts.flatMap(({ tag }) => [attributeText(reader.text, tag, 'lang') ?? '', (attributeText(reader.text, tag, 'type') ?? '').replace('text/', '')]));
  const statements = scripts.flatMap(({ content }) => reader.script(content));
  const properties = statements.flatMap(exportedNames);
  const at: Span = { start: 0, end: 0 };
  const body = [
    storeImport(at),
    ...statements,
    ...rendered(markupCode(reader, children)),
    declare(identifier(given, at), null),
    ...component((all) => [assign(identifier(given, at), all()), ...properties.map((name) => assign(identifier(name, at), member(all(), name, at)))]),
  ];
  declareReactive(body);
  readNames(body);
  return body;
}

const storeImport = (at: Span): Node =>
  make('ImportDeclaration', at, { source: make('StringLiteral', at, { value: 'svelte/store' }), specifiers: [make('ImportSpecifier', at, { imported: identifier('get', at), local: identifier(storeValue, at) })] });

/** `export let user`: a property of the component. */
function exportedNames(statement: Node): string[] {
  const declaration: Node | undefined = statement.type === 'ExportNamedDeclaration' ? statement['declaration'] : undefined;
  return declaration?.type === 'VariableDeclaration' && declaration['kind'] === 'let' ? (declaration['declarations'] as Node[]).flatMap((declarator) => patternNames(declarator['id']).map((id) => String(id['name']))) : [];
}

/** `$: name = value` declares the name where nothing else does. */
function declareReactive(body: readonly Node[]): void {
  const program = link(make('Program', { start: 0, end: 0 }, { body }));
  const { root } = readScopes(program);
  for (const statement of body) {
    const assignment = statement.type === 'LabeledStatement' && statement['label'].name === '$' && statement['body'].type === 'ExpressionStatement' ? unparenthesised(statement['body'].expression) : undefined;
    if (assignment?.type !== 'AssignmentExpression' || assignment['operator'] !== '=') continue;
    const names = patternNames(assignment['left']);
    if (names.length > 0 && names.every((id) => !root.bindings.has(id['name']))) become(statement, declare(assignment['left'], assignment['right']));
  }
}

const unparenthesised = (node: Node): Node => (node.type === 'ParenthesizedExpression' ? node['expression'] : node);

/** `$props()` is what the component is given; `$users` is what the store `users` holds. */
function readNames(body: readonly Node[]): void {
  const program = link(make('Program', { start: 0, end: 0 }, { body }));
  const { globals, root } = readScopes(program);
  const free = new Set([...globals].flatMap(([name, nodes]) => (name.startsWith('$') ? nodes : [])));
  for (const node of identifiersIn(body)) {
    if (!free.has(node)) continue;
    const name: string = node['name'].slice(1);
    const { parent } = node;
    if (name === 'props' && parent?.type === 'CallExpression' && parent['callee'] === node) become(parent, identifier(given, parent));
    else if (root.bindings.has(name) && !(parent?.type === 'CallExpression' && parent['callee'] === node)) {
      const isWritten = parent?.type === 'AssignmentExpression' && parent['left'] === node;
      exchange(node, isWritten ? member(identifier(name, node), 'value', node) : call(identifier(storeValue, node), [identifier(name, node)], node));
    }
  }
}
