// Bundles the command into one file with a fast start. ts-morph stays a dependency of its own and is loaded only when a type decides.
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { build } from 'esbuild';

/** Names this exact build: what an earlier one found is not taken for what this one finds. */
function buildId() {
  const files = ['src', 'rules'].flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => `${folder}/${name}`)).filter((name) => statSync(name).isFile());
  const hash = createHash('sha256');
  for (const name of [...files.sort(), 'package.json', 'package-lock.json', 'scripts/build.mjs']) hash.update(`${name}\0`).update(readFileSync(name));
  return hash.digest('hex').slice(0, 16);
}

/** What recast brings along for reading programs and for source maps; only its builders and its printer are used. */
const unused = {
  name: 'unused',
  setup(set) {
    set.onResolve({ filter: /^(?:esprima|source-map)$/ }, ({ path }) => ({ path, namespace: 'unused' }));
    set.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/** The printer is read when something is printed, which few runs do: reading it takes as long as parsing a hundred files. */
const printer = {
  name: 'printer',
  setup(set) {
    set.onResolve({ filter: /^recast$/ }, ({ path, namespace }) => (namespace === 'printer' ? undefined : { path, namespace: 'printer' }));
    set.onLoad({ filter: /.*/, namespace: 'printer' }, () => ({
      contents: "let recast; const read = () => (recast ??= require('recast')); export const print = (...given) => read().print(...given); export const types = { get builders() { return read().types.builders; } };",
      resolveDir: import.meta.dirname,
    }));
  },
};

/** The parser of shell scripts is a file of its own, which is read when there is a script. */
const shell = {
  name: 'shell',
  setup(set) {
    set.onResolve({ filter: /^unbash$/ }, ({ path }) => ({ path, namespace: 'shell' }));
    set.onResolve({ filter: /^\.\/shell\.cjs$/ }, ({ path }) => ({ path, external: true }));
    set.onLoad({ filter: /.*/, namespace: 'shell' }, () => ({
      contents: "let unbash; const read = () => (unbash ??= require('./shell.cjs')); export const parse = (...given) => read().parse(...given); export const forEachChild = (...given) => read().forEachChild(...given);",
      resolveDir: import.meta.dirname,
    }));
  },
};

/** yargs looks for a package.json to guess its version from, whatever that is in the folder where a person stands: it is told the version. */
const noGuess = {
  name: 'no-guess',
  setup(set) {
    set.onResolve({ filter: /^escalade\/sync$/ }, ({ path }) => ({ path, namespace: 'no-guess' }));
    set.onLoad({ filter: /.*/, namespace: 'no-guess' }, () => ({ contents: 'export default () => undefined;' }));
  },
};

/** How wide a text is on a terminal, for the columns of `--help`, which is plain English: asking Unicode's tables for that takes longer than the rest of the start. */
const width = {
  name: 'width',
  setup(set) {
    set.onResolve({ filter: /^string-width$/ }, ({ path }) => ({ path, namespace: 'width' }));
    set.onLoad({ filter: /.*/, namespace: 'width' }, () => ({ contents: 'export default (text) => [...String(text).replace(/\\u001b\\[[\\d;]*m/g, "")].length;' }));
  },
};

rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/library/index.ts', worker: 'src/cli/worker.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  logLevel: 'warning',
  external: ['ts-morph'],
  plugins: [unused, printer, shell, width, noGuess],
  define: { BUILD: JSON.stringify(buildId()) },
  loader: { '.md': 'text' },
  chunkNames: 'chunk-[hash]',
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
});
await build({ entryPoints: { shell: 'unbash' }, outdir: 'dist', outExtension: { '.js': '.cjs' }, bundle: true, platform: 'node', format: 'cjs', target: 'node20.19', minify: true, legalComments: 'none', logLevel: 'warning' });
chmodSync('dist/cli.js', 0o755);
await import('./types.mjs');
