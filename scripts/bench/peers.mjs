// The same question for other tools: rules that look for the same names, as far as each of them can. None of them follows a value.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const members = ['roles', 'created', 'lastUpdated'];
const parameters = ['sortBy', 'sortOrder', 'startingAfter', 'endingBefore', 'tenantId'];
const names = `^(?:${[...members, ...parameters].join('|')})$`;

const rule = `module.exports = {
  meta: { type: 'problem', schema: [] },
  create: (context) => ({
    MemberExpression(node) {
      if (!node.computed && /${names}/.test(node.property.name)) context.report({ node: node.property, message: 'deprecated' });
    },
    Property(node) {
      if (/${names}/.test(node.key.name ?? node.key.value ?? '')) context.report({ node: node.key, message: 'deprecated' });
    },
    Literal(node) {
      if (typeof node.value === 'string' && /\\/users(?:[/?]|$)/.test(node.value)) context.report({ node, message: 'deprecated' });
    },
    TemplateElement(node) {
      if (/\\/users(?:[/?]|$)/.test(node.value.cooked ?? '')) context.report({ node, message: 'deprecated' });
    },
  }),
};
`;

const files = {
  'rule.cjs': rule,
  'plugin.mjs': "import rule from './rule.cjs';\nexport default { meta: { name: 'users' }, rules: { deprecated: rule } };\n",
  'oxlintrc.json': JSON.stringify({ jsPlugins: ['./plugin.mjs'], categories: { correctness: 'off' }, rules: { 'users/deprecated': 'error' } }),
  'sgconfig.yml': 'ruleDirs: [rules-sg]\n',
  'transform.cjs': `module.exports = (file, { jscodeshift: j }) => {
  const root = j(file.source);
  let found = 0;
  root.find(j.MemberExpression).forEach((p) => { if (p.node.property.type === 'Identifier' && /${names}/.test(p.node.property.name)) found += 1; });
  root.find(j.StringLiteral).forEach((p) => { if (/\\/users(?:[/?]|$)/.test(p.node.value)) found += 1; });
  root.find(j.TemplateElement).forEach((p) => { if (/\\/users(?:[/?]|$)/.test(p.node.value.cooked ?? '')) found += 1; });
  return found > 0 ? undefined : undefined;
};
module.exports.parser = 'tsx';
`,
};

const sgRule = (language) => `id: users-${language}
language: ${language}
severity: warning
message: deprecated
rule:
  any:
    - { kind: property_identifier, regex: '${names}' }
    - { kind: string_fragment, regex: '/users([/?]|$)' }
`;

const eslintConfig = (modules) => `import rule from './rule.cjs';
import parser from ${JSON.stringify(path.join(modules, '@typescript-eslint/parser/dist/index.js'))};
export default [{ files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'], languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } }, linterOptions: { reportUnusedDisableDirectives: 'off' }, plugins: { users: { rules: { deprecated: rule } } }, rules: { 'users/deprecated': 'error' } }];
`;

const onPath = (name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim();

/**
 * Commands of the tools that are there: `rg` on the path, the others in the node_modules that is named.
 * `slow`: those that take a minute for large trees.
 */
export function peersIn(modules, folder, write = writeFileSync) {
  for (const [name, text] of Object.entries(files)) write(path.join(folder, name), text);
  const found = { fast: {}, slow: {}, missing: [] };
  const add = (kind, name, file, args) => {
    if (file && existsSync(file)) found[kind][name] = [...(file.endsWith('.js') ? [process.execPath] : []), file, ...args];
    else found.missing.push(name);
  };
  const at = (name) => modules && path.join(modules, name);
  add('fast', 'rg', onPath('rg'), ['-c', [...members, ...parameters, 'users/metadata', '/users'].join('|'), '.']);
  const rules = path.join(folder, 'users.yml');
  write(rules, ['TypeScript', 'Tsx', 'JavaScript'].map(sgRule).join('---\n'));
  add('fast', 'ast-grep', at('@ast-grep/cli/ast-grep'), ['scan', '-r', rules, '.']);
  add('fast', 'oxlint', at('.bin/oxlint'), ['-c', path.join(folder, 'oxlintrc.json'), '.']);
  if (modules) write(path.join(folder, 'eslint.config.mjs'), eslintConfig(modules));
  add('slow', 'jscodeshift', at('jscodeshift/bin/jscodeshift.js'), ['--dry', '--silent', '--extensions=js,jsx,mjs,cjs,ts,tsx,mts,cts', '--ignore-pattern=**/node_modules/**', '-t', path.join(folder, 'transform.cjs'), '.']);
  add('slow', 'ESLint', at('eslint/bin/eslint.js'), ['--no-config-lookup', '-c', path.join(folder, 'eslint.config.mjs'), '--quiet', '--format', 'json', '.']);
  return found;
}
