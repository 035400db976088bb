import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules/index.ts';
import { descendants, isFunction, type Node } from '../src/source/ast.ts';
import { parseSource } from '../src/source/source.ts';

const top = path.resolve(import.meta.dirname, '..');
const list = (folder: string): string[] =>
  fs
    .readdirSync(path.join(top, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));
const sources = [...list('src'), ...list('rules')].map((name) => ({ name, text: fs.readFileSync(path.join(top, name), 'utf8') }));

/** The files and packages a file imports, files from the top. */
function imports({ name, text }: { name: string; text: string }): string[] {
  const nodes = [...descendants(parseSource(name, text).program)];
  const specifiers = nodes.flatMap((node) =>
    /^(?:Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && node['source'] ? [String(node['source'].value)] : node.type === 'CallExpression' && node['callee'].type === 'Import' ? [String(node['arguments'][0].value)] : [],
  );
  return specifiers.map((specifier) => (specifier.startsWith('.') ? path.posix.join(path.posix.dirname(name), specifier) : specifier));
}

/** The files it loads before it does anything: without types, and without what it asks for later. */
function loads({ name, text }: { name: string; text: string }): string[] {
  const nodes = (parseSource(name, text).program['body'] as Node[]).filter((node) => node['source'] && node['importKind'] !== 'type' && node['exportKind'] !== 'type');
  const needed = nodes.filter((node) => !node['specifiers']?.length || node['specifiers'].some((one: Node) => one['importKind'] !== 'type' && one['exportKind'] !== 'type'));
  return needed.map((node) => path.posix.join(path.posix.dirname(name), node['source'].value));
}

/** Uses of the world outside: console, process, the clock. */
function outside({ name, text }: { name: string; text: string }): string[] {
  const { globals } = parseSource(name, text).scopes;
  return ['console', 'process', 'Date', 'performance'].filter((global) => globals.has(global));
}

/** Folder -> what its files may import besides their own folder. */
const directions: Readonly<Record<string, RegExp>> = {
  'src/facts.ts': /^$/,
  'src/api.ts': /^src\/(?:facts|table)/,
  'src/rule.ts': /^src\/facts/,
  rules: /^src\/(?:(?:rule|facts|api|table)\.ts$|forms\/)/,
  'src/forms': /^src\/(?:facts|api|table)\.ts$/,
  'src/source': /^(?:@babel\/parser|unbash|src\/(?:facts|table))/,
  'src/reporters': /^(?:src\/(?:rule|facts|source\/lines)\.ts|diff|node:)/,
  'src/usage-error.ts': /^$/,
  'src/git': /^(?:src\/usage-error\.ts|node:)/,
  'src/comments': /^src\/(?:facts|source\/\w+)\.ts$/,
  'src/baseline': /^(?:src\/(?:rule|facts|usage-error)\.ts|src\/files\/plain-file\.ts|node:)/,
  'src/library': /^(?:src\/clients\/described\.ts|src\/(?:run|rewrite|lint|rule|facts|usage-error)\.ts|src\/(?:files|reporters|baseline)\/|rules\/|package\.json$)/,
  'src/files': /^(?:src\/(?:rule|facts|usage-error)\.ts|src\/git\/|node:|ignore|tinyglobby)/,
  'src/cache': /^(?:src\/(?:rule|lint)\.ts|src\/candidates\/candidates\.ts|src\/files\/file-set\.ts|node:)/,
  'src/fix': /^(?:src\/(?:rule|facts|usage-error)\.ts|src\/(?:files|git)\/|node:|ts-morph)/,
  'src/trace': /^(?:src\/(?:facts|api|table|rule|evidence|evidence-words)\.ts|src\/source\/|src\/clients\/client\.ts|src\/files\/file-set\.ts|node:path)/,
  'src/clients': /^src\/(?:api|facts|table)\.ts$|^src\/(?:trace|source)\//,
  'src/carriers': /^(?:src\/(?:facts|api|table)\.ts|src\/(?:trace|source)\/|recast)/,
  'src/guards': /^src\/(?:facts|api|evidence|evidence-words|reading\/read-requests)\.ts$|^src\/(?:trace|carriers|source)\//,
  'src/reading': /^src\/(?:facts|api|rule|evidence|evidence-words)\.ts$|^src\/(?:trace|carriers|guards|source)\//,
  'src/candidates': /^(?:src\/(?:rule|evidence|evidence-words)\.ts|src\/clients\/described\.ts|src\/reading\/read-facts\.ts|src\/(?:trace|files|comments)\/|node:path)/,
  'src/evidence.ts': /^src\/(?:facts|api|evidence-words)\.ts|^src\/(?:trace|source)\//,
};

describe('the house', () => {
  it('keeps its import directions', () => {
    const wrong = sources.flatMap((source) => {
      const room = Object.keys(directions).find((key) => source.name === key || source.name.startsWith(`${key}/`));
      return room
        ? imports(source)
            .filter((target) => !target.startsWith(`${room}/`) && !directions[room]?.test(target))
            .map((target) => `${source.name} imports ${target}`)
        : [];
    });
    expect(wrong).toEqual([]);
  });
  it('lets nothing but the command line know the command line, and nothing but it and the library know the rules', () => {
    expect(
      sources
        .filter(({ name }) => !name.startsWith('src/cli/'))
        .flatMap((source) =>
          imports(source)
            .filter((target) => target.startsWith('src/cli/'))
            .map((target) => `${source.name} imports ${target}`),
        ),
    ).toEqual([]);
    expect(sources.filter(({ name }) => name.startsWith('src/') && !/^src\/(?:cli|library)\//.test(name)).flatMap((source) => imports(source).filter((target) => target.startsWith('rules/')))).toEqual([]);
  });
  it('parses in one place only', () => {
    expect(sources.filter((source) => imports(source).includes('@babel/parser')).map(({ name }) => name)).toEqual(['src/source/parse.ts']);
  });
  it('knows nothing of clients and values until a file is asked', () => {
    const byName = new Map(sources.map((source) => [source.name, source]));
    const reached = new Set(['src/cli/lint-command.ts']);
    for (const name of reached) for (const target of loads(byName.get(name) as { name: string; text: string })) if (byName.has(target)) reached.add(target);
    expect(reached.size).toBeGreaterThan(40);
    expect([...reached].filter((name) => /^src\/(?:trace\/trace|clients\/index|source\/parse|engine|evidence|lint)\.ts$/.test(name))).toEqual([]);
  });
  it('prints, exits and asks for the time in the command line only', () => {
    expect(sources.filter((source) => !source.name.startsWith('src/cli/') && outside(source).length > 0).map(({ name }) => name)).toEqual([]);
  });
  it('keeps files at 300 lines, rules at 80, functions at 60', () => {
    const long = sources.flatMap(({ name, text }) => {
      const lines = text.split('\n').length - 1;
      const functions = [...descendants(parseSource(name, text).program)].filter((node) => isFunction(node) && text.slice(node.start, node.end).split('\n').length > 60);
      return [...(lines > (name.startsWith('rules/') ? 80 : 300) ? [`${name}: ${lines} lines`] : []), ...functions.map((node) => `${name}: a function of more than 60 lines at ${node.start}`)];
    });
    expect(long).toEqual([]);
  });
  it("has a page, words and a source for every rule, in the changelog's order", () => {
    expect(rules.map((rule) => rule.id)).toEqual(['users-metadata', 'user-roles', 'user-timestamps', 'patch-ops', 'sort-params', 'cursor-params', 'tenant-id-param', 'legacy-filters']);
    for (const rule of rules) {
      const page = fs.readFileSync(path.join(top, `rules/${rule.id}.md`), 'utf8');
      expect(page.startsWith(`# ${rule.id}\n`)).toBe(true);
      expect(page).toMatch(/```js before\n[\s\S]+```js after\n/);
      expect(rule.words.length).toBeGreaterThan(0);
      expect(rule.source).toContain('https://qlik.dev/changelog/');
    }
  });
  it('has at least as many silent fixtures as findings, and no input without a partner', () => {
    const folders = [...rules.map((rule) => `fixtures/rules/${rule.id}`), ...fs.readdirSync(path.join(top, 'fixtures/clients')).map((client) => `fixtures/clients/${client}`)];
    for (const folder of folders) {
      const files = fs.readdirSync(path.join(top, folder));
      const inputs = files.filter((name) => name.includes('.input.'));
      expect(files.filter((name) => name.includes('.valid.')).length, folder).toBeGreaterThanOrEqual(inputs.length);
      for (const input of inputs)
        expect(
          files.some((name) => name === input.replace('.input.', '.output.') || name === `${input.split('.input.')[0]}.report.txt`),
          input,
        ).toBe(true);
    }
  });
  it("keeps the README's table fresh", () => {
    expect(() => execFileSync(process.execPath, ['scripts/docs.mjs', '--check'], { cwd: top, stdio: 'pipe' })).not.toThrow();
  });
});
