// Makes every file a candidate: adds a request for users, hands the answer to what the file declares, and gives members of all kinds the old names.
import ts from 'typescript';
import { treeOf } from './verdicts.mjs';

const old = ['roles', 'created', 'lastUpdated'];
/** At most this many functions and variables of a file meet the answer. */
const most = 12;

/**
 * The text with a probe in it, and whether a fix must rewrite the probe.
 * What stands in front of the probe keeps its line numbers.
 */
export function probed(file, text) {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (...parts) => parts.join(eol) + eol;
  if (/\.d\.(?:[^/]+\.)?[cm]?ts$/.test(file)) return { text: text + lines('', '// "/users"', 'declare namespace GauntletProbe { interface User { id: string; roles: string[]; created: string } }') };
  if (/\.(?:mdx?|markdown)$/.test(file)) return { text: text + lines('', '', '```js', ...request([], []), '```') };
  if (/\.(?:vue|svelte|astro|html?|hbs|handlebars|ejs)$/.test(file)) return { text: withScript(text, lines, eol) };
  const tree = treeOf(file, text);
  if (!tree) return { text: text + lines('', ...request([], [])) };
  const { functions, variables } = declared(tree);
  const made = renamed(tree, text) + lines('', ...request(functions, variables));
  return { text: isGlobal(file, tree) && treeOf(file, `${made}export {};`) ? made + lines('export {};') : made, isSure: !declares(tree, 'fetch') };
}

/** Declarations of unrelated TypeScript scripts would meet each other, and their types with them. */
const isGlobal = (file, tree) => /\.[cm]?tsx?$/.test(file) && !tree.externalModuleIndicator;

function request(functions, variables) {
  const said = variables.map((name) => `\${${name}}`).join('');
  return [
    ';async function gauntletProbe() {',
    "  const gauntletPage = await (await fetch('https://gauntlet.eu.qlikcloud.com/api/v1/users?sortBy=name')).json();",
    '  const [gauntletUser] = gauntletPage.data;',
    ...(said ? [`  await fetch(\`https://gauntlet.eu.qlikcloud.com/api/v1/users?limit=1&q=${said}\`);`] : []),
    ...variables.map((name) => `  await fetch('https://gauntlet.eu.qlikcloud.com/api/v1/users', ${name});`),
    ...functions.map((name) => `  ${name}(gauntletUser, gauntletPage, (gauntletOther) => gauntletOther.created);`),
    '  return gauntletUser.created;',
    '}',
  ];
}

/** Into the first script that there is, or into one of its own. */
function withScript(text, lines, eol) {
  const end = text.search(/<\/script\s*>/i);
  const code = lines('', ...request([], []));
  if (end >= 0) return text.slice(0, end) + code + text.slice(end);
  return `${text}${eol}<script>${code}</script>${eol}`;
}

function declared(tree) {
  const [functions, variables] = [[], []];
  for (const statement of tree.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name) functions.push(statement.name.text);
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      if (!ts.isIdentifier(name) || !initializer) continue;
      (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer) ? functions : variables).push(name.text);
    }
  }
  const few = (names) => [...new Set(names)].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'await').slice(0, most);
  return { functions: few(functions), variables: few(variables) };
}

const declares = (tree, name) => nodesOf(tree).some((node) => ts.isIdentifier(node) && node.text === name);

/** Every node; no recursion, because some suites nest thousands deep. */
function nodesOf(tree) {
  const found = [tree];
  for (let index = 0; index < found.length; index += 1) ts.forEachChild(found[index], (child) => void found.push(child));
  return found;
}

/** One name in two becomes an old name of the API, the same name always the same one, where members are read, written or declared. */
function renamed(tree, text) {
  const edits = [];
  const rename = (name) => {
    if (!ts.isIdentifier(name) || /^(?:constructor|prototype|__proto__|then|data|json|length)$/.test(name.text)) return;
    let hash = 0;
    for (const letter of name.text) hash = (hash * 31 + letter.codePointAt(0)) % 1009;
    if (hash % 2 === 0) edits.push({ start: name.getStart(tree), end: name.end, text: old[hash % 3] });
  };
  for (const node of nodesOf(tree)) {
    if (ts.isPropertyAccessExpression(node) && !(ts.isCallExpression(node.parent) && node.parent.expression === node)) rename(node.name);
    if ((ts.isPropertyAssignment(node) || ts.isPropertySignature(node)) && node.name) rename(node.name);
    if (ts.isBindingElement(node) && node.propertyName) rename(node.propertyName);
  }
  let result = '';
  let at = 0;
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at);
}
